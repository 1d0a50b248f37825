package metasandbox

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	latestVersion = "v26.0" // also what an unversioned call gets
	oldestMajor   = 23
	maxBody       = 1 << 20
)

// route is one line of the Graph API. {} in the path stands for one segment.
type route struct {
	endpoint string // name in the journal and in faults
	methods  string
	path     string
	answer   func(*Sandbox, *call) (any, *graphError)
}

// routes is searched from the top. A path without its method is an unsupported
// request; a path of no route is unknown.
func routes() []route {
	return []route{
		{"exchange", "GET POST", "oauth/access_token", (*Sandbox).accessToken},
		{"revoke", "GET POST DELETE", "oauth/revoke", (*Sandbox).revoke},
		{"debug_token", "GET", "debug_token", (*Sandbox).debugToken},
		{"me", "GET", "me", (*Sandbox).me},
		{"permissions", "DELETE", "{}/permissions", (*Sandbox).deletePermissions},
		{"permissions", "DELETE", "{}/permissions/{}", (*Sandbox).deletePermissions},
		{"owned_pixels", "GET", "{}/owned_pixels", (*Sandbox).ownedPixels},
		{"client_pixels", "GET", "{}/client_pixels", (*Sandbox).clientPixels},
		{"events", "POST", "{}/events", (*Sandbox).events},
		{"connected_businesses", "GET", "{}/connected_client_businesses", (*Sandbox).connectedBusinesses},
		{"fetch", "POST", "{}/system_user_access_tokens", (*Sandbox).systemUserToken},
		{"subscriptions", "GET POST DELETE", "{}/subscriptions", (*Sandbox).subscriptions},
		{"node", "GET", "{}", (*Sandbox).node},
	}
}

// endpoints are the names that the journal uses and that a Fault may aim at.
// They are finer than the routes where one address serves several purposes.
func endpoints() []string {
	return []string{
		"exchange", "refresh", "fetch", "app_token", "debug_token", "me", "business", "owned_pixels", "client_pixels", "dataset", "events",
		"connected_businesses", "app", "subscriptions", "revoke", "permissions", "unknown",
	}
}

var versionSegment = regexp.MustCompile(`^v(\d{1,4})\.\d+$`)

// find fills in the call's version, parameters and endpoint, and returns who answers.
func (s *Sandbox) find(c *call) func(*Sandbox, *call) (any, *graphError) {
	segments := strings.Split(strings.Trim(c.URL.Path, "/"), "/")
	c.version = latestVersion
	if m := versionSegment.FindStringSubmatch(segments[0]); m != nil {
		c.version, segments = segments[0], segments[1:]
		if major, _ := strconv.Atoi(m[1]); major < oldestMajor {
			return func(*Sandbox, *call) (any, *graphError) { return nil, errOldVersion() }
		}
	}
	known := false
	for _, route := range routes() {
		params, ok := match(route.path, segments)
		if !ok {
			continue
		}
		known = true
		if slices.Contains(strings.Fields(route.methods), c.Method) {
			c.params = params
			c.endpoint = s.endpointOf(route, c)
			return route.answer
		}
	}
	path := "/" + strings.Join(segments, "/")
	if known {
		return func(_ *Sandbox, c *call) (any, *graphError) {
			return nil, errNoObject(strings.ToLower(c.Method), segments[0])
		}
	}
	return func(*Sandbox, *call) (any, *graphError) { return nil, errUnknownPath(path) }
}

func match(pattern string, segments []string) (params []string, ok bool) {
	parts := strings.Split(pattern, "/")
	if len(parts) != len(segments) {
		return nil, false
	}
	for i, part := range parts {
		switch {
		case part == "{}":
			params = append(params, segments[i])
		case part != segments[i]:
			return nil, false
		}
	}
	return params, true
}

// endpointOf splits the routes that serve several purposes.
func (s *Sandbox) endpointOf(r route, c *call) string {
	switch {
	case r.endpoint == "exchange" && c.values.Get("grant_type") == "client_credentials":
		return "app_token"
	case r.endpoint == "exchange" && c.values.Get("grant_type") == "fb_exchange_token":
		return "refresh"
	case r.endpoint != "node":
		return r.endpoint
	case c.params[0] == s.appID:
		return "app"
	case s.world.business(c.params[0]) != nil:
		return "business"
	case s.world.dataset(c.params[0]) != nil:
		return "dataset"
	}
	return "unknown"
}
