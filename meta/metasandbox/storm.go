package metasandbox

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

const (
	maxCopies = 1000
	maxSpread = time.Minute
)

// Storm makes deliveries arrive as Meta's do on a bad day. The zero value is fair
// weather.
type Storm struct {
	Copies       int     `json:"copies"`       // of every delivery; 0: one
	SpreadMillis int     `json:"spreadMillis"` // each copy is sent at a random moment within, so in any order; up to a minute
	LossRate     float64 `json:"lossRate"`     // how likely each copy is never sent, from 0 to 1
	Seed         uint64  `json:"seed"`         // of the dice
}

// Validate reports everything that makes the storm impossible.
func (s Storm) Validate() error {
	var problems []error
	refuse := func(bad bool, problem string) {
		if bad {
			problems = append(problems, errors.New(problem))
		}
	}
	refuse(s.Copies < 0 || s.Copies > maxCopies, "copies must be from 0 to 1000")
	refuse(s.SpreadMillis < 0 || s.spread() > maxSpread, "spreadMillis must be from 0 to 60000")
	refuse(!(s.LossRate >= 0 && s.LossRate <= 1), "lossRate must be from 0 to 1")
	return errors.Join(problems...)
}

func (s Storm) spread() time.Duration { return time.Duration(s.SpreadMillis) * time.Millisecond }

type storm struct {
	Storm
	dice *rand.Rand
}

func newStorm(s Storm) *storm { return &storm{Storm: s, dice: rand.New(rand.NewPCG(s.Seed, 1))} }

// Brew sets the weather for the deliveries that the sandbox makes by itself. It
// panics on a storm that Validate refuses.
func (s *Sandbox) Brew(storm Storm) {
	if err := storm.Validate(); err != nil {
		panic(fmt.Errorf("metasandbox: impossible storm: %w", err))
	}
	s.postman.mu.Lock()
	defer s.postman.mu.Unlock()
	s.postman.storm = newStorm(storm)
}

// Storm tells the weather.
func (s *Sandbox) Storm() Storm { return s.postman.weather().Storm }

func (p *postman) weather() *storm {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.storm
}

// delays says when each copy of a delivery is sent: one at once in fair weather.
func (p *postman) delays(in *storm) []time.Duration {
	p.mu.Lock() // for the dice
	defer p.mu.Unlock()
	var delays []time.Duration
	for range max(in.Copies, 1) {
		if in.dice.Float64() < in.LossRate {
			continue
		}
		delay := time.Duration(0)
		if spread := in.spread(); spread > 0 {
			delay = 1 + time.Duration(in.dice.Int64N(int64(spread)))
		}
		delays = append(delays, delay)
	}
	return delays
}
