package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"capiconnect/models"
)

// Lengths of passwords, in characters. The longest bounds the work of hashing.
const (
	minPasswordLength = 12
	maxPasswordLength = 200
)

// hashParams is OWASP's second choice of equal strength, which costs less memory than the first.
// https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id
var hashParams = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashing bounds how much memory and how many cores sign-ins can take from everybody else.
var hashing = make(chan struct{}, 2)

// nobodysHash is compared with when there is no hash, so that the answer takes as long. No password is known to have it.
const nobodysHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// checkPassword tells what is wrong with a new password of whoever has this e-mail address.
func checkPassword(password, email string) error {
	switch length := utf8.RuneCountInString(password); {
	case length < minPasswordLength:
		return fmt.Errorf("the password is too short: use at least %d characters", minPasswordLength)
	case length > maxPasswordLength:
		return fmt.Errorf("the password is too long: use at most %d characters", maxPasswordLength)
	case isCommon(password, email):
		return errors.New("the password is one of the first that others would try: use a few unrelated words instead")
	}
	return nil
}

// hashingLimit is how long somebody waits for a turn before being told to come back.
const hashingLimit = 3 * time.Second

var errHashingBusy = &httpError{http.StatusServiceUnavailable, "UNAVAILABLE", "Too many people are signing in at the moment. Try again shortly."}

// takeHashingTurn waits for a turn for as long as somebody waits for the answer; done gives it back.
func takeHashingTurn(ctx context.Context) (done func(), err error) {
	select {
	case hashing <- struct{}{}:
		return func() { <-hashing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(hashingLimit):
		return nil, errHashingBusy
	}
}

func hashPassword(ctx context.Context, password string) (string, error) {
	done, err := takeHashingTurn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	hash, err := argon2id.CreateHash(password, hashParams)
	if err != nil {
		return "", fmt.Errorf("hashing the password: %w", err)
	}
	return hash, nil
}

// passwordMatches does the same work whether or not there is a hash.
func passwordMatches(ctx context.Context, password string, hash *string) (bool, error) {
	stored := nobodysHash
	if hash != nil {
		stored = *hash
	}
	done, err := takeHashingTurn(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	matches, err := argon2id.ComparePasswordAndHash(password, stored)
	return matches && hash != nil, err
}

var (
	errCurrentNeeded = &httpError{http.StatusForbidden, "CURRENT_PASSWORD_NEEDED", "Give your current password as well."}
	errCurrentWrong  = &httpError{http.StatusForbidden, "WRONG_PASSWORD", "The current password is wrong."}
)

// setPassword answers POST /auth/password: the caller's new password, after which every other session and link of theirs is over.
func (s *signIn) setPassword(w http.ResponseWriter, r *http.Request, current *session) error {
	var input struct {
		Current  string `json:"current"`
		Password string `json:"password"`
	}
	if !decodeJSON(w, r, &input) {
		return nil
	}
	if err := checkPassword(input.Password, current.user.Email); err != nil {
		return &httpError{http.StatusBadRequest, "INVALID_PASSWORD", sentence(err)}
	}
	err := s.mayReplacePassword(r, current, input.Current)
	if err == nil {
		err = s.replacePassword(w, r, current.user, input.Password)
	}
	if err == nil {
		w.WriteHeader(http.StatusNoContent)
	}
	return err
}

// mayReplacePassword keeps whoever finds a signed-in browser from taking the account over. Who has just come by a one-time link has
// proved as much as the password would.
func (s *signIn) mayReplacePassword(r *http.Request, current *session, password string) error {
	hasPassword := current.user.PasswordHash != nil
	switch {
	case current.isRecent(s.now()) && (current.withLink || !hasPassword):
		return nil
	case !hasPassword:
		return errStepUp
	}
	return s.confirmPassword(r, current.user, password)
}

func (s *signIn) replacePassword(w http.ResponseWriter, r *http.Request, user *models.User, password string) error {
	hash, err := hashPassword(r.Context(), password)
	if err != nil {
		return err
	}
	err = s.store.InTx(r.Context(), func(tx *models.Tx) error {
		if err := tx.SetPassword(user.ID, hash); err != nil {
			return err
		}
		if err := tx.DropSignInLinks(user.ID); err != nil {
			return err
		}
		return tx.Audit(userEvent(r, s.now(), "user: password set", user))
	})
	if err != nil {
		return fmt.Errorf("setting the password: %w", err)
	}
	user.PasswordHash = &hash
	return s.sessions.renew(w, r, user)
}
