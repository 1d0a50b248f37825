package models

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Reconnection is what the latest grant of a business changed, compared with what stood just before it.
type Reconnection struct {
	BusinessID        uuid.UUID `gorm:"primaryKey"`
	BeforeAt          time.Time // when the grant before was made
	At                time.Time
	PermissionsGained Strings `gorm:"type:text[]"`
	PermissionsLost   Strings `gorm:"type:text[]"`
	// DatasetsGained and DatasetsLost are nil until the datasets have been read to their ends with the new grant, in the run RunID.
	DatasetsGained *int
	DatasetsLost   *int
	AfterRunID     uuid.UUID  // the last run that read what stood before; zero when there was none
	RunID          *uuid.UUID // nil also when the run is not kept any more
}

// Gained are PermissionsGained as a plain slice, never nil.
func (r *Reconnection) Gained() []string { return append([]string{}, r.PermissionsGained...) }

// Lost are PermissionsLost as a plain slice, never nil.
func (r *Reconnection) Lost() []string { return append([]string{}, r.PermissionsLost...) }

// GrantsOf reads the permissions of the grant of a business.
func (tx *Tx) GrantsOf(businessID uuid.UUID) ([]PermissionGrant, error) {
	var grants []PermissionGrant
	err := tx.db.Where("business_id = ?", businessID).Order("permission").Find(&grants).Error
	return grants, translate(err)
}

// KeepReconnection keeps what a new grant changed, in place of what the one before did. Runs that began since the client was at Meta's
// dialog, at the earliest, may have read what it chose there already; but never the first one with a token, which reads what its own grant
// has brought.
func (tx *Tx) KeepReconnection(r *Reconnection, atDialogSince time.Time) error {
	if _, err := tx.exec("DELETE FROM reconnections WHERE business_id = ?", r.BusinessID); err != nil {
		return err
	}
	err := tx.db.Raw(`SELECT coalesce((SELECT id FROM sync_runs r WHERE business_id = @business AND outcome = 'COMPLETED' AND (started_at <= @since OR NOT EXISTS
			(SELECT FROM sync_runs f WHERE f.business_id = r.business_id AND f.epoch = r.epoch AND f.outcome = 'COMPLETED' AND f.id < r.id))
		ORDER BY id DESC LIMIT 1), @none)`, map[string]any{"business": r.BusinessID, "since": atDialogSince, "none": uuid.Nil}).Row().Scan(&r.AfterRunID)
	if err != nil {
		return fmt.Errorf("looking for the last run before the grant: %w", translate(err))
	}
	return tx.create(r)
}

// CountReconnection counts what was found from the grant to the end of the first run with it; later ones say nothing about the grant.
func (tx *Tx) CountReconnection(run *SyncRun) error {
	_, err := tx.exec(`UPDATE reconnections r SET run_id = c.until, datasets_gained = c.added, datasets_lost = c.removed FROM (
			SELECT n.until, count(c.id) FILTER (WHERE change = 'ADDED') added, count(c.id) FILTER (WHERE change = 'REMOVED') removed
			FROM (SELECT *, ?::uuid AS until FROM reconnections WHERE business_id = ?) n LEFT JOIN dataset_changes c
				ON c.business_id = n.business_id AND c.run_id > n.after_run_id AND c.run_id <= n.until
			GROUP BY n.until) c
		WHERE r.business_id = ? AND r.datasets_gained IS NULL`, run.ID, run.BusinessID, run.BusinessID)
	return err
}

// ReconnectionsOfBusinesses reads what the latest grant of each business changed; one that has had a single grant is missing.
func (s *Store) ReconnectionsOfBusinesses(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*Reconnection, error) {
	var rows []Reconnection
	err := s.db.WithContext(ctx).Where("business_id = ANY (?)", uuids(ids)).Find(&rows).Error
	latest := make(map[uuid.UUID]*Reconnection, len(rows))
	for i := range rows {
		latest[rows[i].BusinessID] = &rows[i]
	}
	return latest, translate(err)
}
