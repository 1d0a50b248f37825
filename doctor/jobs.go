package doctor

import (
	"context"
	"strings"
	"time"
)

const (
	// idleQueue is how long no job may end: some are due every few seconds.
	idleQueue = 2 * time.Minute
	// unworked is how long no job may end where no program works them: all that do may be starting anew.
	unworked = 30 * time.Second
	// longQueue is how long a job may wait for its turn.
	longQueue = 5 * time.Minute
)

// jobs looks at the queue of all replicas.
func (r *round) jobs(ctx context.Context) finding {
	now := r.Now()
	queue, err := r.Store.QueueHealth(ctx, now)
	restart := Fix{By: ByHost, Action: "See to it that the program runs with this database. If it does, its log says what keeps the jobs."}
	switch {
	case err != nil:
		return noDatabase()
	case queue.Workers == 0 && (queue.LastEndedAt == nil || now.Sub(*queue.LastEndedAt) > unworked):
		return failed("No program works the jobs; %d wait.", queue.Waiting).
			fixedBy(Fix{By: ByHost, Action: "Run “capiconnect work” with this database, or “capiconnect serve” without --no-workers."})
	case queue.LastEndedAt == nil:
		return failed("No job has ever been done.").fixedBy(restart)
	case now.Sub(*queue.LastEndedAt) > idleQueue:
		return failed("No job has been done for %s; %d wait.", lasting(now.Sub(*queue.LastEndedAt)), queue.Waiting).fixedBy(restart)
	case queue.WaitingSince != nil && now.Sub(*queue.WaitingSince) > longQueue:
		return failed("%d jobs wait, the first of them for %s.", queue.Waiting, lasting(now.Sub(*queue.WaitingSince))).
			fixedBy(Fix{By: ByHost, Action: "Run more replicas, or find out from the log what makes the jobs slow."})
	}
	well := ok("The last job was done %s ago; %d wait, %d get another try, %d were given up. Programs that work jobs: %d.",
		lasting(now.Sub(*queue.LastEndedAt)), queue.Waiting, queue.Retrying, queue.GivenUp, queue.Workers)
	if queue.GivenUp > 0 {
		return well.fixedBy(Fix{By: ByHost, Action: "Find out from the log why the jobs failed; what they were for may be left undone."})
	}
	return well
}

// lasting is how long something has lasted, to the second or, when it is long, to the minute.
func lasting(d time.Duration) string {
	if d < 2*time.Minute {
		return max(d, 0).Truncate(time.Second).String()
	}
	return strings.TrimSuffix(d.Truncate(time.Minute).String(), "0s")
}
