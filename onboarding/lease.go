package onboarding

import (
	"context"
	"errors"
	"fmt"
	"time"

	"capiconnect/models"
)

const (
	// lease is how long an exchange is believed to be under way without a sign of life. Asking Meta and storing the answer take less.
	lease = 30 * time.Second
	// tendAtOnce is how many overdue onboardings of each kind one look finds.
	tendAtOnce = 100
)

// keepLease extends the lease on o's exchange until the function that it returns is called, or somebody else has ended it.
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

// tend names the end of exchanges whose replica is gone, and lets onboardings expire that nobody finished.
func (s *Service) tend(ctx context.Context) error {
	overdue, err := s.Store.OverdueOnboardings(ctx, s.Now(), tendAtOnce)
	if err != nil {
		return fmt.Errorf("listing overdue onboardings: %w", err)
	}
	var failed error
	for i := range overdue {
		if err := s.endOverdue(ctx, &overdue[i]); err != nil && !errors.Is(err, models.ErrStale) {
			failed = errors.Join(failed, fmt.Errorf("ending onboarding %s: %w", overdue[i].ID, err))
		}
	}
	return failed
}

func (s *Service) endOverdue(ctx context.Context, o *models.Onboarding) error {
	if o.Status == models.OnboardingOpen {
		return s.end(ctx, o, timeOver, problem(models.ProblemOnboardingExpired, s.Now()))
	}
	return s.end(ctx, o, workInterrupted, problem(models.ProblemExchangeOutcomeUnknown, s.Now()))
}
