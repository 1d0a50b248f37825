package onboarding

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
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
	leasesJob struct {
		BusinessID uuid.UUID `json:"business_id"`
	}
	deleteJob struct {
		DeletionID uuid.UUID `json:"deletion_id"`
	}
	deliverJob struct {
		EndpointID uuid.UUID `json:"endpoint_id"`
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
	// chainJob adds to the audit's chain what is not in it yet.
	chainJob struct{}
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
func (leasesJob) Kind() string    { return "leases" }
func (deleteJob) Kind() string    { return "delete" }
func (deliverJob) Kind() string   { return "deliver" }
func (tendJob) Kind() string      { return "tend" }
func (scheduleJob) Kind() string  { return "schedule" }
func (reconcileJob) Kind() string { return "reconcile" }
func (retainJob) Kind() string    { return "retain" }
func (rekeyJob) Kind() string     { return "rekey" }
func (chainJob) Kind() string     { return "chain" }

// workers says what is done for each kind.
func (s *Service) workers() *river.Workers {
	workers := river.NewWorkers()
	work(s, workers, func(ctx context.Context, job identifyJob) error { return s.carryOn(ctx, job.OnboardingID) })
	work(s, workers, func(ctx context.Context, job syncJob) error { return s.sync(ctx, job.BusinessID) })
	work(s, workers, atLeisure(s, func(ctx context.Context, job checkJob) error { return s.checkDaily(ctx, job.BusinessID) }))
	work(s, workers, func(ctx context.Context, job refreshJob) error { return s.refresh(ctx, job.BusinessID) })
	work(s, workers, func(ctx context.Context, job revokeJob) error { return s.revoke(ctx, job.BusinessID) })
	work(s, workers, atLeisure(s, func(ctx context.Context, job probeJob) error { return s.probe(ctx, job.BusinessID) }))
	work(s, workers, func(ctx context.Context, job recoverJob) error { return s.recover(ctx, job.OnboardingID) })
	work(s, workers, func(ctx context.Context, job eventJob) error { return s.applyEvent(ctx, job.EventID) })
	work(s, workers, func(ctx context.Context, job leasesJob) error { return s.askLeasesLater(ctx, job.BusinessID) })
	work(s, workers, func(ctx context.Context, job deleteJob) error { return s.carryOutDeletion(ctx, job.DeletionID) })
	work(s, workers, func(ctx context.Context, job deliverJob) error { return s.deliver(ctx, job.EndpointID) })
	work(s, workers, func(ctx context.Context, _ tendJob) error {
		return errors.Join(s.tend(ctx), s.resumeDelivering(ctx))
	})
	work(s, workers, func(ctx context.Context, _ scheduleJob) error { return s.schedule(ctx) })
	work(s, workers, atLeisure(s, func(ctx context.Context, _ reconcileJob) error { return s.reconcile(ctx) }))
	work(s, workers, func(ctx context.Context, _ retainJob) error { return s.retain(ctx) })
	work(s, workers, func(ctx context.Context, _ rekeyJob) error { return s.rekey(ctx) })
	work(s, workers, func(ctx context.Context, _ chainJob) error { return s.linkAudit(ctx) })
	return workers
}
