package onboarding

import (
	"context"
	"fmt"
	"time"

	"capiconnect/models"
)

// signEvery is how often a program that works jobs shows that it is alive.
const signEvery = models.WorkerSilence / 3

// startWorking takes jobs on.
func (s *Service) startWorking(ctx context.Context) error {
	if err := s.Store.SeeWorker(ctx, s.worker); err != nil {
		return fmt.Errorf("telling that this program works jobs: %w", err)
	}
	if err := s.queue.Start(ctx); err != nil {
		return fmt.Errorf("starting the job queue: %w", err)
	}
	return nil
}

// stopWorking ends the jobs. Those that do not end before ctx are taken over once this program has been silent for long enough.
func (s *Service) stopWorking(ctx context.Context) error {
	if err := s.queue.Stop(ctx); err != nil {
		return fmt.Errorf("ending the jobs: %w", err)
	}
	if err := s.Store.DropWorker(ctx, s.worker); err != nil {
		s.Log.WarnContext(ctx, "telling that this program works no more jobs", "error", err) // others find out
	}
	return nil
}

// showLife shows that this program works jobs, and frees those of programs that no longer do. While the database was away everybody was
// silent, so it takes nobody for gone before all have had the time to show themselves.
func (s *Service) showLife(ctx context.Context) {
	var since time.Time // since when there has been no failure
	every(ctx, signEvery, func() {
		if err := s.Store.SeeWorker(ctx, s.worker); err != nil {
			since = time.Time{}
			return
		}
		if since.IsZero() {
			since = time.Now()
		}
		if time.Since(since) < models.WorkerSilence {
			return
		}
		if freed, err := s.Store.FreeJobs(ctx); err == nil && freed > 0 {
			s.Log.WarnContext(ctx, "a program that worked jobs is gone, others take them over", "jobs", freed)
		}
	})
}
