package models

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// AuditLink is the place of an event in the chain that makes a change of the audit evident.
type AuditLink struct {
	Seq     int64
	EventID uuid.UUID
	Hash    []byte
}

// LinkedEvent is a place of the chain with the event that stands there; Event is nil when it is not in the audit any more.
type LinkedEvent struct {
	AuditLink
	Event *AuditEvent
}

// Canonical spells an event, all but its MAC, in the one way over which MAC and chain are computed: as JSON whose names are sorted, with
// the time as the database keeps it.
func (e AuditEvent) Canonical() ([]byte, error) {
	text, err := json.Marshal(map[string]any{
		"id": e.ID, "at": e.At.UTC().Truncate(time.Microsecond), "actor_kind": e.ActorKind, "actor_id": e.ActorID, "actor_name": e.ActorName,
		"action": e.Action, "subject_kind": e.SubjectKind, "subject_id": e.SubjectID, "before": e.Before, "after": e.After, "request_id": e.RequestID,
	})
	if err != nil {
		return nil, fmt.Errorf("spelling an audit event: %w", err)
	}
	var plain any // without Go's order of a struct's members in before and after
	if err := json.Unmarshal(text, &plain); err != nil {
		return nil, fmt.Errorf("spelling an audit event: %w", err)
	}
	return json.Marshal(plain)
}

// eventMAC computes the MAC of an event, by a key that models does not know.
type eventMAC func(canonical []byte) []byte

// SignAudit makes every event that is written from now on carry a MAC.
func (s *Store) SignAudit(mac func(canonical []byte) []byte) { s.mac.Store((*eventMAC)(&mac)) }

// LastAuditLink reads the head of the chain, and keeps every other replica from adding to it until tx ends; the zero AuditLink before
// the first one.
func (tx *Tx) LastAuditLink() (head AuditLink, err error) {
	if _, err := tx.exec("SELECT pg_advisory_xact_lock(hashtext('audit_links'))"); err != nil {
		return head, err
	}
	err = tx.db.Raw("SELECT seq, event_id, hash FROM audit_links ORDER BY seq DESC LIMIT 1").Scan(&head).Error
	return head, translate(err)
}

// UnlinkedEvents lists events without a place in the chain, the oldest first. One that has been removed has nothing but its id.
func (tx *Tx) UnlinkedEvents(limit int) ([]AuditEvent, error) {
	var events []AuditEvent
	err := tx.db.Raw(`SELECT u.event_id AS id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, before, after, request_id, mac
		FROM audit_unlinked u LEFT JOIN audit_events e ON e.id = u.event_id ORDER BY u.event_id LIMIT ?`, limit).Scan(&events).Error
	return events, translate(err)
}

// LinkAudit adds places to the chain.
func (tx *Tx) LinkAudit(links []AuditLink) error {
	seqs, ids, hashes := make([]int64, len(links)), make([]uuid.UUID, len(links)), make([][]byte, len(links))
	for i, link := range links {
		seqs[i], ids[i], hashes[i] = link.Seq, link.EventID, link.Hash
	}
	_, err := tx.pgx.Exec(tx.db.Statement.Context, `WITH done AS (DELETE FROM audit_unlinked WHERE event_id = ANY ($2))
		INSERT INTO audit_links (seq, event_id, hash) SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::bytea[])`, seqs, ids, hashes)
	return translate(err)
}

// AuditChain reads the chain in order, after a place.
func (s *Store) AuditChain(ctx context.Context, after int64, limit int) ([]LinkedEvent, error) {
	var rows []struct {
		AuditEvent
		AuditLink
		IsThere bool
	}
	err := s.db.WithContext(ctx).Raw(`SELECT l.seq, l.event_id, l.hash, e.*, e.id IS NOT NULL AS is_there
		FROM audit_links l LEFT JOIN audit_events e ON e.id = l.event_id WHERE l.seq > ? ORDER BY l.seq LIMIT ?`, after, limit).Scan(&rows).Error
	chain := make([]LinkedEvent, len(rows))
	for i, row := range rows {
		chain[i] = LinkedEvent{AuditLink: row.AuditLink}
		if row.IsThere {
			chain[i].Event = &row.AuditEvent
		}
	}
	return chain, translate(err)
}

// AuditPlaces tells the places of events in the chain; one that waits for its place is missing from the map.
func (s *Store) AuditPlaces(ctx context.Context, events []uuid.UUID) (map[uuid.UUID]*int, error) {
	var links []AuditLink
	err := s.db.WithContext(ctx).Raw("SELECT seq, event_id FROM audit_links WHERE event_id = ANY (?)", uuids(events)).Scan(&links).Error
	places := make(map[uuid.UUID]*int, len(links))
	for _, link := range links {
		place := int(link.Seq)
		places[link.EventID] = &place
	}
	return places, translate(err)
}

// EventsBesideTheChain lists events that are neither in the chain nor waiting for their place: nobody but an intruder can have made them.
func (s *Store) EventsBesideTheChain(ctx context.Context, limit int) ([]AuditEvent, error) {
	var events []AuditEvent
	err := s.db.WithContext(ctx).Raw(`SELECT e.* FROM audit_events e WHERE NOT EXISTS (SELECT FROM audit_links l WHERE l.event_id = e.id)
		AND NOT EXISTS (SELECT FROM audit_unlinked u WHERE u.event_id = e.id) ORDER BY id LIMIT ?`, limit).Scan(&events).Error
	return events, translate(err)
}
