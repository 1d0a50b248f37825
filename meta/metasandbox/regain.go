package metasandbox

import (
	"maps"
	"sync"
	"time"
)

// underWay is how long after a throttled answer calls are forgiven, in real time:
// they may have been sent before it arrived.
const underWay = time.Second

// RegainWindow is a time in which the sandbox asked to be left alone, in a usage
// header.
//
// https://developers.facebook.com/docs/graph-api/overview/rate-limiting
type RegainWindow struct {
	// Subject is a business id, or the app's id for calls that concern no business.
	Subject string    `json:"subject"`
	From    time.Time `json:"from"`  // by the sandbox's clock
	Until   time.Time `json:"until"` // when access returns
	// Inside counts, by endpoint, the calls about the subject that came too early:
	// those that name it in the path or whose caller's token is its own. What
	// arrived up to a second after the answer with the header is left out.
	Inside map[string]int `json:"inside"`
}

// regainBook holds the windows announced, and who did not care.
type regainBook struct {
	mu        sync.Mutex
	windows   []*regainWindow
	bySubject map[string][]*regainWindow
	inside    int // calls, each counted once
}

type regainWindow struct {
	RegainWindow
	heeded time.Time // when, in real time, calls begin to count
}

// announce opens a window, or does nothing for one of no minutes. The caller has
// just sent the answer that tells of it.
func (b *regainBook) announce(subject string, from time.Time, minutes int) {
	if minutes <= 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.bySubject == nil {
		b.bySubject = map[string][]*regainWindow{}
	}
	w := &regainWindow{
		RegainWindow: RegainWindow{Subject: subject, From: from, Until: from.Add(time.Duration(minutes) * time.Minute), Inside: map[string]int{}},
		heeded:       time.Now().Add(underWay),
	}
	b.windows = appendBounded(b.windows, w, historyLimit)
	b.bySubject[subject] = appendBounded(b.bySubject[subject], w, recentCalls)
}

// arrived counts a call that came at the time now of the sandbox's clock.
func (b *regainBook) arrived(subject, endpoint string, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	arrival, counted := time.Now(), false
	for _, w := range b.bySubject[subject] {
		if arrival.After(w.heeded) && !now.Before(w.From) && now.Before(w.Until) {
			w.Inside[endpoint]++
			counted = true
		}
	}
	if counted {
		b.inside++
	}
}

func (b *regainBook) records() (windows []RegainWindow, inside int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	windows = make([]RegainWindow, 0, len(b.windows))
	for _, w := range b.windows {
		record := w.RegainWindow
		record.Inside = maps.Clone(w.Inside)
		windows = append(windows, record)
	}
	return windows, b.inside
}

// businessOfCall is the business of the call: named in its path, or else behind
// its token.
func (s *Sandbox) businessOfCall(c *call) string {
	if len(c.params) > 0 {
		if b := s.world.business(c.params[0]); b != nil {
			return b.id
		}
		if b := s.world.scoped(c.params[0]); b != nil {
			return b.id
		}
	}
	return s.businessBehind(c.token())
}

// businessAskedAbout is the business whose token or code the app presents in a
// parameter of a call of its own.
func (s *Sandbox) businessAskedAbout(c *call) string {
	for _, name := range []string{"input_token", "fb_exchange_token", "revoke_token"} {
		if id := s.businessBehind(c.values.Get(name)); id != "" {
			return id
		}
	}
	return s.codes.businessOf(c.values.Get("code"))
}

func (s *Sandbox) businessBehind(token string) string {
	if token == "" {
		return ""
	}
	g, _ := openToken(token, s.signingSecrets())
	return g.Business
}
