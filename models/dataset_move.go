package models

import "github.com/google/uuid"

// DatasetMove is a dataset that a run found to have come, gone, or changed between owned and shared. ID is nil when nobody has it any more.
type DatasetMove struct {
	ID            *uuid.UUID
	MetaID        string
	Name          *string
	Before, After *DatasetRelation
	Count         int // of all moves of the run
}

// What came and went again in one list, while that was read, has not moved.
const datasetMoves = `
	WITH net AS (
		SELECT dataset_meta_id AS meta_id, relation, max(dataset_name) AS name, sum(CASE change WHEN 'ADDED' THEN 1 ELSE -1 END) AS gain
		FROM dataset_changes WHERE run_id = ? GROUP BY dataset_meta_id, relation),
	moves AS (
		SELECT meta_id, max(name) AS name, max(relation) FILTER (WHERE gain < 0) AS before, max(relation) FILTER (WHERE gain > 0) AS after
		FROM net WHERE gain <> 0 GROUP BY meta_id)
	SELECT d.id, m.*, count(*) OVER () AS count FROM moves m LEFT JOIN datasets d USING (meta_id) ORDER BY meta_id LIMIT ?`

// DatasetMoves reads what a run has changed of the datasets of its business, the first so many by Meta's id.
func (tx *Tx) DatasetMoves(runID uuid.UUID, limit int) (moves []DatasetMove, err error) {
	err = tx.db.Raw(datasetMoves, runID, limit).Scan(&moves).Error
	return moves, translate(err)
}
