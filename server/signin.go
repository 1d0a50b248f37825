package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/onboarding"
)

var (
	errWrongPassword = &httpError{http.StatusUnauthorized, "WRONG_CREDENTIALS", "E-mail address or password is wrong."}
	errWrongLink     = &httpError{http.StatusUnauthorized, "LINK_INVALID", "This link was used already or its time is over."}
	errTooManyTries  = &httpError{http.StatusTooManyRequests, "TOO_MANY_TRIES", "Too many tries. Wait a moment."}
)

// signIn answers /auth/…: how staff come in and go out.
type signIn struct {
	addresses models.Tries // many people may share one
	accounts  models.Tries
	clientOf  clientAddress
	factors   *secondFactors
	issuer    string // how authenticator apps name this installation
	log       *slog.Logger
	now       func() time.Time
	sessions  *sessions
	store     *models.Store
}

func newSignIn(s site, clientOf clientAddress) *signIn {
	return &signIn{
		addresses: models.Tries{Name: "address", Free: 20, Longest: 15 * time.Minute, Store: s.store},
		accounts:  models.Tries{Name: "account", Free: 5, Longest: time.Minute, Store: s.store}, // short, as anybody can use a known address up
		clientOf:  clientOf,
		factors:   newSecondFactors(s.store, s.config.Sealer, s.now),
		issuer:    "CAPI Connect " + s.publicURL.Hostname(),
		log:       s.log,
		now:       s.now,
		sessions:  s.sessions,
		store:     s.store,
	}
}

// withPassword answers POST /auth/sign-in. Whoever has a second factor is asked for a code, and sends everything once more with it: what
// came before gives nothing.
func (s *signIn) withPassword(w http.ResponseWriter, r *http.Request) {
	var input struct {
		Email    string `json:"email"`
		Password string `json:"password"`
		Code     string `json:"code"`
	}
	if !decodeJSON(w, r, &input) {
		return
	}
	input.Email = strings.TrimSpace(input.Email)
	account, address := strings.ToLower(input.Email), s.clientOf(r).throttleKey()
	if err := s.try(r, address, account); err != nil {
		s.fail(w, r, err)
		return
	}
	user, err := s.check(r, input.Email, input.Password)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	err = s.accounts.Forget(r.Context(), account)
	if err == nil {
		err = s.factors.inTx(r, user, input.Code, func(tx *models.Tx) error { return s.noteSignIn(tx, r, user, "user: signed in with password") })
	}
	if !errors.Is(err, errWrongCode) {
		err = errors.Join(err, s.addresses.GiveBack(r.Context(), address))
	}
	s.welcome(w, r, user, false, err)
}

// try counts a try, or says when the next may be made.
func (s *signIn) try(r *http.Request, address, account string) error {
	err := mayTry(r.Context(), s.addresses, address, s.now())
	if err == nil {
		err = mayTry(r.Context(), s.accounts, account, s.now())
	}
	if errors.As(err, new(tooSoon)) {
		s.noteRefusal(r, errTooManyTries, uuid.Nil)
	}
	return err
}

// mayTry counts a try under key, or says when the next may be made: tooSoon.
func mayTry(ctx context.Context, tries models.Tries, key string, now time.Time) error {
	wait, err := tries.Take(ctx, key, now)
	switch {
	case err != nil:
		return fmt.Errorf("counting a try: %w", err)
	case wait > 0:
		return tooSoon(wait)
	}
	return nil
}

// check finds the user whose e-mail address and password these are; errWrongPassword does not tell which of them is wrong, nor does
// the time it takes.
func (s *signIn) check(r *http.Request, email, password string) (*models.User, error) {
	user, err := s.store.UserByEmail(r.Context(), email)
	if errors.Is(err, models.ErrNotFound) {
		user, err = &models.User{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("looking for the account: %w", err)
	}
	matches, err := passwordMatches(r.Context(), password, user.PasswordHash)
	if err != nil {
		return nil, fmt.Errorf("checking the password: %w", err)
	}
	if !matches || user.DisabledAt != nil {
		s.noteRefusal(r, errWrongPassword, user.ID)
		return nil, errWrongPassword
	}
	return user, nil
}

// withLink answers POST /auth/link: the token of a one-time link. Its 256 bits cannot be guessed, so tries are not counted. It stands for
// the password, not for the second factor.
func (s *signIn) withLink(w http.ResponseWriter, r *http.Request) {
	var input struct {
		Token string `json:"token"`
		Code  string `json:"code"`
	}
	if !decodeJSON(w, r, &input) {
		return
	}
	user, err := s.spend(r, models.HashBearer(input.Token), input.Code)
	if errors.Is(err, errWrongLink) {
		s.noteRefusal(r, errWrongLink, uuid.Nil)
	}
	s.welcome(w, r, user, true, err)
}

// spend uses a link up and finds its user, all or nothing: a link is left to whoever has yet to give a code.
func (s *signIn) spend(r *http.Request, link []byte, code string) (*models.User, error) {
	user, err := s.store.UserOfSignInLink(r.Context(), link, s.now())
	switch {
	case errors.Is(err, models.ErrNotFound), err == nil && user.DisabledAt != nil:
		return nil, errWrongLink
	case err != nil:
		return nil, fmt.Errorf("looking for the link: %w", err)
	}
	return user, s.factors.inTx(r, user, code, func(tx *models.Tx) error {
		spender, err := tx.UseSignInLink(link, s.now())
		if errors.Is(err, models.ErrNotFound) {
			return errWrongLink
		}
		if err != nil {
			return fmt.Errorf("spending the link: %w", err)
		}
		return s.noteSignIn(tx, r, spender, "user: signed in with link")
	})
}

func (s *signIn) noteSignIn(tx *models.Tx, r *http.Request, user *models.User, action string) error {
	if err := tx.NoteSignIn(user.ID, s.now()); err != nil {
		return err
	}
	return tx.Audit(userEvent(r, s.now(), action, user))
}

// noteRefusal tells the log that somebody did not get in. Of unknown accounts it says nothing: people type passwords there by mistake.
func (s *signIn) noteRefusal(r *http.Request, why *httpError, user uuid.UUID) {
	s.log.WarnContext(r.Context(), "sign-in refused", "reason", why.code, "user", user, "requestId", onboarding.RequestIDFrom(r.Context()))
}

// welcome starts the session of a user who has proved who they are, unless that failed.
func (s *signIn) welcome(w http.ResponseWriter, r *http.Request, user *models.User, withLink bool, err error) {
	if err == nil {
		err = s.sessions.start(w, r, user, withLink)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// out answers POST /auth/sign-out. Nobody being signed in is no error.
func (s *signIn) out(w http.ResponseWriter, r *http.Request) {
	if err := s.sessions.end(w, r); err != nil {
		s.fail(w, r, err)
		return
	}
	// Not "cookies", which would sign people out of everything under the same domain; ours has just been taken back.
	w.Header().Set("Clear-Site-Data", `"cache"`)
	w.WriteHeader(http.StatusNoContent)
}

// fail answers for what a caller is told as it is, and for the program's own trouble.
func (s *signIn) fail(w http.ResponseWriter, r *http.Request, err error) {
	var told *httpError
	var early tooSoon
	switch {
	case errors.Is(err, context.Canceled): // the caller has gone
		return
	case errors.As(err, &early):
		refuseForNow(w, r, time.Duration(early))
		return
	case errors.As(err, &told):
		if told.status == http.StatusServiceUnavailable {
			w.Header().Set("Retry-After", "5")
		}
		writeError(w, r, told)
		return
	}
	s.log.ErrorContext(r.Context(), "sign-in failed", "error", err)
	if errors.Is(err, models.ErrUnavailable) {
		writeError(w, r, errUnavailable)
		return
	}
	writeError(w, r, errInternal)
}

// tooSoon refuses a try that was made this much too early.
type tooSoon time.Duration

func (tooSoon) Error() string { return errTooManyTries.message }

func refuseForNow(w http.ResponseWriter, r *http.Request, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	writeError(w, r, errTooManyTries)
}
