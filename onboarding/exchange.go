package onboarding

import (
	"context"
	"errors"
	"fmt"
	"time"

	"capiconnect/meta"
	"capiconnect/models"
)

const (
	// unsentTries is how often an exchange that never reached Meta is tried, within the code's short life.
	unsentTries = 3
	unsentPause = 300 * time.Millisecond
	// keepFor is how long a token in memory is offered to a database that does not take it.
	keepFor   = 30 * time.Second
	keepPause = 500 * time.Millisecond
)

// exchange sends the code, once, and stores the token before anything else happens.
func (s *Service) exchange(ctx context.Context, o *models.Onboarding, in CompleteInput) {
	grant, err := s.exchangeOnce(ctx, in)
	if err == nil {
		err = s.keep(ctx, o, grant.Token)
	} else {
		err = s.exchangeFailed(ctx, o, err)
	}
	if err != nil { // what happened is not written down: the lease will run out and say so
		s.Log.ErrorContext(ctx, "exchange not recorded", "onboarding", o.ID, "error", err)
	}
}

// exchangeOnce repeats only what never left this machine.
func (s *Service) exchangeOnce(ctx context.Context, in CompleteInput) (grant meta.Grant, err error) {
	for range unsentTries {
		grant, err = s.Meta.ExchangeCode(ctx, in.Code, in.RedirectURI)
		var failure *meta.Error
		if err == nil || !errors.As(err, &failure) || failure.Class != meta.NotSent {
			return grant, err
		}
		time.Sleep(unsentPause)
	}
	return grant, err
}

// keep seals and stores the token. The database may be away for a while: the token exists nowhere else, so this insists.
func (s *Service) keep(ctx context.Context, o *models.Onboarding, token meta.Token) error {
	credential := &models.Credential{
		ID: models.NewID(), OnboardingID: &o.ID, State: models.CredentialPending, GrantedAt: s.Now(),
		Fingerprint: s.index.hmac("token", token.Reveal()),
	}
	var err error
	if credential.Ciphertext, err = s.Sealer.Seal([]byte(token.Reveal()), credentialRow(credential)); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, keepFor)
	defer cancel()
	for {
		stored := *o
		err := s.Store.InTx(ctx, func(tx *models.Tx) error { return s.storeToken(ctx, tx, &stored, credential) })
		if err == nil || s.isKept(ctx, o, credential) {
			return nil
		}
		if !errors.Is(err, models.ErrUnavailable) {
			return fmt.Errorf("storing the token: %w", err)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("storing the token: %w", err)
		case <-time.After(keepPause):
		}
	}
}

func (s *Service) storeToken(ctx context.Context, tx *models.Tx, o *models.Onboarding, credential *models.Credential) error {
	if err := tx.StoreCredential(credential); err != nil {
		return err
	}
	if err := s.nextStep(tx, o, models.StepIdentify, nil); err != nil {
		return err
	}
	return s.move(ctx, tx, o, tokenStored)
}

// isKept finds out whether a commit whose answer was lost did happen.
func (s *Service) isKept(ctx context.Context, o *models.Onboarding, credential *models.Credential) bool {
	stored, err := s.Store.PendingCredential(ctx, o.ID)
	return err == nil && stored.ID == credential.ID
}

func (s *Service) exchangeFailed(ctx context.Context, o *models.Onboarding, cause error) error {
	var failure *meta.Error
	if errors.As(cause, &failure) && (failure.Class == meta.NoAnswer || failure.Class == meta.InvalidAnswer) {
		lost := metaProblem(cause, s.Now())
		*lost.Code = models.ProblemExchangeOutcomeUnknown
		return s.end(ctx, o, answerLost, lost)
	}
	return s.end(ctx, o, refused, metaProblem(cause, s.Now()))
}

// end lets an onboarding end without a connection, for a reason that it names.
func (s *Service) end(ctx context.Context, o *models.Onboarding, e event, p models.Problem) error {
	s.Log.WarnContext(ctx, "onboarding ended without a connection", "onboarding", o.ID, "problem", *p.Code)
	return s.Store.InTx(ctx, func(tx *models.Tx) error {
		o.Problem = p
		if err := s.move(ctx, tx, o, e); err != nil {
			return err
		}
		if err := tx.EndStep(o.ID, models.StepFailed, nil, s.Now()); err != nil {
			return err
		}
		return tx.WipePendingCredential(o.ID, s.Now())
	})
}
