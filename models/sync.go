package models

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// SyncRun is one reading of both dataset lists of a business.
type SyncRun struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	BusinessID uuid.UUID
	Epoch      int64 // of the business when the run began
	Outcome    SyncOutcome
	// RequestedAt is the business's SyncRequestedAt when the run began: the request that it covers, with all those before.
	RequestedAt *time.Time
	StartedAt   time.Time
	// ReadAt is when its last page came, or when it began.
	ReadAt       time.Time
	EndedAt      *time.Time
	Pages        int
	OwnedCount   int
	SharedCount  int
	AddedCount   int
	RemovedCount int
}

// SyncOutcome says how a run ended, or that it has not.
type SyncOutcome string

// The sync outcomes. A run is superseded when the token that it read with was replaced or ended, or when it lay too long.
const (
	SyncRunning    SyncOutcome = "RUNNING"
	SyncCompleted  SyncOutcome = "COMPLETED"
	SyncFailed     SyncOutcome = "FAILED"
	SyncSuperseded SyncOutcome = "SUPERSEDED"
)

// SyncPage is one page of one list, kept until both lists are whole. NextCursor is nil on the last page.
type SyncPage struct {
	RunID      uuid.UUID       `gorm:"primaryKey"`
	Relation   DatasetRelation `gorm:"primaryKey"`
	Number     int             `gorm:"primaryKey"`
	Facts      []DatasetFact   `gorm:"-"`
	NextCursor *string
}

// DatasetChange is a dataset that a business's list gained or lost.
type DatasetChange struct {
	ID            uuid.UUID `gorm:"primaryKey"`
	BusinessID    uuid.UUID
	RunID         *uuid.UUID
	Relation      DatasetRelation
	DatasetMetaID string
	DatasetName   *string
	Change        ChangeKind
	At            time.Time
}

// ChangeKind says whether a dataset came or went.
type ChangeKind string

// The kinds of changes.
const (
	DatasetAdded   ChangeKind = "ADDED"
	DatasetRemoved ChangeKind = "REMOVED"
)

// BusinessesToSync lists connected businesses whose datasets were asked for before then and are not read yet, by id, after one of them.
func (s *Store) BusinessesToSync(ctx context.Context, then time.Time, after uuid.UUID, limit int) ([]Business, error) {
	var waiting []Business
	err := s.db.WithContext(ctx).Where("status IN ('CONNECTED', 'DEGRADED') AND sync_requested_at < ? AND id > ?", then, after).
		Order("id").Limit(limit).Find(&waiting).Error
	return waiting, translate(err)
}

// LastSyncPage reads where a list of a run has come to; ErrNotFound before its first page.
func (s *Store) LastSyncPage(ctx context.Context, runID uuid.UUID, relation DatasetRelation) (*SyncPage, error) {
	return first[SyncPage](s.db.WithContext(ctx).Where("run_id = ? AND relation = ?", runID, relation).Order("number DESC"))
}

// LastSyncsOfBusinesses reads the last run of each business; a business without one is missing.
func (s *Store) LastSyncsOfBusinesses(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*SyncRun, error) {
	var rows []SyncRun
	err := s.db.WithContext(ctx).Raw(`SELECT DISTINCT ON (business_id) * FROM sync_runs WHERE business_id = ANY (?)
		ORDER BY business_id, started_at DESC, id DESC`, uuids(ids)).Scan(&rows).Error
	last := make(map[uuid.UUID]*SyncRun, len(rows))
	for i := range rows {
		last[rows[i].BusinessID] = &rows[i]
	}
	return last, translate(err)
}

// RunningSync reads the run of a business that has not ended.
func (tx *Tx) RunningSync(businessID uuid.UUID) (*SyncRun, error) {
	return first[SyncRun](tx.db.Where("business_id = ? AND outcome = 'RUNNING'", businessID))
}

// CreateSyncRun notes that a run has begun; ErrExists while another one of the same business runs.
func (tx *Tx) CreateSyncRun(run *SyncRun) error { return tx.create(run) }

// SupersedeSync ends the run of a business that has not ended, if there is one, and drops its pages. The caller has locked the business,
// so that no other run begins meanwhile. A page that is just being kept is waited for, and only a second statement sees it.
func (tx *Tx) SupersedeSync(businessID uuid.UUID, at time.Time) error {
	ended, err := tx.exec("UPDATE sync_runs SET outcome = 'SUPERSEDED', ended_at = ? WHERE business_id = ? AND outcome = 'RUNNING'", at, businessID)
	if err != nil || ended == 0 {
		return err
	}
	_, err = tx.exec(`DELETE FROM sync_pages p USING sync_runs r WHERE r.id = p.run_id AND r.business_id = ? AND r.outcome = 'SUPERSEDED'`, businessID)
	return err
}

// EndSyncRun notes how a run ended and drops its pages. ErrStale when it had ended before.
func (tx *Tx) EndSyncRun(run *SyncRun, outcome SyncOutcome, at time.Time) error {
	run.Outcome, run.EndedAt = outcome, &at
	err := tx.execOne(`UPDATE sync_runs SET outcome = ?, ended_at = ?, owned_count = ?, shared_count = ?, added_count = ?, removed_count = ?
		WHERE id = ? AND outcome = 'RUNNING'`, outcome, at, run.OwnedCount, run.SharedCount, run.AddedCount, run.RemovedCount, run.ID)
	if err != nil {
		return err
	}
	_, err = tx.exec("DELETE FROM sync_pages WHERE run_id = ?", run.ID)
	return err
}

// DropSyncPages forgets what a run has read of a list, which then begins anew.
func (tx *Tx) DropSyncPages(runID uuid.UUID, relation DatasetRelation) error {
	_, err := tx.exec("DELETE FROM sync_pages WHERE run_id = ? AND relation = ?", runID, relation)
	return err
}
