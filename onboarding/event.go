package onboarding

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/models"
	"capiconnect/onboarding/failpoint"
)

// clockMargin is by how much Meta's clock, which tells whole seconds, may be behind ours: an end that looks a little older than the
// grant is not taken for old, since Meta is asked anyway.
const clockMargin = 10 * time.Second

// applyEvent finds out what follows from something that Meta told, and does that. Meta repeats, reorders and delays what it tells, so
// its own word decides nothing that it can be asked about.
func (s *Service) applyEvent(ctx context.Context, id uuid.UUID) error {
	e, err := s.Store.Event(ctx, id)
	if errors.Is(err, models.ErrNotFound) || err == nil && e.Outcome != nil {
		return nil // done in an earlier turn, perhaps long ago
	}
	if err != nil {
		return err
	}
	b, credential, err := s.holderOf(ctx, e)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return s.strangersEvent(ctx, e)
	case err != nil:
		return err
	case e.Kind == models.EventUninstall || e.Kind == models.EventDeauthorize:
		return s.endReported(ctx, e, b, credential)
	}
	return s.changeReported(ctx, e, b, credential)
}

// holderOf reads the business that an event is about and then its token, so that the business's epoch tells when another one has taken its place
// since; ErrNotFound when nobody here holds one.
func (s *Service) holderOf(ctx context.Context, e *models.MetaEvent) (*models.Business, *models.Credential, error) {
	b, err := s.subjectOf(ctx, e)
	if err != nil {
		return nil, nil, err
	}
	credential, err := s.Store.LiveCredential(ctx, b.ID)
	return b, credential, err
}

func (s *Service) subjectOf(ctx context.Context, e *models.MetaEvent) (*models.Business, error) {
	if e.MetaUserID == nil {
		return s.Store.BusinessByMetaID(ctx, *e.BusinessMetaID)
	}
	credential, err := s.Store.LiveCredentialOfUser(ctx, *e.MetaUserID)
	if err != nil {
		return nil, err
	}
	return s.Store.Business(ctx, *credential.BusinessID)
}

// endEvent does what follows from an event and notes what became of it, in one transaction.
func (s *Service) endEvent(ctx context.Context, e *models.MetaEvent, do func(tx *models.Tx) (models.EventOutcome, error)) error {
	return s.Store.InTx(ctx, func(tx *models.Tx) error {
		outcome, err := do(tx)
		if err != nil {
			return err
		}
		if err := tx.EndEvent(e.ID, outcome, s.Now()); err != nil {
			return err
		}
		failpoint.Hit("event.before_commit")
		return nil
	})
}

// askAgain lets an event wait until Meta can be asked about it.
func (s *Service) askAgain(e *models.MetaEvent, cause error) error {
	if !isTold(cause) {
		return cause
	}
	return &later{*s.nextTry(problemOf(cause, s.Now()).RetryAt, s.Now().Sub(e.ReceivedAt)), cause}
}

// changeReported reads anew what a connected business has granted, unless its grant is younger than the change.
func (s *Service) changeReported(ctx context.Context, e *models.MetaEvent, b *models.Business, credential *models.Credential) error {
	return s.endEvent(ctx, e, func(tx *models.Tx) (models.EventOutcome, error) {
		if e.At.Before(credential.GrantedAt) {
			return models.EventOld, nil
		}
		locked, err := tx.LockBusiness(b.ID)
		if err == nil && mayBeUsed(locked.Status) {
			err = s.requestSync(ctx, tx, locked)
		}
		if err == nil && !isRevoking(locked) {
			err = s.enqueue(ctx, tx, checkJob{BusinessID: b.ID})
		}
		return models.EventApplied, err
	})
}

// endReported asks Meta whether the token of a business is really dead, and only then drops it. A revocation that is under way comes
// to the proof by itself.
func (s *Service) endReported(ctx context.Context, e *models.MetaEvent, b *models.Business, credential *models.Credential) error {
	switch {
	case isRevoking(b):
		return s.endEvent(ctx, e, func(tx *models.Tx) (models.EventOutcome, error) {
			return models.EventApplied, s.hasten(ctx, tx, revokeJob{BusinessID: b.ID})
		})
	case e.At.Add(clockMargin).Before(credential.GrantedAt):
		return s.ignoreEnd(ctx, e, b, models.EventOld)
	}
	token, err := s.open(ctx, credential)
	if err != nil {
		return s.askAgain(e, err)
	}
	info, err := s.Meta.DebugToken(meta.WithBusiness(ctx, b.MetaID), token)
	switch {
	case err != nil:
		return s.askAgain(e, err)
	case info.Valid:
		return s.ignoreEnd(ctx, e, b, models.EventContradicted)
	}
	return s.endProven(ctx, e, b)
}

// endProven drops a token that is known to be dead, unless another one has taken its place since b was read. Where the app has been
// installed once more since the event, nobody here holds that grant.
func (s *Service) endProven(ctx context.Context, e *models.MetaEvent, b *models.Business) error {
	return s.endEvent(ctx, e, func(tx *models.Tx) (models.EventOutcome, error) {
		locked, err := tx.LockBusiness(b.ID)
		if err == nil && locked.Epoch != b.Epoch {
			err = models.ErrStale
		}
		if err != nil {
			return "", err
		}
		if err := s.dropToken(ctx, tx, locked, "business: app removed at Meta", problem(models.ProblemAppUninstalled, s.Now())); err != nil {
			return "", err
		}
		again, err := tx.HasLaterEvent(b.MetaID, models.EventInstall, e.At)
		if err == nil && again {
			err = s.enqueue(ctx, tx, reconcileJob{})
		}
		return models.EventApplied, err
	})
}

// ignoreEnd leaves the connection in place, and lets people know that it was reported to have ended.
func (s *Service) ignoreEnd(ctx context.Context, e *models.MetaEvent, b *models.Business, why models.EventOutcome) error {
	return s.endEvent(ctx, e, func(tx *models.Tx) (models.EventOutcome, error) {
		err := tx.Audit(s.auditOf(ctx, "business: report of its end ignored", "business", b.ID, nil, models.JSON{"reason": why, "at": e.At}))
		if err == nil && why == models.EventContradicted {
			err = s.enqueue(ctx, tx, checkJob{BusinessID: b.ID})
		}
		return why, err
	})
}

// strangersEvent is about a business whose token nobody here holds.
func (s *Service) strangersEvent(ctx context.Context, e *models.MetaEvent) error {
	if e.Kind == models.EventInstall {
		return s.installedElsewhere(ctx, e)
	}
	return s.endEvent(ctx, e, func(tx *models.Tx) (models.EventOutcome, error) {
		if e.Kind != models.EventUninstall {
			return models.EventUnknownBusiness, nil
		}
		return models.EventUnknownBusiness, s.endOrphan(ctx, tx, *e.BusinessMetaID, e.At)
	})
}

var errCodeUnderWay = errors.New("the code of this grant may be on its way")

// installedElsewhere notes a grant that did not come here, once there has been time enough for it to come. Meta's list of connected
// businesses then tells the name, and whether the grant is still there.
func (s *Service) installedElsewhere(ctx context.Context, e *models.MetaEvent) error {
	if overdue := earlier(e.At, e.ReceivedAt).Add(models.OrphanGrace); s.Now().Before(overdue) {
		return &later{overdue, errCodeUnderWay}
	}
	return s.endEvent(ctx, e, func(tx *models.Tx) (models.EventOutcome, error) {
		gone, err := tx.HasLaterEvent(*e.BusinessMetaID, models.EventUninstall, e.At)
		if err != nil || gone {
			return models.EventOld, err
		}
		noted, err := s.noteOrphan(ctx, tx, models.OrphanGrant{BusinessMetaID: *e.BusinessMetaID, ConfigID: e.ConfigID, FoundAt: e.At}, e.At)
		if err != nil || !noted {
			return models.EventOld, err
		}
		return models.EventApplied, s.enqueue(ctx, tx, reconcileJob{})
	})
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
