package onboarding

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/models/seal"
)

// connected reads a business whose token may be used.
func (s *Service) connected(ctx context.Context, id uuid.UUID) (*models.Business, error) {
	b, err := s.Store.Business(ctx, id)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return nil, errNoBusiness
	case err != nil:
		return nil, err
	case b.Status != models.Connected && b.Status != models.Degraded:
		return nil, errNotConnected
	}
	return b, nil
}

// actFailed answers a caller whose act on a connected business failed, and lets the connection's status follow.
func (s *Service) actFailed(ctx context.Context, id uuid.UUID, cause error) (*models.Business, error) {
	switch {
	case errors.Is(cause, models.ErrStale):
		return nil, errBusy
	case errors.Is(cause, errNoCredential):
		return nil, errNotConnected
	case errors.Is(cause, models.ErrUnavailable):
		return nil, cause
	}
	s.Log.WarnContext(ctx, "acting on a connection", "business", id, "error", cause)
	if err := s.connectionFailed(ctx, id, cause); err != nil {
		return nil, err
	}
	b, err := s.Store.Business(ctx, id)
	if err != nil {
		return nil, err
	}
	return b, actError(cause, s.Now())
}

// actError says in the caller's words why an act on a connection failed.
func actError(cause error, now time.Time) *Error {
	explained := Explain(problemOf(cause, now))
	code := NotConnected
	if mayPass(cause) {
		code = MetaUnavailable
	}
	return &Error{Code: code, Message: explained.Message + " " + explained.Action}
}

// connectionFailed lets the status of a connected business follow from what went wrong with its token. Only Meta's word that the
// token is dead, or a token that cannot be read, calls for the client; anything else leaves the connection in place.
func (s *Service) connectionFailed(ctx context.Context, id uuid.UUID, cause error) error {
	if errors.Is(cause, models.ErrStale) || errors.Is(cause, models.ErrUnavailable) {
		return nil
	}
	status, p := models.Degraded, problemOf(cause, s.Now())
	switch {
	case isDead(cause), isUnreadable(cause), isDeadTokenProblem(p):
		status = models.NeedsReconnect
	case *p.Code != models.ProblemThrottled && *p.Code != models.ProblemPermissionsMissing:
		*p.Code = models.ProblemSyncFailing
	}
	return s.setStatus(ctx, id, status, p)
}

func isDeadTokenProblem(p models.Problem) bool {
	switch *p.Code {
	case models.ProblemTokenExpired, models.ProblemTokenRevoked, models.ProblemAppUninstalled:
		return true
	}
	return false
}

// setStatus changes where a connected business stands; a business that is no longer connected is left alone.
func (s *Service) setStatus(ctx context.Context, id uuid.UUID, status models.ConnectionStatus, p models.Problem) error {
	return s.Store.InTx(ctx, func(tx *models.Tx) error {
		b, err := tx.LockBusiness(id)
		if err != nil {
			return err
		}
		if b.Status != models.Connected && b.Status != models.Degraded {
			return nil
		}
		before := statusAndProblem(string(b.Status), b.Problem)
		b.Status, b.Problem = status, p
		if err := tx.UpdateBusiness(b); err != nil {
			return err
		}
		return tx.Audit(s.event(ctx, "business: status changed", "business", b.ID, before, statusAndProblem(string(status), p)))
	})
}

func isUnreadable(err error) bool { return errors.Is(err, seal.ErrUnreadable) }
