package onboarding

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"capiconnect/models"
)

// stopped is why an onboarding was kept from connecting what its client has granted: for the sake of a business, whose page tells of it.
type stopped struct {
	code     models.ProblemCode
	business uuid.UUID
}

// Error implements error.
func (s *stopped) Error() string {
	return s.Unwrap().Error() + " for the sake of business " + s.business.String()
}

// Unwrap returns the problem.
func (s *stopped) Unwrap() error { return &knownProblem{s.code} }

// stoppedFor is the business for whose sake cause stops an onboarding; nil when it is nobody's.
func stoppedFor(cause error) *uuid.UUID {
	var s *stopped
	if errors.As(cause, &s) {
		return &s.business
	}
	return nil
}

// checkBound finds the business that an onboarding is to connect and no other, if the caller names one.
func (s *Service) checkBound(ctx context.Context, id *uuid.UUID) error {
	if id == nil {
		return nil
	}
	_, err := s.Store.Business(ctx, *id)
	if errors.Is(err, models.ErrNotFound) {
		return errNoBusiness
	}
	return err
}

// mayGive keeps an onboarding that is for one business from connecting another one that the client has picked by mistake.
func mayGive(b *models.Business, o *models.Onboarding) error {
	if o.OnlyBusinessID == nil || *o.OnlyBusinessID == b.ID {
		return nil
	}
	return &stopped{models.ProblemOtherBusiness, *o.OnlyBusinessID}
}
