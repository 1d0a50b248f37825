package models

import (
	"encoding/json"
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
}

// BusinessDataset relates a dataset to a business that owns it or has been given it.
type BusinessDataset struct {
	BusinessID uuid.UUID       `gorm:"primaryKey"`
	Relation   DatasetRelation `gorm:"primaryKey"`
	DatasetID  uuid.UUID       `gorm:"primaryKey"`
	SortName   string
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
	ID                  uuid.UUID       `json:"id"` // used where the dataset is not known yet
	MetaID              string          `json:"meta_id"`
	Relation            DatasetRelation `json:"relation"`
	Name                *string         `json:"name"`
	LastFiredAt         *time.Time      `json:"last_fired_at"`
	CreatedAt           *time.Time      `json:"created_at"`
	IsUnavailable       *bool           `json:"is_unavailable"`
	OwnerBusinessMetaID *string         `json:"owner_business_meta_id"`
	OwnerBusinessName   *string         `json:"owner_business_name"`
}

// factColumns is how PostgreSQL reads the JSON of DatasetFacts.
const factColumns = `AS f(id uuid, meta_id text, relation text, name text, last_fired_at timestamptz, created_at timestamptz,
	is_unavailable boolean, owner_business_meta_id text, owner_business_name text)`

// What a poorer answer of Meta's leaves out stays as it was. Rows are taken in one order everywhere, lest two syncs deadlock.
const upsertDatasets = `
	INSERT INTO datasets AS d (id, meta_id, name, last_fired_at, created_at, is_unavailable, owner_business_meta_id, owner_business_name, seen_at)
	SELECT DISTINCT ON (meta_id COLLATE "C") id, meta_id, name, last_fired_at, created_at, is_unavailable, owner_business_meta_id, owner_business_name, ?
	FROM jsonb_to_recordset(?) ` + factColumns + ` ORDER BY meta_id COLLATE "C", relation
	ON CONFLICT (meta_id) DO UPDATE SET
		name = coalesce(excluded.name, d.name),
		last_fired_at = coalesce(excluded.last_fired_at, d.last_fired_at),
		created_at = coalesce(excluded.created_at, d.created_at),
		is_unavailable = coalesce(excluded.is_unavailable, d.is_unavailable),
		owner_business_meta_id = coalesce(excluded.owner_business_meta_id, d.owner_business_meta_id),
		owner_business_name = coalesce(excluded.owner_business_name, d.owner_business_name),
		seen_at = excluded.seen_at`

const relateDatasets = `
	INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name)
	SELECT ?, f.relation, d.id, d.sort_name FROM jsonb_to_recordset(?) ` + factColumns + ` JOIN datasets d USING (meta_id)
	ON CONFLICT (business_id, relation, dataset_id) DO NOTHING`

const sweepDatasets = `
	DELETE FROM business_datasets r USING datasets d WHERE r.business_id = ? AND d.id = r.dataset_id AND NOT EXISTS (
		SELECT FROM jsonb_to_recordset(?) ` + factColumns + ` WHERE f.meta_id = d.meta_id AND f.relation = r.relation)
	RETURNING r.dataset_id`

// ReplaceDatasets makes facts, the whole of both lists of a business, what is known of its datasets. No (dataset, relation) may
// occur twice.
func (tx *Tx) ReplaceDatasets(businessID uuid.UUID, facts []DatasetFact, at time.Time) error {
	text, err := json.Marshal(append([]DatasetFact{}, facts...)) // never null
	if err != nil {
		return fmt.Errorf("spelling the datasets: %w", err)
	}
	if _, err := tx.exec(upsertDatasets, at, string(text)); err != nil {
		return fmt.Errorf("storing the datasets: %w", err)
	}
	if _, err := tx.exec(relateDatasets, businessID, string(text)); err != nil {
		return fmt.Errorf("relating the datasets: %w", err)
	}
	var gone []uuid.UUID
	if err := tx.db.Raw(sweepDatasets, businessID, string(text)).Scan(&gone).Error; err != nil {
		return fmt.Errorf("removing datasets that are gone: %w", translate(err))
	}
	return tx.dropUnrelated(gone)
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
