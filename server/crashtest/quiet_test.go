package crashtest

import "testing"

// The window between Meta's answer and the commit, where nothing else keeps the machine busy: one client after the other. Tests that are
// not parallel run before those that are.
func TestTheWindowOfAQuietInstallation(t *testing.T) {
	in := install(t)
	p := in.start(0, "")
	clients := sized(10, 200)
	for range clients {
		in.newClient(2, 1, codeLife).connect(t.Context(), 0)
	}
	in.rest()
	in.mustHold(t)
	in.kill(p)
	p99, tokens := in.window.percentile(99)
	if tokens < clients {
		t.Errorf("%d clients, and %d tokens", clients, tokens)
	}
	figures.tell("a quiet window", "With one client at a time and nothing else to do, the window's p99 was at most %g ms, over %d tokens.", p99*1000, tokens)
	t.Logf("p99 at most %g ms over %d tokens", p99*1000, tokens)
}
