package onboarding

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/models"
	"capiconnect/models/seal"
)

// answerWithin is how long a mutation waits for the work before it answers with what is known so far.
const answerWithin = 25 * time.Second

// Config is what the workflow works with.
type Config struct {
	Store     *models.Store
	Changes   *models.Changes
	Meta      *meta.API
	Sealer    *seal.Sealer
	Login     LoginConfiguration
	PublicURL string
	Now       func() time.Time
	Log       *slog.Logger
}

// Service carries the workflow out.
type Service struct {
	Config
	index     indexKey
	takeovers atomic.Int32
	work      sync.WaitGroup
}

// New readies the workflow. The first start of an installation writes its index key; every later one opens it, and so fails when
// the encryption keyset is not the installation's.
func New(ctx context.Context, config Config) (*Service, error) {
	index, err := openIndexKey(ctx, config.Store, config.Sealer, config.Now())
	if err != nil {
		return nil, err
	}
	return &Service{Config: config, index: index}, nil
}

// Drain waits until no code is being exchanged and no step is under way, or ctx ends. Run must have ended, and no call may begin.
func (s *Service) Drain(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		s.work.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// inBackground runs work that must not end with the request that asked for it. What panics is left to whoever takes the lease over.
func (s *Service) inBackground(ctx context.Context, work func(context.Context)) {
	s.work.Go(func() {
		defer func() {
			if cause := recover(); cause != nil {
				s.Log.ErrorContext(ctx, "onboarding work panicked", "cause", cause)
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

// event describes a change by the caller of ctx. before and after hold what changed, without secrets.
func (s *Service) event(ctx context.Context, action, subjectKind string, subject uuid.UUID, before, after models.JSON) models.AuditEvent {
	actor := actorOf(ctx)
	return models.AuditEvent{
		At: s.Now(), Action: action, SubjectKind: subjectKind, SubjectID: subject, Before: before, After: after,
		ActorKind: actor.Kind, ActorID: nonZero(actor.ID), ActorName: actor.Name, RequestID: nonZero(RequestIDFrom(ctx)),
	}
}

// move takes an onboarding where e takes it and records that; the caller has set what else changes.
func (s *Service) move(ctx context.Context, tx *models.Tx, o *models.Onboarding, e event) error {
	from := o.Status
	to, err := next(from, e)
	if err != nil {
		return err
	}
	o.Status = to
	if to.IsTerminal() {
		o.LeaseOwner, o.LeaseUntil = nil, nil
	} else {
		until := s.Now().Add(lease)
		o.LeaseUntil = &until
	}
	if err := tx.UpdateOnboarding(o); err != nil {
		return err
	}
	return tx.Audit(s.event(ctx, "onboarding: "+string(e), "onboarding", o.ID, models.JSON{"status": from}, statusAndProblem(string(to), o.Problem)))
}

func statusAndProblem(status string, p models.Problem) models.JSON {
	after := models.JSON{"status": status}
	if p.Code != nil {
		after["problem"] = *p.Code
	}
	return after
}
