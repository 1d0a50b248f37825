package main

import (
	"math"
	"reflect"
	"testing"
	"time"
)

var made = costs{
	Onboarding: cost{ServerCPU: 30 * time.Millisecond, DatabaseCPU: 30 * time.Millisecond, Calls: 18},
	Check:      cost{ServerCPU: 4 * time.Millisecond, DatabaseCPU: 4 * time.Millisecond, Calls: 1},
	Sync:       cost{ServerCPU: 20 * time.Millisecond, DatabaseCPU: 20 * time.Millisecond, Calls: 2},
	Probing:    cost{ServerCPU: 24 * time.Millisecond, DatabaseCPU: 24 * time.Millisecond, Calls: 14},
}

// TestNobodyIsLost: whatever happens, each business that was there or came is either checked, planned, or waits for its check.
func TestNobodyIsLost(t *testing.T) {
	t.Parallel()
	for _, s := range scenarios(1_000_000) {
		r := simulate(s, made)
		found := 0.0
		for _, count := range r.checked {
			found += count
		}
		for _, planned := range append(r.planned[:], r.upkeep.waiting) {
			for _, c := range planned {
				if c.kind == &r.check {
					found += c.count
				}
			}
		}
		came := -r.refused
		for _, c := range r.clients.waiting {
			if c.kind == &r.onboard {
				came -= c.count
			}
		}
		for minute := range lasts {
			came += r.arriving(minute)
		}
		if want := s.businesses + came; math.Abs(found-want) > 1 {
			t.Errorf("%s: %.0f of %.0f businesses are left", s.name, found, want)
		}
	}
}

// TestWhatTheSimulationSays: a plan of a thousand every five minutes checks 288,000 a day and no more; all of them are checked daily without it. Meta's
// limit holds whoever asks for everything at once, and the same question has the same answer.
func TestWhatTheSimulationSays(t *testing.T) {
	t.Parallel()
	bounded, all := simulate(scenario{businesses: 1_000_000, isBounded: true}, made), simulate(scenario{businesses: 1_000_000}, made)
	checks := func(s *simulation) (checks float64) {
		for _, count := range s.ages {
			checks += count
		}
		return checks / (lasts / day)
	}
	if got := checks(bounded); got < 280_000 || got > 288_000 {
		t.Errorf("bounded: %.0f checks a day", got)
	}
	if got := checks(all); got < 1_000_000 || all.ages.at(1) > 25*60 || all.heldMinutes > 0 {
		t.Errorf("%.0f checks a day, after at most %d minutes, held for %d", got, all.ages.at(1), all.heldMinutes)
	}
	back := scenario{businesses: 100_000, outage: day}
	if after := simulate(back, made); after.heldMinutes == 0 || !reflect.DeepEqual(after.result, simulate(back, made).result) {
		t.Errorf("held for %d minutes after a day without Meta", after.heldMinutes)
	}
}
