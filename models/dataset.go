package models

import (
	"context"
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
