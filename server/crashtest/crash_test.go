package crashtest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"capiconnect/onboarding/failpoint"
)

const (
	// killWithin is how long a scenario may take to come to its failpoint.
	killWithin = 12 * time.Second
	// misses is how often a scenario may fail to come there, in all rounds of one failpoint.
	misses = 5
	// planted is how many businesses are connected from the start, for the keys to be rotated under.
	planted = 60
)

func TestEveryFailpointHasAScenario(t *testing.T) {
	t.Parallel()
	have := slices.Sorted(maps.Keys(scenarios))
	if want := slices.Sorted(slices.Values(failpoint.Names())); !slices.Equal(have, want) {
		t.Errorf("scenarios for %q; failpoints are %q", have, want)
	}
}

// The program is killed at each failpoint again and again, and goes on each time with what the kills before have left.

func TestKillsWhileExchanging(t *testing.T) {
	t.Parallel()
	killAt(t, "submit.", "exchange.", "spool.")
}

func TestKillsWhileIdentifyingAndSyncing(t *testing.T) {
	t.Parallel()
	killAt(t, "identify.", "sync.")
}

func TestKillsWhileConnected(t *testing.T) {
	t.Parallel()
	killAt(t, "revoke.", "refresh.", "rekey.", "event.", "webhook.", "erase.")
}

// killAt kills one installation at each failpoint of these prefixes, in any order.
func killAt(t *testing.T, prefixes ...string) {
	t.Helper()
	var names, plan []string
	for _, name := range failpoint.Names() {
		if slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) {
			names = append(names, name)
		}
	}
	for range sized(4, 45) {
		plan = append(plan, names...)
	}
	in := ready(t, slices.Contains(names, "spool.after_write"))
	in.dice.shuffle(len(plan), func(i, j int) { plan[i], plan[j] = plan[j], plan[i] })
	missed := 0
	for i, name := range plan {
		for !in.killOnce(t, name) {
			if missed++; missed > misses*len(names) {
				t.Fatalf("%s: the program does not come there", name)
			}
		}
		if restEvery := 150; (i+1)%restEvery == 0 {
			in.comeToRest(t)
		}
	}
	in.comeToRest(t)
}

// ready is an installation with a few businesses, whom Meta tells of what clients do, and who tells a partner's server; breakable where its database has to go away.
func ready(t *testing.T, breakable bool) *installation {
	t.Helper()
	prepared := install
	if breakable {
		prepared = installBreakable
	}
	in := prepared(t)
	p := in.start(0, "")
	in.hearMeta()
	in.listen()
	in.plant(planted)
	in.kill(p)
	return in
}

// killOnce starts the program, leads it to a failpoint and sees it die there; false when it did not come there.
func (in *installation) killOnce(t *testing.T, name string) bool {
	t.Helper()
	s := scenarios[name]
	in.database.execute(freeDeliveries)
	p := in.start(0, fmt.Sprintf("%s=kill@%d", name, 1+in.dice.below(s.most)))
	if !p.hasEnded() {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		t.Cleanup(cancel)
		s.play(ctx, in)
	}
	if !p.endsWithin(killWithin) {
		in.kill(p)
		figures.killed("at a random time")
		return false
	}
	in.ends(p)
	if !p.wasKilled() || !strings.Contains(p.String(), "failpoint "+name+": kill\n") {
		t.Fatalf("%s: the program ended by itself: %s\n%s", name, p.cmd.ProcessState, tail(p.String()))
	}
	figures.killed(name)
	return true
}

// comeToRest starts the program without failpoints, lets it come to rest and checks everything.
func (in *installation) comeToRest(t *testing.T) {
	t.Helper()
	p := in.start(0, "")
	in.rest()
	in.mustHold(t)
	in.kill(p)
	figures.window.merge(&in.window)
}

// tail is the end of a text.
func tail(text string) string { return text[max(0, len(text)-4000):] }

// The program is killed at random times, also while it starts, under clients who go on living.
func TestKillsAtRandomTimes(t *testing.T) {
	t.Parallel()
	in := ready(t, false)
	end := in.crowd(t.Context(), 6)
	for range sized(25, 300) {
		in.killAtRandom(t)
		figures.killed("at a random time")
	}
	in.start(0, "")
	in.mustConnect(t)
	end()
	in.rest()
	in.mustHold(t)
}

// killAtRandom starts the program and kills it: mostly some time after it has begun to serve, sometimes before.
func (in *installation) killAtRandom(t *testing.T) {
	t.Helper()
	p := in.launch(0, "", "serve")
	if in.dice.chance(85) {
		_ = p.awaitServing() // what keeps it from that is seen at once
	}
	if p.endsWithin(in.dice.between(0, 1500*time.Millisecond)) {
		t.Fatalf("the program ended by itself: %s\n%s", p.cmd.ProcessState, tail(p.String()))
	}
	in.kill(p)
}
