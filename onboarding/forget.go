package onboarding

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"capiconnect/models"
)

// Forget ends here what Meta does not confirm: the token of a business whose revocation is stuck, or cannot go on because the token
// cannot be read, is wiped without a proof. At Meta the app may still be listed, and the receipt says so.
func (s *Service) Forget(ctx context.Context, businessID uuid.UUID, reason *string) (*models.Business, *models.Revocation, error) {
	if err := checkReason(reason); err != nil {
		return nil, nil, err
	}
	b, err := s.Store.Business(ctx, businessID)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return nil, nil, errNoBusiness
	case err != nil:
		return nil, nil, err
	case !mayBeForgotten(b):
		return b, nil, errNotStuck
	}
	revocation, err := s.Store.LastRevocation(ctx, businessID)
	if err != nil {
		return nil, nil, err
	}
	if reason != nil {
		revocation.Reason = reason
	}
	err = s.disconnected(ctx, b, revocation, models.RemovedHereOnly, false)
	if errors.Is(err, models.ErrStale) {
		err = errBusy
	}
	return b, revocation, err
}

func mayBeForgotten(b *models.Business) bool {
	return b.Status == models.RevokeStuck || b.Status == models.Revoking && hasProblem(b, models.ProblemCredentialUnreadable)
}
