package onboarding

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
)

const (
	webhookSecretPrefix = "whsec_"
	webhookSecretSize   = 32 // the specification wants 24 to 64 bytes

	maxOverlapHours     = 168
	defaultOverlapHours = 24
)

// RotateWebhookSecretInput says which endpoint gets a new secret, and how long the former one still counts.
type RotateWebhookSecretInput struct {
	EndpointID   uuid.UUID
	OverlapHours *int
}

// RotateWebhookSecret gives an endpoint a new secret, which is told here and nowhere else.
func (s *Service) RotateWebhookSecret(ctx context.Context, in RotateWebhookSecretInput) (*models.WebhookEndpoint, *string, error) {
	hours := defaultOverlapHours
	if in.OverlapHours != nil {
		hours = *in.OverlapHours
	}
	if hours < 0 || hours > maxOverlapHours {
		return nil, nil, invalid("overlapHours", fmt.Sprintf("The former secret counts 0 to %d hours.", maxOverlapHours))
	}
	sealed, secret, err := s.newWebhookSecret(in.EndpointID)
	if err != nil {
		return nil, nil, err
	}
	e, err := s.changeWebhookEndpoint(ctx, in.EndpointID, "webhook endpoint: secret rotated", func(tx *models.Tx, e *models.WebhookEndpoint) error {
		until := sealed.CreatedAt.Add(time.Duration(hours) * time.Hour)
		e.SecretCreatedAt, e.FormerSecretUntil = sealed.CreatedAt, &until
		return tx.ReplaceWebhookSecret(sealed, until)
	})
	if err != nil {
		return nil, nil, err
	}
	return e, &secret, nil
}

// newWebhookSecret makes a secret, as the receiver gets it and as it is kept.
func (s *Service) newWebhookSecret(endpointID uuid.UUID) (sealed *models.WebhookSecret, secret string, err error) {
	key := make([]byte, webhookSecretSize)
	_, _ = rand.Read(key) // never fails: https://pkg.go.dev/crypto/rand#Read
	secret = webhookSecretPrefix + base64.StdEncoding.EncodeToString(key)
	sealed = &models.WebhookSecret{ID: models.NewID(), EndpointID: endpointID, CreatedAt: s.Now()}
	sealed.Ciphertext, err = s.Sealer.Seal([]byte(secret), sealed.Row())
	return sealed, secret, err
}
