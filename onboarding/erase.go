package onboarding

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"capiconnect/models"
)

// Erase deletes everything known about a disconnected business and returns the id that no longer resolves. The audit keeps that it
// happened.
func (s *Service) Erase(ctx context.Context, businessID uuid.UUID, reason *string) (*uuid.UUID, error) {
	if reason != nil && !fits(*reason, maxReason) {
		return nil, invalid("reason", fmt.Sprintf("A reason has 1 to %d characters.", maxReason))
	}
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		b, err := tx.LockBusiness(businessID)
		if err != nil {
			return err
		}
		if b.Status != models.Disconnected {
			return &Error{Code: StillConnected, Message: "The business is still connected. Disconnect it first."}
		}
		if err := tx.EraseBusiness(businessID); err != nil {
			return err
		}
		return tx.Audit(s.event(ctx, "business: erased", "business", businessID, nil, models.JSON{"reason": reason}))
	})
	if errors.Is(err, models.ErrNotFound) {
		return nil, errNoBusiness
	}
	if err != nil {
		return nil, err
	}
	return &businessID, nil
}
