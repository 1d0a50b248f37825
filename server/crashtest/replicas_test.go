package crashtest

import (
	"context"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"capiconnect/meta/metasandbox"
)

// One code reaches two replicas a hundred times at once: it is exchanged once, and everybody gets the same answer.
func TestOneCodeGivenAHundredTimes(t *testing.T) {
	t.Parallel()
	const callers = 100
	in := install(t)
	in.client.Timeout = time.Minute
	replicas := []*program{in.start(1, ""), in.start(2, "")}
	rounds := sized(3, 50)
	for range rounds {
		c := in.newClient(1, 0, codeLife)
		code, err := in.sandbox.IssueCode(metasandbox.CodeRequest{BusinessID: c.metaID})
		if err != nil {
			t.Fatal(err)
		}
		in.told.give(code, c.metaID, "")
		var calling sync.WaitGroup
		start := make(chan struct{})
		for i := range callers {
			calling.Go(func() {
				<-start
				got, err := in.call(t.Context(), replicas[i%2], in.apiKey, completeOnboarding, map[string]any{"code": code})
				if err != nil || got.Onboarding == nil || got.Onboarding.Status != "COMPLETED" {
					t.Errorf("caller %d: %+v, %v", i, got, err)
					return
				}
				in.told.answered(code, *got.Onboarding, got.Business)
			})
		}
		close(start)
		calling.Wait()
		if record, _ := in.sandbox.Journal().Code(code); record.Requests != 1 {
			t.Errorf("the code reached Meta %d times", record.Requests)
		}
	}
	in.rest()
	in.mustHold(t)
	figures.tell("same code", "%d codes, each given by %d callers to 2 replicas at once: 1 exchange each, and one answer for all.", rounds, callers)
}

// Three replicas share a database, and one of them is killed again and again while clients go on living.
func TestReplicasThatAreKilled(t *testing.T) {
	t.Parallel()
	in := install(t)
	replicas := []*program{in.start(1, ""), in.start(2, ""), in.start(3, "")}
	in.hearMeta()
	in.listen()
	end := in.crowd(t.Context(), 6)
	every, lasting := sized(5*time.Second, 10*time.Second), sized(30*time.Second, 2*time.Minute)
	kills := 0
	for begin := time.Now(); time.Since(begin) < lasting; kills++ {
		pause(t.Context(), every)
		unlucky := in.dice.below(len(replicas))
		in.kill(replicas[unlucky])
		figures.killed("one of three replicas")
		replicas[unlucky] = in.start(1+unlucky, "")
	}
	in.mustConnect(t)
	end()
	in.rest()
	in.mustHold(t)
	figures.tell("replicas", "3 replicas under load, one killed every %s for %s: %d kills.", every, lasting, kills)
}

// tooLate is what a replica logs when it is turned away.
var tooLate = regexp.MustCompile(`takes no token any more`)

// freeze stops a replica where it pauses at a failpoint.
func (in *installation) freeze(t *testing.T, p *program, failpoint string) {
	t.Helper()
	waitUntil(t, 20*time.Second, "a replica is at "+failpoint, func() bool {
		return strings.Contains(p.String(), "failpoint "+failpoint+": pause\n")
	})
	p.signal(syscall.SIGSTOP)
	in.hide(p)
}

// A replica is frozen with a token in its hand that it has not stored. Its lease runs out, the client connects with another code at
// another replica, and when the frozen one goes on, it finds that it is too late.
func TestAReplicaThatWakesUpTooLate(t *testing.T) {
	t.Parallel()
	in := install(t)
	frozen := in.start(1, "exchange.after_response=pause(5s)")
	late := in.newClient(1, 0, codeLife)
	how, ok := late.invitation(t.Context())
	if !ok {
		t.Fatal("no invitation")
	}
	in.clients.Go(func() { late.connectBy(t.Context(), how, 0) })
	in.freeze(t, frozen, "exchange.after_response")
	awake := in.start(2, "")
	waitUntil(t, 2*time.Minute, "the outcome is unknown", func() bool {
		return in.database.count(t.Context(), "SELECT count(*) FROM onboardings WHERE status = 'OUTCOME_UNKNOWN'") == 1
	})
	got, ok := late.connectBy(t.Context(), how, 0)
	if !ok || got.Onboarding.Status != "COMPLETED" {
		t.Fatalf("connecting with another code: %+v", got)
	}
	frozen.signal(syscall.SIGCONT)
	waitUntil(t, 20*time.Second, "the frozen replica gives up", func() bool { return len(frozen.find(tooLate)) > 0 })
	in.show(frozen)
	in.rest()
	in.mustHold(t)
	if n := in.database.count(t.Context(), "SELECT count(*) FROM credentials"); n != 1 {
		t.Errorf("%d credentials; the late token was to be turned away", n)
	}
	for _, p := range []*program{frozen, awake} {
		if code, _ := p.terminate(); code != 0 {
			t.Errorf("a replica ended with %d", code)
		}
		in.ends(p)
	}
}

// A replica is frozen in the middle of a sync. Another one takes its job over, and what the frozen one reads is not written any more.
func TestAReplicaThatWakesUpInTheMiddleOfASync(t *testing.T) {
	t.Parallel()
	in := install(t)
	frozen := in.start(1, "sync.after_fetch=pause(5s)@2")
	c := in.newClient(130, 120, codeLife)
	in.clients.Go(func() { c.connectBy(t.Context(), invitation{bearer: in.apiKey}, 0) })
	in.freeze(t, frozen, "sync.after_fetch")
	in.start(2, "")
	waitUntil(t, 2*time.Minute, "another replica has taken over", func() bool {
		return in.database.count(t.Context(), "SELECT count(*) FROM onboardings WHERE status = 'COMPLETED'") == 1
	})
	frozen.signal(syscall.SIGCONT)
	in.show(frozen)
	pause(context.Background(), 3*time.Second) // in which the frozen one tries to write
	in.rest()
	in.mustHold(t)
}

// A replica is frozen in the middle of a transaction, with rows locked. Another one must not wait for it to wake up.
func TestAReplicaThatIsFrozenInATransaction(t *testing.T) {
	t.Parallel()
	in := install(t)
	frozen := in.start(1, "identify.before_commit=pause(5s)")
	c := in.newClient(1, 0, codeLife)
	in.clients.Go(func() { c.connectBy(t.Context(), invitation{bearer: in.apiKey}, 0) })
	in.freeze(t, frozen, "identify.before_commit")
	in.start(2, "")
	waitUntil(t, 3*time.Minute, "another replica has taken over", func() bool {
		return in.database.count(t.Context(), "SELECT count(*) FROM onboardings WHERE status = 'COMPLETED'") == 1
	})
	frozen.signal(syscall.SIGCONT)
	in.show(frozen)
	in.rest()
	in.mustHold(t)
}
