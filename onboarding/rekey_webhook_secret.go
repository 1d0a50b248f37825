package onboarding

import (
	"context"
	"fmt"

	"capiconnect/models"
)

// rekeyWebhookSecrets seals anew what one key has sealed of the endpoints' signing secrets; endpoints are few, so one transaction does. What
// does not open stays as it is, for an administrator to rotate.
func (s *Service) rekeyWebhookSecrets(ctx context.Context, key uint32) error {
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		all, err := tx.LockWebhookSecretsSealedWith(key)
		if err != nil {
			return err
		}
		for i := range all {
			if err := s.resealWebhookSecret(ctx, tx, &all[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("sealing anew the webhook secrets that key %d has sealed: %w", key, err)
	}
	return nil
}

func (s *Service) resealWebhookSecret(ctx context.Context, tx *models.Tx, secret *models.WebhookSecret) error {
	sealed, err := s.Sealer.Reseal(secret.Ciphertext, secret.Row())
	if isUnreadable(err) {
		s.Log.WarnContext(ctx, "a webhook secret does not open; rotate it", "endpoint", secret.EndpointID, "error", err)
		return nil
	}
	if err != nil {
		return err
	}
	return tx.ResealWebhookSecret(secret.ID, secret.Ciphertext, sealed)
}
