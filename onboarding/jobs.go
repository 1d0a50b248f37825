package onboarding

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"capiconnect/models"
)

const (
	// jobTimeout is what one turn of a job may take. Work that needs longer, such as a long list, keeps what it has and takes another.
	jobTimeout = 25 * time.Second
	// rescueAfter is when a job counts as lost with its replica. No live one can be that old.
	rescueAfter = 40 * time.Second
	// softStop is how long a job may go on after the signal to stop.
	softStop = 20 * time.Second
	// fetchPause is the least time between two looks at the queue, and fetchEvery the longest, for when nobody told that a job is there:
	// a mutation waits for its job.
	fetchPause = 10 * time.Millisecond
	fetchEvery = 200 * time.Millisecond

	// longestRetry is the longest pause between two tries of a job that fails for trouble of the program's own.
	longestRetry = 2 * time.Minute

	// rereads is how often a step starts anew, after a pause that grows, because somebody else is at work on the same rows.
	rereads     = 10
	rereadPause = 100 * time.Millisecond
)

// The queues. Upkeep that lags must not make a client at the login button wait.
const (
	queueOnboarding = "onboarding"
	queueUpkeep     = "upkeep"
)

// The job kinds. Each is unique by its arguments until it has ended: asking twice is asking once.
type (
	identifyJob struct {
		OnboardingID uuid.UUID `json:"onboarding_id"`
	}
	syncJob struct {
		BusinessID uuid.UUID `json:"business_id"`
	}
	checkJob struct {
		BusinessID uuid.UUID `json:"business_id"`
	}
	refreshJob struct {
		BusinessID uuid.UUID `json:"business_id"`
	}
	revokeJob struct {
		BusinessID uuid.UUID `json:"business_id"`
	}
	probeJob struct {
		BusinessID uuid.UUID `json:"business_id"`
	}
	recoverJob struct {
		OnboardingID uuid.UUID `json:"onboarding_id"`
	}
	eventJob struct {
		EventID uuid.UUID `json:"event_id"`
	}
	deleteJob struct {
		DeletionID uuid.UUID `json:"deletion_id"`
	}
	// tendJob looks after everything that time alone makes due.
	tendJob struct{}
	// scheduleJob spreads the daily checks and the refreshes over the day.
	scheduleJob struct{}
	// reconcileJob compares the businesses that have the app installed at Meta with those that are connected here.
	reconcileJob struct{}
	// retainJob drops what has been kept long enough.
	retainJob struct{}
	// rekeyJob seals anew what was sealed with a key that is no longer the primary one.
	rekeyJob struct{}
)

// Kind implements river.JobArgs, as do the following.
func (identifyJob) Kind() string  { return "identify" }
func (syncJob) Kind() string      { return "sync" }
func (checkJob) Kind() string     { return "check" }
func (refreshJob) Kind() string   { return "refresh" }
func (revokeJob) Kind() string    { return "revoke" }
func (probeJob) Kind() string     { return "probe" }
func (recoverJob) Kind() string   { return "recover" }
func (eventJob) Kind() string     { return "event" }
func (deleteJob) Kind() string    { return "delete" }
func (tendJob) Kind() string      { return "tend" }
func (scheduleJob) Kind() string  { return "schedule" }
func (reconcileJob) Kind() string { return "reconcile" }
func (retainJob) Kind() string    { return "retain" }
func (rekeyJob) Kind() string     { return "rekey" }

// whileUnderWay keeps a job unique until it has ended, however it ended.
var whileUnderWay = river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled,
}}

// newQueue readies the job queue: workers, and what has to be done again and again by whichever replica leads.
func (s *Service) newQueue() (*river.Client[pgx.Tx], error) {
	workers := river.NewWorkers()
	work(s, workers, func(ctx context.Context, job identifyJob) error { return s.carryOn(ctx, job.OnboardingID) })
	work(s, workers, func(ctx context.Context, job syncJob) error { return s.sync(ctx, job.BusinessID) })
	work(s, workers, func(ctx context.Context, job checkJob) error { return s.checkDaily(ctx, job.BusinessID) })
	work(s, workers, func(ctx context.Context, job refreshJob) error { return s.refresh(ctx, job.BusinessID) })
	work(s, workers, func(ctx context.Context, job revokeJob) error { return s.revoke(ctx, job.BusinessID) })
	work(s, workers, func(ctx context.Context, job probeJob) error { return s.probe(ctx, job.BusinessID) })
	work(s, workers, func(ctx context.Context, job recoverJob) error { return s.recover(ctx, job.OnboardingID) })
	work(s, workers, func(ctx context.Context, job eventJob) error { return s.applyEvent(ctx, job.EventID) })
	work(s, workers, func(ctx context.Context, job deleteJob) error { return s.carryOutDeletion(ctx, job.DeletionID) })
	work(s, workers, func(ctx context.Context, _ tendJob) error { return s.tend(ctx) })
	work(s, workers, func(ctx context.Context, _ scheduleJob) error { return s.schedule(ctx) })
	work(s, workers, func(ctx context.Context, _ reconcileJob) error { return s.reconcile(ctx) })
	work(s, workers, func(ctx context.Context, _ retainJob) error { return s.retain(ctx) })
	work(s, workers, func(ctx context.Context, _ rekeyJob) error { return s.rekey(ctx) })
	return river.NewClient(riverpgxv5.New(s.Store.Pool()), &river.Config{
		ErrorHandler: jobErrors{s.Log}, RetryPolicy: retrySoon{s.Now}, FetchCooldown: fetchPause, FetchPollInterval: s.fetchEvery(), JobTimeout: jobTimeout, Logger: slog.New(warnings{s.Log.Handler()}),
		PeriodicJobs: periodicJobs(), RescueStuckJobsAfter: rescueAfter, SoftStopTimeout: softStop, TestOnly: s.QueueTime != nil,
		Test:    river.TestConfig{Time: s.QueueTime},
		Queues:  map[string]river.QueueConfig{queueOnboarding: {MaxWorkers: 8}, queueUpkeep: {MaxWorkers: 8}},
		Workers: workers,
	})
}

// fetchEvery is short where a test moves the time: the queue then does not tell that a job is there, since for it no time passes.
func (s *Service) fetchEvery() time.Duration {
	if s.QueueTime != nil {
		return fetchPause
	}
	return fetchEvery
}

func periodicJobs() []*river.PeriodicJob {
	every := func(interval time.Duration, job river.JobArgs) *river.PeriodicJob {
		return river.NewPeriodicJob(river.PeriodicInterval(interval), func() (river.JobArgs, *river.InsertOpts) {
			return job, optionsOf(job)
		}, &river.PeriodicJobOpts{RunOnStart: true})
	}
	return []*river.PeriodicJob{
		every(5*time.Second, tendJob{}), every(5*time.Minute, scheduleJob{}), every(6*time.Hour, reconcileJob{}),
		every(time.Hour, retainJob{}), every(time.Minute, rekeyJob{}),
	}
}

func optionsOf(job river.JobArgs) *river.InsertOpts {
	options := &river.InsertOpts{Queue: queueUpkeep, UniqueOpts: whileUnderWay}
	switch job.(type) {
	case identifyJob, syncJob, revokeJob, tendJob, recoverJob:
		options.Queue = queueOnboarding
	}
	return options
}

// enqueue makes jobs exist if and only if tx commits. One that is under way already is left to do its work.
func (s *Service) enqueue(ctx context.Context, tx *models.Tx, jobs ...river.JobArgs) error {
	for _, job := range jobs {
		if _, err := s.insert(ctx, tx, job); err != nil {
			return err
		}
	}
	return nil
}

// nudge is hasten outside of a transaction.
func (s *Service) nudge(ctx context.Context, job river.JobArgs) {
	err := s.Store.InTx(ctx, func(tx *models.Tx) error { return s.hasten(ctx, tx, job) })
	if err != nil && ctx.Err() == nil {
		s.Log.WarnContext(ctx, "hastening a job that somebody waits for", "job", job.Kind(), "error", err)
	}
}

// hasten is enqueue for somebody who waits: a job that is waiting for its time gets its turn at once.
func (s *Service) hasten(ctx context.Context, tx *models.Tx, job river.JobArgs) error {
	inserted, err := s.insert(ctx, tx, job)
	if err != nil || !inserted.UniqueSkippedAsDuplicate {
		return err
	}
	if _, err := s.queue.JobRetryTx(ctx, tx.Pgx(), inserted.Job.ID); err != nil && !errors.Is(err, rivertype.ErrNotFound) {
		return fmt.Errorf("hastening %s: %w", job.Kind(), err)
	}
	return nil
}

func (s *Service) insert(ctx context.Context, tx *models.Tx, job river.JobArgs) (*rivertype.JobInsertResult, error) {
	options := optionsOf(job)
	options.Metadata = onBehalf(ctx)
	inserted, err := s.queue.InsertTx(ctx, tx.Pgx(), job, options)
	if err != nil {
		return nil, fmt.Errorf("enqueueing %s: %w", job.Kind(), err)
	}
	return inserted, nil
}

// behalf is on whose behalf a job is done, for the audit.
type behalf struct {
	Kind      models.ActorKind `json:"actor_kind"`
	ID        uuid.UUID        `json:"actor_id"`
	Name      string           `json:"actor_name"`
	RequestID string           `json:"request_id"`
}

func onBehalf(ctx context.Context) []byte {
	actor := actorOf(ctx)
	text, err := json.Marshal(behalf{actor.Kind, actor.ID, actor.Name, RequestIDFrom(ctx)})
	if err != nil {
		panic(err) // strings and a UUID
	}
	return text
}

// withBehalf puts the one who caused a job into its context.
func withBehalf(ctx context.Context, metadata []byte) context.Context {
	var of behalf
	if json.Unmarshal(metadata, &of) != nil || of.Kind == "" {
		return ctx
	}
	return WithRequestID(WithActor(ctx, Actor{Kind: of.Kind, ID: of.ID, Name: of.Name}), of.RequestID)
}

// work registers what is done for one kind of job. The error of do says what follows: see jobEnd.
func work[T river.JobArgs](s *Service, workers *river.Workers, do func(context.Context, T) error) {
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[T]) error {
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
	}))
}

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

// jobErrors tells the log what went wrong in a job.
type jobErrors struct{ log *slog.Logger }

// HandleError implements river.ErrorHandler.
func (e jobErrors) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	e.log.WarnContext(ctx, "a job failed and is tried again", "job", job.Kind, "args", string(job.EncodedArgs), "attempt", job.Attempt, "error", err)
	return nil
}

// HandlePanic implements river.ErrorHandler.
func (e jobErrors) HandlePanic(ctx context.Context, job *rivertype.JobRow, cause any, _ string) *river.ErrorHandlerResult {
	e.log.ErrorContext(ctx, "a job panicked", "job", job.Kind, "args", string(job.EncodedArgs), "attempt", job.Attempt, "cause", cause)
	return nil
}

// warnings keeps the queue's own messages out of the log unless something is wrong.
type warnings struct{ slog.Handler }

// Enabled implements slog.Handler.
func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}
