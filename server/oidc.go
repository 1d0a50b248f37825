package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/go-chi/httprate"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// singleSignOn answers /auth/oidc/…: staff come in as who they are at the organisation's OpenID provider. It is the authorization code flow
// with PKCE. https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth
type singleSignOn struct {
	flows  signInFlows
	issuer *issuer
	staff  *signIn
	starts *httprate.RateLimiter // by address: each is a row that waits
}

// maxStarts is how many sign-ins one address, behind which may be a whole office, can begin in a minute.
const maxStarts = 60

func newSingleSignOn(c config, publicURL *url.URL, staff *signIn) *singleSignOn {
	redirectURL := publicURL.JoinPath("auth", "oidc", "callback").String()
	return &singleSignOn{
		flows:  newSignInFlows(staff.store, c.PlainCookies, staff.now),
		issuer: newIssuer(c.SingleSignOn, redirectURL, staff.now),
		staff:  staff,
		starts: httprate.NewRateLimiter(maxStarts, time.Minute),
	}
}

func (s *singleSignOn) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /auth/oidc/start", s.start)
	mux.HandleFunc("GET /auth/oidc/callback", s.callback)
	return withLimit(maxInFlight, maxQueued, writeError, mux)
}

// signInMethods answers GET /auth/methods: which ways in there are besides the password.
func (s site) signInMethods(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]bool{"singleSignOn": s.config.SingleSignOn.Issuer != ""})
}

// start sends the browser to the provider, which sends it to callback; with fresh=true it asks for the proof once more of whoever is
// signed in there. Nobody is signed in without having pressed the button: what another website leads here ends before it.
func (s *singleSignOn) start(w http.ResponseWriter, r *http.Request) {
	returnPath := adminPath(r.URL.Query().Get("return"))
	if from := r.Header.Get("Sec-Fetch-Site"); from == "cross-site" || from == "same-site" {
		http.Redirect(w, r, signInPage+"?"+url.Values{"return": {returnPath}}.Encode(), http.StatusSeeOther)
		return
	}
	away, err := s.begin(w, r, returnPath)
	if err != nil {
		s.refuse(w, r, returnPath, err)
		return
	}
	http.Redirect(w, r, away, http.StatusFound)
}

func (s *singleSignOn) begin(w http.ResponseWriter, r *http.Request, returnPath string) (away string, err error) {
	if address := s.staff.clientOf(r).throttleKey(); s.starts.OnLimit(w, r, address) {
		return "", refuse(errTooManyTries.code, "too many begin at %s", address)
	}
	provider, err := s.issuer.provider(r.Context())
	if err != nil {
		return "", err
	}
	flow, err := s.flows.begin(w, r, returnPath, r.URL.Query().Get("fresh") == "true")
	if err != nil {
		return "", err
	}
	return provider.signInURL(flow), nil
}

// callback takes the provider's answer. The browser comes from another site, so it sends no cookie that is SameSite=Strict, but it takes
// one. The page that it goes on to needs none to load, and what that page asks for is then asked from here.
func (s *singleSignOn) callback(w http.ResponseWriter, r *http.Request) {
	flow, err := s.flows.end(w, r)
	var begun *session
	if err == nil {
		begun, err = s.finish(r, flow)
	}
	if err == nil {
		err = s.staff.sessions.write(w, r, begun)
	}
	if err != nil {
		s.refuse(w, r, flow.returnPath, err)
		return
	}
	http.Redirect(w, r, flow.returnPath, http.StatusSeeOther)
}

// finish finds out from the provider's answer who came back. How old their proof is goes by the provider: it may have let them through on a
// sign-in of this morning, which is no proof for what cannot be made good.
func (s *singleSignOn) finish(r *http.Request, flow signInFlow) (*session, error) {
	provider, err := s.issuer.provider(r.Context())
	if err != nil {
		return nil, err
	}
	code, err := provider.codeIn(r.URL.Query())
	if err != nil {
		return nil, err
	}
	somebody, err := provider.identify(r.Context(), code, flow)
	if err != nil {
		return nil, err
	}
	begun := &session{provedAt: somebody.provedBefore(s.staff.now())}
	if flow.fresh && !begun.isRecent(s.staff.now()) {
		return nil, refuse(ssoNotFresh, "the provider does not tell of a proof since it was asked for one")
	}
	begun.user, err = s.admit(r, somebody)
	return begun, err
}

// refuse leads to the sign-in page, which has words for every code and lets people try again.
func (s *singleSignOn) refuse(w http.ResponseWriter, r *http.Request, returnPath string, err error) {
	var refusal *ssoRefusal
	code, level := errInternal.code, slog.LevelError
	switch {
	case errors.Is(err, context.Canceled): // the caller has gone
		return
	case errors.As(err, &refusal):
		code, level = refusal.code, slog.LevelWarn
	case errors.Is(err, models.ErrUnavailable):
		code = errUnavailable.code
	}
	s.staff.log.Log(r.Context(), level, "single sign-on refused", "reason", code, "error", err, "requestId", onboarding.RequestIDFrom(r.Context()))
	query := url.Values{"refused": {code}}
	if returnPath != "" && returnPath != adminHome {
		query.Set("return", returnPath)
	}
	http.Redirect(w, r, signInPage+"?"+query.Encode(), http.StatusSeeOther)
}

const (
	adminHome     = "/admin/"
	signInPage    = "/admin/sign-in"
	maxReturnPath = 2000
)

// adminPath is where to go after signing in: the path and query of wanted when they are those of a page of the admin app, else its home.
// Never another site: whatever else wanted holds does not count.
func adminPath(wanted string) string {
	u, err := url.Parse(wanted)
	if err != nil || len(wanted) > maxReturnPath || u.Path != path.Clean(u.Path) || !strings.HasPrefix(u.Path, adminHome) || u.Path == signInPage {
		return adminHome
	}
	return (&url.URL{Path: u.Path, RawQuery: u.RawQuery}).String()
}
