package onboarding

import (
	"context"
	"errors"
	"fmt"
	"time"

	"capiconnect/models"
)

const (
	// lease is how long a worker is believed to be alive without a sign of life.
	lease = time.Minute
	// maxTakeovers is how many onboardings one replica takes over at a time.
	maxTakeovers = 8
	// overdueEvery is how often a replica looks for leases that have run out.
	overdueEvery = 5 * time.Second
)

// keepLease extends the lease on o's onboarding until the function that it returns is called, or somebody else has it.
func (s *Service) keepLease(ctx context.Context, o *models.Onboarding) (release func()) {
	ctx, release = context.WithCancel(ctx)
	id, owner := o.ID, *o.LeaseOwner
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-time.After(lease / 3):
			}
			err := s.Store.ExtendLease(ctx, id, owner, s.Now().Add(lease))
			if errors.Is(err, models.ErrStale) {
				return
			}
		}
	}()
	return release
}

// Run takes over work whose lease has run out, here or in a replica that is gone, and lets onboardings expire that nobody
// finished, until ctx ends.
func (s *Service) Run(ctx context.Context) {
	ticker := time.NewTicker(overdueEvery)
	defer ticker.Stop()
	for {
		if err := s.takeOver(ctx); err != nil && ctx.Err() == nil {
			s.Log.WarnContext(ctx, "taking over overdue work", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func (s *Service) takeOver(ctx context.Context) error {
	overdue, err := s.Store.OverdueOnboardings(ctx, s.Now(), maxTakeovers-int(s.takeovers.Load()))
	if err != nil {
		return fmt.Errorf("listing overdue onboardings: %w", err)
	}
	var failed error
	for i := range overdue {
		if err := s.takeOverOne(ctx, &overdue[i]); err != nil && !errors.Is(err, models.ErrStale) {
			failed = errors.Join(failed, fmt.Errorf("taking over onboarding %s: %w", overdue[i].ID, err))
		}
	}
	return failed
}

func (s *Service) takeOverOne(ctx context.Context, o *models.Onboarding) error {
	switch o.Status {
	case models.OnboardingOpen:
		return s.end(ctx, o, timeOver, problem(models.ProblemOnboardingExpired, s.Now()))
	case models.OnboardingExchanging:
		return s.end(ctx, o, workInterrupted, problem(models.ProblemExchangeOutcomeUnknown, s.Now()))
	}
	worker, until := models.NewID(), s.Now().Add(lease)
	o.LeaseOwner, o.LeaseUntil = &worker, &until
	if err := s.Store.InTx(ctx, func(tx *models.Tx) error { return tx.UpdateOnboarding(o) }); err != nil {
		return err
	}
	s.takeovers.Add(1)
	s.inBackground(ctx, func(ctx context.Context) {
		defer s.takeovers.Add(-1)
		defer s.keepLease(ctx, o)()
		s.advance(ctx, o.ID, worker)
	})
	return nil
}
