package onboarding

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"capiconnect/models"
)

const (
	// jobTimeout is what one turn of a job may take. Work that needs longer, such as a long list, keeps what it has and takes another.
	jobTimeout = 25 * time.Second
	// reconcileTimeout is jobTimeout for the job that has nothing to keep, since half of Meta's list says nothing. For 100,000 businesses
	// reading takes some five minutes, and for a million the better part of an hour, where Meta gives a hundred at a time.
	reconcileTimeout = 2 * time.Hour
	// rescueAfter is when a job counts as lost with its replica. No live one can be that old: for one with a timeout of its own the
	// queue waits as long as that.
	rescueAfter = 40 * time.Second
	// softStop is how long a job may go on after the signal to stop; the call that it is making then may take another 10 s.
	softStop = 10 * time.Second
	// fetchPause is the least time between two looks at the queue, and fetchEvery the longest, for when nobody told that a job is there:
	// a mutation waits for its job.
	fetchPause = 10 * time.Millisecond
	fetchEvery = 200 * time.Millisecond
)

// The queues. Upkeep that lags must not make a client at the login button wait, nor must anything wait for a partner's server.
const (
	queueOnboarding = "onboarding"
	queueUpkeep     = "upkeep"
	queueWebhooks   = "webhooks"
)

// whileUnderWay keeps a job unique until it has ended, however it ended.
var whileUnderWay = river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled,
}}

// newQueue readies the job queue: workers, and what has to be done again and again by whichever replica leads. Without workers of its own
// it only takes jobs in.
func (s *Service) newQueue() (*river.Client[pgx.Tx], error) {
	config := &river.Config{
		ID:           s.worker.String(),
		ErrorHandler: jobErrors{s.Log}, Logger: slog.New(warnings{s.Log.Handler()}),
		FetchCooldown: fetchPause, FetchPollInterval: s.fetchEvery(),
		JobTimeout: jobTimeout, RescueStuckJobsAfter: rescueAfter, RetryPolicy: retrySoon{s.Now}, SoftStopTimeout: softStop,
		Workers: s.workers(), Middleware: s.aroundJobs(),
		Test: river.TestConfig{Time: s.QueueTime}, TestOnly: s.QueueTime != nil,
	}
	if !s.JobsElsewhere {
		config.PeriodicJobs = periodicJobs()
		config.Queues = map[string]river.QueueConfig{queueOnboarding: {MaxWorkers: 8}, queueUpkeep: {MaxWorkers: 8}, queueWebhooks: {MaxWorkers: maxWebhookEndpoints}}
	}
	return river.NewClient(riverpgxv5.New(s.Store.SessionPool()), config)
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
		every(time.Hour, retainJob{}), every(time.Minute, rekeyJob{}), every(time.Minute, chainJob{}),
	}
}

func optionsOf(job river.JobArgs) *river.InsertOpts {
	options := &river.InsertOpts{Queue: queueUpkeep, UniqueOpts: whileUnderWay}
	switch job.(type) {
	case identifyJob, syncJob, revokeJob, tendJob, recoverJob:
		options.Queue = queueOnboarding
	case deliverJob:
		options.Queue = queueWebhooks
	}
	return options
}

func timeoutOf(job river.JobArgs) time.Duration {
	if _, ok := job.(reconcileJob); ok {
		return reconcileTimeout
	}
	return jobTimeout
}

// optionsIn are the options of a job that the caller of ctx asks for. A sync that follows from a daily check comes after those of clients.
func optionsIn(ctx context.Context, job river.JobArgs) *river.InsertOpts {
	options := optionsOf(job)
	if _, isSync := job.(syncJob); isSync && isOwn(ctx) {
		options.Priority = afterOthers
	}
	options.Metadata = onBehalf(ctx)
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

// enqueueAll is enqueue for many jobs, in one statement.
func (s *Service) enqueueAll(ctx context.Context, tx *models.Tx, jobs []river.JobArgs) error {
	return s.insertMany(ctx, tx, insertsIn(ctx, jobs))
}

// insertsIn are what makes jobs exist for which the caller of ctx asks. The queue fails when it meets one of its own rows in a statement, so
// a job that is named twice is left out once.
func insertsIn(ctx context.Context, jobs []river.JobArgs) []river.InsertManyParams {
	named := make(map[river.JobArgs]bool, len(jobs))
	inserts := make([]river.InsertManyParams, 0, len(jobs))
	for _, job := range jobs {
		if !named[job] {
			named[job] = true
			inserts = append(inserts, river.InsertManyParams{Args: job, InsertOpts: optionsIn(ctx, job)})
		}
	}
	return inserts
}

func (s *Service) insertMany(ctx context.Context, tx *models.Tx, inserts []river.InsertManyParams) error {
	if len(inserts) == 0 {
		return nil
	}
	if _, err := s.queue.InsertManyTx(ctx, tx.Pgx(), inserts); err != nil {
		return fmt.Errorf("enqueueing %d jobs: %w", len(inserts), err)
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

// hasten is enqueue for somebody who waits: a job that is waiting for its time gets its turn at once. One that nobody asked for is that of the
// person who waits from then on.
func (s *Service) hasten(ctx context.Context, tx *models.Tx, job river.JobArgs) error {
	inserted, err := s.insert(ctx, tx, job)
	if err != nil || !inserted.UniqueSkippedAsDuplicate {
		return err
	}
	if _, err := s.queue.JobRetryTx(ctx, tx.Pgx(), inserted.Job.ID); err != nil && !errors.Is(err, rivertype.ErrNotFound) {
		return fmt.Errorf("hastening %s: %w", job.Kind(), err)
	}
	if isOwn(ctx) || !isOwn(withBehalf(context.Background(), inserted.Job.Metadata)) {
		return nil
	}
	return tx.TakeOverJob(inserted.Job.ID, river.PriorityDefault, onBehalf(ctx))
}

func (s *Service) insert(ctx context.Context, tx *models.Tx, job river.JobArgs) (*rivertype.JobInsertResult, error) {
	inserted, err := s.queue.InsertTx(ctx, tx.Pgx(), job, optionsIn(ctx, job))
	if err != nil {
		return nil, fmt.Errorf("enqueueing %s: %w", job.Kind(), err)
	}
	return inserted, nil
}
