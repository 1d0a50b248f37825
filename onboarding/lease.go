package onboarding

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

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
	listed, err := s.Store.OverdueOnboardings(ctx, s.Now(), tendAtOnce)
	if err != nil {
		return fmt.Errorf("listing overdue onboardings: %w", err)
	}
	var failed error
	for _, o := range listed {
		if err := s.endOverdue(ctx, o.ID); err != nil && !errors.Is(err, models.ErrNotFound) {
			failed = errors.Join(failed, fmt.Errorf("ending onboarding %s: %w", o.ID, err))
		}
	}
	return failed
}

// endOverdue looks again, while nobody can change it: whoever works on it may have given a sign of life since it was listed, or ended it.
func (s *Service) endOverdue(ctx context.Context, id uuid.UUID) error {
	return s.Store.InTx(ctx, func(tx *models.Tx) error {
		o, err := tx.LockOnboarding(id)
		if err != nil {
			return err
		}
		by, code := overdue(o, s.Now())
		if by == "" {
			return nil
		}
		s.Log.WarnContext(ctx, "onboarding ended without a connection", "onboarding", id, "problem", code)
		return s.endIn(ctx, tx, o, by, problem(code, s.Now()))
	})
}

// overdue says how an onboarding ends for which time has run out; with nothing while it has not.
func overdue(o *models.Onboarding, now time.Time) (trigger, models.ProblemCode) {
	switch {
	case o.Status == models.OnboardingOpen && o.ExpiresAt.Before(now):
		return timeOver, models.ProblemOnboardingExpired
	case o.LeaseUntil != nil && o.LeaseUntil.Before(now):
		return workInterrupted, models.ProblemExchangeOutcomeUnknown
	}
	return "", ""
}
