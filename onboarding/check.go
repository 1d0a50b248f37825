package onboarding

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/models"
)

// Check asks Meta whether the token of a connected business still works and what it grants. While Meta cannot tell, nothing
// changes.
func (s *Service) Check(ctx context.Context, businessID uuid.UUID) (*models.Business, error) {
	b, err := s.checkable(ctx, businessID)
	if err != nil {
		return nil, err
	}
	info, err := s.askToken(ctx, b.ID)
	var known *knownProblem
	switch {
	case err == nil:
		return s.checked(ctx, b, info)
	case errors.As(err, &known), isUnreadable(err):
		return s.actFailed(ctx, b.ID, err)
	case errors.Is(err, errNoCredential):
		return nil, errNotConnected
	}
	return nil, s.metaUnavailable(ctx, err)
}

// checkable reads a business that has a token: one that needs to be reconnected may turn out to be well.
func (s *Service) checkable(ctx context.Context, id uuid.UUID) (*models.Business, error) {
	b, err := s.connected(ctx, id)
	if errors.Is(err, errNotConnected) {
		if b, err = s.Store.Business(ctx, id); err == nil && b.Status != models.NeedsReconnect {
			err = errNotConnected
		}
	}
	return b, err
}

func (s *Service) askToken(ctx context.Context, businessID uuid.UUID) (meta.TokenInfo, error) {
	token, err := s.tokenOf(ctx, businessID)
	if err != nil {
		return meta.TokenInfo{}, err
	}
	return s.checkToken(ctx, token)
}

// checked keeps what Meta said of a token that works.
func (s *Service) checked(ctx context.Context, b *models.Business, info meta.TokenInfo) (*models.Business, error) {
	now := s.Now()
	before := statusAndProblem(string(b.Status), b.Problem)
	b.LastCheckedAt, b.TokenExpiresAt = &now, nonZeroTime(info.ExpiresAt)
	switch {
	case len(s.missingPermissions(info)) > 0:
		b.Status, b.Problem = models.Degraded, problem(models.ProblemPermissionsMissing, now)
	case b.Status == models.NeedsReconnect, hasProblem(b, models.ProblemPermissionsMissing):
		b.Status, b.Problem = models.Connected, models.Problem{}
	}
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.UpdateBusiness(b); err != nil {
			return err
		}
		if err := tx.ReplaceGrants(b.ID, s.grants(b.ID, info)); err != nil {
			return err
		}
		return tx.Audit(s.event(ctx, "business: checked", "business", b.ID, before, statusAndProblem(string(b.Status), b.Problem)))
	})
	if errors.Is(err, models.ErrStale) {
		return nil, errBusy
	}
	return b, err
}

// metaUnavailable tells the caller that Meta did not answer the question; the database's own trouble stays what it is.
func (s *Service) metaUnavailable(ctx context.Context, cause error) error {
	var failure *meta.Error
	if !errors.As(cause, &failure) {
		return cause
	}
	s.Log.WarnContext(ctx, "asking Meta", "error", cause)
	told := actError(cause, s.Now())
	told.Code = MetaUnavailable
	return told
}
