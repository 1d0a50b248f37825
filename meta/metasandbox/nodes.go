package metasandbox

import (
	"slices"
	"time"
)

// metaTime is how Meta writes a time: no colon in the offset.
const metaTime = "2006-01-02T15:04:05-0700"

func formatTime(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(metaTime)
}

// absent is a field that exists at Meta and has no value here.
func absent[T any](T) any { return nil }

// me answers for the bearer of the token.
//
// https://developers.facebook.com/docs/graph-api/reference/user
func (s *Sandbox) me(c *call) (any, *graphError) {
	if c.token() == "" {
		return nil, errNoCurrentUser()
	}
	caller, err := s.bearer(c)
	if err != nil {
		return nil, err
	}
	if caller.app {
		return nil, errNoCurrentUser()
	}
	fields, err := parseFields(c.values.Get("fields"))
	if err != nil {
		return nil, err
	}
	return s.userNode(caller.grant.Type).render(caller.grant, fields)
}

// userNode has client_business_id only where a business gave the token.
func (s *Sandbox) userNode(t TokenType) nodeType[grant] {
	node := nodeType[grant]{
		name:     "User",
		defaults: []field{{name: "name"}, {name: "id"}},
		read: map[string]func(grant) any{
			"id":   func(g grant) any { return scopedID(s.appID, g.Business, g.Type) },
			"name": func(grant) any { return appName + " system user" },
		},
	}
	if t == SystemUser {
		node.name = "SystemUser"
		node.read["client_business_id"] = func(g grant) any { return g.Business }
	}
	return node
}

// node answers /{id}: the caller's business, a dataset it selected, or the app.
func (s *Sandbox) node(c *call) (any, *graphError) {
	id := c.params[0]
	if id == s.appID {
		return s.appItself(c)
	}
	if !numeric(id) {
		return nil, errUnknownPath("/" + id)
	}
	caller, err := s.bearer(c)
	if err != nil {
		return nil, err
	}
	fields, err := parseFields(c.values.Get("fields"))
	if err != nil {
		return nil, err
	}
	if b := s.world.business(id); b != nil && !caller.app && id == caller.grant.Business {
		if err := requireAssets(caller.grant); err != nil {
			return nil, err
		}
		return businessNode.render(b, fields)
	}
	for _, a := range s.visible(caller.grant) {
		if a.dataset.id == id {
			return datasetNode.render(a, fields)
		}
	}
	return nil, errNoObject("get", id)
}

func numeric(id string) bool {
	for _, r := range id {
		if r < '0' || r > '9' {
			return false
		}
	}
	return id != ""
}

// requireAssets asks for one of the permissions that reach a business's assets.
func requireAssets(g grant) *graphError {
	for _, permission := range []string{"business_management", "ads_read", "ads_management"} {
		if slices.Contains(g.Scopes, permission) {
			return nil
		}
	}
	return errNoPermission("business_management")
}

// visible lists the assets that the grant selected; none for the app itself.
func (s *Sandbox) visible(g grant) []asset {
	b := s.world.business(g.Business)
	if b == nil {
		return nil
	}
	var selected []asset
	for i, a := range s.world.assets(b) {
		if g.Datasets.has(i) {
			selected = append(selected, a)
		}
	}
	return selected
}

// appItself answers the app about itself.
func (s *Sandbox) appItself(c *call) (any, *graphError) {
	if _, err := s.appCalling(c); err != nil {
		return nil, err
	}
	fields, err := parseFields(c.values.Get("fields"))
	if err != nil {
		return nil, err
	}
	return appNode.render(s, fields)
}

// appNode is the app.
//
// https://developers.facebook.com/docs/graph-api/reference/application
var appNode = nodeType[*Sandbox]{
	name:     "Application",
	defaults: []field{{name: "category"}, {name: "link"}, {name: "name"}, {name: "id"}},
	read: map[string]func(*Sandbox) any{
		"id":                  func(s *Sandbox) any { return s.appID },
		"name":                func(*Sandbox) any { return appName },
		"category":            func(*Sandbox) any { return "Business" },
		"link":                func(s *Sandbox) any { return "https://www.facebook.com/games/?app_id=" + s.appID },
		"deauth_callback_url": func(s *Sandbox) any { return s.Callbacks().Deauthorize },
	},
}

// businessNode is a business portfolio.
//
// https://developers.facebook.com/docs/marketing-api/reference/business
var businessNode = nodeType[*business]{
	name:     "Business",
	defaults: []field{{name: "id"}, {name: "name"}},
	read: map[string]func(*business) any{
		"id":                  func(b *business) any { return b.id },
		"name":                func(b *business) any { return b.name },
		"created_time":        func(b *business) any { return formatTime(b.created) },
		"link":                func(b *business) any { return "https://www.facebook.com/" + b.id },
		"primary_page":        absent[*business],
		"profile_picture_uri": absent[*business],
		"timezone_id":         func(*business) any { return 37 },
		"two_factor_type":     func(*business) any { return "none" },
		"updated_time":        func(b *business) any { return formatTime(b.created) },
		"verification_status": func(*business) any { return "verified" },
		"vertical":            func(*business) any { return "RETAIL" },
	},
}
