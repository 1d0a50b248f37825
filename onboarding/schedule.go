package onboarding

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"capiconnect/models"
)

const (
	// checkAfter is how long Meta's word on a token counts, and staleAfter how long a list of datasets does.
	checkAfter = 23 * time.Hour
	staleAfter = 20 * time.Hour
	// spread is over how long the checks and refreshes that are due are spread, so that those of clients who came together do not
	// stay together.
	spread = time.Hour
	// afterOthers is the priority of what is planned, behind River's usual one: after a day without Meta a day's checks are due at once, and must
	// not keep what Meta tells of somebody waiting.
	afterOthers = river.PriorityDefault + 1
	// scheduleAtOnce is how many jobs one statement plans.
	scheduleAtOnce = 1000
)

// schedule gives a job to whatever has lost its own, and plans the daily checks and the refreshes that are due: all of them, however many, in
// statements that each end soon. What takes longer than a turn goes on in the next.
func (s *Service) schedule(ctx context.Context) error {
	if err := s.resume(ctx); err != nil {
		return err
	}
	ends := time.Now().Add(turn)
	err := s.planAll(ctx, ends, s.Store.BusinessesToCheck, s.Now().Add(-checkAfter), func(id uuid.UUID) river.JobArgs { return checkJob{BusinessID: id} })
	if err != nil {
		return fmt.Errorf("planning checks: %w", err)
	}
	err = s.planAll(ctx, ends, s.Store.BusinessesToRefresh, s.Now().Add(refreshBefore), func(id uuid.UUID) river.JobArgs { return refreshJob{BusinessID: id} })
	if err != nil {
		return fmt.Errorf("planning refreshes: %w", err)
	}
	return nil
}

// planAll plans a job for each business that list finds, until it finds no more. errMore says that its turn was over before.
func (s *Service) planAll(ctx context.Context, ends time.Time, list listDue, then time.Time, job func(uuid.UUID) river.JobArgs) error {
	for {
		due, err := list(ctx, then, job(uuid.Nil).Kind(), scheduleAtOnce)
		if err != nil {
			return err
		}
		if err := s.plan(ctx, due, job); err != nil || len(due) < scheduleAtOnce {
			return err
		}
		if time.Now().After(ends) {
			return errMore
		}
	}
}

// listDue lists businesses that are due since a time and that no job of this kind waits for.
type listDue func(ctx context.Context, then time.Time, job string, limit int) ([]models.Business, error)

// plan spreads jobs over the next hour. Those that are planned already stay where they are.
func (s *Service) plan(ctx context.Context, due []models.Business, job func(uuid.UUID) river.JobArgs) error {
	if len(due) == 0 {
		return nil
	}
	inserts := make([]river.InsertManyParams, len(due))
	for i, b := range due {
		args := job(b.ID)
		options := optionsOf(args)
		options.Priority, options.ScheduledAt = afterOthers, s.Now().Add(rand.N(spread))
		inserts[i] = river.InsertManyParams{Args: args, InsertOpts: options}
	}
	_, err := s.queue.InsertMany(ctx, inserts)
	return err
}
