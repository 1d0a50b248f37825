package onboarding

import (
	"errors"
	"fmt"
	"testing"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// What is seen of a turn must be what the queue makes of it.
func TestOutcomesOfTurns(t *testing.T) {
	t.Parallel()
	trouble := errors.New("trouble")
	for name, c := range map[string]struct {
		attempt int
		err     error
		want    TurnOutcome
	}{
		"no error":                 {1, nil, TurnDone},
		"more to do":               {1, river.JobSnooze(0), TurnWaiting},
		"wrapped":                  {1, fmt.Errorf("x: %w", river.JobSnooze(1)), TurnWaiting},
		"waiting at the last try":  {25, river.JobSnooze(0), TurnWaiting},
		"cancelled":                {25, river.JobCancel(trouble), TurnCancelled},
		"trouble":                  {24, trouble, TurnFailed},
		"trouble at the last try":  {25, trouble, TurnGivenUp},
		"nothing wrong at the end": {25, nil, TurnDone},
	} {
		if got := outcomeOfTurn(&rivertype.JobRow{Attempt: c.attempt, MaxAttempts: 25}, c.err); got != c.want {
			t.Errorf("%s: %s; want %s", name, got, c.want)
		}
	}
}
