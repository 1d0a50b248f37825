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
	{models.ExpiringLinks, 30 * day},
	{models.ExpiringOnboardingFacts, 30 * day},
	{models.ExpiringWebhookEvents, 30 * day},
	{models.ExpiringAttempts, 90 * day},
	{models.ExpiringCredentials, 90 * day},
	{models.ExpiringOnboardings, 90 * day},
	{models.ExpiringOrphans, 90 * day},
	{models.ExpiringSyncs, 90 * day},
	{models.ExpiringChanges, 400 * day},
	{models.ExpiringLeases, 400 * day},
	{models.ExpiringUsage, 400 * day},
}

// Retention says for how many days something is kept after it has ended.
type Retention struct {
	What models.Expiring
	Days int
}

// Retentions lists what is not kept for good, from the shortest time to the longest.
func Retentions() []Retention {
	all := make([]Retention, len(kept))
	for i, k := range kept {
		all[i] = Retention{k.what, int(k.long / day)}
	}
	return all
}

const (
	// retainAtOnce is how many rows one transaction drops, and retainBatches how many transactions of each kind one turn makes.
	retainAtOnce  = 1000
	retainBatches = 5
)

// retain drops what has been kept long enough, and gives a job to requests to delete that have lost theirs.
func (s *Service) retain(ctx context.Context) error {
	if err := s.endOverdueLeases(ctx); err != nil {
		return fmt.Errorf("ending token leases that have expired: %w", err)
	}
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
	err := resumeEach(ctx, s, s.Store.OpenDeletions, func(d *models.Deletion) (uuid.UUID, river.JobArgs) {
		return d.ID, deleteJob{DeletionID: d.ID}
	})
	if err != nil {
		return fmt.Errorf("resuming requests to delete: %w", err)
	}
	return nil
}
