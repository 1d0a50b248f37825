package models

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// MetaUsage is how many calls to one of Meta's endpoints had one outcome on one day, in UTC.
type MetaUsage struct {
	Day      time.Time `gorm:"primaryKey;type:date"`
	Endpoint string    `gorm:"primaryKey"`
	Outcome  string    `gorm:"primaryKey"` // "ok", or the class of the error
	Calls    int64
}

// TableName keeps gorm from looking for a plural.
func (MetaUsage) TableName() string { return "meta_usage" }

// CountUsage adds calls to what has been counted.
func (s *Store) CountUsage(ctx context.Context, counts []MetaUsage) error {
	batch := &pgx.Batch{}
	for _, count := range counts {
		batch.Queue(`INSERT INTO meta_usage AS u (day, endpoint, outcome, calls) VALUES ($1, $2, $3, $4)
			ON CONFLICT (day, endpoint, outcome) DO UPDATE SET calls = u.calls + excluded.calls`,
			count.Day, count.Endpoint, count.Outcome, count.Calls)
	}
	return translate(pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return tx.SendBatch(ctx, batch).Close() }))
}

// Usage reads what has been counted since a day, by day, endpoint and outcome.
func (s *Store) Usage(ctx context.Context, since time.Time) ([]MetaUsage, error) {
	var counts []MetaUsage
	err := s.db.WithContext(ctx).Where("day >= ?", since).Order("day, endpoint, outcome").Find(&counts).Error
	return counts, translate(err)
}

// UsageOfDay sums up the calls to Meta of one day, in UTC.
type UsageOfDay struct {
	Day       time.Time
	Calls     int64 // of all endpoints
	Succeeded int64 // of the endpoints asked about
	Failed    int64 // of the endpoints asked about
}

// UsageByDay sums up what has been counted, the earliest day first; days without a call are missing. Calls with the outcome except do not
// count.
func (s *Store) UsageByDay(ctx context.Context, endpoints []string, except string) ([]UsageOfDay, error) {
	var days []UsageOfDay
	err := s.db.WithContext(ctx).Raw(`SELECT day, sum(calls)::bigint AS calls,
			coalesce(sum(calls) FILTER (WHERE endpoint IN @endpoints AND outcome = 'ok'), 0)::bigint AS succeeded,
			coalesce(sum(calls) FILTER (WHERE endpoint IN @endpoints AND outcome <> 'ok'), 0)::bigint AS failed
		FROM meta_usage WHERE outcome <> @except GROUP BY day ORDER BY day`,
		map[string]any{"endpoints": endpoints, "except": except}).Scan(&days).Error
	return days, translate(err)
}
