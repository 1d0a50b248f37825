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
	Action             *string
	Since, Until       *time.Time
}

// AuditEvents lists audit events, the last first.
func (s *Store) AuditEvents(ctx context.Context, filter *AuditEventFilter, paging Paging) (*AuditEventPage, error) {
	l := &list[AuditEvent]{
		name: "audit_events", columns: "e.*", from: "audit_events AS e", idBy: "e.id", id: func(e *AuditEvent) uuid.UUID { return e.ID },
		sortBy: "e.at", keyType: "timestamptz", desc: true,
	}
	if filter != nil {
		filter.apply(l)
	}
	return l.read(ctx, s, paging)
}

func (f *AuditEventFilter) apply(l *list[AuditEvent]) {
	if f.SubjectID != nil {
		l.filter("e.subject_id = ?", *f.SubjectID)
	}
	if f.ActorID != nil {
		l.filter("e.actor_id = ?", *f.ActorID)
	}
	if f.Action != nil {
		l.filter("e.action = ?", *f.Action)
	}
	if f.Since != nil {
		l.filter("e.at >= ?", *f.Since)
	}
	if f.Until != nil {
		l.filter("e.at < ?", *f.Until)
	}
}
