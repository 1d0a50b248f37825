package onboarding

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/models"
)

var readinessDay = time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)

// daysAgo is how a test writes a day down: so many days ago, so many calls succeeded, so many failed.
type daysAgo [3]int64

func (d daysAgo) usage() models.UsageOfDay {
	return models.UsageOfDay{Day: readinessDay.AddDate(0, 0, -int(d[0])), Calls: d[1] + d[2], Succeeded: d[1], Failed: d[2]}
}

// steady counts the same on each of the last days up to one, the earliest first.
func steady(from, to, succeeded, failed int64) (days []daysAgo) {
	for ago := from; ago >= to; ago-- {
		days = append(days, daysAgo{ago, succeeded, failed})
	}
	return days
}

func TestHowFarARuleIs(t *testing.T) {
	t.Parallel()
	type progress struct {
		state  RuleState
		calls  int64
		errors [2]float64 // percent, at least and at most; -1 where there is no call
		of     int64
		metIn  int // days; 0: it is met, or that is not foreseen
	}
	none := [2]float64{-1, -1}
	for name, test := range map[string]struct {
		days            []daysAgo
		current, former progress
	}{
		"nothing was ever called": {nil, progress{RuleNotMet, 0, none, 0, 0}, progress{RuleNotMet, 0, none, 0, 0}},
		"a day is not enough to look ahead": {
			steady(0, 0, 400, 0), progress{RuleNotMet, 400, [2]float64{0, 0}, 400, 0}, progress{RuleNotMet, 400, [2]float64{0, 0}, 400, 0},
		},
		"exactly as many calls as it takes": {
			steady(14, 0, 100, 0), progress{RuleMet, 1500, [2]float64{0, 0}, 500, 0}, progress{RuleMet, 1500, [2]float64{0, 0}, 1500, 0},
		},
		"one call too few": {
			append(steady(14, 1, 100, 0), daysAgo{0, 99, 0}),
			progress{RuleMet, 1499, [2]float64{0, 0}, 500, 0}, progress{RuleNotMet, 1499, [2]float64{0, 0}, 1499, 15}, // when today falls out
		},
		"calls of 16 days do not add up": {
			[]daysAgo{{15, 5000, 0}, {0, 10, 0}},
			progress{RuleNotMet, 10, [2]float64{0, 0}, 500, 0}, progress{RuleNotMet, 10, [2]float64{0, 0}, 10, 0},
		},
		"a steady pace gets there": { // 40 a day: 500 calls after 13 days, and never more than 600
			steady(9, 0, 40, 0), progress{RuleNotMet, 400, [2]float64{0, 0}, 400, 3}, progress{RuleNotMet, 400, [2]float64{0, 0}, 400, 0},
		},
		"a pace that is too slow never does": {
			steady(30, 0, 33, 0), progress{RuleNotMet, 495, [2]float64{0, 0}, 500, 0}, progress{RuleNotMet, 495, [2]float64{0, 0}, 495, 0},
		},
		"quiet days are repeated as well": { // 120 on four days of the last eight; today and the two days to come are quiet
			[]daysAgo{{7, 120, 0}, {4, 120, 0}, {3, 120, 0}, {2, 120, 0}, {1, 0, 0}, {0, 0, 0}},
			progress{RuleNotMet, 480, [2]float64{0, 0}, 480, 3}, progress{RuleNotMet, 480, [2]float64{0, 0}, 480, 0},
		},
		"15 % errors are too many": {
			steady(9, 0, 85, 15), progress{RuleNotMet, 850, [2]float64{15, 15}, 500, 0}, progress{RuleNotMet, 850, [2]float64{15, 15}, 1000, 0},
		},
		"14 % errors are not": {
			steady(9, 0, 86, 14), progress{RuleMet, 860, [2]float64{14, 14}, 500, 0}, progress{RuleNotMet, 860, [2]float64{14, 14}, 1000, 0},
		},
		"failures before the last 500 calls do not count any more": {
			append(steady(8, 6, 0, 500), steady(5, 0, 100, 0)...),
			progress{RuleMet, 600, [2]float64{0, 0}, 500, 0}, progress{RuleNotMet, 600, [2]float64{100 * 1500. / 2100, 100 * 1500. / 2100}, 2100, 0},
		},
		"which calls of a day failed last is not known": { // 400 today, and of 600 the day before the last 100
			[]daysAgo{{1, 500, 100}, {0, 400, 0}},
			progress{RuleUnknown, 900, [2]float64{0, 20}, 500, 0}, progress{RuleNotMet, 900, [2]float64{10, 10}, 1000, 2},
		},
		"some of a day's failures are among the last for certain": { // 400 today, and of the day before, with 50 successes, the last 100
			append(steady(14, 2, 40, 0), daysAgo{1, 50, 100}, daysAgo{0, 400, 0}),
			progress{RuleUnknown, 970, [2]float64{10, 20}, 500, 1}, progress{RuleNotMet, 970, [2]float64{100 * 100. / 1070, 100 * 100. / 1070}, 1070, 0},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var counted []models.UsageOfDay
			for _, d := range test.days {
				counted = append(counted, d.usage())
			}
			got := assess(counted, readinessDay.Add(9*time.Hour))
			for rule, c := range map[string]struct {
				got  RuleProgress
				want progress
			}{"current": {got.Current, test.current}, "former": {got.Former, test.former}} {
				is := progress{state: c.got.State, calls: c.got.Calls, errors: none, of: c.got.ErrorRequests}
				if c.got.ErrorPercentMin != nil {
					is.errors = [2]float64{*c.got.ErrorPercentMin, *c.got.ErrorPercentMax}
				}
				if c.got.ReachedOn != nil {
					is.metIn = int(c.got.ReachedOn.Sub(readinessDay) / day)
				}
				if diff := cmp.Diff(c.want, is, cmp.AllowUnexported(progress{})); diff != "" {
					t.Errorf("%s (-want +got):\n%s", rule, diff)
				}
			}
		})
	}
}

// An app that calls nothing, receives nothing and is logged in to by nobody may lose all of its tokens after 90 days. Staff hear of it as soon as
// no call counts for a rule any more.
func TestAnIdleAppIsWarnedAbout(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		days       []daysAgo
		last       int // days ago
		isIdle     bool
		inactiveIn int // days
	}{
		"called today":                 {steady(20, 0, 1, 0), 0, false, 90},
		"14 days ago":                  {steady(20, 14, 1, 0), 14, false, 76},
		"15 days ago":                  {steady(20, 15, 1, 0), 15, true, 75},
		"an error is a call":           {[]daysAgo{{20, 5, 0}, {3, 0, 1}}, 3, false, 87},
		"longer ago than Meta forgets": {[]daysAgo{{120, 5, 0}}, 120, true, -30},
	} {
		var counted []models.UsageOfDay
		for _, d := range test.days {
			counted = append(counted, d.usage())
		}
		got := assess(counted, readinessDay.Add(time.Minute))
		last, in := int(readinessDay.Sub(*got.LastCallOn)/day), int(got.InactiveOn.Sub(readinessDay)/day)
		if last != test.last || got.IsIdle != test.isIdle || in != test.inactiveIn {
			t.Errorf("%s: last call %d days ago, idle %t, inactive in %d", name, last, got.IsIdle, in)
		}
	}
	if got := assess(nil, readinessDay); got.LastCallOn != nil || got.IsIdle || got.InactiveOn != nil {
		t.Errorf("who has never called has nothing to lose: %+v", got)
	}
}
