package onboarding

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// JobTurn is what an observer learns of one turn of a job. It holds nothing of what the job is about.
type JobTurn struct {
	Kind, Queue string
	Outcome     TurnOutcome
	Waited      time.Duration // for a worker, once its time had come
	Took        time.Duration
}

// TurnOutcome says what follows from a turn of a job.
type TurnOutcome string

// The outcomes of turns.
const (
	TurnDone      TurnOutcome = "done"
	TurnWaiting   TurnOutcome = "waiting"   // it goes on later, as planned
	TurnFailed    TurnOutcome = "failed"    // for trouble of the program's own; it is tried again
	TurnGivenUp   TurnOutcome = "given_up"  // it was the last try
	TurnCancelled TurnOutcome = "cancelled" //
	TurnPanicked  TurnOutcome = "panicked"  // it is tried again, unless it was the last try
)

// aroundJobs is what happens around every turn of a job.
func (s *Service) aroundJobs() (around []rivertype.Middleware) {
	if s.Tracer != nil {
		around = append(around, river.WorkerMiddlewareFunc(s.traceTurn))
	}
	if s.OnJob != nil {
		around = append(around, river.WorkerMiddlewareFunc(s.observeTurn))
	}
	return around
}

func (s *Service) observeTurn(ctx context.Context, job *rivertype.JobRow, do func(context.Context) error) error {
	turn := JobTurn{Kind: job.Kind, Queue: job.Queue, Outcome: TurnPanicked}
	if job.AttemptedAt != nil {
		turn.Waited = max(job.AttemptedAt.Sub(job.ScheduledAt), 0)
	}
	begun := time.Now()
	defer func() {
		turn.Took = time.Since(begun)
		s.OnJob(turn)
	}()
	err := do(ctx)
	turn.Outcome = outcomeOfTurn(job, err)
	return err
}

func outcomeOfTurn(job *rivertype.JobRow, err error) TurnOutcome {
	var snoozed *river.JobSnoozeError
	var cancelled *river.JobCancelError
	switch {
	case err == nil:
		return TurnDone
	case errors.As(err, &snoozed):
		return TurnWaiting
	case errors.As(err, &cancelled):
		return TurnCancelled
	case job.Attempt >= job.MaxAttempts:
		return TurnGivenUp
	}
	return TurnFailed
}
