package crashtest

import (
	"context"
	"sync"
	"testing"
	"time"

	"capiconnect/meta/metasandbox"
)

const (
	// faultRate is how many of all calls to Meta go wrong.
	faultRate = 0.05
	// atOnce is how many clients connect at the same time.
	atOnce = 16
)

// Every call to Meta goes wrong with 5 %, and some businesses are throttled. All onboardings end by a name, those whose exchange was
// answered end connected without anybody's help, and Meta is left alone when it asks for that.
func TestConnectingWhileMetaMisbehaves(t *testing.T) {
	t.Parallel()
	in := install(t)
	p := in.start(0, "")
	in.hearMeta()
	in.sandbox.FailRandomly(faultRate, seed())
	in.throttleSome(sized(3, 30))
	begin := time.Now()
	clients := sized(100, 1000)
	in.connectAll(t.Context(), clients)
	in.hasten(sized(2*time.Minute, 15*time.Minute))
	in.sandbox.ClearFaults()
	in.rest()
	in.mustHold(t)
	answered, connected := in.fate(t)
	if connected < answered {
		t.Errorf("%d exchanges were answered, and %d of them led to a connection", answered, connected)
	}
	if answered < clients*8/10 {
		t.Errorf("only %d of %d exchanges were answered", answered, clients)
	}
	figures.tell("faults", "%d clients connected while %g %% of all calls to Meta went wrong: %d exchanges were answered, and %d of them ended connected without help.",
		clients, faultRate*100, answered, connected)
	t.Logf("%d clients: %d answered, %d connected, %s", clients, answered, connected, time.Since(begin).Round(time.Second))
	in.kill(p)
	figures.window.merge(&in.window)
}

// throttleSome has Meta ask for a minute of quiet, now and then.
func (in *installation) throttleSome(n int) {
	for range n {
		in.sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "throttle", RegainMinutes: 1, Times: 1, After: in.dice.below(25 * n)})
	}
}

// connectAll lets clients connect, each once.
func (in *installation) connectAll(ctx context.Context, n int) {
	turns, all := make(chan struct{}, atOnce), sync.WaitGroup{}
	for range n {
		turns <- struct{}{}
		all.Go(func() {
			defer func() { <-turns }()
			in.newClient(1+in.dice.below(4), in.dice.below(3), codeLife).connect(ctx, 0)
		})
	}
	all.Wait()
}

// fate counts the codes whose exchange was answered, and those of them whose business is connected.
func (in *installation) fate(t *testing.T) (answered, connected int) {
	t.Helper()
	in.examine(func(e *evidence) {
		businesses := by(e.businesses, func(b businessRow) string { return b.MetaID })
		attempts := by(e.attempts, func(a attemptRow) string { return string(a.CodeHMAC) })
		onboardings := by(e.onboardings, func(o onboardingRow) string { return o.ID })
		for _, code := range e.journal.Codes {
			given, ours := e.codes[code.SHA256]
			if !ours || code.Exchanges == 0 || code.AnswerLost {
				continue
			}
			answered++
			o := onboardings[attempts[string(e.hmac("code", e.appID+"|"+given.code))].OnboardingID]
			if o.Status == "COMPLETED" && businesses[code.BusinessID].Status == "CONNECTED" {
				connected++
				continue
			}
			t.Logf("code %s: onboarding %s %s (%s), business %s (%s); tries %+v", code.Fingerprint, o.ID, o.Status, o.Problem,
				businesses[code.BusinessID].Status, businesses[code.BusinessID].Problem, code.Tries)
		}
	})
	return answered, connected
}
