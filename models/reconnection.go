package models

import (
	"context"
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

// KeepReconnection keeps what a new grant changed, in place of what the one before did.
func (tx *Tx) KeepReconnection(r *Reconnection) error {
	if _, err := tx.exec("DELETE FROM reconnections WHERE business_id = ?", r.BusinessID); err != nil {
		return err
	}
	return tx.create(r)
}

// CountReconnection notes what the first run with a new grant, read to its end, has found; later ones say nothing about the grant.
func (tx *Tx) CountReconnection(run *SyncRun) error {
	_, err := tx.exec(`UPDATE reconnections SET run_id = ?, datasets_gained = ?, datasets_lost = ? WHERE business_id = ? AND datasets_gained IS NULL`,
		run.ID, run.AddedCount, run.RemovedCount, run.BusinessID)
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
