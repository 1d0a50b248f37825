package models

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// WebhookEvent is a change as partners are told of it, about a business or an onboarding. Payload is the body of the request.
type WebhookEvent struct {
	ID           uuid.UUID `gorm:"primaryKey"`
	Number       int64     `gorm:"->"` // those of one business or onboarding are in the order of its changes
	Type         WebhookEventType
	At           time.Time
	BusinessID   *uuid.UUID
	OnboardingID *uuid.UUID
	Payload      string
}

// WebhookEventType says what an event is about, as its payload names it.
type WebhookEventType string

// The event types, with the meaning that graph/schema/webhook.graphqls gives them. Those of a status are named after it.
const (
	WebhookBusinessConnected        WebhookEventType = "business.connected"
	WebhookBusinessDegraded         WebhookEventType = "business.degraded"
	WebhookBusinessNeedsReconnect   WebhookEventType = "business.needs_reconnect"
	WebhookBusinessRevoking         WebhookEventType = "business.revoking"
	WebhookBusinessRevokeStuck      WebhookEventType = "business.revoke_stuck"
	WebhookBusinessDisconnected     WebhookEventType = "business.disconnected"
	WebhookBusinessDatasetsChanged  WebhookEventType = "business.datasets_changed"
	WebhookBusinessGrantsChanged    WebhookEventType = "business.grants_changed"
	WebhookOnboardingOpen           WebhookEventType = "onboarding.open"
	WebhookOnboardingExchanging     WebhookEventType = "onboarding.exchanging"
	WebhookOnboardingIdentifying    WebhookEventType = "onboarding.identifying"
	WebhookOnboardingSyncing        WebhookEventType = "onboarding.syncing"
	WebhookOnboardingCompleted      WebhookEventType = "onboarding.completed"
	WebhookOnboardingFailed         WebhookEventType = "onboarding.failed"
	WebhookOnboardingOutcomeUnknown WebhookEventType = "onboarding.outcome_unknown"
	WebhookOnboardingExpired        WebhookEventType = "onboarding.expired"
	WebhookOnboardingCancelled      WebhookEventType = "onboarding.cancelled"
	WebhookTest                     WebhookEventType = "webhook.test"
)

// WebhookEventTypes lists the types that an endpoint can be sent, in the order of the schema.
func WebhookEventTypes() []WebhookEventType {
	return []WebhookEventType{
		WebhookBusinessConnected, WebhookBusinessDegraded, WebhookBusinessNeedsReconnect, WebhookBusinessRevoking, WebhookBusinessRevokeStuck,
		WebhookBusinessDisconnected, WebhookBusinessDatasetsChanged, WebhookBusinessGrantsChanged, WebhookOnboardingOpen, WebhookOnboardingExchanging,
		WebhookOnboardingIdentifying, WebhookOnboardingSyncing, WebhookOnboardingCompleted, WebhookOnboardingFailed, WebhookOnboardingOutcomeUnknown,
		WebhookOnboardingExpired, WebhookOnboardingCancelled,
	}
}

// WebhookEventsByID reads events; what does not exist is missing from the map.
func (s *Store) WebhookEventsByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*WebhookEvent, error) {
	return byID(ctx, s, ids, func(e *WebhookEvent) uuid.UUID { return e.ID })
}

// Tell keeps an event and puts it in line for every endpoint that is sent its type; it names those.
func (tx *Tx) Tell(e *WebhookEvent) (endpoints []uuid.UUID, err error) {
	if err := tx.create(e); err != nil {
		return nil, err
	}
	err = tx.db.Raw(`INSERT INTO webhook_deliveries (id, endpoint_id, event_id, event_number, subject_id, state, due_at, created_at)
		SELECT gen_random_uuid(), p.id, e.id, e.number, coalesce(e.business_id, e.onboarding_id), 'PENDING', e.at, e.at
		FROM webhook_events e, webhook_endpoints p WHERE e.id = ? AND (p.event_types = '{}' OR e.type = ANY (p.event_types))
		ORDER BY p.id RETURNING endpoint_id`, e.ID).Scan(&endpoints).Error
	return endpoints, translate(err)
}
