package main

// used is what was used in a minute.
type used struct {
	reads, acts, database float64 // seconds of processors: for what people read, for everything else, and PostgreSQL's for both
	calls, appCalls       float64
	statements            float64
}

func (u *used) add(c cohort) {
	u.acts += c.count * c.kind.server
	u.database += c.count * c.kind.database
	u.calls += c.count * c.kind.calls
	u.appCalls += c.count * c.kind.appCalls
	u.statements += c.count * c.kind.statements
}

// result is what became of a scenario.
type result struct {
	replicas       int
	ages           histogram // of Meta's word when a check renews it, in minutes
	waits          histogram // of clients for the end of their onboarding, in minutes
	deepestUpkeep  float64
	deepestClients float64
	refused        float64 // clients who were told to come back
	heldMinutes    int
	whole, peak    used // all in all, and each in its busiest minute
}

func (s *simulation) note(minute int, done used) {
	done.add(cohort{kind: &s.idle, count: float64(60 * s.replicas)})
	reads := s.businesses * readsDaily / day * daily(minute)
	done.reads = reads * readServer.Seconds()
	done.database += reads * readDatabase.Seconds()
	done.statements += reads
	s.deepestUpkeep, s.deepestClients = max(s.deepestUpkeep, s.upkeep.depth), max(s.deepestClients, s.clients.depth)
	s.whole = used{s.whole.reads + done.reads, s.whole.acts + done.acts, s.whole.database + done.database, s.whole.calls + done.calls, s.whole.appCalls + done.appCalls, s.whole.statements + done.statements}
	s.peak = used{max(s.peak.reads, done.reads), max(s.peak.acts, done.acts), max(s.peak.database, done.database), max(s.peak.calls, done.calls), max(s.peak.appCalls, done.appCalls), max(s.peak.statements, done.statements)}
}

// histogram counts by minutes.
type histogram []float64

func (h *histogram) add(minutes int, count float64) {
	for len(*h) <= minutes {
		*h = append(*h, 0)
	}
	(*h)[minutes] += count
}

// at is what a share of all do not exceed.
func (h histogram) at(share float64) int {
	total, sum := 0.0, 0.0
	for _, count := range h {
		total += count
	}
	for minutes, count := range h {
		if sum += count; sum >= total*share {
			return minutes
		}
	}
	return len(h)
}
