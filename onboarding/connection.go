package onboarding

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
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
	case !isTold(cause):
		return nil, cause
	}
	s.Log.WarnContext(ctx, "acting on a connection", "business", id, "error", cause)
	b, err := s.connectionFailed(ctx, id, cause)
	if err != nil {
		return nil, err
	}
	return b, actError(b, cause, s.Now())
}

// actError says in the caller's words why an act on a connection failed.
func actError(b *models.Business, cause error, now time.Time) *Error {
	explained := Explain(problemOf(cause, now))
	code := MetaRefused
	switch {
	case b.Status != models.Connected && b.Status != models.Degraded:
		code = NotConnected
	case mayPass(cause):
		code = MetaUnavailable
	}
	return &Error{Code: code, Message: explained.Message + " " + explained.Action}
}

// connectionFailed lets the status of a connected business follow from what went wrong with its token. Only Meta's word that the
// token is dead, or a token that cannot be read, calls for the client; anything else leaves the connection in place.
func (s *Service) connectionFailed(ctx context.Context, id uuid.UUID, cause error) (*models.Business, error) {
	status, p := models.Degraded, problemOf(cause, s.Now())
	switch {
	case isDead(cause), isUnreadable(cause), isDeadTokenProblem(p):
		status = models.NeedsReconnect
	case *p.Code != models.ProblemThrottled && *p.Code != models.ProblemPermissionsMissing:
		*p.Code = models.ProblemSyncFailing
	}
	var b *models.Business
	err := s.Store.InTx(ctx, func(tx *models.Tx) (err error) {
		if b, err = tx.LockBusiness(id); err != nil || b.Status != models.Connected && b.Status != models.Degraded {
			return err
		}
		return s.changeBusiness(ctx, tx, b, "business: status changed", func() {
			b.Status, b.Problem = status, sinceFirst(b.Problem, p)
		})
	})
	return b, err
}

func isDeadTokenProblem(p models.Problem) bool {
	switch *p.Code {
	case models.ProblemTokenExpired, models.ProblemTokenRevoked, models.ProblemAppUninstalled:
		return true
	}
	return false
}

func hasProblem(b *models.Business, code models.ProblemCode) bool {
	return b.Problem.Code != nil && *b.Problem.Code == code
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
