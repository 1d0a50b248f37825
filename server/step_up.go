package main

import (
	"net/http"
	"strings"
	"time"

	"capiconnect/graph"
	"capiconnect/models"
)

// provenFor is how long a sign-in is enough for acts that cannot be made good; later ones ask for the proof once more.
const provenFor = 10 * time.Minute

var (
	errStepUp      = &httpError{http.StatusForbidden, graph.StepUpRequired, graph.StepUpMessage}
	errSignInAgain = &httpError{http.StatusForbidden, "SIGN_IN_AGAIN", "You have no password to confirm with. Sign in again, for example with a fresh one-time link, and repeat this within 10 minutes."}
)

// stepUp answers POST /auth/step-up: whoever is signed in proves once more who they are, with everything that they sign in with. The
// session gets a new token, so that one that was stolen before gains nothing.
func (s *signIn) stepUp(w http.ResponseWriter, r *http.Request, current *session) error {
	var input struct {
		Password string `json:"password"`
		Code     string `json:"code"`
	}
	if !decodeJSON(w, r, &input) {
		return nil
	}
	if err := s.confirmPassword(r, current.user, input.Password); err != nil {
		return err
	}
	err := s.factors.inTx(r, current.user, input.Code, func(tx *models.Tx) error {
		return tx.Audit(userEvent(r, s.now(), "user: confirmed", current.user))
	})
	if err == nil {
		err = s.sessions.start(w, r, current.user, false)
	}
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// confirmPassword checks the password of somebody who is signed in. Who has none needs a second factor in its place.
func (s *signIn) confirmPassword(r *http.Request, user *models.User, password string) error {
	switch {
	case user.PasswordHash == nil && user.SecondFactorSince == nil:
		return errSignInAgain
	case user.PasswordHash == nil:
		return nil
	case password == "":
		return errCurrentNeeded
	}
	account := strings.ToLower(user.Email)
	if err := mayTry(r.Context(), s.accounts, account, s.now()); err != nil {
		return err
	}
	matches, err := passwordMatches(r.Context(), password, user.PasswordHash)
	switch {
	case err != nil:
		return err
	case !matches:
		s.noteRefusal(r, errCurrentWrong, user.ID)
		return errCurrentWrong
	}
	return s.accounts.Forget(r.Context(), account)
}
