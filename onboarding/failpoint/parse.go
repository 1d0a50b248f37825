//go:build failpoints

package failpoint

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// action is what happens at a failpoint.
type action struct {
	kind  string        // kill, panic or pause
	pause time.Duration // of kind pause
	at    int64         // the hit at which it happens, from 1; 0: at every hit
}

// parse reads name=action pairs, separated by semicolons.
func parse(text string) (map[string]action, error) {
	actions := map[string]action{}
	for pair := range strings.SplitSeq(text, ";") {
		if pair == "" {
			continue
		}
		name, rest, _ := strings.Cut(pair, "=")
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("there is no failpoint %q", name)
		}
		if _, twice := actions[name]; twice {
			return nil, fmt.Errorf("failpoint %q is set twice", name)
		}
		a, err := parseAction(rest)
		if err != nil {
			return nil, fmt.Errorf("failpoint %q: %w", name, err)
		}
		actions[name] = a
	}
	return actions, nil
}

func parseAction(text string) (a action, err error) {
	kind, at, counted := strings.Cut(text, "@")
	if counted {
		if a.at, err = strconv.ParseInt(at, 10, 64); err != nil || a.at < 1 {
			return a, fmt.Errorf("a hit is a number from 1, not %q", at)
		}
	}
	if length, ok := strings.CutPrefix(kind, "pause("); ok && strings.HasSuffix(length, ")") {
		a.kind = "pause"
		a.pause, err = time.ParseDuration(strings.TrimSuffix(length, ")"))
		return a, err
	}
	if kind != "kill" && kind != "panic" {
		return a, fmt.Errorf("an action is kill, panic or pause(200ms), not %q", kind)
	}
	a.kind = kind
	return a, nil
}
