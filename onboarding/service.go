package onboarding

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"go.opentelemetry.io/otel/trace"

	"capiconnect/meta"
	"capiconnect/models"
	"capiconnect/models/seal"
	"capiconnect/onboarding/egress"
)

// answerWithin is how long a mutation waits for the work before it answers with what is known so far.
const answerWithin = 25 * time.Second

// Config is what the workflow works with.
type Config struct {
	Store     *models.Store
	Changes   *models.Changes
	Meta      *meta.API
	Throttle  *Throttle
	Sealer    *seal.Sealer
	Login     LoginConfiguration
	PublicURL string
	Egress    egress.Rules // for webhooks
	DataDir   string       // for what must survive without the database: tokens that it did not take, the ledger of deletions
	Now       func() time.Time
	Log       *slog.Logger
	OnKept    func(time.Duration) // told how long each token lay between Meta's answer and the database's; may be nil
	OnJob     func(JobTurn)       // told of every turn of a job after its end, concurrently; may be nil

	Tracer   trace.Tracer // makes the spans of jobs; nil: there are none
	TraceOwn func() bool  // picks which of the jobs that nobody has asked for have one; needed with a Tracer

	TokenLeases   bool // whether API keys may lease tokens at all
	JobsElsewhere bool // other programs on the same database work the jobs; this one only asks for them

	QueueTime rivertype.TimeGenerator // the job queue's time where a test moves it; nil: the database's
}

// Service carries the workflow out. Access is who may have it do so.
type Service struct {
	Config
	Access *Access
	index  indexKey
	spool  spool
	ledger ledger
	heads  *heads
	inbox  inbox
	hooks  *http.Client
	queue  *river.Client[pgx.Tx]
	worker uuid.UUID      // as whom the queue knows this program
	work   sync.WaitGroup // exchanges under way, and what is being kept of what Meta reports
	loops  sync.WaitGroup
	unloop context.CancelFunc // ends the loops; nil before Start
}

// New readies the workflow. The first start of an installation writes its index key; every later one opens it, and so fails when
// the encryption keyset is not the installation's. It also fails when a token is sealed with a key that the keyset lacks.
func New(ctx context.Context, config Config) (*Service, error) {
	index, err := openIndexKey(ctx, config.Store, config.Sealer, config.Now())
	if err != nil {
		return nil, err
	}
	config.Store.SignAudit(index.eventMAC)
	s := &Service{
		Config: config, Access: &Access{Store: config.Store, PublicURL: config.PublicURL, Now: config.Now}, index: index, spool: spoolIn(config.DataDir), ledger: ledger{filepath.Join(config.DataDir, "deletions.ledger")},
		heads: headsIn(config.DataDir), hooks: config.Egress.NewClient(), worker: models.NewID(),
	}
	if err := s.checkKeys(ctx); err != nil {
		return nil, err
	}
	if s.queue, err = s.newQueue(); err != nil {
		return nil, fmt.Errorf("preparing the job queue: %w", err)
	}
	config.Store.OnTouched(s.tell)
	return s, nil
}

// Start begins with the work: it stores what an earlier run could not, deletes again what a restored backup brought back, and takes
// jobs on, unless those are worked elsewhere. Drain ends it.
func (s *Service) Start(ctx context.Context) error {
	if err := s.spool.finish(s.Sealer); err != nil {
		return err
	}
	if err := s.deleteAgain(ctx); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	loops := []func(context.Context){s.emptySpool, s.Throttle.keepLearnt, s.watchSecret}
	if !s.JobsElsewhere {
		if err := s.startWorking(ctx); err != nil {
			return err
		}
		loops = append(loops, s.showLife)
	}
	ctx, s.unloop = context.WithCancel(ctx)
	for _, loop := range loops {
		s.loops.Go(func() { loop(ctx) })
	}
	return nil
}

// Drain waits until no code is being exchanged, ends the jobs, and returns; or ctx ends. No call may begin. A job that does not
// end in time is taken up again by another replica or the next start.
func (s *Service) Drain(ctx context.Context) error {
	if err := waitFor(ctx, &s.work); err != nil || s.unloop == nil {
		return err
	}
	s.unloop()
	if err := waitFor(ctx, &s.loops); err != nil {
		return err
	}
	if s.JobsElsewhere {
		return nil
	}
	return s.stopWorking(ctx)
}

func waitFor(ctx context.Context, group *sync.WaitGroup) error {
	done := make(chan struct{})
	go func() {
		group.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Ready says what keeps this replica from taking codes, although it runs: a token that waits for the database, a disk without room
// for another. Nil when nothing does.
func (s *Service) Ready() error {
	if waiting, err := s.spool.files(); err != nil || len(waiting) > 0 {
		return errors.New("a token waits in the local spool for the database")
	}
	return s.spool.hasRoom()
}

// inBackground runs work that must not end with the request that asked for it. What panics is left to tend, once the lease has run out.
func (s *Service) inBackground(ctx context.Context, work func(context.Context)) {
	s.work.Go(func() {
		defer func() {
			if cause := recover(); cause != nil {
				s.Log.ErrorContext(ctx, "onboarding work panicked", "cause", PanicCause(cause))
			}
		}()
		work(context.WithoutCancel(ctx))
	})
}

// answer runs work that goes on when the caller leaves, and waits for its result at most answerWithin.
func answer[T any](ctx context.Context, s *Service, work func(context.Context) (T, error)) (result T, err error) {
	done := make(chan struct{})
	var got T
	var failed error
	s.inBackground(ctx, func(ctx context.Context) {
		defer close(done)
		got, failed = work(ctx)
	})
	select {
	case <-done:
		return got, failed
	case <-ctx.Done():
		return result, ctx.Err()
	case <-time.After(answerWithin):
		return result, errStillWorking
	}
}

// auditOf describes a change by the caller of ctx. before and after hold what changed, without secrets.
func (s *Service) auditOf(ctx context.Context, action, subjectKind string, subject uuid.UUID, before, after models.JSON) models.AuditEvent {
	return auditEvent(ctx, s.Now(), action, subjectKind, subject, before, after)
}

func auditEvent(ctx context.Context, at time.Time, action, subjectKind string, subject uuid.UUID, before, after models.JSON) models.AuditEvent {
	actor := actorOf(ctx)
	return models.AuditEvent{
		At: at, Action: action, SubjectKind: subjectKind, SubjectID: subject, Before: before, After: after,
		ActorKind: actor.Kind, ActorID: nonZero(actor.ID), ActorName: actor.Name, RequestID: nonZero(RequestIDFrom(ctx)),
	}
}

// move takes an onboarding where a trigger takes it and records that; the caller has set what else changes.
func (s *Service) move(ctx context.Context, tx *models.Tx, o *models.Onboarding, by trigger) error {
	return s.moveWith(ctx, tx, o, by, nil)
}

// moveWith is move that records more.
func (s *Service) moveWith(ctx context.Context, tx *models.Tx, o *models.Onboarding, by trigger, more models.JSON) error {
	from := o.Status
	to, err := next(from, by)
	if err != nil {
		return err
	}
	o.Status = to
	o.LeaseUntil = nil
	if to == models.OnboardingExchanging {
		o.LeaseUntil = nonZeroTime(s.Now().Add(lease))
	} else {
		o.LeaseOwner = nil
	}
	if err := tx.UpdateOnboarding(o); err != nil {
		return err
	}
	after := statusAndProblem(string(to), o.Problem)
	maps.Copy(after, more)
	return tx.Audit(s.auditOf(ctx, "onboarding: "+string(by), "onboarding", o.ID, models.JSON{"status": from}, after))
}

func statusAndProblem(status string, p models.Problem) models.JSON {
	after := models.JSON{"status": status}
	if p.Code != nil {
		after["problem"] = *p.Code
	}
	return after
}
