package onboarding

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"capiconnect/models"
)

// recover gets a token back whose exchange was answered and the answer lost, where another token of the same client still works and
// Meta gives the newer one out to it. Where it does not, the onboarding waits for a new code as before.
func (s *Service) recover(ctx context.Context, onboardingID uuid.UUID) error {
	o, err := s.Store.Onboarding(ctx, onboardingID)
	if errors.Is(err, models.ErrNotFound) || err == nil && (o.Status != models.OnboardingOutcomeUnknown || o.ExternalID == nil) {
		return nil
	}
	if err != nil {
		return err
	}
	live, err := s.Store.LiveCredentialOfExternalID(ctx, *o.ExternalID)
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	fetched, err := s.fetchToken(ctx, live)
	lost := s.Now().Sub(*o.Problem.Since)
	switch {
	case mayPass(err) && lost < giveUpAfter:
		return &later{*s.nextTry(metaProblem(err, s.Now()).RetryAt, lost), err}
	case isTold(err):
		s.Log.WarnContext(ctx, "a lost token cannot be fetched", "onboarding", o.ID, "error", err)
		return nil
	case err != nil:
		return ignoreUnconnected(err)
	}
	return s.storeFetched(ctx, o, fetched)
}

func (s *Service) fetchToken(ctx context.Context, live *models.Credential) (*models.Credential, error) {
	b, err := s.connected(ctx, *live.BusinessID)
	if err != nil {
		return nil, err
	}
	token, err := s.open(ctx, live)
	if err != nil {
		return nil, err
	}
	fetched, err := s.Meta.FetchToken(ctx, token, b.MetaID)
	if err != nil {
		return nil, err
	}
	return s.sealed(fetched)
}

// storeFetched lets the onboarding go on with the token as if its answer had arrived. One that is known here, such as the one that
// asked for it or what has become of that by a refresh, is not the lost one: Meta knows of none.
func (s *Service) storeFetched(ctx context.Context, o *models.Onboarding, fetched *models.Credential) error {
	return s.Store.InTx(ctx, func(tx *models.Tx) error {
		locked, err := tx.LockOnboarding(o.ID)
		if err != nil || locked.Status != models.OnboardingOutcomeUnknown {
			return err // given another code meanwhile
		}
		if known, err := tx.HasToken(fetched.Fingerprint); err != nil || known {
			return err
		}
		attempt, err := tx.LatestAttempt(o.ID)
		if err != nil {
			return err
		}
		fetched.OnboardingID, fetched.Origin = &o.ID, models.FromRecovery
		return s.storeToken(ctx, tx, locked, grantInHand{AttemptID: attempt.ID, Credential: *fetched})
	})
}
