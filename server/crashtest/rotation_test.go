package crashtest

import (
	"testing"
	"time"

	"capiconnect/models/seal"
)

// The keyset is rotated under load, again and again, while the program is killed: everything stays readable and ends up sealed with
// the newest key.
func TestRotatingKeysWhileBeingKilled(t *testing.T) {
	t.Parallel()
	in := install(t)
	p := in.start(0, "")
	rows := sized(1000, 5000)
	in.plant(rows)
	in.kill(p)
	end := in.crowd(t.Context(), 4)
	rotations, kills, midway := sized(3, 10), 0, 0
	for range rotations {
		in.command("keys", "rotate")
		for range sized(5, 20) {
			kills++
			if in.killRotating(t) {
				midway++
			}
		}
	}
	end()
	if midway == 0 {
		t.Error("no kill in the middle of a batch")
	}
	p = in.start(0, "")
	in.now(job{kind: "rekey"})
	in.rest()
	waitUntil(t, time.Minute, "everything is sealed with the newest key", in.isRekeyed)
	in.mustHold(t)
	in.kill(p)
	figures.tell("rotation", "%d rotations of the keyset under load over %d businesses, with %d kills, %d of them in the middle of a batch: nothing undecryptable, everything on the newest key.",
		rotations, rows, kills, midway)
}

// killRotating kills the program in the middle of a batch, if it comes to that, or else at any time.
func (in *installation) killRotating(t *testing.T) (midway bool) {
	t.Helper()
	failpoints := ""
	if in.dice.chance(60) {
		failpoints = "rekey.mid_batch=kill@" + []string{"1", "7", "50", "99", "100", "101", "230"}[in.dice.below(7)]
	}
	p := in.start(0, failpoints)
	in.now(job{kind: "rekey"})
	if p.endsWithin(in.dice.between(100*time.Millisecond, 1500*time.Millisecond)) {
		in.ends(p)
		if !p.wasKilled() {
			t.Fatalf("the program ended by itself: %s\n%s", p.cmd.ProcessState, tail(p.String()))
		}
		figures.killed("rekey.mid_batch")
		return true
	}
	in.kill(p)
	figures.killed("at a random time")
	return false
}

// isRekeyed says whether nothing is sealed with an old key.
func (in *installation) isRekeyed() (done bool) {
	in.examine(func(e *evidence) {
		primary, _ := e.sealer.Keys()
		keys := e.sealedWith()
		index, _ := seal.KeyID(e.sealedIndex)
		done = len(keys) == 1 && keys[primary] > 0 && index == primary
	})
	return done
}
