package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

// WebhookDelivery is one event on its way to one endpoint. SubjectID is the business or onboarding that the event is about.
type WebhookDelivery struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	EndpointID  uuid.UUID
	EventID     uuid.UUID
	EventNumber int64
	SubjectID   uuid.UUID
	State       WebhookDeliveryState
	Tries       int // since it was made or last sent again
	DueAt       time.Time
	CreatedAt   time.Time
	EndedAt     *time.Time
}

// WebhookDeliveryState says where a delivery stands.
type WebhookDeliveryState string

// The states of deliveries, with the meaning that graph/schema/webhook.graphqls gives them.
const (
	WebhookPending   WebhookDeliveryState = "PENDING"
	WebhookSucceeded WebhookDeliveryState = "SUCCEEDED"
	WebhookFailed    WebhookDeliveryState = "FAILED"
)

// WebhookAttempt is one request to an endpoint, and the beginning of what came back.
type WebhookAttempt struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	DeliveryID uuid.UUID
	At         time.Time
	DurationMs int64
	Status     *int
	Answer     *string
	Failure    *WebhookFailure
}

// WebhookFailure says why an endpoint did not take an event.
type WebhookFailure string

// The failures, with the meaning that graph/schema/webhook.graphqls gives them.
const (
	WebhookRefused          WebhookFailure = "REFUSED"
	WebhookGone             WebhookFailure = "GONE"
	WebhookRedirect         WebhookFailure = "REDIRECT"
	WebhookTimeout          WebhookFailure = "TIMEOUT"
	WebhookUnknownHost      WebhookFailure = "UNKNOWN_HOST"
	WebhookNoConnection     WebhookFailure = "NO_CONNECTION"
	WebhookTLS              WebhookFailure = "TLS"
	WebhookNotPublic        WebhookFailure = "NOT_PUBLIC"
	WebhookSecretUnreadable WebhookFailure = "SECRET_UNREADABLE"
)

// The pages of deliveries, by the names that GraphQL binds to.
type (
	WebhookDeliveryPage = Page[WebhookDelivery]
	WebhookDeliveryEdge = Edge[WebhookDelivery]
)

// WebhookDeliveryFilter says which deliveries; conditions are joined by and, empty ones do not count.
type WebhookDeliveryFilter struct {
	EndpointID, EventID, SubjectID *uuid.UUID
	State                          []WebhookDeliveryState
	Type                           []WebhookEventType
}

// WebhookDeliveries lists deliveries, those of the last event first.
func (s *Store) WebhookDeliveries(ctx context.Context, filter *WebhookDeliveryFilter, paging Paging) (*WebhookDeliveryPage, error) {
	l := &list[WebhookDelivery]{
		name: "webhook_deliveries", table: "d", from: "webhook_deliveries AS d", idBy: "d.id", id: func(d *WebhookDelivery) uuid.UUID { return d.ID },
		sortBy: "d.event_number", keyType: "bigint", desc: true,
	}
	if filter != nil {
		filter.apply(l)
	}
	return l.read(ctx, s, paging)
}

func (f *WebhookDeliveryFilter) apply(l *list[WebhookDelivery]) {
	if f.EndpointID != nil {
		l.filter("d.endpoint_id = ?", *f.EndpointID)
	}
	if f.EventID != nil {
		l.filter("d.event_id = ?", *f.EventID)
	}
	if f.SubjectID != nil {
		l.filter("d.subject_id = ?", *f.SubjectID)
	}
	if len(f.State) > 0 {
		l.filter("d.state = ANY (?)", f.State)
	}
	if len(f.Type) > 0 {
		l.filter("(SELECT type FROM webhook_events e WHERE e.id = d.event_id) = ANY (?)", f.Type)
	}
}

// WebhookDeliveriesByID reads deliveries; what does not exist is missing from the map.
func (s *Store) WebhookDeliveriesByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*WebhookDelivery, error) {
	return byID(ctx, s, ids, func(d *WebhookDelivery) uuid.UUID { return d.ID })
}

// WebhookDeliveriesInLine tells which deliveries wait for that of an earlier event about the same subject; others are missing from the map.
func (s *Store) WebhookDeliveriesInLine(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]bool, error) {
	var waiting []uuid.UUID
	err := s.db.WithContext(ctx).Raw("SELECT d.id FROM webhook_deliveries d WHERE d.id = ANY (?) AND d.state = 'PENDING' AND "+hasEarlier, uuids(ids)).
		Scan(&waiting).Error
	inLine := make(map[uuid.UUID]bool, len(waiting))
	for _, id := range waiting {
		inLine[id] = true
	}
	return inLine, translate(err)
}

// WebhookAttemptsOfDeliveries reads the tries of each delivery, the first one first.
func (s *Store) WebhookAttemptsOfDeliveries(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID][]WebhookAttempt, error) {
	return grouped(ctx, s, "delivery_id", "at, id", ids, func(a *WebhookAttempt) uuid.UUID { return a.DeliveryID })
}

// hasEarlier is the condition that a delivery waits for another one: events about one subject arrive in their order.
const hasEarlier = `EXISTS (SELECT FROM webhook_deliveries f WHERE f.endpoint_id = d.endpoint_id AND f.subject_id = d.subject_id
	AND f.state = 'PENDING' AND f.event_number < d.event_number)`

const isDue = `d.state = 'PENDING' AND d.due_at <= @now AND NOT ` + hasEarlier

// DueWebhookDeliveries reads what an endpoint is to be sent at this moment, one of each subject, the longest due first.
func (s *Store) DueWebhookDeliveries(ctx context.Context, endpointID uuid.UUID, now time.Time, limit int) (due []WebhookDelivery, err error) {
	err = s.db.WithContext(ctx).Raw("SELECT d.* FROM webhook_deliveries d WHERE d.endpoint_id = @endpoint AND "+isDue+
		" ORDER BY d.due_at, d.event_number LIMIT @limit", map[string]any{"endpoint": endpointID, "now": now, "limit": limit}).Scan(&due).Error
	return due, translate(err)
}

// WebhookEndpointsWithDue lists the endpoints that are to be sent something at this moment.
func (s *Store) WebhookEndpointsWithDue(ctx context.Context, now time.Time) (ids []uuid.UUID, err error) {
	err = s.db.WithContext(ctx).Raw(`SELECT p.id FROM webhook_endpoints p WHERE p.disabled_at IS NULL
		AND EXISTS (SELECT FROM webhook_deliveries d WHERE d.endpoint_id = p.id AND `+isDue+") ORDER BY p.id", map[string]any{"now": now}).Scan(&ids).Error
	return ids, translate(err)
}

// HasDueWebhookDelivery tells whether an endpoint is to be sent something at this moment, those events among it that are just being told of:
// the transactions that do are waited for, and no other one adds any before this one ends.
func (tx *Tx) HasDueWebhookDelivery(endpointID uuid.UUID, now time.Time) (has bool, err error) {
	endpoint, err := first[WebhookEndpoint](tx.db.Clauses(clause.Locking{Strength: "UPDATE"}).Where("id = ?", endpointID))
	if err != nil || endpoint.DisabledAt != nil {
		return false, err
	}
	err = tx.db.Raw("SELECT EXISTS (SELECT FROM webhook_deliveries d WHERE d.endpoint_id = @endpoint AND "+isDue+")",
		map[string]any{"endpoint": endpointID, "now": now}).Scan(&has).Error
	return has, translate(err)
}

// HastenWebhookDeliveries makes due at once what waits for an endpoint, with all its tries.
func (tx *Tx) HastenWebhookDeliveries(endpointID uuid.UUID, now time.Time) error {
	_, err := tx.exec("UPDATE webhook_deliveries SET due_at = ?, tries = 0 WHERE endpoint_id = ? AND state = 'PENDING'", now, endpointID)
	return err
}

// KeepWebhookAttempt keeps a try and where it leaves its delivery; ErrStale when that is gone or has ended meanwhile.
func (tx *Tx) KeepWebhookAttempt(d *WebhookDelivery, attempt *WebhookAttempt) error {
	err := tx.execOne("UPDATE webhook_deliveries SET state = ?, tries = ?, due_at = ?, ended_at = ? WHERE id = ? AND state = 'PENDING'",
		d.State, d.Tries, d.DueAt, d.EndedAt, d.ID)
	if err != nil {
		return err
	}
	return tx.create(attempt)
}

// KeepWebhookTest keeps an event that was sent to one endpoint alone, and what came of it.
func (tx *Tx) KeepWebhookTest(e *WebhookEvent, d *WebhookDelivery, attempt *WebhookAttempt) error {
	if err := tx.create(e); err != nil {
		return err
	}
	if err := tx.db.Raw("SELECT number FROM webhook_events WHERE id = ?", e.ID).Scan(&d.EventNumber).Error; err != nil {
		return translate(err)
	}
	if err := tx.create(d); err != nil {
		return err
	}
	return tx.create(attempt)
}

// ReplayWebhookEvents puts the events of a range in line for an endpoint as if it had never been sent them, and counts them.
func (tx *Tx) ReplayWebhookEvents(endpointID uuid.UUID, types []WebhookEventType, since, until, now time.Time) (int64, error) {
	names := make(Strings, len(types))
	for i, t := range types {
		names[i] = string(t)
	}
	return tx.exec(`INSERT INTO webhook_deliveries AS d (id, endpoint_id, event_id, event_number, subject_id, state, due_at, created_at)
		SELECT gen_random_uuid(), @endpoint, e.id, e.number, coalesce(e.business_id, e.onboarding_id), 'PENDING', @now, @now
		FROM webhook_events e WHERE e.at >= @since AND e.at < @until AND e.type <> 'webhook.test' AND (@types = '{}' OR e.type = ANY (CAST(@types AS text[])))
		ORDER BY e.number
		ON CONFLICT (endpoint_id, event_id) DO UPDATE SET state = 'PENDING', tries = 0, due_at = excluded.due_at, ended_at = NULL`,
		map[string]any{"endpoint": endpointID, "types": names, "since": since, "until": until, "now": now})
}
