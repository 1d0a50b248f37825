package models

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// MetaEvent is something that Meta told without being asked. It is about a business or about an app-scoped user, until an erasure
// takes both out.
type MetaEvent struct {
	ID             uuid.UUID `gorm:"primaryKey"`
	Digest         []byte
	Kind           EventKind
	BusinessMetaID *string
	MetaUserID     *string
	ConfigID       *string
	At             time.Time // of Meta's clock, which orders events
	ReceivedAt     time.Time
	Outcome        *EventOutcome // nil until the event has been processed
	ProcessedAt    *time.Time
}

// EventKind says what a client did at Meta.
type EventKind string

// The kinds of events.
const (
	EventInstall     EventKind = "INSTALL"
	EventUpdate      EventKind = "UPDATE"
	EventUninstall   EventKind = "UNINSTALL"
	EventDeauthorize EventKind = "DEAUTHORIZE"
)

// EventOutcome says what became of an event.
type EventOutcome string

// The outcomes of events. Only what Meta confirmed when it was asked is applied.
const (
	EventApplied         EventOutcome = "APPLIED"
	EventOld             EventOutcome = "OLD"              // something newer is known
	EventContradicted    EventOutcome = "CONTRADICTED"     // Meta says that the token works
	EventUnknownBusiness EventOutcome = "UNKNOWN_BUSINESS" // nobody is connected here whom it could be about
)

// Event reads one event.
func (s *Store) Event(ctx context.Context, id uuid.UUID) (*MetaEvent, error) {
	return first[MetaEvent](s.db.WithContext(ctx).Where("id = ?", id))
}

// CreateEvent adds an event, unless one with its digest is there already.
func (tx *Tx) CreateEvent(e *MetaEvent) (added bool, err error) {
	rows, err := tx.exec(`INSERT INTO meta_events
			(id, digest, kind, business_meta_id, meta_user_id, config_id, at, received_at, outcome, processed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING`,
		e.ID, e.Digest, e.Kind, e.BusinessMetaID, e.MetaUserID, e.ConfigID, e.At, e.ReceivedAt, e.Outcome, e.ProcessedAt)
	return rows == 1, err
}

// EndEvent notes what became of an event. ErrStale when that has been noted before.
func (tx *Tx) EndEvent(id uuid.UUID, outcome EventOutcome, at time.Time) error {
	ended, err := tx.exec("UPDATE meta_events SET outcome = ?, processed_at = ? WHERE id = ? AND outcome IS NULL", outcome, at, id)
	if err == nil && ended == 0 {
		return ErrStale
	}
	return err
}

// HasLaterEvent tells whether an event of a kind is known about a business that happened after then.
func (tx *Tx) HasLaterEvent(businessMetaID string, kind EventKind, then time.Time) (later bool, err error) {
	err = tx.db.Raw("SELECT EXISTS (SELECT FROM meta_events WHERE business_meta_id = ? AND kind = ? AND at > ?)",
		businessMetaID, kind, then).Scan(&later).Error
	return later, translate(err)
}
