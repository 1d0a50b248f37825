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
	return answer(ctx, s, func(ctx context.Context) (*models.Business, error) {
		info, err := s.askToken(ctx, b.ID)
		var failure *meta.Error
		switch {
		case err == nil:
			return s.checked(ctx, b, info)
		case errors.As(err, &failure):
			s.Log.WarnContext(ctx, "asking Meta about a token", "business", b.ID, "error", err)
			explained := Explain(metaProblem(err, s.Now()))
			return nil, &Error{Code: MetaUnavailable, Message: explained.Message + " " + explained.Action}
		case errors.As(err, new(*knownProblem)): // Meta did answer: the token is dead
			return s.connectionFailed(ctx, b.ID, err)
		}
		return s.actFailed(ctx, b.ID, err)
	})
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
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.ReplaceGrants(b.ID, s.grants(b, info)); err != nil {
			return err
		}
		return s.changeBusiness(ctx, tx, b, "business: checked", func() { s.fillChecked(b, info) })
	})
	if errors.Is(err, models.ErrStale) {
		return nil, errBusy
	}
	return b, err
}

func (s *Service) fillChecked(b *models.Business, info meta.TokenInfo) {
	now := s.Now()
	b.LastCheckedAt, b.TokenExpiresAt = &now, nonZeroTime(info.ExpiresAt)
	switch {
	case len(s.missingPermissions(info)) > 0:
		b.Status, b.Problem = models.Degraded, sinceFirst(b.Problem, problem(models.ProblemPermissionsMissing, now))
	case b.Status == models.NeedsReconnect, hasProblem(b, models.ProblemPermissionsMissing):
		b.Status, b.Problem = models.Connected, models.Problem{}
	}
}
