package main

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// admit finds the user that a person is here, and keeps for ever that they are; ssoRefusal when they may not come in. Nobody gets an account
// or a role by single sign-on.
func (s *singleSignOn) admit(r *http.Request, somebody person) (*models.User, error) {
	user, known, err := s.accountOf(r, somebody)
	if err == nil {
		err = s.staff.store.InTx(r.Context(), func(tx *models.Tx) error {
			if !known {
				if err := s.link(tx, r, user, somebody); err != nil {
					return err
				}
			}
			return s.staff.noteSignIn(tx, r, user, "user: signed in with single sign-on")
		})
	}
	if refusal := (*ssoRefusal)(nil); errors.As(err, &refusal) {
		err = errors.Join(err, s.noteRefusal(r, user, somebody, refusal))
	}
	return user, err
}

// accountOf finds the user who is linked to the person or else, for a first time, has the same e-mail address. It returns the user with a
// refusal, too, where that is about one.
func (s *singleSignOn) accountOf(r *http.Request, somebody person) (user *models.User, known bool, err error) {
	user, err = s.staff.store.UserByIdentity(r.Context(), somebody.issuer, somebody.subject)
	known = err == nil
	if errors.Is(err, models.ErrNotFound) {
		user, err = s.namesake(r, somebody)
	}
	if err == nil && user.DisabledAt != nil {
		err = refuse(ssoNoAccount, "the account is disabled")
	}
	return user, known, err
}

func (s *singleSignOn) namesake(r *http.Request, somebody person) (*models.User, error) {
	if !somebody.emailVerified {
		return nil, refuse(ssoEmailUnverified, "the provider does not vouch for an e-mail address")
	}
	user, err := s.staff.store.UserByEmail(r.Context(), somebody.email)
	switch {
	case errors.Is(err, models.ErrNotFound), err == nil && !sameAddress(user.Email, somebody.email):
		return nil, refuse(ssoNoAccount, "no user has the e-mail address")
	case err != nil:
		return nil, fmt.Errorf("looking for the account: %w", err)
	}
	return user, nil
}

// sameAddress takes capitals of ASCII alone for their small letters: by Unicode's rules the Kelvin sign would be a k as well, and so another
// mailbox the same account.
func sameAddress(ours, theirs string) bool {
	small := func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	return strings.Map(small, ours) == strings.Map(small, theirs)
}

func (s *singleSignOn) link(tx *models.Tx, r *http.Request, user *models.User, somebody person) error {
	now := s.staff.now()
	err := tx.LinkIdentity(&models.UserIdentity{Issuer: somebody.issuer, Subject: somebody.subject, UserID: user.ID, LinkedAt: now})
	if errors.Is(err, models.ErrExists) {
		return refuse(ssoOtherPerson, "the user is linked to somebody else at the provider")
	}
	if err != nil {
		return fmt.Errorf("linking the user: %w", err)
	}
	linked := userEvent(r, now, "user: single sign-on linked", user)
	linked.After = models.JSON{"issuer": somebody.issuer, "subject": somebody.subject}
	return tx.Audit(linked)
}

// noteRefusal keeps who proved who they are and did not come in. What proves nothing is only logged: anybody can send it.
func (s *singleSignOn) noteRefusal(r *http.Request, user *models.User, somebody person, refusal *ssoRefusal) error {
	requestID := onboarding.RequestIDFrom(r.Context())
	event := models.AuditEvent{
		At: s.staff.now(), ActorKind: models.ActorSystem, ActorName: "single sign-on", Action: "user: single sign-on refused",
		SubjectKind: "user", SubjectID: uuid.Nil, RequestID: &requestID,
		After: models.JSON{"reason": refusal.code, "issuer": somebody.issuer, "subject": somebody.subject, "email": somebody.email},
	}
	if user != nil {
		event.SubjectID = user.ID
	}
	return s.staff.store.InTx(r.Context(), func(tx *models.Tx) error { return tx.Audit(event) })
}
