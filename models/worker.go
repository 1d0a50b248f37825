package models

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// WorkerSilence is how long a program that works jobs may give no sign of life until it counts as gone.
const WorkerSilence = 30 * time.Second

// SeeWorker keeps that a program works jobs. The job queue knows it by the same id.
func (s *Store) SeeWorker(ctx context.Context, id uuid.UUID) error {
	_, err := s.pool.Exec(ctx, `INSERT INTO workers (id, seen_at) VALUES ($1, now()) ON CONFLICT (id) DO UPDATE SET seen_at = now()`, id)
	return translate(err)
}

// DropWorker keeps that a program works jobs no longer, and has left none behind.
func (s *Store) DropWorker(ctx context.Context, id uuid.UUID) error {
	_, err := s.pool.Exec(ctx, `DELETE FROM workers WHERE id = $1`, id)
	return translate(err)
}

// FreeJobs gives the jobs of programs that are gone to whoever takes them next, and tells how many those were. A job that has had all of its
// tries is left to the queue, which gives it up.
func (s *Store) FreeJobs(ctx context.Context) (freed int, err error) {
	err = s.pool.QueryRow(ctx, `WITH gone AS (DELETE FROM workers WHERE seen_at < now() - $1::interval RETURNING id::text),
		freed AS (UPDATE river_job SET state = 'available', scheduled_at = now()
			WHERE state = 'running' AND attempt < max_attempts AND attempted_by[cardinality(attempted_by)] IN (SELECT id FROM gone) RETURNING 1)
		SELECT count(*) FROM freed`, WorkerSilence).Scan(&freed)
	return freed, translate(err)
}
