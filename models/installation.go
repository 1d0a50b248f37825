package models

import (
	"context"
	"time"
)

// Installation is what makes this installation itself: one row, written at the first start. Only the seal of its key ever changes.
type Installation struct {
	OnlyRow   bool `gorm:"primaryKey"`
	IndexKey  []byte
	CreatedAt time.Time
}

// TableName keeps gorm from looking for a plural.
func (Installation) TableName() string { return "installation" }

// Installation reads the installation; ErrNotFound before the first start has written it.
func (s *Store) Installation(ctx context.Context) (*Installation, error) {
	return first[Installation](s.db.WithContext(ctx))
}

// CreateInstallation writes the installation; ErrExists when another program was first.
func (tx *Tx) CreateInstallation(sealedIndexKey []byte, at time.Time) error {
	return tx.create(&Installation{OnlyRow: true, IndexKey: sealedIndexKey, CreatedAt: at})
}
