package metasandbox

import "slices"

// SetRedirectURIs names the addresses that the dialog may send browsers back to, in
// place of earlier ones: the app's Valid OAuth Redirect URIs, in strict mode, where
// letter by letter counts. None: any address may be one.
//
// https://developers.facebook.com/docs/facebook-login/security#strict-mode
func (s *Sandbox) SetRedirectURIs(registered ...string) {
	list := slices.Clone(registered)
	s.redirectURIs.Store(&list)
}

func (s *Sandbox) isRegistered(redirectURI string) bool {
	registered := s.redirectURIs.Load()
	return registered == nil || len(*registered) == 0 || slices.Contains(*registered, redirectURI)
}
