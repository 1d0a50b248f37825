package onboarding

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"capiconnect/models"
)

var (
	errChosen    = &Error{Code: InvalidInput, Message: "A dataset has been chosen already. Only the platform that invited you can change that.", Field: []string{"input", "datasetId"}}
	errNotListed = &Error{Code: NotFound, Message: "The business has no such dataset.", Field: []string{"input", "datasetId"}}
	errAnyCounts = &Error{Code: InvalidInput, Message: "All datasets of this business count. Mark it as having one dataset first.", Field: []string{"input", "businessId"}}
	errNotChosen = &Error{Code: InvalidInput, Message: "The business is to have one dataset, and this is not the one that was chosen.", Field: []string{"input", "datasetId"}}
)

// ChooseDataset makes one of several datasets the one that counts, for a business that is to have one. A client chooses once, and for the
// business alone that its own onboarding has connected.
func (s *Service) ChooseDataset(ctx context.Context, businessID, datasetID uuid.UUID) (*models.Business, error) {
	actor := actorOf(ctx)
	isClient := actor.Kind == models.ActorOnboardingToken
	if isClient {
		if err := s.checkConnected(ctx, actor.OnboardingID, businessID); err != nil {
			return nil, err
		}
	}
	return s.changeSettings(ctx, businessID, "business: dataset chosen", func(tx *models.Tx, b *models.Business) error {
		if !b.OneDataset {
			return errAnyCounts
		}
		if isClient && b.ChosenDatasetID != nil && *b.ChosenDatasetID != datasetID {
			return errChosen
		}
		if err := checkListed(tx, b, datasetID); err != nil {
			return err
		}
		b.ChosenDatasetID = &datasetID
		return nil
	})
}

// checkConnected refuses all businesses but the one that the onboarding has connected, and that one once the time of the onboarding is over.
func (s *Service) checkConnected(ctx context.Context, onboardingID, businessID uuid.UUID) error {
	found, err := s.Store.OnboardingsByID(ctx, []uuid.UUID{onboardingID})
	if err != nil {
		return fmt.Errorf("looking for the client's onboarding: %w", err)
	}
	o := found[onboardingID]
	if o == nil || o.Status != models.OnboardingCompleted || *o.BusinessID != businessID || !s.Now().Before(o.ExpiresAt) {
		return errNoBusiness
	}
	return nil
}

func checkListed(tx *models.Tx, b *models.Business, datasetID uuid.UUID) error {
	listed, err := tx.ListsDataset(b.ID, datasetID)
	if err == nil && !listed {
		return errNotListed
	}
	return err
}

// settleChoice gives a choice up that does not hold any more, and says whether one is due: b is to have one dataset, has several, and nobody
// has chosen.
func settleChoice(tx *models.Tx, b *models.Business) (due bool, err error) {
	if b.OneDataset && b.ChosenDatasetID != nil {
		err := checkListed(tx, b, *b.ChosenDatasetID)
		if !errors.Is(err, errNotListed) {
			return false, err
		}
	}
	b.ChosenDatasetID = nil
	if !b.OneDataset {
		return false, nil
	}
	listed, err := tx.ListedDatasets(b.ID, 2)
	return len(listed) > 1, err
}

// mayUse refuses datasets that do not count.
func mayUse(b *models.Business, datasetID uuid.UUID) error {
	if b.ChosenDatasetID != nil && *b.ChosenDatasetID != datasetID || b.ChosenDatasetID == nil && hasProblem(b, models.ProblemSeveralDatasets) {
		return errNotChosen
	}
	return nil
}
