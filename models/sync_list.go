package models

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// keepPage locks the business first, as whoever ends its connection does, and then the run: its two lists keep their pages in turns.
const keepPage = `
	WITH business AS (SELECT id, epoch FROM businesses WHERE id = @business FOR KEY SHARE),
	run AS (
		UPDATE sync_runs r SET pages = pages + 1, read_at = @at FROM business b
		WHERE r.id = @run AND r.outcome = 'RUNNING' AND b.id = r.business_id AND b.epoch = r.epoch RETURNING r.id)
	INSERT INTO sync_pages (run_id, relation, number, facts, next_cursor, is_listed) SELECT id, @relation, @number, @facts, @next, true FROM run`

// What a poorer answer of Meta's leaves out stays as it was, and what is the same is not written. Rows are taken in one order
// everywhere, lest two syncs deadlock. A list that changes while it is sent may name a dataset twice in one page.
const upsertDatasets = `
	INSERT INTO datasets AS d (id, meta_id, name, last_fired_at, created_at, is_unavailable, owner_business_meta_id, owner_business_name, seen_at)
	SELECT DISTINCT ON (f.meta_id)
		f.id, f.meta_id, f.name, f.last_fired_at, f.created_at, f.is_unavailable, f.owner_business_meta_id, f.owner_business_name, CAST(@at AS timestamptz)
	FROM sync_pages p, jsonb_to_recordset(p.facts) AS f(id uuid, meta_id text COLLATE "C", name text, last_fired_at timestamptz,
		created_at timestamptz, is_unavailable boolean, owner_business_meta_id text, owner_business_name text)
	WHERE p.run_id = @run AND p.relation = @relation AND p.number = @number ORDER BY f.meta_id
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

// What is new in a list is noted as a change under the id that came with it. LIMIT has each dataset looked up by its id: a join would read
// all datasets there are, wherever the planner knows of few.
const relateDatasets = `
	WITH known AS MATERIALIZED (
		SELECT DISTINCT ON (f.meta_id) d.*, f.id AS change_id
		FROM sync_pages p, jsonb_to_recordset(p.facts) AS f(id uuid, meta_id text COLLATE "C"),
			LATERAL (SELECT id, meta_id, name, sort_name FROM datasets WHERE meta_id = f.meta_id COLLATE "default" LIMIT 1) d
		WHERE p.run_id = @run AND p.relation = @relation AND p.number = @number ORDER BY f.meta_id),
	related AS (
		INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name)
		SELECT @business, @relation, id, sort_name FROM known
		ON CONFLICT (business_id, relation, dataset_id) DO NOTHING RETURNING dataset_id)
	INSERT INTO dataset_changes (id, business_id, run_id, relation, dataset_meta_id, dataset_name, change, at)
	SELECT k.change_id, @business, @run, @relation, k.meta_id, k.name, 'ADDED', @at FROM related r JOIN known k ON k.id = r.dataset_id`

// NOT IN looks into a hash table however many datasets the planner expects; NOT EXISTS compares all with all where it expects few.
const sweepDatasets = `
	WITH gone AS (
		DELETE FROM business_datasets r USING datasets d
		WHERE r.business_id = @business AND d.id = r.dataset_id AND (r.relation, d.meta_id) NOT IN (
			SELECT p.relation, f.meta_id FROM sync_pages p, jsonb_to_recordset(p.facts) AS f(meta_id text) WHERE p.run_id = @run)
		RETURNING d.id, r.relation)
	SELECT d.id, g.relation, d.meta_id, d.name FROM gone g JOIN datasets d ON d.id = g.id ORDER BY d.sort_name, d.id`

// adoptChanges makes what runs have found that were never read to their ends the finding of the one that is.
const adoptChanges = `UPDATE dataset_changes c SET run_id = @run FROM sync_runs r
	WHERE r.business_id = @business AND r.outcome IN ('FAILED', 'SUPERSEDED') AND c.run_id = r.id`

const countDatasets = `SELECT count(*) FILTER (WHERE relation = 'OWNED'), count(*) FILTER (WHERE relation = 'SHARED'),
		(SELECT count(*) FROM dataset_changes WHERE run_id = @run AND change = 'ADDED')
	FROM business_datasets WHERE business_id = @business`

// KeepSyncPage keeps a page and lists what it holds, unless the business's token has been replaced or ended since the run began, or the
// page is there already: then ErrStale.
func (tx *Tx) KeepSyncPage(run *SyncRun, page *SyncPage, at time.Time) error {
	facts, err := json.Marshal(append([]DatasetFact{}, page.Facts...)) // never null
	if err != nil {
		return fmt.Errorf("spelling the datasets: %w", err)
	}
	values := pageValues(run, page, at)
	values["facts"], values["next"] = string(facts), page.NextCursor
	err = tx.execOne(keepPage, values)
	if errors.Is(err, ErrExists) {
		return ErrStale
	}
	if err != nil {
		return err
	}
	return tx.listPage(values)
}

func pageValues(run *SyncRun, page *SyncPage, at time.Time) map[string]any {
	return map[string]any{"run": run.ID, "business": run.BusinessID, "relation": page.Relation, "number": page.Number, "at": at}
}

// listPage makes what a page holds stand in its list.
func (tx *Tx) listPage(values map[string]any) error {
	if _, err := tx.exec(upsertDatasets, values); err != nil {
		return fmt.Errorf("storing the datasets: %w", err)
	}
	if _, err := tx.exec(relateDatasets, values); err != nil {
		return fmt.Errorf("relating the datasets: %w", err)
	}
	return nil
}

// FinishLists removes from both lists of a run, read to their ends, what they hold no more, and counts in the run what they hold, gained
// and lost.
func (tx *Tx) FinishLists(run *SyncRun, at time.Time) error {
	if err := tx.listLeft(run, at); err != nil {
		return err
	}
	values := map[string]any{"run": run.ID, "business": run.BusinessID}
	if err := tx.sweep(run, values, at); err != nil {
		return err
	}
	if _, err := tx.exec(adoptChanges, values); err != nil {
		return fmt.Errorf("taking over what other runs found: %w", err)
	}
	err := tx.db.Raw(countDatasets, values).Row().Scan(&run.OwnedCount, &run.SharedCount, &run.AddedCount)
	return errors.Join(translate(err), tx.touchSync(run))
}

// listLeft lists the pages that a program of the release before has kept, which lists none before it has them all.
func (tx *Tx) listLeft(run *SyncRun, at time.Time) error {
	var left []SyncPage
	if err := tx.db.Where("run_id = ? AND NOT is_listed", run.ID).Order("number").Find(&left).Error; err != nil {
		return translate(err)
	}
	for i := range left {
		if err := tx.listPage(pageValues(run, &left[i], at)); err != nil {
			return err
		}
	}
	return nil
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
