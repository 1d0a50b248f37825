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
	addresses *throttle // many people may share one
	accounts  *throttle
	clientOf  clientAddress
	log       *slog.Logger
	now       func() time.Time
	sessions  *sessions
	store     *models.Store
}

func newSignIn(store *models.Store, sessions *sessions, clientOf clientAddress, now func() time.Time, log *slog.Logger) *signIn {
	return &signIn{
		addresses: newThrottle(20, 15*time.Minute),
		accounts:  newThrottle(5, time.Minute), // short, as anybody can use a known address up
		clientOf:  clientOf,
		log:       log,
		now:       now,
		sessions:  sessions,
		store:     store,
	}
}

// withPassword answers POST /auth/sign-in.
func (s *signIn) withPassword(w http.ResponseWriter, r *http.Request) {
	var input struct {
		Email    string `json:"email"`
		Password string `json:"password"`
	}
	if !decodeJSON(w, r, &input) {
		return
	}
	input.Email = strings.TrimSpace(input.Email)
	account, address := strings.ToLower(input.Email), s.clientOf(r).throttleKey()
	if wait := s.try(address, account); wait > 0 {
		s.noteRefusal(r, errTooManyTries, uuid.Nil)
		refuseForNow(w, r, wait)
		return
	}
	user, err := s.check(r, input.Email, input.Password)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.addresses.succeeded(address, false)
	s.accounts.succeeded(account, true)
	err = s.store.InTx(r.Context(), func(tx *models.Tx) error { return s.noteSignIn(tx, r, user, "user: signed in with password") })
	s.welcome(w, r, user, false, err)
}

// try counts a try, or returns how long to wait before the next.
func (s *signIn) try(address, account string) time.Duration {
	if wait := s.addresses.try(address, s.now()); wait > 0 {
		return wait
	}
	return s.accounts.try(account, s.now())
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

// withLink answers POST /auth/link: the token of a one-time link. Its 256 bits cannot be guessed, so tries are not counted.
func (s *signIn) withLink(w http.ResponseWriter, r *http.Request) {
	var input struct {
		Token string `json:"token"`
	}
	if !decodeJSON(w, r, &input) {
		return
	}
	user, err := s.spend(r, input.Token)
	if errors.Is(err, errWrongLink) {
		s.noteRefusal(r, errWrongLink, uuid.Nil)
	}
	s.welcome(w, r, user, true, err)
}

// spend uses a link up and finds its user, all or nothing.
func (s *signIn) spend(r *http.Request, token string) (user *models.User, err error) {
	err = s.store.InTx(r.Context(), func(tx *models.Tx) error {
		user, err = tx.UseSignInLink(models.HashBearer(token), s.now())
		switch {
		case errors.Is(err, models.ErrNotFound), err == nil && user.DisabledAt != nil:
			return errWrongLink
		case err != nil:
			return fmt.Errorf("spending the link: %w", err)
		}
		return s.noteSignIn(tx, r, user, "user: signed in with link")
	})
	return user, err
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
	switch {
	case errors.Is(err, context.Canceled): // the caller has gone
		return
	case errors.As(err, &told):
		if told.status == http.StatusServiceUnavailable || told.status == http.StatusTooManyRequests {
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

func refuseForNow(w http.ResponseWriter, r *http.Request, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	writeError(w, r, errTooManyTries)
}
