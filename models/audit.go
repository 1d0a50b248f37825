package models

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// AuditEvent says who changed what, and when. Rows are only ever added, in the transaction of the change.
type AuditEvent struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	At          time.Time
	ActorKind   ActorKind
	ActorID     *uuid.UUID
	ActorName   string
	Action      string
	SubjectKind string
	SubjectID   uuid.UUID
	Before      JSON `gorm:"type:jsonb"`
	After       JSON `gorm:"type:jsonb"`
	RequestID   *string
	MAC         []byte
}

// ActorKind says what kind of caller acts.
type ActorKind string

// The actor kinds.
const (
	ActorUser            ActorKind = "USER"
	ActorAPIKey          ActorKind = "API_KEY"
	ActorOnboardingToken ActorKind = "ONBOARDING_TOKEN"
	ActorSystem          ActorKind = "SYSTEM"
)

// JSON is a jsonb column; nil is SQL's NULL.
type JSON map[string]any

// Scan implements sql.Scanner.
func (j *JSON) Scan(src any) error {
	switch src := src.(type) {
	case nil:
		*j = nil
		return nil
	case []byte:
		return json.Unmarshal(src, j)
	case string:
		return json.Unmarshal([]byte(src), j)
	}
	return fmt.Errorf("scanning JSON from %T", src)
}

// Value implements driver.Valuer.
func (j JSON) Value() (driver.Value, error) {
	if j == nil {
		return nil, nil
	}
	text, err := json.Marshal(map[string]any(j))
	return string(text), err
}

// Audit adds an event, which commits or vanishes with the change it tells of.
func (tx *Tx) Audit(event AuditEvent) error {
	event.ID = NewID()
	if tx.mac != nil {
		text, err := event.Canonical()
		if err != nil {
			return err
		}
		event.MAC = (*tx.mac)(text)
	}
	return tx.create(&event)
}

// The pages of the audit, by the names that GraphQL binds to.
type (
	AuditEventPage = Page[AuditEvent]
	AuditEventEdge = Edge[AuditEvent]
)

// AuditEventFilter says which audit events; conditions are joined by and, empty ones do not count.
type AuditEventFilter struct {
	SubjectID, ActorID *uuid.UUID
	ActorName          *string // its beginning, in any case
	Action             *string
	RequestID          *string
	Since, Until       *time.Time
}

// AuditEvents lists audit events, the last first.
func (s *Store) AuditEvents(ctx context.Context, filter *AuditEventFilter, paging Paging) (*AuditEventPage, error) {
	l := &list[AuditEvent]{
		name: "audit_events", table: "e", from: "audit_events AS e", idBy: "e.id", id: func(e *AuditEvent) uuid.UUID { return e.ID },
		sortBy: "e.at", keyType: "timestamptz", desc: true,
	}
	if filter != nil {
		if err := filter.apply(l); err != nil {
			return nil, err
		}
	}
	return l.read(ctx, s, paging)
}

// AuditActions names the kinds of changes that the audit holds, in alphabetical order. It looks each of them up in the index instead of
// reading all events.
func (s *Store) AuditActions(ctx context.Context) ([]string, error) {
	actions := []string{}
	err := s.db.WithContext(ctx).Raw(`WITH RECURSIVE known AS (
			(SELECT action FROM audit_events ORDER BY action LIMIT 1)
			UNION ALL
			SELECT (SELECT e.action FROM audit_events e WHERE e.action > k.action ORDER BY e.action LIMIT 1) FROM known k WHERE k.action IS NOT NULL
		) SELECT action FROM known WHERE action IS NOT NULL`).Scan(&actions).Error
	return actions, translate(err)
}

// IsSigned tells whether whoever wrote an event had the key to prove it.
func (e *AuditEvent) IsSigned() bool { return e.MAC != nil }

func (f *AuditEventFilter) apply(l *list[AuditEvent]) error {
	name, err := searched(f.ActorName)
	if err != nil {
		return err
	}
	if name != "" {
		l.filter("lower(e.actor_name) LIKE lower(?)", name+"%")
	}
	if f.SubjectID != nil {
		l.filter("e.subject_id = ?", *f.SubjectID)
	}
	if f.ActorID != nil {
		l.filter("e.actor_id = ?", *f.ActorID)
	}
	if f.Action != nil {
		l.filter("e.action = ?", *f.Action)
	}
	if f.RequestID != nil {
		l.filter("e.request_id = ?", *f.RequestID)
	}
	if f.Since != nil {
		l.filter("e.at >= ?", *f.Since)
	}
	if f.Until != nil {
		l.filter("e.at < ?", *f.Until)
	}
	return nil
}
