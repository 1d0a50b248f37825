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

	EventWaiting EventOutcome = "WAITING" // what has none yet is told and asked for by this, which no row holds
)

// Standing is what became of an event, or that it waits.
func (e *MetaEvent) Standing() EventOutcome {
	if e.Outcome == nil {
		return EventWaiting
	}
	return *e.Outcome
}

// The pages of events, by the names that GraphQL binds to.
type (
	MetaEventPage = Page[MetaEvent]
	MetaEventEdge = Edge[MetaEvent]
)

// MetaEventFilter says which events; conditions are joined by and, empty ones do not count.
type MetaEventFilter struct {
	Kind    []EventKind
	Outcome []EventOutcome
}

// MetaEvents lists what Meta told, the last received first.
func (s *Store) MetaEvents(ctx context.Context, filter *MetaEventFilter, paging Paging) (*MetaEventPage, error) {
	l := &list[MetaEvent]{
		name: "meta_events", table: "e", from: "meta_events AS e", idBy: "e.id", id: func(e *MetaEvent) uuid.UUID { return e.ID },
		sortBy: "e.received_at", keyType: "timestamptz", desc: true,
	}
	if filter != nil {
		filter.apply(l)
	}
	return l.read(ctx, s, paging)
}

func (f *MetaEventFilter) apply(l *list[MetaEvent]) {
	if len(f.Kind) > 0 {
		l.filter("e.kind = ANY (?)", f.Kind)
	}
	if len(f.Outcome) > 0 {
		l.filter("coalesce(e.outcome, ?) = ANY (?)", EventWaiting, f.Outcome)
	}
}

// BusinessesOfMetaEvents reads the business that each event is about, where there is one here: by Meta's id of it, or as the one whose
// token is or was last that of the app-scoped user.
func (s *Store) BusinessesOfMetaEvents(ctx context.Context, events []uuid.UUID) (map[uuid.UUID]*Business, error) {
	return ofEvents[Business](ctx, s, `SELECT e.id AS event_id, b.* FROM meta_events e JOIN businesses b ON b.id = coalesce(
			(SELECT id FROM businesses WHERE meta_id = e.business_meta_id),
			(SELECT business_id FROM credentials WHERE meta_user_id = e.meta_user_id AND business_id IS NOT NULL ORDER BY granted_at DESC LIMIT 1))
		WHERE e.id = ANY (?)`, events)
}

// OrphanGrantsOfMetaEvents reads the last orphan grant of the business that each event is about, where there is one.
func (s *Store) OrphanGrantsOfMetaEvents(ctx context.Context, events []uuid.UUID) (map[uuid.UUID]*OrphanGrant, error) {
	return ofEvents[OrphanGrant](ctx, s, `SELECT DISTINCT ON (e.id) e.id AS event_id, g.* FROM meta_events e JOIN orphan_grants g ON g.business_meta_id = e.business_meta_id
		WHERE e.id = ANY (?) ORDER BY e.id, g.found_at DESC`, events)
}

func ofEvents[T any](ctx context.Context, s *Store, query string, events []uuid.UUID) (map[uuid.UUID]*T, error) {
	var rows []struct {
		EventID uuid.UUID
		Row     T `gorm:"embedded"`
	}
	err := s.db.WithContext(ctx).Raw(query, uuids(events)).Scan(&rows).Error
	found := make(map[uuid.UUID]*T, len(rows))
	for i := range rows {
		found[rows[i].EventID] = &rows[i].Row
	}
	return found, translate(err)
}

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
