package metasandbox

import "time"

// refreshedLifetime is that of a token from fb_exchange_token.
const refreshedLifetime = 60 * day

// accessToken is /oauth/access_token with its three grants.
//
// https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
func (s *Sandbox) accessToken(c *call) (any, *graphError) {
	if err := s.checkClient(c); err != nil {
		return nil, err
	}
	switch grantType := c.values.Get("grant_type"); grantType {
	case "client_credentials":
		return object{{"access_token", s.appToken()}, {"token_type", "bearer"}}, nil
	case "fb_exchange_token":
		return s.refresh(c)
	case "", "authorization_code":
		return s.exchange(c)
	default:
		return nil, errBadParameter("Unsupported grant_type: %s", grantType)
	}
}

func (s *Sandbox) checkClient(c *call) *graphError {
	if c.values.Get("client_id") != s.appID {
		return errClientID()
	}
	if !s.secrets.accepts(c.values.Get("client_secret")) {
		return errClientSecret()
	}
	return nil
}

func (s *Sandbox) exchange(c *call) (any, *graphError) {
	if !c.values.Has("code") {
		return nil, errBadParameter("Missing authorization code")
	}
	code := c.values.Get("code")
	var answer object
	var after func(*Sandbox, string)
	reused, err := s.codes.redeem(code, c.values.Get("redirect_uri"), s.now(), func(spent *issuedCode) string {
		token, made := s.issue(spent.grant, spent.lifetime, provenance{how: ByExchange, codeSHA256: sha256Hex(code)})
		answer, c.minted, after = made, token, spent.after
		return token
	})
	if reused != "" && s.reuseKills.Load() {
		s.grants.revoke(reused)
	}
	if err != nil {
		return nil, err
	}
	if after != nil {
		after(s, c.party)
	}
	return answer, nil
}

// refresh extends a token that is still alive; the old one keeps its own expiry.
//
// https://developers.facebook.com/docs/business-management-apis/system-users/install-apps-and-generate-tokens
func (s *Sandbox) refresh(c *call) (any, *graphError) {
	old := c.values.Get("fb_exchange_token")
	g, err := s.examine(old)
	if err != nil {
		return nil, err
	}
	token, answer := s.issue(g, refreshedLifetime, provenance{how: ByRefresh, codeSHA256: s.journal.codeBehind(old)})
	c.minted = token
	return answer, nil
}

// issue answers with a new token; without expires_in when it never expires.
func (s *Sandbox) issue(g grant, lifetime time.Duration, from provenance) (token string, answer object) {
	g.Expires = 0
	if lifetime > 0 {
		g.Expires = s.now().Add(lifetime).Unix()
	}
	token = s.issueToken(g, from)
	answer = object{{"access_token", token}, {"token_type", "bearer"}}
	if lifetime > 0 {
		answer = append(answer, member{"expires_in", int(lifetime.Seconds())})
	}
	return token, answer
}

// revoke is /oauth/revoke. Meta sends success as a string here.
//
// https://developers.facebook.com/docs/business-management-apis/system-users/install-apps-and-generate-tokens
func (s *Sandbox) revoke(c *call) (any, *graphError) {
	if err := s.checkClient(c); err != nil {
		return nil, err
	}
	if _, err := s.bearer(c); err != nil {
		return nil, err
	}
	target := c.values.Get("revoke_token")
	if target == "" {
		return nil, errBadParameter("The parameter revoke_token is required")
	}
	if _, err := s.examine(target); err != nil {
		return nil, err
	}
	s.RevokeToken(target)
	return object{{"success", "true"}}, nil
}

// deletePermissions takes back one permission, or uninstalls the app.
//
// https://developers.facebook.com/docs/facebook-login/guides/permissions/request-revoke
func (s *Sandbox) deletePermissions(c *call) (any, *graphError) {
	caller, err := s.bearer(c)
	if err != nil {
		return nil, err
	}
	businessID := s.businessOf(c.params[0], caller)
	if businessID == "" {
		return nil, errNoObject("delete", c.params[0])
	}
	if len(c.params) == 1 {
		s.Uninstall(businessID)
	} else {
		s.grants.withdraw(businessID, c.params[1]) // Meta documents no refusal of one that nobody granted
	}
	return object{{"success", true}}, nil
}

// businessOf finds whose app-scoped id it is. A grant may name only itself.
func (s *Sandbox) businessOf(scoped string, caller bearer) string {
	if !caller.app {
		if scoped == "me" || scoped == scopedID(s.appID, caller.grant.Business, caller.grant.Type) {
			return caller.grant.Business
		}
		return ""
	}
	if b := s.world.scoped(scoped); b != nil {
		return b.id
	}
	return ""
}
