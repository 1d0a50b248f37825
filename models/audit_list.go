package models

import (
	"context"
	"time"

	"github.com/google/uuid"
)

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
