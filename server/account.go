package main

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/pquerna/otp/totp"

	"capiconnect/models"
)

var (
	errFactorOn  = &httpError{http.StatusConflict, "SECOND_FACTOR_ON", "You have a second factor already. Turn it off before you set up another one."}
	errFactorOff = &httpError{http.StatusConflict, "SECOND_FACTOR_OFF", "You have no second factor."}
)

// signedIn is an answer for staff about their own account; everybody else is refused.
func (s *signIn) signedIn(answer func(http.ResponseWriter, *http.Request, *session) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		current, err := s.sessions.current(r)
		if errors.Is(err, errNoSession) {
			err = errSignedOut
		}
		if err == nil {
			err = answer(w, r, current)
		}
		if err == nil && r.Method == http.MethodPost {
			s.sessions.noteWrite(r, current.user.ID)
		}
		if err != nil {
			s.fail(w, r, err)
		}
	}
}

// account is what staff are told about their own account.
type account struct {
	HasPassword  bool           `json:"hasPassword"`
	SecondFactor *accountFactor `json:"secondFactor"` // null: the password is enough
}

type accountFactor struct {
	Since             time.Time `json:"since"`
	RecoveryCodesLeft int       `json:"recoveryCodesLeft"`
}

// account answers GET /auth/account.
func (s *signIn) account(w http.ResponseWriter, r *http.Request, current *session) error {
	told := account{HasPassword: current.user.PasswordHash != nil}
	if since := current.user.SecondFactorSince; since != nil {
		left, err := s.store.RecoveryCodesLeft(r.Context(), current.user.ID)
		if err != nil {
			return fmt.Errorf("counting recovery codes: %w", err)
		}
		told.SecondFactor = &accountFactor{Since: *since, RecoveryCodesLeft: left}
	}
	writeJSON(w, http.StatusOK, told)
	return nil
}

// offerSecondFactor answers POST /auth/second-factor with a fresh secret for an authenticator app, which is shown this once.
// confirmSecondFactor makes it count.
func (s *signIn) offerSecondFactor(w http.ResponseWriter, r *http.Request, current *session) error {
	if !current.isRecent(s.now()) {
		return errStepUp
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: s.issuer, AccountName: current.user.Email})
	if err != nil {
		return fmt.Errorf("making a second factor: %w", err)
	}
	factor := &models.SecondFactor{UserID: current.user.ID}
	if factor.Ciphertext, err = s.factors.sealer.Seal([]byte(key.Secret()), factor.Row()); err != nil {
		return err
	}
	err = s.store.InTx(r.Context(), func(tx *models.Tx) error {
		if err := mustLackFactor(tx, current.user); err != nil {
			return err
		}
		return tx.OfferSecondFactor(factor)
	})
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, map[string]string{"secret": key.Secret(), "uri": key.URL()})
	return nil
}

// mustLackFactor also keeps the user from getting a second factor in another tab meanwhile.
func mustLackFactor(tx *models.Tx, user *models.User) error {
	locked, err := tx.LockUser(user.ID)
	if err == nil && locked.SecondFactorSince != nil {
		return errFactorOn
	}
	return err
}

// confirmSecondFactor answers POST /auth/second-factor/confirm: the first code, which makes the offered second factor count and gives
// recovery codes. Sessions elsewhere, which did without one, are over.
func (s *signIn) confirmSecondFactor(w http.ResponseWriter, r *http.Request, current *session) error {
	code, ok := decodeCode(w, r)
	if !ok {
		return nil
	}
	codes, hashes := newRecoveryCodes()
	err := s.takeSecondFactor(r, current.user, code, hashes)
	if err == nil {
		err = s.sessions.renew(w, r, current.user)
	}
	if err == nil {
		handOut(w, codes)
	}
	return err
}

func (s *signIn) takeSecondFactor(r *http.Request, user *models.User, code string, recovery [][]byte) error {
	if err := s.factors.mayGuess(r.Context(), user.ID, code); err != nil {
		return err
	}
	at := s.now()
	err := s.store.InTx(r.Context(), func(tx *models.Tx) error {
		if err := mustLackFactor(tx, user); err != nil {
			return err
		}
		if err := s.factors.spendAppCode(tx, user.ID, code); err != nil {
			return err
		}
		if err := errors.Join(tx.TakeSecondFactor(user.ID, at), tx.ReplaceRecoveryCodes(user.ID, recovery)); err != nil {
			return fmt.Errorf("storing the second factor: %w", err)
		}
		return tx.Audit(userEvent(r, at, "user: second factor set up", user))
	})
	if err == nil {
		user.SecondFactorSince = &at
		err = s.factors.guesses.Forget(r.Context(), user.ID.String())
	}
	return err
}

// renewRecoveryCodes answers POST /auth/second-factor/recovery-codes, for a code: fresh recovery codes in place of all others.
func (s *signIn) renewRecoveryCodes(w http.ResponseWriter, r *http.Request, current *session) error {
	codes, hashes := newRecoveryCodes()
	changed, err := s.changeFactor(w, r, current, func(tx *models.Tx) error {
		if err := tx.ReplaceRecoveryCodes(current.user.ID, hashes); err != nil {
			return fmt.Errorf("storing recovery codes: %w", err)
		}
		return tx.Audit(userEvent(r, s.now(), "user: recovery codes replaced", current.user))
	})
	if err != nil || !changed {
		return err
	}
	handOut(w, codes)
	return nil
}

// removeSecondFactor answers POST /auth/second-factor/remove, for a code: the password is enough again.
func (s *signIn) removeSecondFactor(w http.ResponseWriter, r *http.Request, current *session) error {
	changed, err := s.changeFactor(w, r, current, func(tx *models.Tx) error {
		if err := tx.RemoveSecondFactor(current.user.ID); err != nil {
			return fmt.Errorf("removing the second factor: %w", err)
		}
		return tx.Audit(userEvent(r, s.now(), "user: second factor removed", current.user))
	})
	if err != nil || !changed {
		return err
	}
	current.user.SecondFactorSince = nil
	if err := s.sessions.renew(w, r, current.user); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// changeFactor makes a change to the caller's second factor for the code in the request; not changed when that could not be read, which
// has then been answered.
func (s *signIn) changeFactor(w http.ResponseWriter, r *http.Request, current *session, change func(*models.Tx) error) (changed bool, err error) {
	code, ok := decodeCode(w, r)
	switch {
	case !ok:
		return false, nil
	case current.user.SecondFactorSince == nil:
		return false, errFactorOff
	}
	return true, s.factors.inTx(r, current.user, code, change)
}

func decodeCode(w http.ResponseWriter, r *http.Request) (code string, ok bool) {
	var input struct {
		Code string `json:"code"`
	}
	ok = decodeJSON(w, r, &input)
	return tidied(input.Code), ok
}

func handOut(w http.ResponseWriter, recoveryCodes []string) {
	writeJSON(w, http.StatusOK, map[string][]string{"recoveryCodes": recoveryCodes})
}
