package onboarding

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"capiconnect/models"
)

const (
	// rereads is how often a step starts anew, after a pause that grows, because somebody else is at work on the same rows.
	rereads     = 10
	rereadPause = 100 * time.Millisecond
	// longestRetry is the longest pause between two tries of a job that fails for trouble of the program's own.
	longestRetry = 2 * time.Minute
)

// work registers what is done for one kind of job. The error of do says what follows: see jobEnd.
func work[T river.JobArgs](s *Service, workers *river.Workers, do func(context.Context, T) error) {
	river.AddWorker(workers, timed[T]{river.WorkFunc(func(ctx context.Context, job *river.Job[T]) error {
		defer panicByCause()
		ctx = withBehalf(ctx, job.Metadata)
		ctx = context.WithValue(ctx, jobKey{}, func(tx pgx.Tx) error {
			_, err := river.JobCompleteTx[*riverpgxv5.Driver](ctx, tx, job)
			return err
		})
		err := do(ctx, job.Args)
		for again := 1; mayPassSoon(err) && again <= rereads && ctx.Err() == nil; again++ {
			time.Sleep(rand.N(rereadPause * time.Duration(again)))
			err = do(ctx, job.Args)
		}
		return s.jobEnd(err)
	})})
}

// timed is a worker whose timeout is that of its kind of job.
type timed[T river.JobArgs] struct{ river.Worker[T] }

// Timeout implements river.Worker.
func (timed[T]) Timeout(job *river.Job[T]) time.Duration { return timeoutOf(job.Args) }

type jobKey struct{}

// finishJob ends the job that ctx is of together with its last change, so that whoever asks for another one after that change gets one:
// a job that has merely returned still counts as under way for a moment. Outside of a job it does nothing.
func finishJob(ctx context.Context, tx *models.Tx) error {
	complete, ok := ctx.Value(jobKey{}).(func(pgx.Tx) error)
	if !ok {
		return nil
	}
	if err := complete(tx.Pgx()); err != nil && !errors.Is(err, rivertype.ErrNotFound) {
		return fmt.Errorf("ending a job: %w", err)
	}
	return nil
}

// mayPassSoon says whether an error comes from others who are at work on the same rows.
func mayPassSoon(err error) bool {
	return errors.Is(err, models.ErrStale) || errors.Is(err, models.ErrUnavailable)
}

// retrySoon spaces the tries of jobs that fail for trouble of the program's own, such as a database that is away.
type retrySoon struct{ now func() time.Time }

// NextRetry implements river.ClientRetryPolicy.
func (r retrySoon) NextRetry(job *rivertype.JobRow) time.Time {
	return r.now().Add(min(time.Second<<min(len(job.Errors), 10), longestRetry))
}

// later says that a job has to wait, and until when. What that means for people has been written down.
type later struct {
	until time.Time
	cause error
}

func (l *later) Error() string { return fmt.Sprintf("waiting until %s: %v", l.until, l.cause) }

func (l *later) Unwrap() error { return l.cause }

// errMore says that a job has not got through in one turn and goes on at once.
var errMore = errors.New("more to do")

// jobEnd tells the queue what follows from the error of a job: nothing, a wait, or, for trouble of the program's own, another try.
func (s *Service) jobEnd(err error) error {
	var wait *later
	switch {
	case errors.Is(err, errMore):
		return river.JobSnooze(0)
	case errors.As(err, &wait):
		return river.JobSnooze(max(wait.until.Sub(s.Now()), 0))
	case errors.Is(err, models.ErrStale):
		return river.JobSnooze(time.Second)
	}
	return err
}
