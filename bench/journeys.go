package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"capiconnect/bench/rig"
)

// journey is something that happens once rather than so many times a second. Each has a database of its own: the sandbox gives the same ids in
// each, and a dataset that is known by them is not a new one.
type journey struct {
	name string
	run  func(context.Context, rig.Data) ([]finding, error)
}

// finding is what a journey took, and what it may take: limit, or atMost times what it is measured beside. A zero is no goal.
type finding struct {
	about string
	took  time.Duration
	limit time.Duration

	beside     string
	besideTook time.Duration
	atMost     float64

	more string
}

// String is a line of the report.
func (f finding) String() string {
	line := fmt.Sprintf("- %s: **%s**", f.about, told(f.took))
	switch {
	case f.limit > 0:
		line += fmt.Sprintf(" (goal: %s)", told(f.limit))
	case f.beside != "":
		line += fmt.Sprintf(", **%.2f** times %s, %s (goal: %.2f)", f.took.Seconds()/f.besideTook.Seconds(), f.beside, told(f.besideTook), f.atMost)
	}
	if f.more != "" {
		line += "; " + f.more
	}
	return line
}

func told(took time.Duration) string {
	if took < 10*time.Millisecond {
		return fmt.Sprintf("%.2f ms", took.Seconds()*1000)
	}
	return fmt.Sprintf("%d ms", took.Milliseconds())
}

var journeys = []journey{
	{"onboarding", onboardWith(1000)},
	{"onboarding_small_pages", onboardWith(100)},
	{"sync", readAgain},
	{"crowd", onboardCrowd},
	{"webhooks", uninstallAll},
	{"program", startProgram},
}

func isJourney(name string) bool {
	return slices.ContainsFunc(journeys, func(j journey) bool { return j.name == name })
}

func middle(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

// timed tells how long work takes.
func timed(work func() error) (time.Duration, error) {
	begun := time.Now()
	err := work()
	return time.Since(begun), err
}
