package onboarding

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"capiconnect/models"
)

const (
	// What failed for a reason that may pass is tried again after firstRetry, then after twice as long each time, but at least
	// once in lastRetry, until giveUpAfter; unless Meta says when.
	firstRetry  = time.Minute
	lastRetry   = time.Hour
	giveUpAfter = 7 * 24 * time.Hour
)

// jobOf is what carries an onboarding that is under way on from where it stands.
func jobOf(o *models.Onboarding) river.JobArgs {
	if o.Status == models.OnboardingSyncing {
		return syncJob{BusinessID: *o.BusinessID}
	}
	return identifyJob{OnboardingID: o.ID}
}

// resume gives a job to whatever is under way and has none, for example because it was given up after too many tries.
func (s *Service) resume(ctx context.Context) error {
	underWay, err := s.Store.OnboardingsUnderWay(ctx)
	if err != nil {
		return fmt.Errorf("listing onboardings under way: %w", err)
	}
	revoking, err := s.Store.BusinessesBeingRevoked(ctx)
	if err != nil {
		return fmt.Errorf("listing revocations under way: %w", err)
	}
	var jobs []river.JobArgs
	for _, o := range underWay {
		jobs = append(jobs, jobOf(&o))
	}
	for _, b := range revoking {
		jobs = append(jobs, revokeJob{BusinessID: b.ID})
	}
	return s.Store.InTx(ctx, func(tx *models.Tx) error { return s.enqueue(ctx, tx, jobs...) })
}

// carryOn learns which business gave the token of an onboarding, if that is what it waits for.
func (s *Service) carryOn(ctx context.Context, id uuid.UUID) error {
	o, err := s.Store.Onboarding(ctx, id)
	if errors.Is(err, models.ErrNotFound) || err == nil && o.Status != models.OnboardingIdentifying {
		return nil // erased, or done in an earlier turn
	}
	if err != nil {
		return err
	}
	return s.identify(ctx, o)
}

// stepFailed decides whether a step is tried again or the onboarding ends, and writes down which.
func (s *Service) stepFailed(ctx context.Context, o *models.Onboarding, cause error) error {
	if !isTold(cause) {
		return cause
	}
	p := problemOf(cause, s.Now())
	if mayPass(cause) && s.Now().Before(o.CreatedAt.Add(giveUpAfter)) {
		return s.wait(ctx, o, p, cause)
	}
	s.Log.WarnContext(ctx, "onboarding ended without a connection", "onboarding", o.ID, "problem", *p.Code, "error", cause)
	return s.Store.InTx(ctx, func(tx *models.Tx) error {
		if err := s.endIn(ctx, tx, o, refused, p); err != nil {
			return err
		}
		return finishJob(ctx, tx)
	})
}

// wait keeps the onboarding where it is until the next try.
func (s *Service) wait(ctx context.Context, o *models.Onboarding, p models.Problem, cause error) error {
	p.RetryAt = s.nextTry(p.RetryAt, o.Retries)
	o.Problem = sinceFirst(o.Problem, p)
	o.Retries++
	if err := s.Store.InTx(ctx, func(tx *models.Tx) error { return tx.UpdateOnboarding(o) }); err != nil {
		return err
	}
	return &later{*p.RetryAt, cause}
}

// nextTry is when Meta said, or else after a pause that doubles with every try.
func (s *Service) nextTry(regainAt *time.Time, tries int) *time.Time {
	if regainAt != nil {
		return regainAt
	}
	at := s.Now().Add(min(firstRetry<<min(tries, 10), lastRetry))
	return &at
}
