package onboarding

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"capiconnect/meta"
	"capiconnect/models"
)

const (
	// listLag is how long Meta may go on listing a business that has just been disconnected here.
	listLag = time.Hour
	// settleAtOnce is how many businesses one transaction locks.
	settleAtOnce = 100
)

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
		err = tx.Audit(s.auditOf(ctx, "orphan grant: found", "orphan grant", g.ID, nil, nil))
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
	return tx.Audit(s.auditOf(ctx, "orphan grant: gone", "orphan grant", g.ID, nil, nil))
}

// reconcile compares the businesses that have the app installed at Meta with those whose grant somebody here holds.
func (s *Service) reconcile(ctx context.Context) error {
	began := s.Now().Truncate(time.Second) // as exact as the times that Meta tells
	listed, err := s.listConnected(ctx)
	if err != nil {
		return err
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

// listConnected reads Meta's list to its end, since half of it says nothing. A replica that has to stop leaves it to another one.
func (s *Service) listConnected(ctx context.Context) (map[string]meta.Business, error) {
	listed := map[string]meta.Business{}
	for page, err := range s.Meta.ConnectedBusinesses(ctx) {
		switch {
		case errors.Is(ctx.Err(), context.Canceled):
			return nil, ctx.Err()
		case err != nil:
			s.Log.WarnContext(ctx, "reading Meta's list of connected businesses", "error", err)
			return nil, &later{*s.nextTry(problemOf(err, s.Now()).RetryAt, lastRetry), err}
		}
		for _, b := range page {
			listed[b.ID] = b
		}
	}
	return listed, nil
}

// difference is where Meta's list and what is known here do not agree.
type difference struct {
	began    time.Time            // of the list
	orphans  []models.OrphanGrant // listed, and held by nobody
	gone     []string             // business ids of orphan grants that are not listed any more
	unlisted []models.GrantHolder // connected, and not listed
}

// compare leaves out what became known after the list was begun, and orphan grants about which the list says nothing new.
func compare(listed map[string]meta.Business, holders []models.GrantHolder, open []models.OrphanGrant, began time.Time) difference {
	d := difference{began: began}
	known := map[string]bool{}
	for _, b := range holders {
		known[b.MetaID] = true
		if _, found := listed[b.MetaID]; !found && mayBeUsed(b.Status) && b.ConnectedAt.Before(began) {
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

// settle writes a difference down. Whether a grant is still as the list said is only sure while its business is locked.
func (s *Service) settle(ctx context.Context, d difference) error {
	err := inSteps(ctx, s.Store, d.orphans, func(tx *models.Tx, orphans []models.OrphanGrant) error {
		for _, g := range orphans {
			if _, err := s.noteOrphan(ctx, tx, g, d.began.Add(-listLag)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("noting orphan grants: %w", err)
	}
	err = inSteps(ctx, s.Store, d.gone, func(tx *models.Tx, gone []string) error {
		for _, id := range gone {
			if err := s.endOrphan(ctx, tx, id, d.began); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("ending orphan grants: %w", err)
	}
	return inSteps(ctx, s.Store, d.unlisted, func(tx *models.Tx, unlisted []models.GrantHolder) error {
		jobs := make([]river.JobArgs, len(unlisted))
		for i, b := range unlisted {
			jobs[i] = checkJob{BusinessID: b.ID}
		}
		return s.enqueueAll(ctx, tx, jobs)
	})
}

// inSteps does something to a list of any length in transactions that are short.
func inSteps[T any](ctx context.Context, store *models.Store, all []T, do func(*models.Tx, []T) error) error {
	for step := range slices.Chunk(all, settleAtOnce) {
		if err := store.InTx(ctx, func(tx *models.Tx) error { return do(tx, step) }); err != nil {
			return err
		}
	}
	return nil
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
	o, token, err := s.create(ctx, in, func(tx *models.Tx, o *models.Onboarding) error {
		if err := tx.BindOrphanGrant(g.ID, o.ID); err != nil {
			return err
		}
		return tx.Audit(s.auditOf(ctx, "orphan grant: claimed", "orphan grant", g.ID, nil, models.JSON{"onboarding": o.ID}))
	})
	if errors.Is(err, models.ErrStale) {
		return nil, nil, errOrphanEnded
	}
	return o, token, err
}
