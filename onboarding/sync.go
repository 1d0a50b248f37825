package onboarding

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/models"
)

// syncOnboarding reads the datasets of a business that has just been connected.
func (s *Service) syncOnboarding(ctx context.Context, o *models.Onboarding) error {
	b, err := s.connected(ctx, *o.BusinessID)
	if errors.Is(err, errNotConnected) {
		return s.end(ctx, o, refused, problem(models.ProblemInterrupted, s.Now()))
	}
	if err != nil {
		return fmt.Errorf("reading the business: %w", err)
	}
	facts, err := s.readDatasets(ctx, b)
	if err == nil {
		err = s.Store.InTx(ctx, func(tx *models.Tx) error {
			if err := s.keepDatasets(ctx, tx, b, facts); err != nil {
				return err
			}
			return s.finish(ctx, tx, o, models.StepSucceeded, summary(facts))
		})
	}
	if err != nil {
		return s.syncFailed(ctx, o, b, err)
	}
	return nil
}

// finish completes an onboarding: its business is connected.
func (s *Service) finish(ctx context.Context, tx *models.Tx, o *models.Onboarding, how models.StepStatus, detail string) error {
	now := s.Now()
	o.Problem, o.CompletedAt = models.Problem{}, &now
	if err := tx.EndStep(o.ID, how, nonZero(detail), now); err != nil {
		return err
	}
	return s.move(ctx, tx, o, datasetsRead)
}

// syncFailed tells the business first. A list that Meta refuses for good does not undo the connection, so that completes the
// onboarding; a dead token ends it, and anything else is tried again.
func (s *Service) syncFailed(ctx context.Context, o *models.Onboarding, b *models.Business, cause error) error {
	if errors.Is(cause, errNoCredential) {
		cause = &knownProblem{models.ProblemInterrupted}
	}
	if !isTold(cause) {
		return cause
	}
	_, told := s.connectionFailed(ctx, b.ID, cause)
	var failure *meta.Error
	if errors.As(cause, &failure) && !mayPass(cause) && !isDead(cause) {
		finished := s.Store.InTx(ctx, func(tx *models.Tx) error { return s.finish(ctx, tx, o, models.StepFailed, "") })
		return errors.Join(cause, told, finished)
	}
	return errors.Join(s.stepFailed(ctx, o, cause), told)
}

func summary(facts []models.DatasetFact) string {
	owned := 0
	for _, fact := range facts {
		if fact.Relation == models.Owned {
			owned++
		}
	}
	return fmt.Sprintf("%d owned, %d shared", owned, len(facts)-owned)
}

// Sync reads the owned and shared datasets of a connected business again.
func (s *Service) Sync(ctx context.Context, businessID uuid.UUID) (*models.Business, error) {
	b, err := s.connected(ctx, businessID)
	if err != nil {
		return nil, err
	}
	return answer(ctx, s, func(ctx context.Context) (*models.Business, error) {
		facts, err := s.readDatasets(ctx, b)
		if err == nil {
			err = s.Store.InTx(ctx, func(tx *models.Tx) error { return s.keepDatasets(ctx, tx, b, facts) })
		}
		if err != nil {
			return s.actFailed(ctx, businessID, err)
		}
		return b, nil
	})
}

// readDatasets reads both lists to their ends.
func (s *Service) readDatasets(ctx context.Context, b *models.Business) ([]models.DatasetFact, error) {
	token, err := s.tokenOf(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	owned, shared, err := s.Meta.Datasets(ctx, token, b.MetaID)
	if err != nil {
		return nil, err
	}
	return slices.Concat(facts(owned, models.Owned), facts(shared, models.Shared)), nil
}

func facts(datasets []meta.Dataset, relation models.DatasetRelation) []models.DatasetFact {
	facts := make([]models.DatasetFact, len(datasets))
	for i, d := range datasets {
		facts[i] = models.DatasetFact{
			ID: models.NewID(), MetaID: d.ID, Relation: relation, Name: nonZero(d.Name),
			LastFiredAt: nonZeroTime(d.LastFiredTime), CreatedAt: nonZeroTime(d.CreationTime), IsUnavailable: d.IsUnavailable,
			OwnerBusinessMetaID: nonZero(d.OwnerBusiness.ID), OwnerBusinessName: nonZero(d.OwnerBusiness.Name),
		}
	}
	return facts
}

// keepDatasets stores both lists, unless the business has changed since b was read: the token may be another one by now.
func (s *Service) keepDatasets(ctx context.Context, tx *models.Tx, b *models.Business, facts []models.DatasetFact) error {
	denied, err := tx.HasDeniedGrant(b.ID)
	if err != nil {
		return err
	}
	now := s.Now()
	err = s.changeBusiness(ctx, tx, b, "business: datasets read", func() {
		before := b.Problem
		b.Status, b.Problem, b.LastSyncedAt = models.Connected, models.Problem{}, &now
		switch {
		case denied:
			b.Status, b.Problem = models.Degraded, sinceFirst(before, problem(models.ProblemPermissionsMissing, now))
		case len(facts) == 0:
			b.Problem = sinceFirst(before, problem(models.ProblemNoDatasets, now))
		}
	})
	if err != nil {
		return err
	}
	return tx.ReplaceDatasets(b.ID, facts, now)
}
