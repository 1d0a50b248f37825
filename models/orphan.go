package models

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// OrphanGrace is how long a grant that nobody holds may be one whose code is just on its way here: younger orphans are not shown,
// and leave no trace when their business is connected.
const OrphanGrace = 2 * time.Minute

// OrphanGrant is a business that has the app installed at Meta while nobody here holds its token: its code never arrived, or the
// answer to it was lost. OnboardingID is the last onboarding that somebody began for it.
type OrphanGrant struct {
	ID             uuid.UUID `gorm:"primaryKey"`
	BusinessMetaID string
	Name           *string
	ConfigID       *string
	FoundAt        time.Time
	OnboardingID   *uuid.UUID
	Outcome        *OrphanOutcome // nil while it is open
	EndedAt        *time.Time
}

// OrphanOutcome says how an orphan grant ended.
type OrphanOutcome string

// The outcomes of orphan grants: its business was connected here, or has the app installed no more.
const (
	OrphanConnected OrphanOutcome = "CONNECTED"
	OrphanGone      OrphanOutcome = "GONE"
)

// The pages of orphan grants, by the names that GraphQL binds to.
type (
	OrphanGrantPage = Page[OrphanGrant]
	OrphanGrantEdge = Edge[OrphanGrant]
)

// OrphanGrant reads one orphan grant.
func (s *Store) OrphanGrant(ctx context.Context, id uuid.UUID) (*OrphanGrant, error) {
	return first[OrphanGrant](s.db.WithContext(ctx).Where("id = ?", id))
}

// OrphanGrantFilter says which orphan grants; an empty condition does not count.
type OrphanGrantFilter struct{ Open *bool }

// OrphanGrants lists orphan grants as of now: the open ones, the latest first, and then those that ended, the last first.
func (s *Store) OrphanGrants(ctx context.Context, filter *OrphanGrantFilter, now time.Time, paging Paging) (*OrphanGrantPage, error) {
	l := &list[OrphanGrant]{
		name: "orphan_grants", table: "g", from: "orphan_grants AS g", idBy: "g.id", id: func(g *OrphanGrant) uuid.UUID { return g.ID },
		sortBy: "coalesce(g.ended_at, 'infinity')", keyType: "timestamptz", desc: true,
	}
	l.filter("(g.outcome IS NOT NULL OR g.found_at <= ?)", now.Add(-OrphanGrace))
	if filter != nil && filter.Open != nil {
		l.filter("(g.outcome IS NULL) = ?", *filter.Open)
	}
	return l.read(ctx, s, paging)
}

// OpenOrphanGrants lists the orphan grants that have not ended, those that are not shown yet among them.
func (s *Store) OpenOrphanGrants(ctx context.Context) ([]OrphanGrant, error) {
	var open []OrphanGrant
	err := s.db.WithContext(ctx).Where("outcome IS NULL").Order("id").Find(&open).Error
	return open, translate(err)
}

// OpenOrphanGrantsOfBusinesses reads the orphan grant of each business that has not ended; most have none.
func (s *Store) OpenOrphanGrantsOfBusinesses(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*OrphanGrant, error) {
	var rows []struct {
		OrphanGrant
		KnownID uuid.UUID
	}
	err := s.db.WithContext(ctx).Raw(`SELECT g.*, b.id AS known_id FROM orphan_grants g JOIN businesses b ON b.meta_id = g.business_meta_id
		WHERE b.id = ANY (?) AND g.outcome IS NULL`, uuids(ids)).Scan(&rows).Error
	open := make(map[uuid.UUID]*OrphanGrant, len(rows))
	for i := range rows {
		open[rows[i].KnownID] = &rows[i].OrphanGrant
	}
	return open, translate(err)
}

// OpenOrphanGrant reads the orphan grant of a business that has not ended.
func (tx *Tx) OpenOrphanGrant(businessMetaID string) (*OrphanGrant, error) {
	return first[OrphanGrant](tx.db.Where("business_meta_id = ? AND outcome IS NULL", businessMetaID))
}

// CreateOrphanGrant adds an orphan grant, unless one of its business is open already: then that gets the name and the login
// configuration, where it lacks them.
func (tx *Tx) CreateOrphanGrant(g *OrphanGrant) (added bool, err error) {
	err = tx.db.Raw(`INSERT INTO orphan_grants AS g (id, business_meta_id, name, config_id, found_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (business_meta_id) WHERE outcome IS NULL
		DO UPDATE SET name = coalesce(g.name, excluded.name), config_id = coalesce(g.config_id, excluded.config_id)
		RETURNING g.id = ?`, g.ID, g.BusinessMetaID, g.Name, g.ConfigID, g.FoundAt, g.ID).Scan(&added).Error
	return added, translate(err)
}

// BindOrphanGrant notes the onboarding that is to connect the business of an open orphan grant; ErrStale when that has ended.
func (tx *Tx) BindOrphanGrant(id, onboardingID uuid.UUID) error {
	return tx.execOne("UPDATE orphan_grants SET onboarding_id = ? WHERE id = ? AND outcome IS NULL", onboardingID, id)
}

// EndOrphanGrant ends the open orphan grant of a business, if there is one that was found by then. One that was never shown is
// forgotten when its business connects: there was no orphan.
func (tx *Tx) EndOrphanGrant(businessMetaID string, outcome OrphanOutcome, at time.Time) error {
	if outcome == OrphanConnected {
		if _, err := tx.exec("DELETE FROM orphan_grants WHERE business_meta_id = ? AND outcome IS NULL AND found_at > ?",
			businessMetaID, at.Add(-OrphanGrace)); err != nil {
			return err
		}
	}
	_, err := tx.exec("UPDATE orphan_grants SET outcome = ?, ended_at = ? WHERE business_meta_id = ? AND outcome IS NULL AND found_at <= ?",
		outcome, at, businessMetaID, at)
	return err
}

// grantIsHeld is the condition that somebody here holds the grant of a business b: its token is in use or being revoked, or it was
// disconnected after a time, so that Meta may have spoken before it heard of that.
const grantIsHeld = `(b.status IN ('REVOKING', 'REVOKE_STUCK') OR b.disconnected_at > ?
	OR EXISTS (SELECT FROM credentials c WHERE c.business_id = b.id AND c.state = 'LIVE'))`

// HoldsGrant tells whether somebody here holds the grant of a business, or held it after a time.
func (tx *Tx) HoldsGrant(businessMetaID string, after time.Time) (held bool, err error) {
	err = tx.db.Raw("SELECT EXISTS (SELECT FROM businesses b WHERE b.meta_id = ? AND "+grantIsHeld+")", businessMetaID, after).Scan(&held).Error
	return held, translate(err)
}

// GrantHolder is a business whose grant somebody here holds, or held. There may be a million of them at a time: it is no more than it takes to
// compare them with Meta's list.
type GrantHolder struct {
	ID          uuid.UUID
	MetaID      string
	Status      ConnectionStatus
	ConnectedAt time.Time
}

// GrantHolders lists the businesses whose grant somebody here holds, or held after a time.
func (s *Store) GrantHolders(ctx context.Context, after time.Time) ([]GrantHolder, error) {
	var holders []GrantHolder
	err := s.db.WithContext(ctx).Raw("SELECT b.id, b.meta_id, b.status, b.connected_at FROM businesses b WHERE "+grantIsHeld, after).Scan(&holders).Error
	return holders, translate(err)
}
