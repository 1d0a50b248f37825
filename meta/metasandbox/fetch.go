package metasandbox

import (
	"slices"
	"strings"
)

// systemUserToken is /{business}/system_user_access_tokens: with fetch_only it
// gives the latest living token of the business's system user, without it makes
// another, narrowed down to what asset and scope list. Whoever asks must hold such
// a token, and prove the app secret.
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
	narrowed, err := s.narrow(caller.grant, c.values.Get("asset"), c.values.Get("scope"))
	if err != nil {
		return nil, err
	}
	c.minted, _ = s.issue(narrowed, lifetime, from)
	return object{{"access_token", c.minted}}, nil
}

// narrow leaves of g the datasets and permissions that are listed, separated by
// commas; an empty list leaves all. Both have to be among those of g.
func (s *Sandbox) narrow(g grant, datasets, scopes string) (grant, *graphError) {
	g.Narrowed = datasets != "" || scopes != ""
	if scopes != "" {
		wanted := strings.Split(scopes, ",")
		for _, scope := range wanted {
			if !slices.Contains(g.Scopes, scope) {
				return grant{}, errScopeNotValid(scope)
			}
		}
		g.Scopes = wanted
	}
	if datasets == "" {
		return g, nil
	}
	return s.narrowDatasets(g, strings.Split(datasets, ","))
}

func (s *Sandbox) narrowDatasets(g grant, wanted []string) (grant, *graphError) {
	has := s.datasetIDs(g)
	for _, id := range wanted {
		if !slices.Contains(has, id) {
			return grant{}, errNoObject("post", id)
		}
	}
	ticked := selectAssets(s.world.assets(s.world.business(g.Business)), func(a asset) bool { return slices.Contains(wanted, a.dataset.id) })
	g.Datasets = g.Datasets.within(ticked)
	return g, nil
}

// latestToken is the caller's own where the sandbox knows of no later one that
// lives, as after a restart. Narrowed ones are their holders' alone.
func (s *Sandbox) latestToken(caller bearer) string {
	for t := range s.journal.tokensOf(caller.grant.Business, SystemUser) {
		if !t.grant.Narrowed && s.end(t.grant, t.fingerprint) == nil {
			return t.token
		}
	}
	return caller.token
}
