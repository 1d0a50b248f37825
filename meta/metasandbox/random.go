package metasandbox

import (
	"fmt"
	"math/rand/v2"
)

// RandomFaults says how likely any call to the Graph API is struck, and from which
// seed the dice are thrown: the same calls in the same order always meet the same
// faults.
type RandomFaults struct {
	Rate float64 `json:"rate"` // from 0, never, to 1
	Seed uint64  `json:"seed"`
}

// Validate reports a rate that is no probability.
func (r RandomFaults) Validate() error {
	if !(r.Rate >= 0 && r.Rate <= 1) {
		return fmt.Errorf("rate %v is not from 0 to 1", r.Rate)
	}
	return nil
}

type randomFaults struct {
	RandomFaults
	dice *rand.Rand
}

// ordinaryFaults are those that happen to a client of Meta's on any day and pass by
// themselves. Throttles are not among them, as they would make everything wait for
// minutes, nor is anything that lasts until a client's own time-out.
func ordinaryFaults() []Fault {
	return []Fault{
		{Kind: "reset"},
		{Kind: "reset_after"},
		{Kind: "truncated"},
		{Kind: "html"},
		{Kind: "html_after"},
		{Kind: "empty"},
		{Kind: "empty_after"},
		{Kind: "slow", DelayMillis: 100},
		{Kind: "slow_body", DelayMillis: 100},
		{Kind: "wrong_types"},
		{Kind: "error", Code: 1, Message: "An unknown error has occurred."},
		{Kind: "error", Code: 2, Message: "Service temporarily unavailable"},
		{Kind: "error", Code: 2, Status: 200, Message: "Service temporarily unavailable"},
		{Kind: "error", Code: 99, Status: 500, Transient: true, Message: "Please retry your request later."},
	}
}

// FailRandomly strikes every call to the Graph API that no other fault strikes,
// with the given probability, by an ordinary fault that passes by itself: broken
// connections before and after processing, cut, slow and empty answers, HTML,
// wrong types, transient errors. A rate of 0, and ClearFaults, end it. It panics
// on a rate that is no probability.
func (s *Sandbox) FailRandomly(rate float64, seed uint64) {
	r := RandomFaults{Rate: rate, Seed: seed}
	if err := r.Validate(); err != nil {
		panic(fmt.Errorf("metasandbox: impossible faults: %w", err))
	}
	l := &s.faults
	l.mu.Lock()
	defer l.mu.Unlock()
	l.random = nil
	if rate > 0 {
		l.random = &randomFaults{RandomFaults: r, dice: rand.New(rand.NewPCG(seed, 0))}
	}
}

// RandomFaults tells what FailRandomly was told; zero: nothing is left to chance.
func (s *Sandbox) RandomFaults() RandomFaults {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	if s.faults.random == nil {
		return RandomFaults{}
	}
	return s.faults.random.RandomFaults
}

// strikeRandomly throws the dice for one call. The caller holds the lock.
func (l *faultList) strikeRandomly() *activeFault {
	if l.random == nil || l.random.dice.Float64() >= l.random.Rate {
		return nil
	}
	choices := ordinaryFaults()
	f := choices[l.random.dice.IntN(len(choices))]
	f.Endpoint, f.Times = "*", 1
	return l.activate(f)
}
