package models

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"
)

// Touched is what one transaction has changed of what partners are told about. Everything that writes such a row comes by here, so that no
// change is told by one way and not by another.
type Touched struct {
	Businesses  []*Change[Business]
	Onboardings []*Change[Onboarding]
	Grants      []GrantsChange
	Syncs       []*SyncRun // those whose datasets have become known
}

// Change is a row as it was before the transaction, nil when it was not there, and as it is now.
type Change[T any] struct {
	id            uuid.UUID
	Before, After *T
}

// GrantsChange is what the grant of a business held before and what it holds now, in alphabetical order.
type GrantsChange struct {
	BusinessID    uuid.UUID
	Before, After []PermissionGrant
}

// teller tells partners of what a transaction has touched, in that transaction.
type teller func(context.Context, *Tx, *Touched) error

// OnTouched has tell called at the end of every transaction that has touched something while there is an endpoint to be told.
func (s *Store) OnTouched(tell func(context.Context, *Tx, *Touched) error) {
	told := teller(tell)
	s.tell.Store(&told)
}

// end tells of what was touched.
func (tx *Tx) end(ctx context.Context) error {
	if tx.tell == nil || !tx.hasListener {
		return nil
	}
	return (*tx.tell)(ctx, tx, &tx.touched)
}

// isTold tells, from the first look on, whether there is anybody to be told.
func (tx *Tx) isTold() (bool, error) {
	if tx.tell == nil || tx.hasLooked {
		return tx.hasListener, nil
	}
	tx.hasLooked = true
	err := tx.db.Raw("SELECT EXISTS (SELECT FROM webhook_endpoints)").Scan(&tx.hasListener).Error
	return tx.hasListener, translate(err)
}

// touch writes a row and notes what that changes.
func touch[T any](tx *Tx, changes *[]*Change[T], id uuid.UUID, row *T, write func() error) error {
	told, err := tx.isTold()
	if err != nil {
		return err
	}
	if !told {
		return write()
	}
	c, err := changeOf(tx, changes, id)
	if err != nil {
		return err
	}
	if err := write(); err != nil {
		return err
	}
	now := *row
	c.After = &now
	return nil
}

// changeOf finds the change of a row, or begins it with the row as it is.
func changeOf[T any](tx *Tx, changes *[]*Change[T], id uuid.UUID) (*Change[T], error) {
	if at := slices.IndexFunc(*changes, func(c *Change[T]) bool { return c.id == id }); at >= 0 {
		return (*changes)[at], nil
	}
	before, err := first[T](tx.db.Where("id = ?", id))
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	c := &Change[T]{id: id, Before: before}
	*changes = append(*changes, c)
	return c, nil
}

// touchGrants notes what a new grant of a business changes.
func (tx *Tx) touchGrants(businessID uuid.UUID, after []PermissionGrant) error {
	told, err := tx.isTold()
	if err != nil || !told {
		return err
	}
	var before []PermissionGrant
	err = tx.db.Where("business_id = ?", businessID).Order(`permission COLLATE "C"`).Find(&before).Error
	tx.touched.Grants = append(tx.touched.Grants, GrantsChange{businessID, before, after})
	return translate(err)
}

// touchSync notes that what a run has read has become known.
func (tx *Tx) touchSync(run *SyncRun) error {
	told, err := tx.isTold()
	if told {
		tx.touched.Syncs = append(tx.touched.Syncs, run)
	}
	return err
}

// untouch forgets what is being erased with a business: it is told nobody any more.
func (tx *Tx) untouch(businessID uuid.UUID) {
	t := &tx.touched
	t.Businesses = slices.DeleteFunc(t.Businesses, func(c *Change[Business]) bool { return c.id == businessID })
	t.Grants = slices.DeleteFunc(t.Grants, func(c GrantsChange) bool { return c.BusinessID == businessID })
	t.Syncs = slices.DeleteFunc(t.Syncs, func(run *SyncRun) bool { return run.BusinessID == businessID })
	t.Onboardings = slices.DeleteFunc(t.Onboardings, func(c *Change[Onboarding]) bool {
		return c.After != nil && c.After.BusinessID != nil && *c.After.BusinessID == businessID
	})
}
