package onboarding

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/models"
)

// checkAgain is when a daily check that Meta could not answer is tried again.
const checkAgain = 30 * time.Minute

// Check asks Meta whether the token of a connected business still works and what it grants. While Meta cannot tell, nothing
// changes.
func (s *Service) Check(ctx context.Context, businessID uuid.UUID) (*models.Business, error) {
	return answer(ctx, s, func(ctx context.Context) (*models.Business, error) {
		b, err := s.checkOnce(ctx, businessID)
		for stale := 0; errors.Is(err, models.ErrStale) && stale < rereads; stale++ {
			b, err = s.checkOnce(ctx, businessID)
		}
		var failure *meta.Error
		switch {
		case errors.Is(err, models.ErrStale):
			return nil, errBusy
		case errors.Is(err, errNoCredential):
			return nil, errNotConnected
		case errors.As(err, &failure):
			return nil, refusal(MetaUnavailable, metaProblem(err, s.Now()))
		}
		return b, err
	})
}

// checkDaily is Check by the clock.
func (s *Service) checkDaily(ctx context.Context, businessID uuid.UUID) error {
	_, err := s.checkOnce(ctx, businessID)
	if err == nil {
		err = s.checkLeases(ctx, businessID)
	}
	var failure *meta.Error
	switch {
	case errors.Is(err, errNoBusiness), errors.Is(err, errNotConnected), errors.Is(err, errNoCredential):
		return nil
	case errors.As(err, &failure):
		return &later{latest(failure.RegainAt, s.Now().Add(checkAgain)), err}
	}
	return err
}

func (s *Service) checkOnce(ctx context.Context, businessID uuid.UUID) (*models.Business, error) {
	b, err := s.checkable(ctx, businessID)
	if err != nil {
		return nil, err
	}
	return s.check(ctx, b)
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

// check lets b follow from what Meta says of its token. A *meta.Error says that Meta did not tell, and then nothing has changed.
func (s *Service) check(ctx context.Context, b *models.Business) (*models.Business, error) {
	info, err := s.askToken(ctx, b)
	switch {
	case err == nil:
		return s.checked(ctx, b, info)
	case isUnreadable(err), errors.As(err, new(*knownProblem)): // Meta did answer: the token is dead
		return s.connectionFailed(ctx, b, err)
	}
	return nil, err
}

func (s *Service) askToken(ctx context.Context, b *models.Business) (meta.TokenInfo, error) {
	token, err := s.tokenOf(ctx, b.ID)
	if err != nil {
		return meta.TokenInfo{}, err
	}
	return s.checkToken(meta.WithBusiness(ctx, b.MetaID), token)
}

// checked keeps what Meta said of a token that works.
func (s *Service) checked(ctx context.Context, b *models.Business, info meta.TokenInfo) (*models.Business, error) {
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		if err := s.changeBusiness(ctx, tx, b, "business: checked", func() { s.fillChecked(b, info) }); err != nil {
			return err
		}
		if err := tx.ReplaceGrants(b.ID, s.grants(b, info)); err != nil {
			return err
		}
		if s.isStale(b) {
			return s.requestSync(ctx, tx, b)
		}
		return nil
	})
	return b, err
}

func (s *Service) fillChecked(b *models.Business, info meta.TokenInfo) {
	now := s.Now()
	b.LastCheckedAt, b.TokenExpiresAt = &now, nonZeroTime(info.ExpiresAt)
	switch {
	case len(s.missingPermissions(info)) > 0:
		b.Status, b.Problem = models.Degraded, sinceFirst(b.Problem, problem(models.ProblemPermissionsMissing, now))
	case b.Status == models.NeedsReconnect, hasProblem(b, models.ProblemPermissionsMissing), hasProblem(b, models.ProblemTokenExpiring):
		b.Status, b.Problem = models.Connected, models.Problem{}
	}
	if b.Problem.Code == nil && s.isExpiring(b) {
		b.Problem = problem(models.ProblemTokenExpiring, now)
	}
}

// isStale says whether it is time to read the datasets of b again.
func (s *Service) isStale(b *models.Business) bool {
	return mayBeUsed(b.Status) && b.SyncRequestedAt == nil && (b.LastSyncedAt == nil || s.Now().Sub(*b.LastSyncedAt) > staleAfter)
}
