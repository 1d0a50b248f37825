package models

import (
	"context"
	"time"
)

// AccessTier is what Meta's answers last called the app's tier of access to the Marketing API, and when: one row.
type AccessTier struct {
	OnlyRow  bool   `gorm:"primaryKey"`
	MetaName string // such as "development_access"
	SeenAt   time.Time
}

// TableName keeps gorm from looking for a plural.
func (AccessTier) TableName() string { return "access_tier" }

// AccessTier reads the tier; ErrNotFound as long as no answer has told it.
func (s *Store) AccessTier(ctx context.Context) (*AccessTier, error) {
	return first[AccessTier](s.db.WithContext(ctx))
}

// KeepAccessTier keeps what an answer of that time called the tier, unless a later one is known.
func (s *Store) KeepAccessTier(ctx context.Context, metaName string, at time.Time) error {
	_, err := s.pool.Exec(ctx, `INSERT INTO access_tier AS t (meta_name, seen_at) VALUES ($1, $2)
		ON CONFLICT (only_row) DO UPDATE SET meta_name = excluded.meta_name, seen_at = excluded.seen_at WHERE t.seen_at < excluded.seen_at`,
		metaName, at)
	return translate(err)
}
