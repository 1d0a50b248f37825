package onboarding

import (
	"context"
	"errors"
	"fmt"
	"time"

	"capiconnect/meta"
	"capiconnect/models"
)

// Readiness is how far the app is from full access to the Marketing API, by the calls that this installation has counted. Meta tells its own
// count in the App Dashboard alone.
type Readiness struct {
	Current          RuleProgress // what Meta asks for since May 2026
	Former           RuleProgress // what it asked for before, and what its onboarding guide still says
	AccessTier       *AccessTier  // nil as long as no answer has told
	CountedEndpoints []string
	CountedSince     *time.Time // day; nil before the first call
	LastCallOn       *time.Time // day; nil before the first call
	IsIdle           bool       // no call in the days that the rules look at
	InactiveOn       *time.Time // day from which on Meta may take it for inactive if it goes on calling nothing; nil before the first call
}

// marketing lists the calls whose reference belongs to the Marketing API. Meta publishes no list of what it counts.
// Source: https://developers.facebook.com/docs/marketing-api/reference/business
var marketing = []meta.Op{meta.OpBusiness, meta.OpOwnedDatasets, meta.OpSharedDatasets, meta.OpDataset}

// inactiveAfter is for how many days an app may call nothing, receive no webhook and have nobody log in.
// Source: https://developers.facebook.com/docs/development/maintaining-data-access
const inactiveAfter = 90

// Readiness tells how far the app is from full access.
func (s *Service) Readiness(ctx context.Context) (*Readiness, error) {
	endpoints := make([]string, len(marketing))
	for i, op := range marketing {
		endpoints[i] = string(op)
	}
	counted, err := s.Store.UsageByDay(ctx, endpoints, string(meta.NotSent))
	if err != nil {
		return nil, fmt.Errorf("reading the count of calls to Meta: %w", err)
	}
	tier, err := s.Store.AccessTier(ctx)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return nil, fmt.Errorf("reading the access tier: %w", err)
	}
	readiness := assess(counted, s.Now())
	readiness.CountedEndpoints = endpoints
	if tier != nil {
		readiness.AccessTier = newAccessTier(tier)
	}
	return readiness, nil
}

// assess says what counted days, the earliest first, mean at a moment.
func assess(counted []models.UsageOfDay, now time.Time) *Readiness {
	today := now.UTC().Truncate(day)
	history := daysUpTo(today, counted)
	readiness := &Readiness{Current: currentRule.progress(history, today), Former: formerRule.progress(history, today)}
	if len(counted) == 0 {
		return readiness
	}
	last := counted[len(counted)-1].Day
	readiness.CountedSince, readiness.LastCallOn = &counted[0].Day, &last
	readiness.IsIdle = today.Sub(last) >= ruleDays*day
	readiness.InactiveOn = nonZeroTime(last.Add(inactiveAfter * day))
	return readiness
}

// dayCount is what a day saw of the calls that count.
type dayCount struct{ succeeded, failed int64 }

func (d dayCount) all() int64 { return d.succeeded + d.failed }

// daysUpTo puts days without a call between the counted ones, from the first of them to today; none when nothing was ever counted.
func daysUpTo(today time.Time, counted []models.UsageOfDay) []dayCount {
	if len(counted) == 0 {
		return nil
	}
	first := counted[0].Day
	days := make([]dayCount, max(0, int(today.Sub(first)/day))+1)
	for _, c := range counted {
		if place := int(c.Day.Sub(first) / day); place < len(days) {
			days[place] = dayCount{c.Succeeded, c.Failed}
		}
	}
	return days
}
