package onboarding

import (
	"context"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"capiconnect/models"
)

// UpdateInput is what the partner says of a business: all of it, as it is to be from now on.
type UpdateInput struct {
	BusinessID uuid.UUID
	ExternalID *string // nil: none
	Labels     []string
	OneDataset bool
}

// Update changes what the partner says of a business. Nothing changes at Meta.
func (s *Service) Update(ctx context.Context, in UpdateInput) (*models.Business, error) {
	if err := checkClient(in.ExternalID, in.Labels); err != nil {
		return nil, err
	}
	return s.changeSettings(ctx, in.BusinessID, "business: settings changed", func(_ *models.Tx, b *models.Business) error {
		b.ExternalID, b.Labels, b.OneDataset = in.ExternalID, sortedLabels(in.Labels), in.OneDataset
		return nil
	})
}

// changeSettings writes a change of what the partner says of a business, unless it changes nothing.
func (s *Service) changeSettings(ctx context.Context, id uuid.UUID, action string, change func(*models.Tx, *models.Business) error) (b *models.Business, err error) {
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		if b, err = tx.LockBusiness(id); err != nil {
			return err
		}
		before := s.settings(b)
		if err := change(tx, b); err != nil {
			return err
		}
		if err := s.followChoice(tx, b); err != nil {
			return err
		}
		after := s.settings(b)
		if maps.Equal(before, after) {
			return nil
		}
		if err := tx.UpdateBusiness(b); err != nil {
			return err
		}
		return tx.Audit(s.auditOf(ctx, action, "business", b.ID, before, after))
	})
	if errors.Is(err, models.ErrNotFound) {
		err = errNoBusiness
	}
	if err != nil {
		return nil, err
	}
	return b, nil
}

// followChoice lets the problem of b follow at once from which of its datasets count, where nothing else is the matter.
func (s *Service) followChoice(tx *models.Tx, b *models.Business) error {
	due, err := settleChoice(tx, b)
	switch {
	case err != nil:
		return err
	case due && b.Status == models.Connected && (b.Problem.Code == nil || hasProblem(b, models.ProblemTokenExpiring)):
		b.Problem = problem(models.ProblemSeveralDatasets, s.Now())
	case !due && hasProblem(b, models.ProblemSeveralDatasets):
		b.Problem = models.Problem{}
	}
	return nil
}

// settings are what the audit keeps of what the partner says of b. The audit outlives an erasure, so it knows the partner's own words by
// pseudonyms: the same ones stand for the same words.
func (s *Service) settings(b *models.Business) models.JSON {
	settings := models.JSON{"oneDataset": b.OneDataset, "externalId": nil, "chosenDataset": nil}
	if b.ExternalID != nil {
		settings["externalId"] = s.unsaid("externalId", *b.ExternalID)
	}
	if b.ChosenDatasetID != nil {
		settings["chosenDataset"] = b.ChosenDatasetID.String()
	}
	labels := slices.Clone([]string(b.Labels))
	for i, label := range labels {
		labels[i] = s.unsaid("label", label)
	}
	settings["labels"] = strings.Join(labels, " ")
	return settings
}

// unsaid stands for a word of the partner's in the audit.
func (s *Service) unsaid(kind, word string) string {
	return hex.EncodeToString(s.index.hmac("audited "+kind, word)[:6])
}
