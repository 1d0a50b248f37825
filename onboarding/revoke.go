package onboarding

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/models"
	"capiconnect/onboarding/failpoint"
)

const (
	// stuckAfter is how long Meta is asked to end a token before people have to know that it does not.
	stuckAfter = 30 * 24 * time.Hour
	// stuckRetry is how often it is asked from then on.
	stuckRetry = 24 * time.Hour
)

// Revoke ends the connection of a business. The intent is stored first, and from then on the token is used for nothing else; then
// Meta is asked to revoke it and to prove that it is invalid; with the proof it is wiped. Without it the business stays REVOKING
// and Meta is asked again and again; calling Revoke once more asks at once.
func (s *Service) Revoke(ctx context.Context, businessID uuid.UUID, reason *string) (*models.Business, *models.Revocation, error) {
	if err := checkReason(reason); err != nil {
		return nil, nil, err
	}
	b, revocation, err := s.intendToRevoke(ctx, businessID, reason)
	if errors.Is(err, errNotConnected) {
		last, readErr := s.lastRevocation(ctx, businessID)
		return b, last, errors.Join(err, readErr)
	}
	if err != nil {
		return nil, nil, err
	}
	return s.waitForRevocation(ctx, businessID, revocation.Tries)
}

// waitForRevocation waits until Meta has been asked once more than before, at most answerWithin.
func (s *Service) waitForRevocation(ctx context.Context, businessID uuid.UUID, before int) (*models.Business, *models.Revocation, error) {
	_, err := s.waitForBusiness(ctx, businessID, revokeJob{BusinessID: businessID}, func(*models.Business) bool {
		last, err := s.lastRevocation(ctx, businessID)
		return err != nil || last == nil || last.Tries > before || last.EndedAt != nil
	})
	if err != nil {
		return nil, nil, err
	}
	last, err := s.lastRevocation(ctx, businessID)
	if err != nil {
		return nil, nil, err
	}
	b, err := s.Store.Business(ctx, businessID)
	return b, last, err
}

func checkReason(reason *string) error {
	if reason != nil && !fits(*reason, maxReason) {
		return invalid("reason", fmt.Sprintf("A reason has 1 to %d characters.", maxReason))
	}
	return nil
}

// lastRevocation is the last request to end a connection; nil when there was none.
func (s *Service) lastRevocation(ctx context.Context, businessID uuid.UUID) (*models.Revocation, error) {
	last, err := s.Store.LastRevocation(context.WithoutCancel(ctx), businessID)
	if errors.Is(err, models.ErrNotFound) {
		return nil, nil
	}
	return last, err
}

func (s *Service) intendToRevoke(ctx context.Context, id uuid.UUID, reason *string) (b *models.Business, revocation *models.Revocation, err error) {
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		if b, err = tx.LockBusiness(id); err != nil {
			return err
		}
		revocation, err = tx.PendingRevocation(id)
		switch {
		case err == nil:
			return s.hasten(ctx, tx, revokeJob{BusinessID: id})
		case !errors.Is(err, models.ErrNotFound):
			return err
		case b.Status == models.Disconnected:
			return errNotConnected
		}
		revocation, err = s.beginRevoking(ctx, tx, b, reason)
		return err
	})
	if errors.Is(err, models.ErrNotFound) {
		return nil, nil, errNoBusiness
	}
	if err == nil {
		failpoint.Hit("revoke.after_intent")
	}
	return b, revocation, err
}

// beginRevoking stores the intent. What is just being read with the token is not kept any more.
func (s *Service) beginRevoking(ctx context.Context, tx *models.Tx, b *models.Business, reason *string) (*models.Revocation, error) {
	revocation := &models.Revocation{
		ID: models.NewID(), BusinessID: b.ID, Outcome: models.RevocationWaiting, RequestedAt: s.Now(),
		RequestedBy: actorOf(ctx).Name, Reason: reason, FBTraceIDs: models.Strings{},
	}
	if err := tx.CreateRevocation(revocation); err != nil {
		return nil, err
	}
	err := s.changeBusiness(ctx, tx, b, "business: revocation requested", func() {
		b.Status, b.Problem, b.SyncRequestedAt = models.Revoking, models.Problem{}, nil
		b.Epoch++
	})
	if err != nil {
		return nil, err
	}
	return revocation, s.enqueue(ctx, tx, revokeJob{BusinessID: b.ID})
}

// revoke carries a pending revocation on: one round of asking Meta, and what it said.
func (s *Service) revoke(ctx context.Context, businessID uuid.UUID) error {
	b, err := s.Store.Business(ctx, businessID)
	if errors.Is(err, models.ErrNotFound) || err == nil && !isRevoking(b) {
		return nil // erased, or done in an earlier turn
	}
	if err != nil {
		return err
	}
	revocation, err := s.Store.LastRevocation(ctx, businessID)
	if err != nil {
		return err
	}
	ctx = meta.WithBusiness(ctx, b.MetaID)
	outcome, cause := s.revokeAtMeta(ctx, b, revocation)
	if cause == nil {
		cause = s.endLeases(ctx, b)
	}
	now := s.Now()
	revocation.Tries++
	revocation.LastTriedAt = &now
	switch {
	case cause == nil:
		return s.disconnected(ctx, b, revocation, outcome, true)
	case isTold(cause):
		return s.revokeLater(ctx, b, revocation, cause)
	}
	return cause
}

// disconnected ends the connection here, in the transaction that wipes the token and writes the receipt.
func (s *Service) disconnected(ctx context.Context, b *models.Business, revocation *models.Revocation, outcome models.RevocationOutcome, verified bool) error {
	action := "business: disconnected"
	if outcome == models.RemovedHereOnly {
		action = "business: forgotten"
	}
	now := s.Now()
	revocation.Outcome, revocation.Verified, revocation.EndedAt, revocation.NextAttemptAt = outcome, verified, &now, nil
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		err := s.changeBusiness(ctx, tx, b, action, func() {
			b.Status, b.Problem, b.DisconnectedAt = models.Disconnected, models.Problem{}, &now
			b.TokenExpiresAt, b.SyncRequestedAt = nil, nil
			b.Epoch++
		})
		if err != nil {
			return err
		}
		if err := s.noteDisconnected(b); err != nil { // now that it is sure that no new grant has come in between
			return err
		}
		if err := tx.UpdateRevocation(revocation); err != nil {
			return err
		}
		if err := tx.WipeCredentials(b.ID, now); err != nil {
			return err
		}
		return finishJob(ctx, tx)
	})
	if err == nil {
		failpoint.Hit("revoke.after_commit")
	}
	return err
}

// revokeLater writes down that Meta has not proven the end, and when it is asked again.
func (s *Service) revokeLater(ctx context.Context, b *models.Business, revocation *models.Revocation, cause error) error {
	s.Log.WarnContext(ctx, "revoking at Meta", "business", b.ID, "tries", revocation.Tries, "error", cause)
	status, action := b.Status, "business: revocation not confirmed"
	if status == models.Revoking && s.Now().Sub(revocation.RequestedAt) >= stuckAfter {
		s.Log.ErrorContext(ctx, "a revocation is stuck: Meta has not confirmed it for 30 days", "business", b.ID)
		status, action = models.RevokeStuck, "business: revocation stuck"
	}
	p := s.unproven(cause, status, revocation)
	revocation.NextAttemptAt = p.RetryAt
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		err := s.changeBusiness(ctx, tx, b, action, func() { b.Status, b.Problem = status, sinceFirst(b.Problem, p) })
		if err != nil {
			return err
		}
		return tx.UpdateRevocation(revocation)
	})
	if err != nil {
		return err
	}
	return &later{*p.RetryAt, cause}
}

// unproven: whatever Meta said instead of the proof, what it means for people is that the proof is missing; unless the token cannot
// be read, which waiting does not mend.
func (s *Service) unproven(cause error, status models.ConnectionStatus, revocation *models.Revocation) models.Problem {
	p := problemOf(cause, s.Now())
	code, again := models.ProblemRevocationPending, s.nextTry(p.RetryAt, s.Now().Sub(revocation.RequestedAt))
	if status == models.RevokeStuck {
		code, again = models.ProblemRevocationStuck, nonZeroTime(s.Now().Add(stuckRetry))
	}
	p.RetryAt = again
	if *p.Code != models.ProblemCredentialUnreadable {
		p.Code = &code
	}
	return p
}

// revokeAtMeta uninstalls the app, takes the token back and asks for the proof. Only what debug_token says counts; that a call was
// accepted proves nothing. A credential that cannot be read is an error, never "no token". One that a new grant has given since b was
// read is left alone.
func (s *Service) revokeAtMeta(ctx context.Context, b *models.Business, revocation *models.Revocation) (models.RevocationOutcome, error) {
	credential, err := s.Store.LiveCredentialIn(ctx, b.ID, b.Epoch)
	if errors.Is(err, models.ErrNotFound) { // an uninstall was proven while this waited, and the token wiped with it
		return models.AlreadyInvalid, nil
	}
	if err != nil {
		return "", err
	}
	token, err := s.open(ctx, credential)
	if err != nil {
		return "", err
	}
	if err := s.uninstall(ctx, revocation, credential, token); err != nil {
		return "", err
	}
	failpoint.Hit("revoke.after_permissions")
	if _, err := take(s, revocation, func() (meta.Receipt, error) { return s.Meta.RevokeToken(ctx, token) }); err != nil {
		return "", err
	}
	failpoint.Hit("revoke.after_meta_ok")
	return s.proof(ctx, token, revocation)
}

// uninstall removes the app from the business, and so ends also those of its tokens that nobody here holds: earlier ones, and one whose
// answer was lost. It has to be done while a token can ask for it; failing that, the app asks in its own name. What Meta refuses for
// good does not keep the token from being revoked.
func (s *Service) uninstall(ctx context.Context, revocation *models.Revocation, credential *models.Credential, token meta.Token) error {
	receipt, err := take(s, revocation, func() (meta.Receipt, error) { return s.Meta.DeletePermissions(ctx, token) })
	if err == nil && receipt.AlreadyInvalid && credential.MetaUserID != nil {
		_, err = take(s, revocation, func() (meta.Receipt, error) {
			byApp, err := s.Meta.DeletePermissionsOf(ctx, *credential.MetaUserID)
			byApp.Accepted = false // the token in question had ended before
			return byApp, err
		})
	}
	if mayPass(err) {
		return err
	}
	if err != nil {
		s.Log.WarnContext(ctx, "removing the app from a business", "business", *credential.BusinessID, "error", err)
	}
	return nil
}

// take asks Meta to take something back and notes for the receipt what it said.
func take(s *Service, revocation *models.Revocation, ask func() (meta.Receipt, error)) (meta.Receipt, error) {
	receipt, err := ask()
	revocation.FBTraceIDs = append(revocation.FBTraceIDs, receipt.FBTraceIDs...)
	revocation.FBTraceIDs = revocation.FBTraceIDs[max(0, len(revocation.FBTraceIDs)-maxTraceIDs):]
	if err == nil && receipt.Accepted {
		revocation.AcceptedAt = nonZeroTime(s.Now())
	}
	return receipt, err
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
