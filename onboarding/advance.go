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
	// resumeAtOnce is how many jobs are given in one transaction.
	resumeAtOnce = 1000
	// syncOverdue is when a request to read datasets that has not been met may have lost its job.
	syncOverdue = 5 * time.Minute
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
	err := resumeEach(ctx, s, s.Store.OnboardingsUnderWay, func(o *models.Onboarding) (uuid.UUID, river.JobArgs) {
		return o.ID, jobOf(o)
	})
	if err != nil {
		return fmt.Errorf("resuming onboardings: %w", err)
	}
	err = resumeEach(ctx, s, s.Store.BusinessesBeingRevoked, func(b *models.Business) (uuid.UUID, river.JobArgs) {
		return b.ID, revokeJob{BusinessID: b.ID}
	})
	if err != nil {
		return fmt.Errorf("resuming revocations: %w", err)
	}
	err = resumeEach(ctx, s, s.overdueSyncs, func(b *models.Business) (uuid.UUID, river.JobArgs) {
		return b.ID, syncJob{BusinessID: b.ID}
	})
	if err != nil {
		return fmt.Errorf("resuming syncs: %w", err)
	}
	return nil
}

func (s *Service) overdueSyncs(ctx context.Context, after uuid.UUID, limit int) ([]models.Business, error) {
	return s.Store.BusinessesToSync(ctx, s.Now().Add(-syncOverdue), after, limit)
}

// resumeEach gives each row that list reads its job. Those of one transaction are few enough for it always to end in time, however much
// has piled up: the next look then has less to do.
func resumeEach[T any](ctx context.Context, s *Service, list func(context.Context, uuid.UUID, int) ([]T, error), job func(*T) (uuid.UUID, river.JobArgs)) error {
	for last := uuid.Nil; ; {
		rows, err := list(ctx, last, resumeAtOnce)
		if err != nil || len(rows) == 0 {
			return err
		}
		jobs := make([]river.JobArgs, len(rows))
		for i := range rows {
			last, jobs[i] = job(&rows[i])
		}
		if err := s.Store.InTx(ctx, func(tx *models.Tx) error { return s.enqueueAll(ctx, tx, jobs) }); err != nil {
			return err
		}
	}
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
	o.StoppedBusinessID = stoppedFor(cause)
	return s.Store.InTx(ctx, func(tx *models.Tx) error {
		if err := s.endIn(ctx, tx, o, refused, p); err != nil {
			return err
		}
		return finishJob(ctx, tx)
	})
}

// wait keeps the onboarding where it is until the next try.
func (s *Service) wait(ctx context.Context, o *models.Onboarding, p models.Problem, cause error) error {
	p.RetryAt = s.nextTry(p.RetryAt, firstRetry<<min(o.Retries, 10))
	o.Problem = sinceFirst(o.Problem, p)
	o.Retries++
	if err := s.Store.InTx(ctx, func(tx *models.Tx) error { return tx.UpdateOnboarding(o) }); err != nil {
		return err
	}
	return &later{*p.RetryAt, cause}
}

// nextTry is when Meta said, or else after a pause within firstRetry and lastRetry. One as long as the trouble has lasted so far doubles
// with every try.
func (s *Service) nextTry(regainAt *time.Time, pause time.Duration) *time.Time {
	if regainAt != nil {
		return regainAt
	}
	at := s.Now().Add(min(max(pause, firstRetry), lastRetry))
	return &at
}
