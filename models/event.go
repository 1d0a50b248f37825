package models

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
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

// CreateEvents adds events, save those whose digest is there already, and returns the ids of what it added.
func (tx *Tx) CreateEvents(events []MetaEvent) (added []uuid.UUID, err error) {
	// Two deliveries of the same events would otherwise wait for each other in a circle.
	slices.SortFunc(events, func(a, b MetaEvent) int { return bytes.Compare(a.Digest, b.Digest) })
	ids := make([]uuid.UUID, len(events))
	for i := range events {
		ids[i] = events[i].ID
	}
	unlessKnown := clause.OnConflict{Columns: []clause.Column{{Name: "digest"}}, DoNothing: true}
	if err := tx.db.Clauses(unlessKnown).CreateInBatches(events, 1000).Error; err != nil {
		return nil, translate(err)
	}
	err = tx.db.Model(&MetaEvent{}).Where("id = ANY (?)", uuids(ids)).Pluck("id", &added).Error
	return added, translate(err)
}

// EndEvent notes what became of an event. ErrStale when that has been noted before.
func (tx *Tx) EndEvent(id uuid.UUID, outcome EventOutcome, at time.Time) error {
	return tx.execOne("UPDATE meta_events SET outcome = ?, processed_at = ? WHERE id = ? AND outcome IS NULL", outcome, at, id)
}

// HasLaterEvent tells whether an event of a kind is known about a business that happened after then.
func (tx *Tx) HasLaterEvent(businessMetaID string, kind EventKind, then time.Time) (later bool, err error) {
	err = tx.db.Raw("SELECT EXISTS (SELECT FROM meta_events WHERE business_meta_id = ? AND kind = ? AND at > ?)",
		businessMetaID, kind, then).Scan(&later).Error
	return later, translate(err)
}
