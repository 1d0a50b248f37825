package onboarding

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/models/seal"
)

const (
	overdueEvery = 5 * time.Second
	overdueBatch = 50
)

// advance carries an onboarding on from where it stands, step by step, until it has ended or must wait. Each step decides from
// what is stored and returns here.
func (s *Service) advance(ctx context.Context, id uuid.UUID) {
	for {
		o, err := s.Store.Onboarding(ctx, id)
		if err == nil {
			switch o.Status {
			case models.OnboardingIdentifying:
				err = s.identify(ctx, o)
			case models.OnboardingSyncing:
				err = s.syncOnboarding(ctx, o)
			default:
				return
			}
		}
		if err != nil {
			s.Log.WarnContext(ctx, "onboarding step did not succeed", "onboarding", id, "error", err)
			return
		}
	}
}

// stepFailed decides whether a step is tried again or the onboarding ends. It returns cause, so that advance stops.
func (s *Service) stepFailed(ctx context.Context, o *models.Onboarding, cause error) error {
	if errors.Is(cause, models.ErrStale) || errors.Is(cause, models.ErrUnavailable) {
		return cause // somebody else has it, or nothing can be written: the lease decides
	}
	var err error
	switch p := problemOf(cause, s.Now()); {
	case mayPass(cause):
		err = s.wait(ctx, o, p)
	default:
		err = s.end(ctx, o, refused, p)
	}
	return errors.Join(cause, err)
}

// wait keeps the onboarding where it is until the next try.
func (s *Service) wait(ctx context.Context, o *models.Onboarding, p models.Problem) error {
	if p.RetryAt == nil {
		at := s.Now().Add(retryAfter)
		p.RetryAt = &at
	}
	o.Problem, o.LeaseUntil = p, p.RetryAt
	return s.Store.InTx(ctx, func(tx *models.Tx) error { return tx.UpdateOnboarding(o) })
}

// problemOf names the problem that a failed step is.
func problemOf(cause error, now time.Time) models.Problem {
	var known *knownProblem
	switch {
	case errors.As(cause, &known):
		return problem(known.code, now)
	case errors.Is(cause, seal.ErrUnreadable):
		return problem(models.ProblemCredentialUnreadable, now)
	}
	return metaProblem(cause, now)
}

// knownProblem is a failure that this package finds out by itself.
type knownProblem struct{ code models.ProblemCode }

func (p *knownProblem) Error() string { return "problem: " + string(p.code) }

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
	overdue, err := s.Store.OverdueOnboardings(ctx, s.Now(), overdueBatch)
	if err != nil {
		return fmt.Errorf("listing overdue onboardings: %w", err)
	}
	for i := range overdue {
		if err := s.takeOverOne(ctx, &overdue[i]); err != nil && !errors.Is(err, models.ErrStale) {
			return fmt.Errorf("taking over onboarding %s: %w", overdue[i].ID, err)
		}
	}
	return nil
}

func (s *Service) takeOverOne(ctx context.Context, o *models.Onboarding) error {
	switch o.Status {
	case models.OnboardingOpen:
		return s.end(ctx, o, timeOver, problem(models.ProblemOnboardingExpired, s.Now()))
	case models.OnboardingExchanging:
		return s.end(ctx, o, workInterrupted, problem(models.ProblemExchangeOutcomeUnknown, s.Now()))
	}
	if err := s.Store.InTx(ctx, func(tx *models.Tx) error { return s.move(ctx, tx, o, workInterrupted) }); err != nil {
		return err
	}
	s.inBackground(ctx, func(ctx context.Context) { s.advance(ctx, o.ID) })
	return nil
}
