package metasandbox

import "strings"

// tokenError is the error inside debug_token's data: it says subcode where every
// other answer says error_subcode.
type tokenError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Subcode int    `json:"subcode,omitempty"`
}

// granularScope is a scope with the objects it is limited to; nil: not limited.
type granularScope struct {
	Scope     string   `json:"scope"`
	TargetIDs []string `json:"target_ids,omitempty"`
}

// debugToken describes a token. An invalid one is an answer, not an error: 200.
//
// https://developers.facebook.com/docs/graph-api/reference/debug_token
func (s *Sandbox) debugToken(c *call) (any, *graphError) {
	if c.token() == "" {
		return nil, errNotInspector()
	}
	caller, err := s.bearer(c)
	if err != nil {
		return nil, err
	}
	if !caller.app {
		return nil, errNotInspector()
	}
	c.business = ""
	input := c.values.Get("input_token")
	if input == "" {
		return nil, errBadParameter("The parameter input_token is required")
	}
	data, err := s.inspect(input)
	if err != nil {
		return nil, err
	}
	return object{{"data", data}}, nil
}

func errNotInspector() *graphError {
	return errBadParameter("You must provide an app access token, or a user access token that is an owner or developer of the app")
}

func errOtherApp() *graphError {
	return errBadParameter("The App_id in the input_token did not match the Viewing App")
}

func (s *Sandbox) inspect(input string) (object, *graphError) {
	if appID, _, ok := strings.Cut(input, "|"); ok {
		return s.inspectAppToken(appID, input)
	}
	g, authentic := openToken(input, s.signingSecrets())
	switch {
	case g.App != "" && g.App != s.appID:
		return nil, errOtherApp()
	case !authentic:
		return unreadable("The access token could not be decrypted"), nil
	}
	return s.describe(g, s.end(g, Fingerprint(input))), nil
}

func (s *Sandbox) inspectAppToken(appID, input string) (object, *graphError) {
	if appID != s.appID {
		return nil, errOtherApp()
	}
	if !s.isAppToken(input) {
		return unreadable("Invalid OAuth access token signature."), nil
	}
	return object{{"app_id", s.appID}, {"type", "APP"}, {"application", appName}, {"is_valid", true}, {"scopes", []string{}}}, nil
}

// unreadable is what is left to say when not even the app is known.
func unreadable(message string) object {
	return object{{"error", tokenError{Code: 190, Message: message}}, {"is_valid", false}, {"scopes", []string{}}}
}

func (s *Sandbox) describe(g grant, end *graphError) object {
	g = s.grants.current(g)
	data := object{
		{"app_id", s.appID},
		{"type", g.Type},
		{"application", appName},
		{"data_access_expires_at", 0},
	}
	if end != nil && end.Subcode == subcodePasswordChanged {
		g.Expires = 0 // as Meta does: no expiry alone does not mean alive
	}
	if end != nil {
		data = append(data, member{"error", tokenError{end.Code, end.Message, end.Subcode}})
	}
	return append(data,
		member{"expires_at", g.Expires},
		member{"is_valid", end == nil},
		member{"issued_at", g.issued().Unix()},
		member{"scopes", append([]string{}, g.Scopes...)},
		member{"granular_scopes", s.granularScopes(g)},
		member{"user_id", scopedID(s.appID, g.Business, g.Type)},
	)
}

func (s *Sandbox) granularScopes(g grant) []granularScope {
	granular := []granularScope{}
	for _, scope := range g.Scopes {
		entry := granularScope{Scope: scope}
		switch {
		case scope == "business_management":
			entry.TargetIDs = []string{g.Business}
		case strings.HasPrefix(scope, "ads_"):
			entry.TargetIDs = s.datasetIDs(g)
		}
		granular = append(granular, entry)
	}
	return granular
}

// datasetIDs are the selected datasets, each once.
func (s *Sandbox) datasetIDs(g grant) []string {
	var ids []string
	listed := map[string]bool{}
	for _, a := range s.visible(g) {
		if id := a.dataset.id; !listed[id] {
			listed[id] = true
			ids = append(ids, id)
		}
	}
	return ids
}
