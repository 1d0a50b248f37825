package onboarding

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/models"
)

// listLag is how long Meta may go on listing a business that has just been disconnected here.
const listLag = time.Hour

var (
	errNoOrphan    = &Error{Code: NotFound, Message: "There is no such grant.", Field: []string{"input", "orphanGrantId"}}
	errOrphanEnded = &Error{Code: NotFound, Message: "This grant is not open any more: its business is connected, or has removed the app.", Field: []string{"input", "orphanGrantId"}}
)

// noteOrphan notes a grant at Meta that nobody here holds; false where somebody does, or did after then.
func (s *Service) noteOrphan(ctx context.Context, tx *models.Tx, g models.OrphanGrant, then time.Time) (bool, error) {
	if _, err := tx.LockBusinessByMetaID(g.BusinessMetaID); err != nil && !errors.Is(err, models.ErrNotFound) {
		return false, err // the lock keeps the business from being connected meanwhile
	}
	held, err := tx.HoldsGrant(g.BusinessMetaID, then)
	if err != nil || held {
		return false, err
	}
	g.ID = models.NewID()
	added, err := tx.CreateOrphanGrant(&g)
	if err == nil && added {
		err = tx.Audit(s.event(ctx, "orphan grant: found", "orphan grant", g.ID, nil, nil))
	}
	return err == nil, err
}

// endOrphan notes that a business removed the app at a time, if an orphan grant of it had been found by then and is open.
func (s *Service) endOrphan(ctx context.Context, tx *models.Tx, businessMetaID string, at time.Time) error {
	g, err := tx.OpenOrphanGrant(businessMetaID)
	if errors.Is(err, models.ErrNotFound) || err == nil && g.FoundAt.After(at) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := tx.EndOrphanGrant(businessMetaID, models.OrphanGone, at); err != nil {
		return err
	}
	return tx.Audit(s.event(ctx, "orphan grant: gone", "orphan grant", g.ID, nil, nil))
}

// reconcile compares the businesses that have the app installed at Meta with those whose grant somebody here holds. Half a list says
// nothing.
func (s *Service) reconcile(ctx context.Context) error {
	began := s.Now().Truncate(time.Second) // as exact as the times that Meta tells
	listed := map[string]meta.Business{}
	for page, err := range s.Meta.ConnectedBusinesses(ctx) {
		if err != nil {
			s.Log.WarnContext(ctx, "reading Meta's list of connected businesses", "error", err)
			return &later{*s.nextTry(problemOf(err, s.Now()).RetryAt, 10), err}
		}
		for _, b := range page {
			listed[b.ID] = b
		}
	}
	holders, err := s.Store.GrantHolders(ctx, began.Add(-listLag))
	if err != nil {
		return fmt.Errorf("listing who holds a grant: %w", err)
	}
	open, err := s.Store.OpenOrphanGrants(ctx)
	if err != nil {
		return fmt.Errorf("listing open orphan grants: %w", err)
	}
	return s.settle(ctx, compare(listed, holders, open, began))
}

// difference is where Meta's list and what is known here do not agree.
type difference struct {
	began    time.Time            // of the list
	orphans  []models.OrphanGrant // listed, and held by nobody
	gone     []string             // business ids of orphan grants that are not listed any more
	unlisted []models.Business    // connected, and not listed
}

// compare leaves out what became known after the list was begun, and orphan grants about which the list says nothing new.
func compare(listed map[string]meta.Business, holders []models.Business, open []models.OrphanGrant, began time.Time) difference {
	d := difference{began: began}
	known := map[string]bool{}
	for _, b := range holders {
		known[b.MetaID] = true
		if _, found := listed[b.MetaID]; !found && mayBeUsed(&b) && b.ConnectedAt.Before(began) {
			d.unlisted = append(d.unlisted, b)
		}
	}
	for _, g := range open {
		now, found := listed[g.BusinessMetaID]
		switch {
		case !found && g.FoundAt.Before(began):
			d.gone = append(d.gone, g.BusinessMetaID)
		case g.Name != nil || now.Name == "":
			known[g.BusinessMetaID] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(listed)) {
		if !known[id] {
			d.orphans = append(d.orphans, models.OrphanGrant{BusinessMetaID: id, Name: nonZero(listed[id].Name), FoundAt: began})
		}
	}
	return d
}

// settle writes a difference down, each grant by itself: whether it is still so is only sure while its business is locked.
func (s *Service) settle(ctx context.Context, d difference) error {
	for _, g := range d.orphans {
		err := s.Store.InTx(ctx, func(tx *models.Tx) error {
			_, err := s.noteOrphan(ctx, tx, g, d.began.Add(-listLag))
			return err
		})
		if err != nil {
			return fmt.Errorf("noting an orphan grant: %w", err)
		}
	}
	return s.Store.InTx(ctx, func(tx *models.Tx) error {
		for _, id := range d.gone {
			if err := s.endOrphan(ctx, tx, id, d.began); err != nil {
				return err
			}
		}
		for _, b := range d.unlisted {
			if err := s.enqueue(ctx, tx, checkJob{BusinessID: b.ID}); err != nil {
				return err
			}
		}
		return nil
	})
}

// ClaimOrphan prepares an onboarding, as Create does, for the business of an open orphan grant: its client presses Connect once more,
// and then the grant is held here. The grant shows which onboarding is for it.
func (s *Service) ClaimOrphan(ctx context.Context, orphanID uuid.UUID, in CreateInput) (*models.Onboarding, *string, error) {
	g, err := s.Store.OrphanGrant(ctx, orphanID)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return nil, nil, errNoOrphan
	case err != nil:
		return nil, nil, err
	case g.Outcome != nil:
		return nil, nil, errOrphanEnded
	}
	o, token, err := s.Create(ctx, in)
	if err != nil {
		return nil, nil, err
	}
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.BindOrphanGrant(g.ID, o.ID); err != nil {
			return err
		}
		return tx.Audit(s.event(ctx, "orphan grant: claimed", "orphan grant", g.ID, nil, models.JSON{"onboarding": o.ID}))
	})
	if errors.Is(err, models.ErrStale) {
		return nil, nil, errOrphanEnded
	}
	return o, token, err
}
