package models

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Dataset is one of Meta's datasets, known from the list of at least one business.
type Dataset struct {
	ID                  uuid.UUID `gorm:"primaryKey"`
	MetaID              string
	Name                *string
	LastFiredAt         *time.Time
	CreatedAt           *time.Time `gorm:"autoCreateTime:false"`
	IsUnavailable       *bool
	OwnerBusinessMetaID *string
	OwnerBusinessName   *string
	SeenAt              time.Time
	TestedAt            *time.Time // when the last test event was sent
}

// BusinessDataset relates a dataset to a business that owns it or has been given it.
type BusinessDataset struct {
	BusinessID uuid.UUID       `gorm:"primaryKey"`
	Relation   DatasetRelation `gorm:"primaryKey"`
	DatasetID  uuid.UUID       `gorm:"primaryKey"`
	SortName   string
	IsUsable   *bool // whether the token reaches it; nil before that was tried
	ProbedAt   *time.Time
}

// DatasetRelation says how a dataset belongs to a business.
type DatasetRelation string

// The dataset relations.
const (
	Owned  DatasetRelation = "OWNED"
	Shared DatasetRelation = "SHARED"
)

// DatasetFact is what one business's list at Meta says of one dataset.
type DatasetFact struct {
	ID                  uuid.UUID  `json:"id"` // used where the dataset is not known yet
	MetaID              string     `json:"meta_id"`
	Name                *string    `json:"name"`
	LastFiredAt         *time.Time `json:"last_fired_at"`
	CreatedAt           *time.Time `json:"created_at"`
	IsUnavailable       *bool      `json:"is_unavailable"`
	OwnerBusinessMetaID *string    `json:"owner_business_meta_id"`
	OwnerBusinessName   *string    `json:"owner_business_name"`
}

// runFacts are the datasets that a run has read, in one list or in both. A list that changed between two of its pages may name one
// twice, and one dataset may stand in both lists.
func runFacts(condition string) string {
	return `(SELECT DISTINCT ON (f.meta_id COLLATE "C") f.* FROM sync_pages p, jsonb_to_recordset(p.facts) AS f(id uuid, meta_id text,
	name text, last_fired_at timestamptz, created_at timestamptz, is_unavailable boolean, owner_business_meta_id text, owner_business_name text)
	WHERE p.run_id = @run ` + condition + ` ORDER BY f.meta_id COLLATE "C", p.number DESC)`
}

const ofRelation = "AND p.relation = @relation"

// What a poorer answer of Meta's leaves out stays as it was, and what is the same is not written. Rows are taken in one order
// everywhere, lest two syncs deadlock.
var upsertDatasets = `
	INSERT INTO datasets AS d (id, meta_id, name, last_fired_at, created_at, is_unavailable, owner_business_meta_id, owner_business_name, seen_at)
	SELECT f.id, f.meta_id, f.name, f.last_fired_at, f.created_at, f.is_unavailable, f.owner_business_meta_id, f.owner_business_name, @at
	FROM ` + runFacts("") + ` f ORDER BY f.meta_id COLLATE "C"
	ON CONFLICT (meta_id) DO UPDATE SET
		name = coalesce(excluded.name, d.name),
		last_fired_at = coalesce(excluded.last_fired_at, d.last_fired_at),
		created_at = coalesce(excluded.created_at, d.created_at),
		is_unavailable = coalesce(excluded.is_unavailable, d.is_unavailable),
		owner_business_meta_id = coalesce(excluded.owner_business_meta_id, d.owner_business_meta_id),
		owner_business_name = coalesce(excluded.owner_business_name, d.owner_business_name),
		seen_at = excluded.seen_at
	WHERE (d.name, d.last_fired_at, d.created_at, d.is_unavailable, d.owner_business_meta_id, d.owner_business_name) IS DISTINCT FROM (
		coalesce(excluded.name, d.name), coalesce(excluded.last_fired_at, d.last_fired_at), coalesce(excluded.created_at, d.created_at),
		coalesce(excluded.is_unavailable, d.is_unavailable), coalesce(excluded.owner_business_meta_id, d.owner_business_meta_id),
		coalesce(excluded.owner_business_name, d.owner_business_name))`

var relateDatasets = `
	WITH related AS (
		INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name)
		SELECT @business, @relation, d.id, d.sort_name FROM ` + runFacts(ofRelation) + ` f JOIN datasets d USING (meta_id)
		ON CONFLICT (business_id, relation, dataset_id) DO NOTHING RETURNING dataset_id)
	SELECT d.* FROM related r JOIN datasets d ON d.id = r.dataset_id ORDER BY d.sort_name, d.id`

var sweepDatasets = `
	WITH gone AS (
		DELETE FROM business_datasets r USING datasets d
		WHERE r.business_id = @business AND r.relation = @relation AND d.id = r.dataset_id
			AND NOT EXISTS (SELECT FROM ` + runFacts(ofRelation) + ` f WHERE f.meta_id = d.meta_id)
		RETURNING d.id)
	SELECT d.* FROM gone g JOIN datasets d ON d.id = g.id ORDER BY d.sort_name, d.id`

// ApplySync makes both lists of a run, read to their ends, what is known of the business's datasets, and counts in the run what they
// hold, gained and lost.
func (tx *Tx) ApplySync(run *SyncRun, at time.Time) error {
	values := map[string]any{"run": run.ID, "business": run.BusinessID, "at": at}
	if _, err := tx.exec(upsertDatasets, values); err != nil {
		return fmt.Errorf("storing the datasets: %w", err)
	}
	var gone []Dataset
	for relation, count := range map[DatasetRelation]*int{Owned: &run.OwnedCount, Shared: &run.SharedCount} {
		removed, err := tx.applyList(run, relation, count, at)
		if err != nil {
			return err
		}
		gone = append(gone, removed...)
	}
	if err := tx.dropUnrelated(idsOf(gone)); err != nil {
		return err
	}
	return tx.touchSync(run)
}

func (tx *Tx) applyList(run *SyncRun, relation DatasetRelation, count *int, at time.Time) (removed []Dataset, err error) {
	values := map[string]any{"run": run.ID, "business": run.BusinessID, "relation": relation}
	var added []Dataset
	if err := tx.db.Raw(relateDatasets, values).Scan(&added).Error; err != nil {
		return nil, fmt.Errorf("relating the datasets: %w", translate(err))
	}
	if err := tx.db.Raw(sweepDatasets, values).Scan(&removed).Error; err != nil {
		return nil, fmt.Errorf("removing datasets that are gone: %w", translate(err))
	}
	run.AddedCount += len(added)
	run.RemovedCount += len(removed)
	err = tx.db.Raw("SELECT count(*) FROM business_datasets WHERE business_id = @business AND relation = @relation", values).Scan(count).Error
	return removed, errors.Join(translate(err), tx.recordChanges(run, relation, added, removed, at))
}

func (tx *Tx) recordChanges(run *SyncRun, relation DatasetRelation, added, removed []Dataset, at time.Time) error {
	var changes []DatasetChange
	note := func(datasets []Dataset, kind ChangeKind) {
		for _, d := range datasets {
			changes = append(changes, DatasetChange{
				ID: NewID(), BusinessID: run.BusinessID, RunID: &run.ID, Relation: relation,
				DatasetMetaID: d.MetaID, DatasetName: d.Name, Change: kind, At: at,
			})
		}
	}
	note(added, DatasetAdded)
	note(removed, DatasetRemoved)
	if len(changes) == 0 {
		return nil
	}
	return translate(tx.db.CreateInBatches(&changes, 1000).Error)
}

func idsOf(datasets []Dataset) []uuid.UUID {
	ids := make([]uuid.UUID, len(datasets))
	for i := range datasets {
		ids[i] = datasets[i].ID
	}
	return ids
}

// DatasetsToProbe lists datasets of a business that were not tried since then, those never tried first.
func (s *Store) DatasetsToProbe(ctx context.Context, businessID uuid.UUID, then time.Time, limit int) ([]Dataset, error) {
	var due []Dataset
	err := s.db.WithContext(ctx).Raw(`SELECT d.* FROM datasets d JOIN (
			SELECT dataset_id, min(probed_at) AS probed_at, bool_or(probed_at IS NULL) AS is_new FROM business_datasets WHERE business_id = ? GROUP BY dataset_id
		) r ON r.dataset_id = d.id WHERE r.is_new OR r.probed_at < ? ORDER BY r.is_new DESC, r.probed_at, d.id LIMIT ?`, businessID, then, limit).Scan(&due).Error
	return due, translate(err)
}

// KeepProbe keeps whether the token of a business reaches a dataset; ErrStale when the token has been replaced or ended since b was read.
func (s *Store) KeepProbe(ctx context.Context, b *Business, datasetID uuid.UUID, usable bool, at time.Time) error {
	kept, err := s.pool.Exec(ctx, `UPDATE business_datasets r SET is_usable = $1, probed_at = $2 FROM businesses b
		WHERE r.business_id = $3 AND r.dataset_id = $4 AND b.id = r.business_id AND b.epoch = $5`, usable, at, b.ID, datasetID, b.Epoch)
	if err == nil && kept.RowsAffected() == 0 {
		return ErrStale
	}
	return translate(err)
}

// ListedDatasets are the first so many datasets in the lists of a business, each once.
func (tx *Tx) ListedDatasets(businessID uuid.UUID, limit int) (listed []uuid.UUID, err error) {
	err = tx.db.Raw("SELECT DISTINCT dataset_id FROM business_datasets WHERE business_id = ? ORDER BY dataset_id LIMIT ?", businessID, limit).Scan(&listed).Error
	return listed, translate(err)
}

// ListsDataset tells whether a dataset stands in one of the lists of a business.
func (tx *Tx) ListsDataset(businessID, datasetID uuid.UUID) (listed bool, err error) {
	err = tx.db.Raw("SELECT EXISTS (SELECT FROM business_datasets WHERE business_id = ? AND dataset_id = ?)", businessID, datasetID).Scan(&listed).Error
	return listed, translate(err)
}

// Dataset reads one dataset.
func (tx *Tx) Dataset(id uuid.UUID) (*Dataset, error) {
	return first[Dataset](tx.db.Where("id = ?", id))
}

// ClaimTest notes that a test event is being sent to a dataset; ErrStale when the last one was sent after then.
func (tx *Tx) ClaimTest(datasetID uuid.UUID, then, now time.Time) error {
	return tx.execOne("UPDATE datasets SET tested_at = ? WHERE id = ? AND (tested_at IS NULL OR tested_at <= ?)", now, datasetID, then)
}

// KeepFired keeps when a dataset last received an event, unless a later time is known.
func (s *Store) KeepFired(ctx context.Context, datasetID uuid.UUID, at time.Time) error {
	_, err := s.pool.Exec(ctx, "UPDATE datasets SET last_fired_at = $1 WHERE id = $2 AND (last_fired_at IS NULL OR last_fired_at < $1)", at, datasetID)
	return translate(err)
}

// dropUnrelated deletes those of the datasets that no business has any more. Whoever is just relating one of them is waited for;
// only then does a second statement see what is true.
func (tx *Tx) dropUnrelated(datasets []uuid.UUID) error {
	if len(datasets) == 0 {
		return nil
	}
	if _, err := tx.exec(`SELECT FROM datasets WHERE id = ANY (?) ORDER BY meta_id COLLATE "C" FOR UPDATE`, uuids(datasets)); err != nil {
		return fmt.Errorf("locking datasets that are gone: %w", err)
	}
	_, err := tx.exec(`DELETE FROM datasets d WHERE d.id = ANY (?)
		AND NOT EXISTS (SELECT FROM business_datasets r WHERE r.dataset_id = d.id)`, uuids(datasets))
	if err != nil {
		return fmt.Errorf("deleting datasets that are gone: %w", err)
	}
	return nil
}
