package onboarding

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
)

const (
	// A step that failed for a reason that may pass is tried again after firstRetry, then after twice as long each time, but at least
	// once in lastRetry, until giveUpAfter; unless Meta says when.
	firstRetry  = time.Minute
	lastRetry   = time.Hour
	giveUpAfter = 7 * 24 * time.Hour

	// rereads is how often a step starts anew, after a pause that grows, because somebody else changed the business meanwhile.
	rereads     = 10
	rereadPause = 100 * time.Millisecond
)

// advance carries an onboarding on from where it stands, step by step, for as long as worker holds its lease, until it has ended or
// must wait. Each step decides from what is stored and returns here.
func (s *Service) advance(ctx context.Context, id, worker uuid.UUID) {
	for stale := 0; ; {
		o, err := s.Store.Onboarding(ctx, id)
		if err == nil && (o.LeaseOwner == nil || *o.LeaseOwner != worker) {
			return
		}
		if err == nil {
			err = s.step(ctx, o)
		}
		if errors.Is(err, models.ErrStale) && stale < rereads {
			stale++
			time.Sleep(rand.N(rereadPause * time.Duration(stale)))
			continue
		}
		if err != nil {
			s.Log.WarnContext(ctx, "onboarding step did not succeed", "onboarding", id, "error", err)
			return
		}
	}
}

func (s *Service) step(ctx context.Context, o *models.Onboarding) error {
	if o.Status == models.OnboardingIdentifying {
		return s.identify(ctx, o)
	}
	return s.syncOnboarding(ctx, o)
}

// stepFailed decides whether a step is tried again or the onboarding ends. It returns cause, so that advance stops.
func (s *Service) stepFailed(ctx context.Context, o *models.Onboarding, cause error) error {
	if !isTold(cause) {
		return cause // the lease decides
	}
	p := problemOf(cause, s.Now())
	if mayPass(cause) && s.Now().Before(o.CreatedAt.Add(giveUpAfter)) {
		return errors.Join(cause, s.wait(ctx, o, p))
	}
	return errors.Join(cause, s.end(ctx, o, refused, p))
}

// wait keeps the onboarding where it is until the next try, which is anybody's.
func (s *Service) wait(ctx context.Context, o *models.Onboarding, p models.Problem) error {
	if p.RetryAt == nil {
		at := s.Now().Add(min(firstRetry<<min(o.Retries, 10), lastRetry))
		p.RetryAt = &at
	}
	o.Problem, o.LeaseOwner, o.LeaseUntil = sinceFirst(o.Problem, p), nil, p.RetryAt
	o.Retries++
	return s.Store.InTx(ctx, func(tx *models.Tx) error { return tx.UpdateOnboarding(o) })
}
