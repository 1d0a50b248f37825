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
	// scheduleAtOnce bounds one look. There are twelve an hour, so that 100,000 businesses, some 4,200 an hour, all get their turn.
	scheduleAtOnce = 1000
)

// schedule plans the daily checks and the refreshes that are due, and gives a job to whatever has lost its own.
func (s *Service) schedule(ctx context.Context) error {
	toCheck, err := s.Store.BusinessesToCheck(ctx, s.Now().Add(-checkAfter), checkJob{}.Kind(), scheduleAtOnce)
	if err != nil {
		return fmt.Errorf("listing tokens to check: %w", err)
	}
	toRefresh, err := s.Store.BusinessesToRefresh(ctx, s.Now().Add(refreshBefore), refreshJob{}.Kind(), scheduleAtOnce)
	if err != nil {
		return fmt.Errorf("listing tokens to refresh: %w", err)
	}
	for _, plan := range []struct {
		due []models.Business
		job func(uuid.UUID) river.JobArgs
	}{
		{toCheck, func(id uuid.UUID) river.JobArgs { return checkJob{BusinessID: id} }},
		{toRefresh, func(id uuid.UUID) river.JobArgs { return refreshJob{BusinessID: id} }},
	} {
		if err := s.plan(ctx, plan.due, plan.job); err != nil {
			return err
		}
	}
	return s.resume(ctx)
}

// plan spreads jobs over the next hour. Those that are planned already stay where they are.
func (s *Service) plan(ctx context.Context, due []models.Business, job func(uuid.UUID) river.JobArgs) error {
	if len(due) == 0 {
		return nil
	}
	inserts := make([]river.InsertManyParams, len(due))
	for i, b := range due {
		args := job(b.ID)
		options := optionsOf(args)
		options.ScheduledAt = s.Now().Add(rand.N(spread))
		inserts[i] = river.InsertManyParams{Args: args, InsertOpts: options}
	}
	if _, err := s.queue.InsertMany(ctx, inserts); err != nil {
		return fmt.Errorf("planning checks and refreshes: %w", err)
	}
	return nil
}
