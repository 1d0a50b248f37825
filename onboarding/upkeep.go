package onboarding

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/riverqueue/river"

	"capiconnect/meta"
	"capiconnect/models"
)

const (
	// reserveFrom is how many percent upkeep may use up of what Meta allows the app in an hour. What is left is for those who wait.
	reserveFrom = 85
	// upkeepRest is how long upkeep rests then, before a call of its own tells whether the load has sunk, and restSpread over how long what
	// has rested begins anew.
	upkeepRest = 5 * time.Minute
	restSpread = time.Minute
)

// errResting is why upkeep does not begin.
var errResting = errors.New("the allowance that the app has at Meta is nearly used up, and what is left is kept for those who wait")

// upkeepHold is that upkeep is to rest, where the answer to a call says that the allowance runs short. All replicas learn of it, but not of
// every such answer.
func (t *Throttle) upkeepHold(call meta.Call) []meta.Hold {
	rests := t.now().Add(upkeepRest)
	if call.Usage.App.Highest() < reserveFrom || t.knownHold(models.Upkeep).After(rests.Add(-upkeepRest/2)) {
		return nil
	}
	return []meta.Hold{{BusinessID: models.Upkeep, Until: rests}}
}

// atLeisure does what nobody waits for, unless upkeep rests.
func atLeisure[T river.JobArgs](s *Service, do func(context.Context, T) error) func(context.Context, T) error {
	return func(ctx context.Context, job T) error {
		if err := s.resting(ctx); err != nil {
			return err
		}
		return do(ctx, job)
	}
}

// resting says by a *later that upkeep rests, and until when.
func (s *Service) resting(ctx context.Context) error {
	until := s.Throttle.Admit(ctx, models.Upkeep)
	if !until.After(s.Now()) {
		return nil
	}
	return &later{until.Add(rand.N(restSpread)), errResting}
}

// restingSync is resting for the reading of a business's datasets, which somebody may wait for: who asked for it, or who is connecting it.
func (s *Service) restingSync(ctx context.Context, b *models.Business) error {
	if !isOwn(ctx) {
		return nil
	}
	rest := s.resting(ctx)
	if rest == nil {
		return nil
	}
	isAwaited, err := s.Store.IsSyncAwaited(ctx, b.ID)
	if isAwaited || err != nil {
		return err
	}
	return rest
}
