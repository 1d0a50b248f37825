package graph

import (
	"context"
	"time"

	"capiconnect/models"
)

// nextTry is when a delivery has its turn; none once it has ended, while another has to arrive first, or while nothing is sent to its endpoint.
func nextTry(ctx context.Context, d *models.WebhookDelivery) (*time.Time, error) {
	if d.State != models.WebhookPending {
		return nil, nil
	}
	inLine := loadersFrom(ctx).webhooksInLine.LoadThunk(ctx, d.ID)
	endpoint, err := loadersFrom(ctx).webhookEndpoints.Load(ctx, d.EndpointID)
	if err != nil || endpoint == nil || endpoint.DisabledAt != nil {
		return nil, err
	}
	if waits, err := inLine(); waits || err != nil {
		return nil, err
	}
	return &d.DueAt, nil
}
