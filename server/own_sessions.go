package main

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
)

var errNoSuchSession = &httpError{http.StatusNotFound, "NOT_FOUND", "This session is over already."}

// ownSession is what staff are told of one of their own sessions.
type ownSession struct {
	ID      uuid.UUID `json:"id"`
	BegunAt time.Time `json:"begunAt"`
	SeenAt  time.Time `json:"seenAt"`  // to the minute
	Browser string    `json:"browser"` // empty: unknown
	Network string    `json:"network"` // such as 203.0.113.0/24; empty: unknown
	IsThis  bool      `json:"isThis"`
}

// ownSessions answers GET /auth/sessions: where the caller is signed in.
func (s *signIn) ownSessions(w http.ResponseWriter, r *http.Request, current *session) error {
	open, err := s.store.SessionsOf(r.Context(), current.user.ID)
	if err != nil {
		return fmt.Errorf("reading the sessions: %w", err)
	}
	told := make([]ownSession, len(open))
	for i, o := range open {
		told[i] = ownSession{o.ID, o.BegunAt, o.SeenAt, o.Browser, o.Network, o.Token == current.token}
	}
	writeJSON(w, http.StatusOK, map[string][]ownSession{"sessions": told})
	return nil
}

// endSession answers POST /auth/sessions/end: one of the caller's own sessions is over.
func (s *signIn) endSession(w http.ResponseWriter, r *http.Request, current *session) error {
	var input struct {
		ID uuid.UUID `json:"id"`
	}
	if !decodeJSON(w, r, &input) {
		return nil
	}
	return s.endSessions(w, r, current, "user: session ended", func(tx *models.Tx) error {
		err := tx.EndSession(current.user.ID, input.ID)
		if errors.Is(err, models.ErrNotFound) {
			return errNoSuchSession
		}
		return err
	})
}

// endOtherSessions answers POST /auth/sessions/end-others: the caller is signed in here alone.
func (s *signIn) endOtherSessions(w http.ResponseWriter, r *http.Request, current *session) error {
	return s.endSessions(w, r, current, "user: other sessions ended", func(tx *models.Tx) error {
		return tx.EndOtherSessions(current.user.ID, current.token)
	})
}

// endSessions asks for a recent proof, lest whoever stole one session throws the owner out of the others.
func (s *signIn) endSessions(w http.ResponseWriter, r *http.Request, current *session, action string, end func(*models.Tx) error) error {
	if !current.isRecent(s.now()) {
		return errStepUp
	}
	err := s.store.InTx(r.Context(), func(tx *models.Tx) error {
		if err := end(tx); err != nil {
			return err
		}
		return tx.Audit(userEvent(r, s.now(), action, current.user))
	})
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
