package onboarding

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"capiconnect/models"
)

// TestWebhookEndpoint sends a test now, once, and keeps what came back. It says nothing of the endpoint's standing: a person watches it.
func (s *Service) TestWebhookEndpoint(ctx context.Context, id uuid.UUID) (*models.WebhookDelivery, error) {
	d, err := s.tryWebhook(ctx, id)
	if errors.Is(err, models.ErrNotFound) {
		err = errNoWebhookEndpoint
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

func (s *Service) tryWebhook(ctx context.Context, id uuid.UUID) (*models.WebhookDelivery, error) {
	e, err := s.Store.WebhookEndpoint(ctx, id)
	if err != nil {
		return nil, err
	}
	event, err := s.webhookTest(e)
	if err != nil {
		return nil, err
	}
	answer, err := s.sendWebhook(ctx, e, event)
	if err != nil {
		return nil, err
	}
	d := &models.WebhookDelivery{
		ID: models.NewID(), EndpointID: e.ID, EventID: event.ID, SubjectID: event.ID, State: models.WebhookSucceeded, Tries: 1,
		DueAt: event.At, CreatedAt: event.At, EndedAt: nonZeroTime(s.Now()),
	}
	if answer.Failure != nil {
		d.State = models.WebhookFailed
	}
	answer.DeliveryID = d.ID
	return d, s.Store.InTx(ctx, func(tx *models.Tx) error {
		if _, err := tx.LockWebhookEndpoint(id); err != nil {
			return err
		}
		if err := tx.KeepWebhookTest(event, d, &answer.WebhookAttempt); err != nil {
			return err
		}
		return tx.Audit(s.auditOf(ctx, "webhook endpoint: tested", "webhook endpoint", e.ID, nil, models.JSON{"state": d.State}))
	})
}

func (s *Service) webhookTest(e *models.WebhookEndpoint) (*models.WebhookEvent, error) {
	b := eventBuilder{now: s.Now()}
	b.add(models.WebhookEvent{Type: models.WebhookTest}, struct {
		EndpointID uuid.UUID `json:"endpointId"`
	}{e.ID})
	return &b.events[0], b.err
}
