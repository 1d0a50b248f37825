package onboarding

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"capiconnect/meta"
	"capiconnect/models"
	"capiconnect/onboarding/failpoint"
)

const (
	// turn is what a job works before it lets others have a turn; it keeps what it has done. The last call that it makes may take another 10 s.
	turn = jobTimeout - 12*time.Second
	// maxRest is how long a run may lie without a page before it starts anew: by then its pages are old, and it must not wait for ever at a
	// cursor at which Meta always has trouble. Meta may want no calls for a day, which must not cost what has been read before.
	maxRest = 25 * time.Hour
)

// Sync reads the owned and shared datasets of a connected business again.
func (s *Service) Sync(ctx context.Context, businessID uuid.UUID) (*models.Business, error) {
	var asked *models.Business
	err := s.Store.InTx(ctx, func(tx *models.Tx) (err error) {
		if asked, err = lockConnected(tx, businessID); err != nil {
			return err
		}
		if err := s.requestSync(ctx, tx, asked); err != nil {
			return err
		}
		return s.hasten(ctx, tx, syncJob{BusinessID: businessID})
	})
	if err != nil {
		return nil, err
	}
	b, err := s.waitForBusiness(ctx, businessID, syncJob{BusinessID: businessID}, func(b *models.Business) bool {
		return b.SyncRequestedAt == nil || !mayBeUsed(b.Status) || b.Fence > asked.Fence && isSyncProblem(b)
	})
	switch {
	case err != nil:
		return nil, err
	case b.SyncRequestedAt != nil && !isSyncProblem(b) && mayBeUsed(b.Status):
		return b, errStillWorking
	case b.SyncRequestedAt != nil || !mayBeUsed(b.Status) || isSyncProblem(b):
		return b, actError(b)
	}
	return b, nil
}

// requestSync makes the datasets of b be read, or read once more when they are just being read.
func (s *Service) requestSync(ctx context.Context, tx *models.Tx, b *models.Business) error {
	b.SyncRequestedAt = nonZeroTime(s.Now())
	if err := tx.UpdateBusiness(b); err != nil {
		return err
	}
	return s.enqueue(ctx, tx, syncJob{BusinessID: b.ID})
}

// isSyncProblem says whether what is wrong with b is what its last sync met, rather than what its grant lacks.
func isSyncProblem(b *models.Business) bool {
	if b.Problem.Code == nil {
		return false
	}
	switch *b.Problem.Code {
	case models.ProblemNoDatasets, models.ProblemSeveralDatasets, models.ProblemTokenExpiring:
		return false
	case models.ProblemPermissionsMissing:
		return b.Problem.MetaCode != nil
	}
	return true
}

// sync reads the datasets of a business, or ends what waits for them when it is not connected any more.
func (s *Service) sync(ctx context.Context, businessID uuid.UUID) error {
	err := s.syncConnected(ctx, businessID)
	if errors.Is(err, errNoBusiness) || errors.Is(err, errNotConnected) {
		return s.endSyncing(ctx, businessID)
	}
	return err
}

// syncConnected reads both lists of a business to their ends, from where an earlier turn left off, and then removes what they hold no more.
func (s *Service) syncConnected(ctx context.Context, businessID uuid.UUID) error {
	b, err := s.connected(ctx, businessID)
	if err != nil {
		return err
	}
	if err := s.restingSync(ctx, b); err != nil {
		return err
	}
	run, err := s.openRun(ctx, b)
	if err != nil {
		return err
	}
	inTurn, end := context.WithCancel(ctx) // without a deadline, which would cut a call off
	defer end()
	defer time.AfterFunc(turn, end).Stop()
	err = s.readLists(inTurn, b, run)
	switch {
	case err == nil:
		return s.finishSync(ctx, b, run)
	case errors.Is(err, models.ErrStale):
		return err
	case inTurn.Err() != nil:
		return errMore
	}
	return s.syncFailed(ctx, b, run, err)
}

// openRun goes on with the run that was interrupted, unless the token has changed since or it has rested for too long.
func (s *Service) openRun(ctx context.Context, b *models.Business) (run *models.SyncRun, err error) {
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		locked, err := lockSame(tx, b)
		if err != nil {
			return err
		}
		run, err = tx.RunningSync(b.ID)
		if err == nil && run.Epoch == b.Epoch && s.Now().Sub(run.ReadAt) < maxRest {
			return nil
		}
		if err != nil && !errors.Is(err, models.ErrNotFound) {
			return err
		}
		run, err = s.beginRun(tx, locked)
		return err
	})
	return run, err
}

func (s *Service) beginRun(tx *models.Tx, b *models.Business) (*models.SyncRun, error) {
	now := s.Now()
	if err := tx.SupersedeSync(b.ID, now); err != nil {
		return nil, err
	}
	run := &models.SyncRun{
		ID: models.NewID(), BusinessID: b.ID, Epoch: b.Epoch, Outcome: models.SyncRunning,
		RequestedAt: b.SyncRequestedAt, StartedAt: now, ReadAt: now,
	}
	return run, tx.CreateSyncRun(run)
}

// covers says whether no request to read the datasets of b, which the caller has locked, has come since the run began. It compares no
// two times that different replicas have told.
func covers(run *models.SyncRun, b *models.Business) bool {
	return b.SyncRequestedAt == nil || run.RequestedAt != nil && run.RequestedAt.Equal(*b.SyncRequestedAt)
}

// readLists reads both lists at once.
func (s *Service) readLists(ctx context.Context, b *models.Business, run *models.SyncRun) error {
	ctx, end := step(ctx, "read datasets", aboutBusiness(b.ID))
	defer end()
	token, err := s.tokenOf(ctx, b.ID)
	if err != nil {
		return err
	}
	both, bothCtx := errgroup.WithContext(ctx)
	for _, relation := range []models.DatasetRelation{models.Owned, models.Shared} {
		l := list{Service: s, token: token, business: b, run: run, relation: relation}
		both.Go(contained(func() error { return l.read(bothCtx) }))
	}
	return both.Wait()
}

// finishSync removes what the lists of a run hold no more, and completes the onboardings that waited for it, unless the token has been
// replaced or ended meanwhile.
func (s *Service) finishSync(ctx context.Context, b *models.Business, run *models.SyncRun) error {
	ctx, end := step(ctx, "apply datasets", aboutBusiness(b.ID))
	defer end()
	failpoint.Hit("sync.before_finish")
	again := false
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		locked, err := lockSame(tx, b)
		if err != nil {
			return err
		}
		if err := tx.FinishLists(run, s.Now()); err != nil {
			return err
		}
		if err := s.keepSynced(ctx, tx, locked, run); err != nil {
			return err
		}
		if err := s.completeSyncing(ctx, tx, locked, run); err != nil {
			return err
		}
		if again = locked.SyncRequestedAt != nil; again {
			return nil
		}
		return finishJob(ctx, tx)
	})
	if err != nil {
		return err
	}
	failpoint.Hit("sync.after_finish")
	if again {
		return errMore
	}
	return nil
}

// keepSynced writes the end of a run and what it says of the business.
func (s *Service) keepSynced(ctx context.Context, tx *models.Tx, b *models.Business, run *models.SyncRun) error {
	if err := tx.EndSyncRun(run, models.SyncCompleted, s.Now()); err != nil {
		return err
	}
	if err := tx.CountReconnection(run); err != nil {
		return err
	}
	status, p, err := s.standing(tx, b, run)
	if err != nil {
		return err
	}
	now := s.Now()
	err = s.changeBusiness(ctx, tx, b, "business: datasets read", func() {
		b.Status, b.Problem, b.LastSyncedAt = status, sinceFirst(b.Problem, p), &now
		if covers(run, b) {
			b.SyncRequestedAt = nil
		}
	})
	if err != nil {
		return err
	}
	return s.enqueue(ctx, tx, probeJob{BusinessID: b.ID})
}

// standing is where a complete reading leaves b. What its grant lacks weighs more than what it holds too much of.
func (s *Service) standing(tx *models.Tx, b *models.Business, run *models.SyncRun) (models.ConnectionStatus, models.Problem, error) {
	denied, err := tx.HasDeniedGrant(b.ID)
	if err != nil {
		return "", models.Problem{}, err
	}
	several, err := settleChoice(tx, b)
	if err != nil {
		return "", models.Problem{}, err
	}
	switch now := s.Now(); {
	case denied:
		return models.Degraded, problem(models.ProblemPermissionsMissing, now), nil
	case run.OwnedCount+run.SharedCount == 0:
		return models.Connected, problem(models.ProblemNoDatasets, now), nil
	case several:
		return models.Connected, problem(models.ProblemSeveralDatasets, now), nil
	case s.isExpiring(b):
		return models.Connected, problem(models.ProblemTokenExpiring, now), nil
	}
	return models.Connected, models.Problem{}, nil
}

// completeSyncing completes the onboardings that waited for the datasets of a business.
func (s *Service) completeSyncing(ctx context.Context, tx *models.Tx, b *models.Business, run *models.SyncRun) error {
	waiting, err := tx.SyncingOnboardings(b.ID)
	if err != nil {
		return err
	}
	for i := range waiting {
		detail := fmt.Sprintf("%d owned, %d shared", run.OwnedCount, run.SharedCount)
		if err := s.finish(ctx, tx, &waiting[i], models.StepSucceeded, &detail); err != nil {
			return err
		}
	}
	return nil
}

// finish completes an onboarding: its business is connected.
func (s *Service) finish(ctx context.Context, tx *models.Tx, o *models.Onboarding, how models.StepStatus, detail *string) error {
	now := s.Now()
	o.Problem, o.CompletedAt = models.Problem{}, &now
	if err := tx.EndStep(o.ID, how, detail, now); err != nil {
		return err
	}
	return s.move(ctx, tx, o, datasetsRead)
}

// syncFailed tells the business and the onboardings that wait for it, in one transaction. What may pass is tried again. A list that
// Meta refuses for good does not undo the connection, so it completes the onboardings; a dead token ends them.
func (s *Service) syncFailed(ctx context.Context, b *models.Business, run *models.SyncRun, cause error) error {
	if errors.Is(cause, errNoCredential) {
		return models.ErrStale // it has just been taken away: what follows from that is known at the next look
	}
	if !isTold(cause) {
		return cause
	}
	var wait *later
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		locked, err := lockSame(tx, b)
		if err != nil {
			return err
		}
		s.Log.WarnContext(ctx, "reading the datasets", "business", b.ID, "error", cause)
		p := s.planned(locked, cause)
		if p.RetryAt != nil {
			wait = &later{*p.RetryAt, cause}
		} else if err := tx.EndSyncRun(run, models.SyncFailed, s.Now()); err != nil {
			return err
		}
		if err := s.worsen(ctx, tx, locked, cause, p); err != nil {
			return err
		}
		if err := s.failSyncing(ctx, tx, locked, p); err != nil || wait != nil {
			return err
		}
		return finishJob(ctx, tx)
	})
	if err == nil && wait != nil {
		return wait
	}
	return err
}

// failSyncing tells the onboardings that wait for the datasets of b what became of it.
func (s *Service) failSyncing(ctx context.Context, tx *models.Tx, b *models.Business, p models.Problem) error {
	waiting, err := tx.SyncingOnboardings(b.ID)
	if err != nil {
		return err
	}
	for i := range waiting {
		if err := s.failSyncingOne(ctx, tx, &waiting[i], b, p); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) failSyncingOne(ctx context.Context, tx *models.Tx, o *models.Onboarding, b *models.Business, p models.Problem) error {
	switch {
	case !mayBeUsed(b.Status):
		return s.endIn(ctx, tx, o, refused, p)
	case p.RetryAt == nil, s.Now().After(o.CreatedAt.Add(giveUpAfter)):
		return s.finish(ctx, tx, o, models.StepFailed, nil)
	}
	o.Problem = sinceFirst(o.Problem, p)
	o.Retries++
	return tx.UpdateOnboarding(o)
}

// endSyncing ends what waits for the datasets of a business that is no longer connected. Where it has been connected once more since that
// was seen, the job of that grant is this one.
func (s *Service) endSyncing(ctx context.Context, businessID uuid.UUID) error {
	return s.Store.InTx(ctx, func(tx *models.Tx) error {
		b, err := tx.LockBusiness(businessID)
		switch {
		case errors.Is(err, models.ErrNotFound):
			return finishJob(ctx, tx) // erased, with whatever waited
		case err != nil:
			return err
		case mayBeUsed(b.Status):
			return models.ErrStale
		}
		if err := tx.SupersedeSync(b.ID, s.Now()); err != nil {
			return err
		}
		if err := s.failSyncing(ctx, tx, b, problem(models.ProblemInterrupted, s.Now())); err != nil {
			return err
		}
		return finishJob(ctx, tx)
	})
}

// facts are what one page says, as models keeps it.
func facts(datasets []meta.Dataset) []models.DatasetFact {
	facts := make([]models.DatasetFact, len(datasets))
	for i, d := range datasets {
		facts[i] = models.DatasetFact{
			ID: models.NewID(), MetaID: d.ID, Name: nonZero(d.Name),
			LastFiredAt: nonZeroTime(d.LastFiredTime), CreatedAt: nonZeroTime(d.CreationTime), IsUnavailable: d.IsUnavailable,
			OwnerBusinessMetaID: nonZero(d.OwnerBusiness.ID), OwnerBusinessName: nonZero(d.OwnerBusiness.Name),
		}
	}
	return facts
}
