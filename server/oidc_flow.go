package main

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"capiconnect/models"
)

// signInFlow is one way to the provider and back.
type signInFlow struct {
	flowToken
	returnPath string
	fresh      bool // the provider is to ask for the proof once more: a step-up
}

// nonce comes back inside the ID token and shows that it was made for this flow.
func (f signInFlow) nonce() string { return f.derive("nonce") }

// verifier shows the provider that whoever spends the code asked for it: PKCE. https://www.rfc-editor.org/rfc/rfc7636
func (f signInFlow) verifier() string { return f.derive("verifier") }

// signInFlows are the ways that browsers are on, one for each.
type signInFlows struct {
	cookie flowCookie
	now    func() time.Time
	store  *models.Store
}

func newSignInFlows(store *models.Store, plain bool, now func() time.Time) signInFlows {
	return signInFlows{cookie: newFlowCookie("sso", plain), now: now, store: store}
}

func (f signInFlows) begin(w http.ResponseWriter, r *http.Request, returnPath string, fresh bool) (signInFlow, error) {
	token, hash := models.NewBearer("sso_")
	row := &models.SignInFlow{TokenHash: hash, ReturnPath: returnPath, Fresh: fresh, ExpiresAt: f.now().Add(flowLifetime)}
	if err := f.store.BeginSignInFlow(r.Context(), row); err != nil {
		return signInFlow{}, fmt.Errorf("beginning a sign-in: %w", err)
	}
	flow := signInFlow{flowToken: flowToken(token), returnPath: returnPath, fresh: fresh}
	f.cookie.give(w, flow.flowToken)
	return flow, nil
}

// end takes up the flow that the browser began.
func (f signInFlows) end(w http.ResponseWriter, r *http.Request) (signInFlow, error) {
	token, err := f.cookie.take(w, r, r.URL.Query().Get("state"))
	if err != nil {
		return signInFlow{}, refuse(ssoInterrupted, "%v", err)
	}
	row, err := f.store.EndSignInFlow(r.Context(), token.hash(), f.now())
	if errors.Is(err, models.ErrNotFound) {
		return signInFlow{}, refuse(ssoInterrupted, "the sign-in was finished already or its time is over")
	}
	if err != nil {
		return signInFlow{}, fmt.Errorf("ending a sign-in: %w", err)
	}
	return signInFlow{flowToken: token, returnPath: row.ReturnPath, fresh: row.Fresh}, nil
}
