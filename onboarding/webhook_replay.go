package onboarding

import (
	"context"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
)

// ReplayWebhookEventsInput says which events an endpoint is sent again; nil types are those that it is sent anyhow.
type ReplayWebhookEventsInput struct {
	EndpointID uuid.UUID
	Since      time.Time
	Until      *time.Time
	EventTypes []models.WebhookEventType
}

// ReplayWebhookEvents sends the events of a range again, with their ids, and counts them.
func (s *Service) ReplayWebhookEvents(ctx context.Context, in ReplayWebhookEventsInput) (*models.WebhookEndpoint, *int, error) {
	now := s.Now()
	until := now
	if in.Until != nil {
		until = *in.Until
	}
	if !in.Since.Before(until) {
		return nil, nil, invalid("since", "The range must begin before it ends.")
	}
	var count int64
	e, err := s.changeWebhookEndpoint(ctx, in.EndpointID, "webhook endpoint: events sent again", func(tx *models.Tx, e *models.WebhookEndpoint) (err error) {
		types := in.EventTypes
		if types == nil {
			types = e.TypeList()
		}
		if count, err = tx.ReplayWebhookEvents(e.ID, types, in.Since, until, now); err != nil {
			return err
		}
		return s.enqueue(ctx, tx, deliverJob{EndpointID: e.ID})
	})
	if err != nil {
		return nil, nil, err
	}
	number := int(count)
	return e, &number, nil
}
