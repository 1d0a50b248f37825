package onboarding

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"capiconnect/models"
)

var (
	errNotListed = &Error{Code: NotFound, Message: "The business has no such dataset.", Field: []string{"input", "datasetId"}}
	errAnyCounts = &Error{Code: InvalidInput, Message: "All datasets of this business count. Mark it as having one dataset first.", Field: []string{"input", "businessId"}}
	errNotChosen = &Error{Code: InvalidInput, Message: "The business is to have one dataset, and this is not the one that was chosen.", Field: []string{"input", "datasetId"}}
)

// ChooseDataset makes one of several datasets the one that counts, for a business that is to have one.
func (s *Service) ChooseDataset(ctx context.Context, businessID, datasetID uuid.UUID) (*models.Business, error) {
	return s.changeSettings(ctx, businessID, "business: dataset chosen", func(tx *models.Tx, b *models.Business) error {
		if !b.OneDataset {
			return errAnyCounts
		}
		if err := checkListed(tx, b, datasetID); err != nil {
			return err
		}
		b.ChosenDatasetID = &datasetID
		return nil
	})
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
