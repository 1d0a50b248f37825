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

// sync_read is what a run has read, for the rest of the transaction. A list that changed between two of its pages may name a dataset twice: what
// came last counts. One dataset may stand in both lists.
const (
	createRead = `CREATE TEMPORARY TABLE sync_read (relation text, id uuid, meta_id text COLLATE "C", name text, last_fired_at timestamptz,
		created_at timestamptz, is_unavailable boolean, owner_business_meta_id text, owner_business_name text) ON COMMIT DROP`
	fillRead = `INSERT INTO sync_read SELECT DISTINCT ON (p.relation, f.meta_id COLLATE "C") p.relation, f.*
		FROM sync_pages p, jsonb_to_recordset(p.facts) AS f(id uuid, meta_id text, name text, last_fired_at timestamptz, created_at timestamptz,
			is_unavailable boolean, owner_business_meta_id text, owner_business_name text)
		WHERE p.run_id = @run ORDER BY p.relation, f.meta_id COLLATE "C", p.number DESC`
)

// What a poorer answer of Meta's leaves out stays as it was, and what is the same is not written. Rows are taken in one order
// everywhere, lest two syncs deadlock.
const upsertDatasets = `
	INSERT INTO datasets AS d (id, meta_id, name, last_fired_at, created_at, is_unavailable, owner_business_meta_id, owner_business_name, seen_at)
	SELECT DISTINCT ON (f.meta_id)
		f.id, f.meta_id, f.name, f.last_fired_at, f.created_at, f.is_unavailable, f.owner_business_meta_id, f.owner_business_name, CAST(@at AS timestamptz)
	FROM sync_read f ORDER BY f.meta_id
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

// What is new in a list is noted as a change under the id that came with it.
const relateDatasets = `
	WITH related AS (
		INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name)
		SELECT @business, f.relation, d.id, d.sort_name FROM sync_read f JOIN datasets d USING (meta_id)
		WHERE NOT EXISTS (SELECT FROM business_datasets r WHERE r.business_id = @business AND r.relation = f.relation AND r.dataset_id = d.id)
		ORDER BY d.meta_id RETURNING relation, dataset_id),
	noted AS (
		INSERT INTO dataset_changes (id, business_id, run_id, relation, dataset_meta_id, dataset_name, change, at)
		SELECT f.id, @business, @run, r.relation, d.meta_id, d.name, 'ADDED', @at FROM related r JOIN datasets d ON d.id = r.dataset_id
			JOIN sync_read f ON f.relation = r.relation AND f.meta_id = d.meta_id)
	SELECT count(*) FROM related`

const sweepDatasets = `
	WITH gone AS (
		DELETE FROM business_datasets r USING datasets d
		WHERE r.business_id = @business AND d.id = r.dataset_id
			AND NOT EXISTS (SELECT FROM sync_read f WHERE f.relation = r.relation AND f.meta_id = d.meta_id)
		RETURNING d.id, r.relation)
	SELECT d.id, g.relation, d.meta_id, d.name FROM gone g JOIN datasets d ON d.id = g.id ORDER BY d.sort_name, d.id`

const countDatasets = `SELECT count(*) FILTER (WHERE relation = 'OWNED'), count(*) FILTER (WHERE relation = 'SHARED')
	FROM business_datasets WHERE business_id = @business`

// ApplySync makes both lists of a run, read to their ends, what is known of the business's datasets, and counts in the run what they
// hold, gained and lost.
func (tx *Tx) ApplySync(run *SyncRun, at time.Time) error {
	values := map[string]any{"run": run.ID, "business": run.BusinessID, "at": at}
	if _, err := tx.exec(createRead); err != nil {
		return fmt.Errorf("preparing to store the datasets: %w", err)
	}
	for _, statement := range []string{fillRead, upsertDatasets} {
		if _, err := tx.exec(statement, values); err != nil {
			return fmt.Errorf("storing the datasets: %w", err)
		}
	}
	if err := tx.db.Raw(relateDatasets, values).Scan(&run.AddedCount).Error; err != nil {
		return fmt.Errorf("relating the datasets: %w", translate(err))
	}
	if err := tx.sweep(run, values, at); err != nil {
		return err
	}
	err := tx.db.Raw(countDatasets, values).Row().Scan(&run.OwnedCount, &run.SharedCount)
	return errors.Join(translate(err), tx.touchSync(run))
}

// sweep removes from the business what its lists hold no more.
func (tx *Tx) sweep(run *SyncRun, values map[string]any, at time.Time) error {
	var gone []goneDataset
	if err := tx.db.Raw(sweepDatasets, values).Scan(&gone).Error; err != nil {
		return fmt.Errorf("removing datasets that are gone: %w", translate(err))
	}
	run.RemovedCount = len(gone)
	if len(gone) == 0 {
		return nil
	}
	changes, ids := make([]DatasetChange, len(gone)), make([]uuid.UUID, len(gone))
	for i, d := range gone {
		ids[i] = d.ID
		changes[i] = DatasetChange{
			ID: NewID(), BusinessID: run.BusinessID, RunID: &run.ID, Relation: d.Relation, DatasetMetaID: d.MetaID, DatasetName: d.Name, Change: DatasetRemoved, At: at,
		}
	}
	if err := tx.db.CreateInBatches(&changes, 1000).Error; err != nil {
		return translate(err)
	}
	return tx.dropUnrelated(ids)
}

// goneDataset is a dataset that has gone from a list.
type goneDataset struct {
	ID       uuid.UUID
	Relation DatasetRelation
	MetaID   string
	Name     *string
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
