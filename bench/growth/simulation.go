package main

import (
	"math"
	"time"
)

// The rules of the program that the simulation follows: onboarding/schedule.go, queue.go, probe.go and meta/holds.go have them.
const (
	look             = 5         // minutes between two plans
	dueAfter         = 23 * hour // minutes for which Meta's word on a token counts
	spread           = hour      // minutes over which what is due is planned
	formerBound      = 1000      // what one plan took, at most, before it took everything
	workersOfQueue   = 8         // on each replica
	heldFor          = 5         // minutes without calls once the app has used up its limit
	callsOfUser      = 200       // that Meta allows the app in an hour, for each of its daily users
	appCallsOfCheck  = 1         // which count for the app; lists and datasets count for their business
	appCallsToAttach = 2         // the exchange and the question whose token it is
	datasets         = ownedDatasets + sharedDatasets
	probedEvery      = 7 // days
)

// What is assumed of the world.
const (
	hour         = 60 // minutes
	day          = 24 * hour
	lasts        = 5 * day
	latency      = 250 * time.Millisecond // of a call to Meta
	comeDaily    = 1.0 / 1000             // clients who connect, in businesses: they are the app's daily users, too
	readsDaily   = 10                     // questions of the partner's about each business
	readServer   = 540 * time.Microsecond // docs/performance.md: single
	readDatabase = 160 * time.Microsecond
	stormAt      = day + 10*hour
	stormLasts   = 10 // minutes
	outageAt     = day
)

// scenario is what happens to so many businesses.
type scenario struct {
	name       string
	businesses float64
	isBounded  bool    // by formerBound
	storm      float64 // clients who come at once, in businesses
	outage     int     // minutes in which Meta does not answer
}

// kind is a kind of work, with its cost.
type kind struct {
	worker, server, database float64 // seconds
	calls, appCalls          float64
	statements               float64
}

// kinds are all kinds of work by the clock and by clients.
type kinds struct{ onboard, firstProbe, check, sync, probe, idle kind }

func kindsOf(c costs) kinds {
	probing := c.Probing.less(c.Sync)
	daily := float64(datasets) / probedEvery
	of := func(c cost, waits, calls, appCalls float64) kind {
		server, database := c.ServerCPU.Seconds(), c.DatabaseCPU.Seconds()
		return kind{waits*latency.Seconds() + server + database, server, database, calls, appCalls, c.Statements}
	}
	return kinds{
		onboard:    of(c.Onboarding, 2, c.Onboarding.Calls-datasets, appCallsToAttach), // who it is, then both lists at once
		firstProbe: kind{worker: datasets * latency.Seconds(), calls: datasets},        // what it costs else is in the onboarding's cost
		check:      of(c.Check, 1, c.Check.Calls, appCallsOfCheck),
		sync:       of(c.Sync, 1, c.Sync.Calls, 0), // both lists at once
		probe:      of(probing.times(1.0/probedEvery), daily, daily, 0),
		idle:       of(c.Idle, 0, 0, 0), // a second of a replica's
	}
}

// cohort are businesses that wait for the same since the same minute.
type cohort struct {
	kind    *kind
	count   float64
	since   int
	checked int // when they were checked last
}

// simulation is one run through a scenario, minute by minute.
type simulation struct {
	scenario
	kinds
	checked  [lasts + dueAfter + spread]float64 // how many were checked last in each minute, and are not planned; the first is dueAfter+spread before the beginning
	oldest   int                                // the first minute of those that may still have any
	planned  [lasts + spread + 1][]cohort
	clients  line // the queue "onboarding"
	upkeep   line
	appCalls [lasts]float64
	held     int // until when
	result
}

// simulate runs through a scenario with as many replicas as an ordinary day needs twice.
func simulate(s scenario, c costs) *simulation {
	r := &simulation{scenario: s, kinds: kindsOf(c)}
	r.replicas = r.needed()
	for minute := range dueAfter + spread/2 {
		r.checked[spread/2+minute] = s.businesses / (dueAfter + spread/2)
	}
	for minute := range lasts {
		r.step(minute)
	}
	return r
}

func (s *simulation) needed() int {
	upkeep := s.businesses / (day * 60) * (s.check.worker + s.probe.worker)
	clients := s.businesses / (day * 60) * (s.sync.worker + comeDaily*s.onboard.worker)
	return max(2, int(math.Ceil(2*max(upkeep, clients)/workersOfQueue)))
}

func (s *simulation) step(minute int) {
	if minute%look == 0 {
		s.plan(minute)
	}
	for _, c := range s.planned[minute] {
		s.upkeep.add(c)
	}
	s.planned[minute] = nil
	isOut := minute >= outageAt && minute < outageAt+s.outage
	done := used{}
	switch {
	case isOut:
		s.refused += s.arriving(minute)
	case minute < s.held:
		s.refused += s.arriving(minute)
		s.heldMinutes++
	default:
		s.clients.add(cohort{&s.onboard, s.arriving(minute), minute, minute})
		s.work(minute, &s.clients, &done)
		s.work(minute, &s.upkeep, &done)
		s.obey(minute, done)
	}
	s.note(minute, done)
}

// plan spreads what is due over the next hour.
func (s *simulation) plan(minute int) {
	left := math.Inf(1)
	if s.isBounded {
		left = formerBound
	}
	for ; s.oldest <= minute+spread && left > 0; s.oldest++ { // minute-dueAfter, as checked counts
		at := &s.checked[s.oldest]
		taken := min(*at, left)
		for i := range spread {
			if taken > 0 {
				s.planned[minute+1+i] = append(s.planned[minute+1+i], cohort{&s.check, taken / spread, minute + 1 + i, s.oldest - dueAfter - spread})
			}
		}
		*at, left = *at-taken, left-taken
		if *at > 0 {
			return
		}
	}
}

// arriving is how many clients come in a minute: most in the afternoon, fewest at night, and now and then a crowd.
func (s *simulation) arriving(minute int) float64 {
	count := s.businesses * comeDaily / day * daily(minute)
	if minute >= stormAt && minute < stormAt+stormLasts {
		count += s.businesses * s.storm / stormLasts
	}
	return count
}

// daily is the share of a day's minute in what people do, 1 on average.
func daily(minute int) float64 { return 1 + 0.8*math.Cos(2*math.Pi*float64(minute%day-14*hour)/day) }

// work lets the workers of a queue do what they can in a minute.
func (s *simulation) work(minute int, queue *line, done *used) {
	budget := float64(60 * workersOfQueue * s.replicas)
	for budget > 0 && !queue.isEmpty() {
		c := queue.first()
		taken := c
		taken.count = min(c.count, budget/c.kind.worker)
		budget -= taken.count * c.kind.worker
		queue.take(taken.count)
		done.add(taken)
		s.follow(minute, taken)
	}
}

// follow is what comes of work that is done.
func (s *simulation) follow(minute int, c cohort) {
	then := func(k *kind, to *line) { to.add(cohort{k, c.count, minute, minute}) }
	switch c.kind {
	case &s.onboard:
		s.waits.add(minute-c.since, c.count)
		s.checked[minute+dueAfter+spread] += c.count
		then(&s.firstProbe, &s.upkeep)
	case &s.check:
		s.ages.add(minute-c.checked, c.count)
		s.checked[minute+dueAfter+spread] += c.count
		then(&s.sync, &s.clients)
	case &s.sync:
		then(&s.probe, &s.upkeep)
	}
}

// obey holds all calls back while Meta's limit for the app is used up.
func (s *simulation) obey(minute int, done used) {
	s.appCalls[minute] = done.appCalls
	lately := 0.0
	for i := max(0, minute-hour+1); i <= minute; i++ {
		lately += s.appCalls[i]
	}
	if lately >= s.businesses*comeDaily*callsOfUser {
		s.held = minute + 1 + heldFor
	}
}
