package onboarding

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/models"
)

const (
	// probesAtOnce bounds what one sync costs in calls. Those not probed yet come first, then those whose probe is the oldest.
	probesAtOnce = 25
	// probeAgain is how long a probe holds.
	probeAgain = 7 * 24 * time.Hour
)

// probe finds out whether the token really reaches datasets that Meta lists: a listed one may be out of its reach.
func (s *Service) probe(ctx context.Context, businessID uuid.UUID) error {
	b, err := s.connected(ctx, businessID)
	if errors.Is(err, errNoBusiness) || errors.Is(err, errNotConnected) {
		return nil
	}
	if err != nil {
		return err
	}
	token, err := s.tokenOf(ctx, businessID)
	if errors.Is(err, errNoCredential) || isUnreadable(err) {
		return nil // for the check to find
	}
	if err != nil {
		return err
	}
	due, err := s.Store.DatasetsToProbe(ctx, businessID, s.Now().Add(-probeAgain), probesAtOnce)
	if err != nil {
		return err
	}
	return s.probeEach(meta.WithBusiness(ctx, b.MetaID), b, token, due)
}

func (s *Service) probeEach(ctx context.Context, b *models.Business, token meta.Token, due []models.Dataset) error {
	for _, dataset := range due {
		_, err := s.Meta.Dataset(ctx, token, dataset.MetaID)
		usable, known := usability(err)
		if !known {
			return nil // Meta cannot tell now; the next sync asks again
		}
		if err := s.Store.KeepProbe(ctx, b, dataset.ID, usable, s.Now()); err != nil {
			return err
		}
	}
	return nil
}

// usability reads the answer to a probe. What says nothing about the dataset is not known.
func usability(err error) (usable, known bool) {
	var failure *meta.Error
	switch {
	case err == nil:
		return true, true
	case errors.As(err, &failure) && (failure.Class == meta.Client || failure.Class == meta.Permission):
		return false, true
	}
	return false, false
}
