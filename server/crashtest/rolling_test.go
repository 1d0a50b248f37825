package crashtest

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"
)

// callers call one program, or what stands before several, again and again.
type callers struct {
	calling sync.WaitGroup
	end     context.CancelFunc

	mu     sync.Mutex
	calls  int
	failed []error
}

// newCallers lets so many read pages and create onboardings as a partner's backends do, and as many connect clients with codes.
func newCallers(in *installation, p *program, readers, connectors int) *callers {
	ctx, end := context.WithCancel(context.Background())
	c, crowd := &callers{end: end}, newCrowd(in, p)
	each := func(callers int, call func(n int) error) {
		for range callers {
			c.calling.Go(func() {
				for n := 0; ctx.Err() == nil; n++ {
					c.note(call(n))
					pause(ctx, 5*time.Millisecond)
				}
			})
		}
	}
	each(readers, func(n int) error {
		what, err := crowd.ask(context.Background(), n)
		if what == refused {
			err = errAway
		}
		return err
	})
	each(connectors, func(int) error { return in.connectOnce(p) })
	return c
}

func (c *callers) note(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls++
	if err != nil {
		c.failed = append(c.failed, err)
	}
}

// stop tells how many calls there were and how they failed.
func (c *callers) stop() (calls int, failed []error) {
	c.end()
	c.calling.Wait()
	return c.calls, c.failed
}

// Three replicas serve behind a balancer and two others work their jobs. Each is stopped and started again, one after the other, under load:
// not one request fails.
func TestARollingRestart(t *testing.T) {
	t.Parallel()
	in := install(t)
	in.settings = append(in.settings, "TRUSTED_PROXIES=127.0.0.0/8")
	const serving, working = 3, 2
	commands := [][]string{{"serve", "--no-workers"}, {"serve", "--no-workers"}, {"serve", "--no-workers"}, {"work"}, {"work"}}
	balancer := newBalancer(t, serving)
	replicas := make([]*program, serving+working)
	begin := func(i int) {
		replicas[i] = in.startAs(1+i, "", commands[i]...)
		if i < serving {
			balancer.lead(i, replicas[i])
		}
	}
	for i := range replicas {
		begin(i)
	}
	callers := newCallers(in, balancer.program(), 4, 2)
	rounds := sized(1, 10)
	for range rounds {
		for i, p := range replicas {
			if code, took := p.terminate(); code != 0 {
				t.Errorf("%v ended with %d after %s", commands[i], code, took)
			}
			in.ends(p)
			begin(i)
		}
	}
	calls, failed := callers.stop()
	for _, err := range failed {
		t.Errorf("a request failed: %v", err)
	}
	in.rest()
	in.mustHold(t)
	figures.tell("rolling restart", "%d rolling restarts of 3 replicas that serve and 2 that work, under load: %d of %d requests failed.", rounds, len(failed), calls)
}

// lease is how long work counts as under way without a sign of life.
const lease = 30 * time.Second

// The one of three replicas that leads is killed with a sync and an exchange under way: within twice the lease others have done what could
// be done, and named the end of the rest.
func TestTheWorkOfAKilledReplicaIsTakenOver(t *testing.T) {
	t.Parallel()
	in := install(t)
	unlucky := in.start(1, "sync.after_fetch=pause(10m)@1;exchange.after_response=pause(10m)@2")
	for _, failpoint := range []string{"sync.after_fetch", "exchange.after_response"} {
		c := in.newClient(1, 0, codeLife)
		in.clients.Go(func() { c.connectBy(t.Context(), invitation{bearer: in.apiKey}, 0) })
		waitUntil(t, 20*time.Second, "the replica is at "+failpoint, func() bool {
			return strings.Contains(unlucky.String(), "failpoint "+failpoint+": pause\n")
		})
	}
	in.start(2, "")
	in.start(3, "")
	in.kill(unlucky)
	begin := time.Now()
	waitUntil(t, 2*lease, "the work of the killed replica is taken over", func() bool {
		return in.database.count(t.Context(), "SELECT count(*) FROM onboardings WHERE status = 'COMPLETED'") >= 1 &&
			in.database.count(t.Context(), "SELECT count(*) FROM onboardings WHERE status IN ('EXCHANGING', 'IDENTIFYING', 'SYNCING')") == 0
	})
	took := time.Since(begin)
	in.rest()
	in.mustHold(t)
	figures.tell("takeover", "One of three replicas, the leader, was killed with a sync and an exchange under way: after %s both had been taken over.", took.Round(time.Second/10))
}
