package onboarding

import (
	"context"
	"fmt"

	"capiconnect/models"
)

// rekeySecondFactors seals anew what one key has sealed of the staff's second factors; staff are few, so one transaction does. What does
// not open stays as it is, for an administrator to remove.
func (s *Service) rekeySecondFactors(ctx context.Context, key uint32) error {
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		all, err := tx.LockSecondFactorsSealedWith(key)
		if err != nil {
			return err
		}
		for i := range all {
			if err := s.resealSecondFactor(ctx, tx, &all[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("sealing anew the second factors that key %d has sealed: %w", key, err)
	}
	return nil
}

func (s *Service) resealSecondFactor(ctx context.Context, tx *models.Tx, f *models.SecondFactor) error {
	sealed, err := s.Sealer.Reseal(f.Ciphertext, f.Row())
	if isUnreadable(err) {
		s.Log.WarnContext(ctx, "a second factor does not open; only recovery codes help its user, or `capiconnect user remove-second-factor`",
			"user", f.UserID, "error", err)
		return nil
	}
	if err != nil {
		return err
	}
	return tx.ResealSecondFactor(f.UserID, f.Ciphertext, sealed)
}
