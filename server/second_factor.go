package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"capiconnect/models"
	"capiconnect/models/seal"
)

var (
	errCodeNeeded = &httpError{http.StatusUnauthorized, "SECOND_FACTOR_NEEDED", "Enter the code that your authenticator app shows now."}
	errWrongCode  = &httpError{http.StatusUnauthorized, "WRONG_CODE", "This code is wrong or was used already. Wait for the next one."}
)

// secondFactors checks the codes that staff give beside the password: of an authenticator app (TOTP, RFC 6238), or a recovery code.
type secondFactors struct {
	guesses models.Tries
	now     func() time.Time
	sealer  *seal.Sealer
	store   *models.Store
}

// newSecondFactors lets a hundred codes of an app be guessed a day, of a million. Only who has the password gets to guess, so nobody else
// can make the user wait; and a recovery code never has to.
func newSecondFactors(store *models.Store, sealer *seal.Sealer, now func() time.Time) *secondFactors {
	return &secondFactors{guesses: models.Tries{Name: "code", Free: 5, Longest: 15 * time.Minute, Store: store}, now: now, sealer: sealer, store: store}
}

// inTx makes a change that takes a code of whoever has a second factor. The change is made and the code spent, or neither: errCodeNeeded
// without a code, errWrongCode, tooSoon.
func (f *secondFactors) inTx(r *http.Request, user *models.User, code string, change func(*models.Tx) error) error {
	if user.SecondFactorSince == nil {
		return f.store.InTx(r.Context(), change)
	}
	code = tidied(code)
	if code == "" {
		return errCodeNeeded
	}
	if err := f.mayGuess(r.Context(), user.ID, code); err != nil {
		return err
	}
	err := f.store.InTx(r.Context(), func(tx *models.Tx) error {
		if err := f.spend(tx, r, user, code); err != nil {
			return err
		}
		return change(tx)
	})
	switch {
	case errors.Is(err, errWrongCode):
		if failed := f.noteRefusal(r, user); failed != nil {
			return failed
		}
	case err == nil:
		err = f.guesses.Forget(r.Context(), user.ID.String())
	}
	return err
}

// mayGuess counts a try, or says when the next may be made. Recovery codes cannot be guessed, and so are a way in for whoever others
// keep waiting.
func (f *secondFactors) mayGuess(ctx context.Context, userID uuid.UUID, code string) error {
	if isRecoveryCode(code) {
		return nil
	}
	return mayTry(ctx, f.guesses, userID.String(), f.now())
}

// spend takes a code, once.
func (f *secondFactors) spend(tx *models.Tx, r *http.Request, user *models.User, code string) error {
	if !isRecoveryCode(code) {
		return f.spendAppCode(tx, user.ID, code)
	}
	err := tx.UseRecoveryCode(user.ID, models.HashBearer(code))
	if errors.Is(err, models.ErrStale) {
		return errWrongCode
	}
	if err != nil {
		return fmt.Errorf("spending the recovery code: %w", err)
	}
	return tx.Audit(userEvent(r, f.now(), "user: recovery code used", user))
}

// spendAppCode takes a code of the user's authenticator app, whether or not their second factor counts yet.
func (f *secondFactors) spendAppCode(tx *models.Tx, userID uuid.UUID, code string) error {
	factor, err := tx.SecondFactor(userID)
	if errors.Is(err, models.ErrNotFound) {
		return errWrongCode
	}
	if err != nil {
		return fmt.Errorf("reading the second factor: %w", err)
	}
	secret, err := f.sealer.Open(factor.Ciphertext, factor.Row())
	if err != nil {
		return err
	}
	step, ok := stepOf(string(secret), code, f.now())
	if !ok {
		return errWrongCode
	}
	err = tx.UseStep(userID, step)
	if errors.Is(err, models.ErrStale) {
		return errWrongCode
	}
	return err
}

// noteRefusal tells the audit of a wrong code: whoever gave it had the password, a link or the session.
func (f *secondFactors) noteRefusal(r *http.Request, user *models.User) error {
	return f.store.InTx(r.Context(), func(tx *models.Tx) error {
		return tx.Audit(userEvent(r, f.now(), "user: second factor refused", user))
	})
}

// What every authenticator app can do. https://github.com/google/google-authenticator/wiki/Key-Uri-Format
var appCodes = hotp.ValidateOpts{Algorithm: otp.AlgorithmSHA1, Digits: otp.DigitsSix}

const (
	stepSeconds = 30
	stepsAside  = 1 // how many steps the clock of the app may be ahead or behind
)

// stepOf finds the time step whose code this is; not ok for a code of none that is near.
func stepOf(secret, code string, now time.Time) (step int64, ok bool) {
	middle := now.Unix() / stepSeconds
	for step := middle - stepsAside; step <= middle+stepsAside; step++ {
		if matches, err := hotp.ValidateCustom(code, uint64(step), secret, appCodes); err == nil && matches {
			return step, true
		}
	}
	return 0, false
}

const (
	recoveryCodes      = 10
	recoveryCodeLength = 16 // characters of base32: 80 random bits need no slow hash, and no bound on guesses
)

// newRecoveryCodes makes codes for their user to keep, and what is stored of them.
func newRecoveryCodes() (codes []string, hashes [][]byte) {
	for range recoveryCodes {
		code := rand.Text()[:recoveryCodeLength]
		codes = append(codes, strings.ToLower(code[:4]+"-"+code[4:8]+"-"+code[8:12]+"-"+code[12:]))
		hashes = append(hashes, models.HashBearer(code))
	}
	return codes, hashes
}

func isRecoveryCode(tidied string) bool { return len(tidied) == recoveryCodeLength }

// tidied is a code without what people put between its characters, and in the case that it was made in.
func tidied(code string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if r == '-' || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, code))
}
