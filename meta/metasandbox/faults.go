package metasandbox

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// maxDelay bounds the faults slow and slow_body, so that nobody waits for a forgotten one.
const maxDelay = 5 * time.Second

// Fault makes the Graph API misbehave. Requests are counted in the order in which
// they arrive, so the same calls always meet the same faults.
type Fault struct {
	// Endpoint to hit, one of: exchange, refresh, fetch, app_token, debug_token,
	// me, business, owned_pixels, client_pixels, dataset, events,
	// connected_businesses, app, subscriptions, revoke, permissions, unknown; or * for all of them.
	Endpoint string `json:"endpoint"`
	// Kind of misbehaviour; the page /_sandbox/break explains each.
	Kind string `json:"kind"`

	// BusinessID limits it to the calls for one business; empty: any.
	BusinessID string `json:"businessId,omitempty"`

	Times int `json:"times"` // strikes, then it is spent; 0: until cleared
	After int `json:"after"` // requests let through first

	// Code, Subcode, Status, Message and Transient belong to the kind error; but
	// for Transient, to throttle too, and Subcode to invalidate. Status 0 is the
	// one Meta sends with the code; 200 is possible, as it is at Meta.
	Code      int    `json:"code,omitempty"`
	Subcode   int    `json:"subcode,omitempty"`
	Status    int    `json:"status,omitempty"`
	Message   string `json:"message,omitempty"`
	Transient bool   `json:"transient,omitempty"` // is_transient, which codes 1 and 2 have anyhow

	DelayMillis   int `json:"delayMillis,omitempty"`   // slow, slow_body: 1 to 5000
	RegainMinutes int `json:"regainMinutes,omitempty"` // throttle, usage: until access returns
	UsagePercent  int `json:"usagePercent,omitempty"`  // app_usage: 1 to 100; 0: 100
	SkewSeconds   int `json:"skewSeconds,omitempty"`   // skew: ahead of the right time; negative: behind it
}

// Validate reports everything that makes the fault impossible.
func (f Fault) Validate() error {
	problems := []error{checkSubcode(f.Subcode)}
	refuse := func(bad bool, format string, args ...any) {
		if bad {
			problems = append(problems, fmt.Errorf(format, args...))
		}
	}
	refuse(f.Endpoint != "*" && !slices.Contains(endpoints(), f.Endpoint), "endpoint %q is none of *, %s", f.Endpoint, strings.Join(endpoints(), ", "))
	refuse(kindNamed(f.Kind) == nil, "kind %q is none of %s", f.Kind, strings.Join(kindNames(), ", "))
	refuse(f.Times < 0 || f.After < 0, "times and after must not be negative")
	refuse(f.Kind == "error" && f.Code == 0, "an error needs a code")
	refuse(f.Status != 0 && (f.Status < 200 || f.Status > 599), "status must be from 200 to 599")
	refuse(f.RegainMinutes < 0 || f.Kind == "usage" && f.RegainMinutes == 0, "regainMinutes must be positive, or 0 for throttle")
	refuse(f.UsagePercent < 0 || f.UsagePercent > 100, "usagePercent must be from 1 to 100, or 0 for all of it")
	refuse(f.Kind == "skew" && f.SkewSeconds == 0, "a skew needs its seconds")
	limit := int(maxDelay.Milliseconds())
	refuse(strings.HasPrefix(f.Kind, "slow") && (f.DelayMillis < 1 || f.DelayMillis > limit), "delayMillis must be from 1 to %d", limit)
	return errors.Join(problems...)
}

// activeFault is a fault with its count.
type activeFault struct {
	Fault
	kind    *faultKind
	seen    int
	struck  int
	cleared chan struct{} // closed by ClearFaults
}

// faultList holds the faults in force, oldest first.
type faultList struct {
	mu      sync.Mutex
	active  []*activeFault
	random  *randomFaults // nil: none
	cleared chan struct{} // shared by all faults since the last clearing, spent ones too
}

// strike counts the call for every fault that concerns it, and returns the first
// one whose turn it is.
func (l *faultList) strike(c *call) *activeFault {
	l.mu.Lock()
	defer l.mu.Unlock()
	var chosen *activeFault
	for _, f := range l.active {
		if !f.concerns(c) {
			continue
		}
		f.seen++
		if chosen == nil && f.seen > f.After {
			chosen = f
		}
	}
	if chosen == nil {
		return l.strikeRandomly()
	}
	chosen.struck++
	l.active = slices.DeleteFunc(l.active, func(f *activeFault) bool { return f.Times > 0 && f.struck >= f.Times })
	return chosen
}

// activate makes a fault ready to strike. The caller holds the lock.
func (l *faultList) activate(f Fault) *activeFault {
	if l.cleared == nil {
		l.cleared = make(chan struct{})
	}
	return &activeFault{Fault: f, kind: kindNamed(f.Kind), cleared: l.cleared}
}

func (f *activeFault) concerns(c *call) bool {
	return (f.BusinessID == "" || f.BusinessID == c.party) && (f.Endpoint == "*" || f.Endpoint == c.endpoint) && (f.kind.only == nil || f.kind.only(c))
}

// Fail adds a fault. It panics on one that Validate refuses, which is a mistake
// in the calling program.
func (s *Sandbox) Fail(f Fault) {
	if err := f.Validate(); err != nil {
		panic(fmt.Errorf("metasandbox: impossible fault: %w", err))
	}
	l := &s.faults
	l.mu.Lock()
	defer l.mu.Unlock()
	l.active = append(l.active, l.activate(f))
}

// ClearFaults ends all faults, those at random and the storm too, and lets go of
// the calls that hang in one.
func (s *Sandbox) ClearFaults() {
	s.Brew(Storm{})
	l := &s.faults
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cleared != nil {
		close(l.cleared)
	}
	l.active, l.random, l.cleared = nil, nil, nil
}

// Faults lists the faults in force, oldest first.
func (s *Sandbox) Faults() []Fault {
	l := &s.faults
	l.mu.Lock()
	defer l.mu.Unlock()
	list := make([]Fault, 0, len(l.active))
	for _, f := range l.active {
		list = append(list, f.Fault)
	}
	return list
}
