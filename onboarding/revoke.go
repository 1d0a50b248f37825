package onboarding

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/models"
)

// Revoke ends the connection of a business. The intent is stored first, and from then on the token is used for nothing else; then
// Meta is asked to revoke it and to prove that it is invalid; with the proof it is wiped. Without it the business stays REVOKING,
// and calling Revoke again goes on from there.
func (s *Service) Revoke(ctx context.Context, businessID uuid.UUID, reason *string) (*models.Business, *models.Revocation, error) {
	if reason != nil && !fits(*reason, maxReason) {
		return nil, nil, invalid("reason", fmt.Sprintf("A reason has 1 to %d characters.", maxReason))
	}
	b, revocation, err := s.intendToRevoke(ctx, businessID, reason)
	if err != nil {
		return nil, nil, err
	}
	ctx = context.WithoutCancel(ctx) // half a revocation helps nobody
	outcome, err := s.revokeAtMeta(ctx, b.ID, revocation)
	if err != nil && errors.Is(err, models.ErrUnavailable) {
		return nil, nil, err
	}
	if err != nil {
		s.Log.WarnContext(ctx, "revoking at Meta", "business", b.ID, "error", err)
		return s.stillRevoking(ctx, b, revocation, err)
	}
	return s.revoked(ctx, b, revocation, outcome)
}

func (s *Service) intendToRevoke(ctx context.Context, id uuid.UUID, reason *string) (b *models.Business, revocation *models.Revocation, err error) {
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		if b, err = tx.LockBusiness(id); err != nil {
			return err
		}
		if revocation, err = tx.PendingRevocation(id); !errors.Is(err, models.ErrNotFound) {
			return err
		}
		if b.Status == models.Disconnected {
			return errNotConnected
		}
		revocation = &models.Revocation{
			ID: models.NewID(), BusinessID: id, Outcome: models.RevocationWaiting, RequestedAt: s.Now(),
			RequestedBy: actorOf(ctx).Name, Reason: reason, FBTraceIDs: models.Strings{},
		}
		if err := tx.CreateRevocation(revocation); err != nil {
			return err
		}
		return s.changeBusiness(ctx, tx, b, "business: revocation requested", func() { b.Status, b.Problem = models.Revoking, models.Problem{} })
	})
	if errors.Is(err, models.ErrNotFound) {
		return nil, nil, errNoBusiness
	}
	return b, revocation, err
}

// changeBusiness writes a change of a business with its audit row.
func (s *Service) changeBusiness(ctx context.Context, tx *models.Tx, b *models.Business, action string, change func()) error {
	before := statusAndProblem(string(b.Status), b.Problem)
	change()
	if err := tx.UpdateBusiness(b); err != nil {
		return err
	}
	return tx.Audit(s.event(ctx, action, "business", b.ID, before, statusAndProblem(string(b.Status), b.Problem)))
}

// revokeAtMeta takes the token back and asks for the proof. Only what debug_token says counts; that a call was accepted proves
// nothing. A credential that cannot be read is an error, never "no token".
func (s *Service) revokeAtMeta(ctx context.Context, businessID uuid.UUID, revocation *models.Revocation) (models.RevocationOutcome, error) {
	token, err := s.tokenOf(ctx, businessID)
	if err != nil {
		return "", err
	}
	receipt, err := s.Meta.RevokeToken(ctx, token)
	revocation.FBTraceIDs = append(revocation.FBTraceIDs, receipt.FBTraceIDs...)
	if err != nil {
		return "", err
	}
	uninstalled, err := s.Meta.DeletePermissions(ctx, token)
	revocation.FBTraceIDs = append(revocation.FBTraceIDs, uninstalled.FBTraceIDs...)
	if err != nil {
		s.Log.WarnContext(ctx, "deleting the permissions of a revoked token", "business", businessID, "error", err)
	}
	info, err := s.Meta.DebugToken(ctx, token)
	if err != nil {
		return "", err
	}
	revocation.FBTraceIDs = slices.DeleteFunc(append(revocation.FBTraceIDs, info.FBTraceID), func(id string) bool { return id == "" })
	if info.Valid {
		return "", errStillValid
	}
	if receipt.AlreadyInvalid {
		return models.AlreadyInvalid, nil
	}
	return models.Revoked, nil
}

var errStillValid = errors.New("the revocation was accepted, but Meta still calls the token valid")

// stillRevoking keeps the receipt so far and says why the end is not proven.
func (s *Service) stillRevoking(ctx context.Context, b *models.Business, revocation *models.Revocation, cause error) (*models.Business, *models.Revocation, error) {
	p := problem(models.ProblemRevocationPending, s.Now())
	var failure *meta.Error
	switch {
	case isUnreadable(cause):
		p = problem(models.ProblemCredentialUnreadable, s.Now())
	case errors.As(cause, &failure):
		met := metaProblem(cause, s.Now())
		p.MetaCode, p.MetaSubcode, p.FBTraceID, p.RetryAt = met.MetaCode, met.MetaSubcode, met.FBTraceID, met.RetryAt
	}
	return s.keepRevocation(ctx, b, revocation, "business: revocation not confirmed", func(*models.Tx) error {
		b.Problem = p
		return nil
	})
}

// revoked wipes the token in the transaction that says so.
func (s *Service) revoked(ctx context.Context, b *models.Business, revocation *models.Revocation, outcome models.RevocationOutcome) (*models.Business, *models.Revocation, error) {
	return s.keepRevocation(ctx, b, revocation, "business: disconnected", func(tx *models.Tx) error {
		now := s.Now()
		revocation.Outcome, revocation.Verified, revocation.EndedAt = outcome, true, &now
		b.Status, b.Problem, b.DisconnectedAt, b.TokenExpiresAt = models.Disconnected, models.Problem{}, &now, nil
		return tx.WipeCredentials(b.ID, now)
	})
}

func (s *Service) keepRevocation(ctx context.Context, b *models.Business, revocation *models.Revocation, action string, change func(*models.Tx) error) (*models.Business, *models.Revocation, error) {
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		var err error
		changed := s.changeBusiness(ctx, tx, b, action, func() { err = change(tx) })
		if err := errors.Join(err, changed); err != nil {
			return err
		}
		return tx.UpdateRevocation(revocation)
	})
	if errors.Is(err, models.ErrStale) {
		return nil, nil, errBusy
	}
	return b, revocation, err
}
