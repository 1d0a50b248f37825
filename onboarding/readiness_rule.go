package onboarding

import "time"

// RuleProgress is how far the app is with one rule.
type RuleProgress struct {
	State           RuleState
	Calls           int64 // that succeeded in the last Days, today among them
	RequiredCalls   int64
	Days            int
	ErrorRequests   int64    // calls, with those that failed, that the share of errors is of
	ErrorPercentMin *float64 // nil without a call; counted by day, the share of the last so many calls is only known within bounds
	ErrorPercentMax *float64
	ErrorLimit      int        // percent; the share must be below
	ReachedOn       *time.Time // day on which it is met if the days to come are like the last; nil when it is met, or not foreseen
}

// RuleState says whether a rule is met.
type RuleState string

// The states. What the counts leave open is unknown.
const (
	RuleMet     RuleState = "MET"
	RuleNotMet  RuleState = "NOT_MET"
	RuleUnknown RuleState = "UNKNOWN"
)

const (
	ruleDays   = 15
	errorLimit = 15 // percent
	// patternDays are the last complete days, which those to come are taken to be like, and foreseenDays how far that is carried on.
	patternDays  = 7
	foreseenDays = 90
)

// rule is what Meta asks of an app in the last ruleDays before it gives full access.
type rule struct {
	calls int64
	ofAll int64 // the share of errors is that of so many last calls; 0: of the calls of these days
}

// The rules, of which the former one is what the guide to this onboarding prints.
// Source: https://developers.meta.com/blog/updates-to-ads-management-standard-access-feature/
var (
	currentRule = rule{calls: 500, ofAll: 500}
	formerRule  = rule{calls: 1500}
)

// progress says how far an app with this history is. The last of its days is today.
func (r rule) progress(history []dayCount, today time.Time) RuleProgress {
	p := r.judge(history)
	complete := history[:max(0, len(history)-1)]
	pattern := complete[max(0, len(complete)-patternDays):]
	if p.State == RuleMet || len(pattern) == 0 {
		return p
	}
	history = history[:len(history):len(history)]
	for ahead := 1; ahead <= foreseenDays; ahead++ {
		history = append(history, pattern[ahead%len(pattern)]) // with seven of them, each is like the same day of the week
		if r.judge(history).State == RuleMet {
			p.ReachedOn = nonZeroTime(today.Add(time.Duration(ahead) * day))
			return p
		}
	}
	return p
}

// judge says how far an app with this history is at its end.
func (r rule) judge(history []dayCount) RuleProgress {
	window := history[max(0, len(history)-ruleDays):]
	e := errorsAmong(window, 0)
	if r.ofAll > 0 {
		e = errorsAmong(history, r.ofAll)
	}
	p := RuleProgress{RequiredCalls: r.calls, Days: ruleDays, ErrorRequests: e.of, ErrorLimit: errorLimit}
	for _, d := range window {
		p.Calls += d.succeeded
	}
	p.State = r.state(p.Calls, e)
	if e.of > 0 {
		p.ErrorPercentMin, p.ErrorPercentMax = e.percent(e.min), e.percent(e.max)
	}
	return p
}

func (r rule) state(calls int64, e errorCount) RuleState {
	switch {
	case calls < r.calls || e.min*100 >= errorLimit*e.of:
		return RuleNotMet
	case e.max*100 < errorLimit*e.of:
		return RuleMet
	}
	return RuleUnknown
}

// errorCount is how many of some calls have failed, at least and at most.
type errorCount struct{ min, max, of int64 }

func (e errorCount) percent(n int64) *float64 {
	percent := 100 * float64(n) / float64(e.of)
	return &percent
}

// errorsAmong counts the errors among the last calls of a history, as many as limit, or all where it is 0. Of the earliest day, which of
// its calls are still among them is not known.
func errorsAmong(history []dayCount, limit int64) (e errorCount) {
	for i := len(history) - 1; i >= 0; i-- {
		d := history[i]
		room := limit - e.of
		if limit == 0 || d.all() <= room {
			e = errorCount{e.min + d.failed, e.max + d.failed, e.of + d.all()}
			continue
		}
		return errorCount{e.min + max(0, room-d.succeeded), e.max + min(room, d.failed), limit}
	}
	return e
}
