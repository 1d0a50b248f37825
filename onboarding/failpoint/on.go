//go:build failpoints

package failpoint

import (
	"fmt"
	"os"
	"slices"
	"sync/atomic"
	"syscall"
	"time"
)

// Built says whether this program has failpoints, which only one under test does.
const Built = true

// Injected is the value of a panic at a failpoint.
type Injected struct{ Name string }

type point struct {
	action
	hits atomic.Int64
}

// points panics for whoever set FAILPOINTS wrongly, before main begins: a typo must not pass for a test that found nothing.
var points = func() map[string]*point {
	actions, err := parse(os.Getenv("FAILPOINTS"))
	if err != nil {
		panic(fmt.Sprintf("reading FAILPOINTS: %v", err))
	}
	points := map[string]*point{}
	for name, a := range actions {
		points[name] = &point{action: a}
	}
	return points
}()

// Hit marks a failpoint and does what FAILPOINTS asks for there. It panics on a name that is not in Names.
func Hit(name string) {
	if !slices.Contains(names, name) {
		panic(fmt.Sprintf("failpoint %q is not in failpoint.Names", name))
	}
	p := points[name]
	if p == nil {
		return
	}
	if n := p.hits.Add(1); p.at != 0 && n != p.at {
		return
	}
	p.act(name)
}

// act says on stderr what it does, for those who wait for it.
func (a action) act(name string) {
	fmt.Fprintf(os.Stderr, "failpoint %s: %s\n", name, a.kind)
	switch a.kind {
	case "kill":
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // until the signal is delivered
	case "panic":
		panic(Injected{name})
	case "pause":
		time.Sleep(a.pause)
	}
}
