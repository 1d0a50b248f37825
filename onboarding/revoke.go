package onboarding

import (
	"context"
	"errors"
	"fmt"

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
	if errors.Is(err, errNotConnected) {
		last, readErr := s.Store.RevocationsOfBusinesses(ctx, []uuid.UUID{businessID})
		return b, last[businessID], errors.Join(err, readErr)
	}
	if err != nil {
		return nil, nil, err
	}
	_, err = answer(ctx, s, func(ctx context.Context) (any, error) { return nil, s.carryOutRevocation(ctx, b, revocation) })
	if err != nil {
		return nil, nil, err
	}
	return b, revocation, nil
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
		return s.changeBusiness(ctx, tx, b, "business: revocation requested", func() {
			b.Status, b.Problem = models.Revoking, models.Problem{}
		})
	})
	if errors.Is(err, models.ErrNotFound) {
		return nil, nil, errNoBusiness
	}
	return b, revocation, err
}

// carryOutRevocation asks Meta and writes down how far that came: the token is wiped in the transaction that says so.
func (s *Service) carryOutRevocation(ctx context.Context, b *models.Business, revocation *models.Revocation) error {
	outcome, cause := s.revokeAtMeta(ctx, b.ID, revocation)
	if cause != nil && !isTold(cause) {
		return cause
	}
	now := s.Now()
	action, change := "business: disconnected", func() {
		b.Status, b.Problem, b.DisconnectedAt, b.TokenExpiresAt = models.Disconnected, models.Problem{}, &now, nil
		revocation.Outcome, revocation.Verified, revocation.EndedAt = outcome, true, &now
	}
	if cause != nil {
		s.Log.WarnContext(ctx, "revoking at Meta", "business", b.ID, "error", cause)
		action, change = "business: revocation not confirmed", func() {
			b.Problem = sinceFirst(b.Problem, unproven(problemOf(cause, now)))
		}
	}
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		if err := s.changeBusiness(ctx, tx, b, action, change); err != nil {
			return err
		}
		if err := tx.UpdateRevocation(revocation); err != nil || cause != nil {
			return err
		}
		return tx.WipeCredentials(b.ID, now)
	})
	if errors.Is(err, models.ErrStale) {
		return errBusy
	}
	return err
}

// unproven: whatever Meta said instead of the proof, what it means for people is that the proof is missing; unless the token cannot
// be read, which waiting does not mend.
func unproven(p models.Problem) models.Problem {
	if *p.Code != models.ProblemCredentialUnreadable {
		*p.Code = models.ProblemRevocationPending
	}
	return p
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
	if !receipt.AlreadyInvalid {
		revocation.AcceptedAt = nonZeroTime(s.Now())
	}
	uninstalled, err := s.Meta.DeletePermissions(ctx, token)
	revocation.FBTraceIDs = append(revocation.FBTraceIDs, uninstalled.FBTraceIDs...)
	if err != nil {
		s.Log.WarnContext(ctx, "deleting the permissions of a revoked token", "business", businessID, "error", err)
	}
	return s.proof(ctx, token, revocation)
}

func (s *Service) proof(ctx context.Context, token meta.Token, revocation *models.Revocation) (models.RevocationOutcome, error) {
	info, err := s.Meta.DebugToken(ctx, token)
	if err != nil {
		return "", err
	}
	if info.FBTraceID != "" {
		revocation.FBTraceIDs = append(revocation.FBTraceIDs, info.FBTraceID)
	}
	switch {
	case info.Valid: // accepted, but not carried out
		return "", &knownProblem{models.ProblemRevocationPending}
	case revocation.AcceptedAt == nil:
		return models.AlreadyInvalid, nil
	}
	return models.Revoked, nil
}
