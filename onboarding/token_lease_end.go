package onboarding

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/models"
)

// leaseLost is when a lease that was asked for counts as one that led to nothing: its replica is gone.
const leaseLost = 10 * time.Minute

var (
	errNoLease     = &Error{Code: NotFound, Message: "There is no such token lease.", Field: []string{"input", "tokenLeaseId"}}
	errLeaseLives  = &Error{Code: MetaUnavailable, Message: "Meta has taken the request and still says that the token works. Try again in a minute."}
	errLeaseIsOver = errors.New("the token of the lease is not stored any more")
)

// EndTokenLease has Meta revoke one leased token and prove that it is invalid. Ending what has ended is no error. An API key ends its own
// leases, unless it may do everything.
func (s *Service) EndTokenLease(ctx context.Context, id uuid.UUID) (*models.TokenLease, error) {
	l, err := s.Store.TokenLease(ctx, id)
	if errors.Is(err, models.ErrNotFound) || err == nil && !mayEnd(actorOf(ctx), l) {
		return nil, errNoLease
	}
	if err != nil || l.State(s.Now()) != models.TokenLeaseActive {
		return l, err
	}
	return answer(ctx, s, func(ctx context.Context) (*models.TokenLease, error) {
		b, err := s.Store.Business(ctx, l.BusinessID)
		if err != nil {
			return nil, err
		}
		if err := s.Store.InTx(ctx, func(tx *models.Tx) error {
			return tx.Audit(s.auditOf(ctx, "token lease: end requested", "token lease", l.ID, nil, models.JSON{"business": b.ID}))
		}); err != nil {
			return nil, err
		}
		return s.revokeLease(meta.WithBusiness(ctx, b.MetaID), l, models.LeaseEndRequested)
	})
}

func mayEnd(actor Actor, l *models.TokenLease) bool {
	return actor.Kind != models.ActorAPIKey || actor.ID == l.APIKeyID || slices.Contains(actor.Scopes, models.ScopeAdmin)
}

// revokeLease ends a leased token at Meta, and here once Meta has proved it.
func (s *Service) revokeLease(ctx context.Context, l *models.TokenLease, why models.TokenLeaseEnd) (*models.TokenLease, error) {
	token, err := s.leasedToken(ctx, l)
	if errors.Is(err, errLeaseIsOver) {
		return s.Store.TokenLease(ctx, l.ID)
	}
	var ended *models.TokenLease
	if err == nil {
		ended, err = s.endAtMeta(ctx, l, token, why)
	}
	switch {
	case err != nil:
		return nil, s.leaseError(err)
	case ended.EndedAt == nil:
		return ended, errLeaseLives
	}
	return ended, nil
}

func (s *Service) endAtMeta(ctx context.Context, l *models.TokenLease, token meta.Token, why models.TokenLeaseEnd) (*models.TokenLease, error) {
	if _, err := s.Meta.RevokeToken(ctx, token); err != nil {
		return nil, err
	}
	return s.endIfInvalid(ctx, l, token, why)
}

// leasedToken opens the token of a lease; errLeaseIsOver when that has been wiped.
func (s *Service) leasedToken(ctx context.Context, l *models.TokenLease) (meta.Token, error) {
	credential, err := s.Store.Credential(ctx, *l.CredentialID)
	if errors.Is(err, models.ErrNotFound) || err == nil && credential.State != models.CredentialLeased {
		return meta.Token{}, errLeaseIsOver
	}
	if err != nil {
		return meta.Token{}, err
	}
	return s.open(ctx, credential)
}

// endIfInvalid asks Meta whether a leased token works, and ends its lease when it does not.
func (s *Service) endIfInvalid(ctx context.Context, l *models.TokenLease, token meta.Token, why models.TokenLeaseEnd) (*models.TokenLease, error) {
	info, err := s.Meta.DebugToken(ctx, token)
	if err != nil || info.Valid {
		return l, err
	}
	var locked *models.TokenLease
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		if locked, err = tx.LockTokenLease(l.ID); err != nil || locked.EndedAt != nil {
			return err
		}
		locked.End(why, true, s.Now())
		if err := tx.UpdateTokenLease(locked); err != nil {
			return err
		}
		return tx.Audit(s.auditOf(ctx, "token lease: ended", "token lease", l.ID, nil, models.JSON{"business": l.BusinessID, "reason": why}))
	})
	return locked, err
}

// endLeases ends, with the connection of a business, every token of it that others were given, and has Meta prove each. One that cannot be
// read ends with the app's removal, without a proof.
func (s *Service) endLeases(ctx context.Context, b *models.Business) error {
	return s.eachLease(ctx, b, func(l *models.TokenLease, token meta.Token) error {
		ended, err := s.endAtMeta(ctx, l, token, models.LeaseConnectionEnded)
		if err == nil && ended.EndedAt == nil {
			err = &knownProblem{models.ProblemRevocationPending}
		}
		return err
	})
}

// checkLeases asks Meta about every token of a business that others were given.
func (s *Service) checkLeases(ctx context.Context, businessID uuid.UUID) error {
	b, err := s.Store.Business(ctx, businessID)
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	ctx = meta.WithBusiness(ctx, b.MetaID)
	return s.eachLease(ctx, b, func(l *models.TokenLease, token meta.Token) error {
		_, err := s.endIfInvalid(ctx, l, token, models.LeaseFoundInvalid)
		return err
	})
}

func (s *Service) eachLease(ctx context.Context, b *models.Business, do func(*models.TokenLease, meta.Token) error) error {
	open, err := s.Store.OpenTokenLeases(ctx, b.ID)
	if err != nil {
		return err
	}
	for i := range open {
		token, err := s.leasedToken(ctx, &open[i])
		switch {
		case errors.Is(err, errLeaseIsOver):
			continue
		case isUnreadable(err):
			s.Log.WarnContext(ctx, "a leased token does not open", "lease", open[i].ID, "business", b.ID, "error", err)
			continue
		case err == nil:
			err = do(&open[i], token)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// askAboutLeases has Meta asked, by a job, whether the tokens that others were given have gone with the business's own.
func (s *Service) askAboutLeases(ctx context.Context, tx *models.Tx, businessID uuid.UUID) error {
	has, err := tx.HasOpenTokenLeases(businessID)
	if err != nil || !has {
		return err
	}
	return s.enqueue(ctx, tx, leasesJob{BusinessID: businessID})
}

// askLeasesLater is checkLeases in a job.
func (s *Service) askLeasesLater(ctx context.Context, businessID uuid.UUID) error {
	err := s.checkLeases(ctx, businessID)
	var failure *meta.Error
	if errors.As(err, &failure) {
		return &later{latest(failure.RegainAt, s.Now().Add(checkAgain)), err}
	}
	return err
}

// endOverdueLeases wipes the tokens of leases whose time is over.
func (s *Service) endOverdueLeases(ctx context.Context) error {
	for range retainBatches {
		var ended int64
		err := s.Store.InTx(ctx, func(tx *models.Tx) (err error) {
			ended, err = tx.EndOverdueTokenLeases(s.Now(), s.Now().Add(-leaseLost), retainAtOnce)
			return err
		})
		if err != nil || ended < retainAtOnce {
			return err
		}
	}
	return errMore
}
