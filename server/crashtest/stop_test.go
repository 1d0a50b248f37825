package crashtest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"capiconnect/meta/metasandbox"
)

// The program is asked to stop at any moment, under load: it ends well and in time, answers every request that it has taken, and
// no client loses a grant by that.
func TestStoppingAtAnyMoment(t *testing.T) {
	t.Parallel()
	in := install(t)
	times, longest := sized(12, 200), time.Duration(0)
	for range times {
		p := in.start(0, "")
		stop := newStop(in, p)
		begin := time.Now()
		pause(t.Context(), in.dice.between(0, 800*time.Millisecond))
		stop.now()
		in.window.add(p.metrics())
		code, took := p.terminate()
		in.ends(p)
		stop.calling.Wait()
		longest = max(longest, took)
		if took > stopLimit/2 {
			t.Logf("stopping took %s:\n%s", took, tail(p.String()))
		}
		if code != 0 || took > stopLimit {
			t.Errorf("stopped %s after the start, the program ended with %d after %s\n%s", time.Since(begin)-took, code, took, tail(p.String()))
		}
		for _, cut := range stop.cut {
			t.Errorf("a request that had been taken was cut off: %v", cut)
		}
	}
	if n := in.database.count(t.Context(), "SELECT count(*) FROM attempts WHERE outcome = 'UNKNOWN'"); n != 0 {
		t.Errorf("stopping lost %d grants", n)
	}
	p := in.start(0, "")
	in.rest()
	in.mustHold(t)
	in.kill(p)
	figures.window.merge(&in.window)
	figures.tell("stop", "SIGTERM under load at %d random moments: exit 0 each time, after at most %s, and no request cut off.", times, longest.Round(time.Second/10))
}

// stop is callers who call one program, of whom only those count who called well before it was asked to stop.
type stop struct {
	calling sync.WaitGroup
	cut     []error

	mu  sync.Mutex
	due time.Time // when the program is asked to stop; zero before
}

// settled is how long before the stop a request must have been sent for the program to have taken it.
const settled = 100 * time.Millisecond

func newStop(in *installation, p *program) *stop {
	s := &stop{}
	for range 6 {
		s.calling.Go(func() {
			for s.isEarly() {
				begin := time.Now()
				err := in.connectOnce(p)
				s.judge(begin, err)
			}
		})
	}
	return s
}

// connectOnce gives one code to one program, once.
func (in *installation) connectOnce(p *program) error {
	c := in.newClient(1, 1, codeLife)
	code, err := in.sandbox.IssueCode(metasandbox.CodeRequest{BusinessID: c.metaID})
	if err != nil {
		return err
	}
	in.told.give(code, c.metaID, "")
	got, err := in.call(context.Background(), p, in.apiKey, completeOnboarding, map[string]any{"code": code})
	if err == nil && got.Onboarding != nil {
		in.told.answered(code, *got.Onboarding, got.Business)
	}
	return err
}

func (s *stop) isEarly() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.due.IsZero()
}

func (s *stop) now() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.due = time.Now()
}

func (s *stop) judge(begin time.Time, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if errors.Is(err, errCut) && (s.due.IsZero() || begin.Before(s.due.Add(-settled))) {
		s.cut = append(s.cut, err)
	}
}
