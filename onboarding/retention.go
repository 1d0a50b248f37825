package onboarding

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"capiconnect/models"
)

const day = 24 * time.Hour

// kept says for how long what is kept after it has ended. What is not listed stays: businesses with their receipts and the
// onboardings that led to them until they are erased, evidence of deletions and the audit for good. Sessions and sign-in links, which
// the program itself owns, it sweeps itself.
var kept = []struct {
	what models.Expiring
	long time.Duration
}{
	{models.ExpiringHolds, 0},
	{models.ExpiringEvents, 30 * day},
	{models.ExpiringOnboardingFacts, 30 * day},
	{models.ExpiringAttempts, 90 * day},
	{models.ExpiringCredentials, 90 * day},
	{models.ExpiringOnboardings, 90 * day},
	{models.ExpiringOrphans, 90 * day},
	{models.ExpiringSyncs, 90 * day},
	{models.ExpiringChanges, 400 * day},
	{models.ExpiringUsage, 400 * day},
}

const (
	// retainAtOnce is how many rows one transaction drops or takes up again, and retainBatches how many transactions of each kind one turn makes.
	retainAtOnce  = 1000
	retainBatches = 5
)

// retain drops what has been kept long enough, and gives a job to requests to delete that have lost theirs.
func (s *Service) retain(ctx context.Context) error {
	more := false
	for _, k := range kept {
		all, err := s.dropOld(ctx, k.what, s.Now().Add(-k.long))
		if err != nil {
			return fmt.Errorf("dropping old %s: %w", k.what, err)
		}
		more = more || !all
	}
	if more {
		return errMore
	}
	return s.resumeDeletions(ctx)
}

// dropOld tells whether it came to the end.
func (s *Service) dropOld(ctx context.Context, what models.Expiring, before time.Time) (all bool, err error) {
	for range retainBatches {
		var dropped int64
		err := s.Store.InTx(ctx, func(tx *models.Tx) (err error) {
			dropped, err = tx.DropExpired(what, before, retainAtOnce)
			return err
		})
		if err != nil || dropped < retainAtOnce {
			return err == nil, err
		}
	}
	return false, nil
}

func (s *Service) resumeDeletions(ctx context.Context) error {
	for last := uuid.Nil; ; {
		open, err := s.Store.OpenDeletions(ctx, last, retainAtOnce)
		if err != nil || len(open) == 0 {
			return err
		}
		jobs := make([]river.JobArgs, len(open))
		for i, d := range open {
			jobs[i] = deleteJob{DeletionID: d.ID}
		}
		if err := s.Store.InTx(ctx, func(tx *models.Tx) error { return s.enqueueAll(ctx, tx, jobs) }); err != nil {
			return fmt.Errorf("resuming requests to delete: %w", err)
		}
		last = open[len(open)-1].ID
	}
}
