package models

import (
	"context"
	"encoding/binary"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

// WebhookEndpoint is a partner's server that is told of changes; of all of them where EventTypes is empty.
type WebhookEndpoint struct {
	ID                uuid.UUID `gorm:"primaryKey"`
	URL               string
	Description       *string
	EventTypes        Strings `gorm:"type:text[]"`
	DisabledReason    *WebhookDisabledReason
	DisabledAt        *time.Time
	CreatedAt         time.Time
	SecretCreatedAt   time.Time
	FormerSecretUntil *time.Time
	LastSuccessAt     *time.Time
	LastFailureAt     *time.Time
}

// WebhookDisabledReason says why nothing is sent to an endpoint.
type WebhookDisabledReason string

// The reasons, with the meaning that graph/schema/webhook.graphqls gives them.
const (
	WebhookDisabledByHand  WebhookDisabledReason = "BY_HAND"
	WebhookDisabledGone    WebhookDisabledReason = "GONE"
	WebhookDisabledFailing WebhookDisabledReason = "FAILING"
)

// TypeList is what the endpoint is sent, never nil; everything where it is empty.
func (e *WebhookEndpoint) TypeList() []WebhookEventType {
	types := make([]WebhookEventType, len(e.EventTypes))
	for i, name := range e.EventTypes {
		types[i] = WebhookEventType(name)
	}
	return types
}

// WebhookSecret is a sealed signing secret of an endpoint; the present one has no end.
type WebhookSecret struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	EndpointID uuid.UUID
	Ciphertext []byte
	CreatedAt  time.Time
	EndsAt     *time.Time
}

// Row names the row to the sealer.
func (s *WebhookSecret) Row() string { return "webhook_secrets/ciphertext/" + s.ID.String() }

// WebhookQueue is what waits for an endpoint.
type WebhookQueue struct {
	EndpointID uuid.UUID
	Pending    int
	OldestAt   *time.Time // when the event happened
}

// The pages of endpoints, by the names that GraphQL binds to.
type (
	WebhookEndpointPage = Page[WebhookEndpoint]
	WebhookEndpointEdge = Edge[WebhookEndpoint]
)

// WebhookEndpoints lists endpoints, the newest first.
func (s *Store) WebhookEndpoints(ctx context.Context, paging Paging) (*WebhookEndpointPage, error) {
	l := &list[WebhookEndpoint]{
		name: "webhook_endpoints", table: "e", from: "webhook_endpoints AS e", idBy: "e.id", id: func(e *WebhookEndpoint) uuid.UUID { return e.ID },
		sortBy: "e.created_at", keyType: "timestamptz", desc: true,
	}
	return l.read(ctx, s, paging)
}

// WebhookEndpoint reads one endpoint.
func (s *Store) WebhookEndpoint(ctx context.Context, id uuid.UUID) (*WebhookEndpoint, error) {
	return first[WebhookEndpoint](s.db.WithContext(ctx).Where("id = ?", id))
}

// WebhookEndpointsByID reads endpoints; what does not exist is missing from the map.
func (s *Store) WebhookEndpointsByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*WebhookEndpoint, error) {
	return byID(ctx, s, ids, func(e *WebhookEndpoint) uuid.UUID { return e.ID })
}

// WebhookQueuesOfEndpoints counts what waits for each endpoint; one for which nothing waits is missing from the map.
func (s *Store) WebhookQueuesOfEndpoints(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]WebhookQueue, error) {
	var rows []WebhookQueue
	err := s.db.WithContext(ctx).Raw(`SELECT d.endpoint_id, count(*) AS pending, min(e.at) AS oldest_at
		FROM webhook_deliveries d JOIN webhook_events e ON e.id = d.event_id
		WHERE d.endpoint_id = ANY (?) AND d.state = 'PENDING' GROUP BY 1`, uuids(ids)).Scan(&rows).Error
	queues := make(map[uuid.UUID]WebhookQueue, len(rows))
	for _, row := range rows {
		queues[row.EndpointID] = row
	}
	return queues, translate(err)
}

// WebhookSecrets reads the secrets of an endpoint that count at this moment, the present one first.
func (s *Store) WebhookSecrets(ctx context.Context, endpointID uuid.UUID, now time.Time) (secrets []WebhookSecret, err error) {
	err = s.db.WithContext(ctx).Where("endpoint_id = ? AND (ends_at IS NULL OR ends_at > ?)", endpointID, now).
		Order("ends_at NULLS FIRST").Find(&secrets).Error
	return secrets, translate(err)
}

// CountWebhookEndpoints counts all endpoints, and keeps others from adding any until the transaction ends.
func (tx *Tx) CountWebhookEndpoints() (count int, err error) {
	if _, err := tx.exec("SELECT pg_advisory_xact_lock(hashtextextended('webhook endpoints', 0))"); err != nil {
		return 0, err
	}
	err = tx.db.Raw("SELECT count(*) FROM webhook_endpoints").Scan(&count).Error
	return count, translate(err)
}

// CreateWebhookEndpoint adds an endpoint.
func (tx *Tx) CreateWebhookEndpoint(e *WebhookEndpoint) error { return tx.create(e) }

// LockWebhookEndpoint reads an endpoint that nobody else changes before the transaction ends; events for it may be added all the same.
func (tx *Tx) LockWebhookEndpoint(id uuid.UUID) (*WebhookEndpoint, error) {
	return first[WebhookEndpoint](tx.db.Clauses(clause.Locking{Strength: "NO KEY UPDATE"}).Where("id = ?", id))
}

// UpdateWebhookEndpoint writes an endpoint that was locked.
func (tx *Tx) UpdateWebhookEndpoint(e *WebhookEndpoint) error {
	return translate(tx.db.Model(e).Select("*").Updates(e).Error)
}

// DeleteWebhookEndpoint deletes an endpoint with its secrets and deliveries; ErrStale when it is gone already.
func (tx *Tx) DeleteWebhookEndpoint(id uuid.UUID) error {
	return tx.execOne("DELETE FROM webhook_endpoints WHERE id = ?", id)
}

// ReplaceWebhookSecret makes a secret the present one of its endpoint. The one before counts until then, and any other no more.
func (tx *Tx) ReplaceWebhookSecret(secret *WebhookSecret, then time.Time) error {
	if _, err := tx.exec("DELETE FROM webhook_secrets WHERE endpoint_id = ? AND ends_at IS NOT NULL", secret.EndpointID); err != nil {
		return err
	}
	if _, err := tx.exec("UPDATE webhook_secrets SET ends_at = ? WHERE endpoint_id = ?", then, secret.EndpointID); err != nil {
		return err
	}
	return tx.create(secret)
}

// LockWebhookSecretsSealedWith reads the secrets that one key has sealed, and keeps others from changing them until the transaction ends; it
// passes over those that are being replaced just now.
func (tx *Tx) LockWebhookSecretsSealedWith(key uint32) ([]WebhookSecret, error) {
	var all []WebhookSecret
	err := tx.db.Where("substring(ciphertext FROM 2 FOR 4) = ?", binary.BigEndian.AppendUint32(nil, key)).
		Clauses(clause.Locking{Strength: "UPDATE", Options: "SKIP LOCKED"}).Order("id").Find(&all).Error
	return all, translate(err)
}

// ResealWebhookSecret replaces the ciphertext of a secret where it is still the one that was opened; ErrStale otherwise.
func (tx *Tx) ResealWebhookSecret(id uuid.UUID, opened, sealed []byte) error {
	return tx.execOne("UPDATE webhook_secrets SET ciphertext = ? WHERE id = ? AND ciphertext = ?", sealed, id, opened)
}
