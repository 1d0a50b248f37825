package metasandbox

import "slices"

// systemUserToken is /{business}/system_user_access_tokens: with fetch_only it
// gives the latest living token of the business's system user, without it makes
// another. Whoever asks must hold such a token, and prove the app secret.
//
// https://developers.facebook.com/docs/facebook-login/facebook-login-for-business
func (s *Sandbox) systemUserToken(c *call) (any, *graphError) {
	caller, err := s.bearer(c)
	if err != nil {
		return nil, err
	}
	if c.values.Get("appsecret_proof") == "" {
		return nil, errNoProof()
	}
	if caller.app || caller.grant.Type != SystemUser || caller.grant.Business != c.params[0] {
		return nil, errNoObject("post", c.params[0])
	}
	if !slices.Contains(caller.grant.Scopes, "business_management") {
		return nil, errNoPermission("business_management")
	}
	if c.values.Get("fetch_only") == "true" {
		return object{{"access_token", s.latestToken(caller)}}, nil
	}
	from := provenance{how: ByFetch, codeSHA256: s.journal.codeBehind(caller.token)}
	lifetime := refreshedLifetime
	if c.values.Get("set_token_expires_in_60_days") != "true" {
		lifetime = 0
	}
	c.minted, _ = s.issue(caller.grant, lifetime, from)
	return object{{"access_token", c.minted}}, nil
}

// latestToken is the caller's own where the sandbox knows of no later one that
// lives, as after a restart.
func (s *Sandbox) latestToken(caller bearer) string {
	for t := range s.journal.tokensOf(caller.grant.Business, SystemUser) {
		if s.end(t.grant, t.fingerprint) == nil {
			return t.token
		}
	}
	return caller.token
}
