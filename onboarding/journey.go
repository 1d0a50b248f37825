package onboarding

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"capiconnect/models"
)

const (
	// maxReported is how many steps one report has.
	maxReported = 20
	// maxSteps is how many steps of one onboarding are kept, and what browsers report beyond that is dropped. The workflow's own are never
	// dropped.
	maxSteps = 100
)

// setbacks are the steps of a browser that lead no further.
var setbacks = []models.StepKind{
	models.StepSDKBlocked, models.StepPopupBlocked, models.StepNoAnswer, models.StepLoginCancelled, models.StepLoginDeclined, models.StepLoginFailed,
}

// ReportInput is what a browser has seen on the way to a code.
type ReportInput struct {
	OnboardingID *uuid.UUID // implied by an onboarding token
	Steps        []models.StepKind
}

// ReportSteps adds what a browser has seen to the steps of an onboarding, for those who look for the reason when a client does not get
// through. It decides nothing, so it has no place in the audit.
func (s *Service) ReportSteps(ctx context.Context, in ReportInput) (*models.Onboarding, error) {
	if len(in.Steps) == 0 || len(in.Steps) > maxReported {
		return nil, invalid("steps", fmt.Sprintf("A report has 1 to %d steps.", maxReported))
	}
	o, err := s.onboardingMeant(ctx, in.OnboardingID)
	if err != nil {
		return nil, err
	}
	return o, s.note(ctx, o.ID, in.Steps...)
}

// LeaveForDialog says whether an onboarding takes a code, and notes that a browser goes to Meta's dialog for one.
func (s *Service) LeaveForDialog(ctx context.Context, named *uuid.UUID) (*models.Onboarding, error) {
	o, err := s.onboardingMeant(ctx, named)
	if err != nil {
		return nil, err
	}
	if err := mayTakeCode(o, s.Now()); err != nil {
		return nil, err
	}
	return o, s.note(ctx, o.ID, models.StepRedirected)
}

// ReturnWithoutCode notes how a browser has come back from Meta's dialog: declined, or for another reason without a code.
func (s *Service) ReturnWithoutCode(ctx context.Context, onboardingID uuid.UUID, declined bool) error {
	o, err := s.onboardingMeant(ctx, &onboardingID)
	if err != nil {
		return err
	}
	if declined {
		return s.note(ctx, o.ID, models.StepLoginDeclined)
	}
	return s.note(ctx, o.ID, models.StepLoginFailed)
}

// note adds steps as long as a code could still come.
func (s *Service) note(ctx context.Context, id uuid.UUID, kinds ...models.StepKind) error {
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		o, err := tx.LockOnboarding(id)
		if err != nil || o.Status == models.OnboardingCompleted || !s.Now().Before(o.ExpiresAt) {
			return err
		}
		for _, kind := range kinds {
			how := models.StepSucceeded
			if slices.Contains(setbacks, kind) {
				how = models.StepFailed
			}
			if err := tx.NoteStep(id, kind, how, s.Now(), maxSteps); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("noting steps: %w", err)
	}
	return nil
}
