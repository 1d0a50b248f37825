package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"time"

	"capiconnect/models"
)

// signInFlow is one way to the provider and back. Its token is 256 random bits that only the browser keeps; what the flow needs besides
// follows from it, each by an HMAC under its own name, so that one does not tell another.
type signInFlow struct {
	token      string
	returnPath string
	fresh      bool // the provider is to ask for the proof once more: a step-up
}

// state comes back with the browser and shows that it is the one that was sent away.
func (f signInFlow) state() string { return f.derive("state") }

// nonce comes back inside the ID token and shows that it was made for this flow.
func (f signInFlow) nonce() string { return f.derive("nonce") }

// verifier shows the provider that whoever spends the code asked for it: PKCE. https://www.rfc-editor.org/rfc/rfc7636
func (f signInFlow) verifier() string { return f.derive("verifier") }

func (f signInFlow) derive(purpose string) string {
	mac := hmac.New(sha256.New, []byte(f.token))
	mac.Write([]byte(purpose))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

const (
	flowPrefix   = "sso_"
	flowLifetime = 10 * time.Minute
)

// The cookie of a flow is like that of a session, but Lax: the browser has to send it when the provider sends it back.
const (
	flowCookie      = "__Host-sso"
	plainFlowCookie = "sso"
)

// signInFlows are the ways that browsers are on, one for each.
type signInFlows struct {
	cookie http.Cookie
	now    func() time.Time
	store  *models.Store
}

func newSignInFlows(store *models.Store, plain bool, now func() time.Time) signInFlows {
	cookie := http.Cookie{Name: flowCookie, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: true}
	if plain {
		cookie.Name, cookie.Secure = plainFlowCookie, false
	}
	return signInFlows{cookie: cookie, now: now, store: store}
}

func (f signInFlows) begin(w http.ResponseWriter, r *http.Request, returnPath string, fresh bool) (signInFlow, error) {
	token, hash := models.NewBearer(flowPrefix)
	row := &models.SignInFlow{TokenHash: hash, ReturnPath: returnPath, Fresh: fresh, ExpiresAt: f.now().Add(flowLifetime)}
	if err := f.store.BeginSignInFlow(r.Context(), row); err != nil {
		return signInFlow{}, fmt.Errorf("beginning a sign-in: %w", err)
	}
	f.setCookie(w, token, int(flowLifetime.Seconds()))
	return signInFlow{token: token, returnPath: returnPath, fresh: fresh}, nil
}

// end takes up the flow that the browser began. A state that is not its own leaves it untouched, so that another website cannot end it.
func (f signInFlows) end(w http.ResponseWriter, r *http.Request) (signInFlow, error) {
	cookie, err := r.Cookie(f.cookie.Name)
	if err != nil {
		return signInFlow{}, refuse(ssoInterrupted, "the browser brings no cookie of a sign-in")
	}
	flow := signInFlow{token: cookie.Value}
	if !hmac.Equal([]byte(flow.state()), []byte(r.URL.Query().Get("state"))) {
		return signInFlow{}, refuse(ssoInterrupted, "the state is not this browser's")
	}
	f.setCookie(w, "", -1)
	row, err := f.store.EndSignInFlow(r.Context(), models.HashBearer(flow.token), f.now())
	if errors.Is(err, models.ErrNotFound) {
		return signInFlow{}, refuse(ssoInterrupted, "the sign-in was finished already or its time is over")
	}
	if err != nil {
		return signInFlow{}, fmt.Errorf("ending a sign-in: %w", err)
	}
	flow.returnPath, flow.fresh = row.ReturnPath, row.Fresh
	return flow, nil
}

func (f signInFlows) setCookie(w http.ResponseWriter, value string, maxAge int) {
	cookie := f.cookie
	cookie.Value, cookie.MaxAge = value, maxAge
	http.SetCookie(w, &cookie)
}
