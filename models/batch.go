package models

import (
	"context"

	"github.com/google/uuid"
)

// BusinessByID reads one business; nil when there is none.
func (s *Store) BusinessByID(ctx context.Context, id uuid.UUID, wanted Columns) (*Business, error) {
	return optional(one[Business](ctx, s, wanted, "id = ?", id))
}

// DatasetByID reads one dataset; nil when there is none.
func (s *Store) DatasetByID(ctx context.Context, id uuid.UUID, wanted Columns) (*Dataset, error) {
	return optional(one[Dataset](ctx, s, wanted, "id = ?", id))
}

// BusinessesByID reads businesses by id; what does not exist is missing from the map.
func (s *Store) BusinessesByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*Business, error) {
	return byID(ctx, s, ids, func(b *Business) uuid.UUID { return b.ID })
}

// DatasetsByID reads datasets by id; what does not exist is missing from the map.
func (s *Store) DatasetsByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*Dataset, error) {
	return byID(ctx, s, ids, func(d *Dataset) uuid.UUID { return d.ID })
}

// DeletionsByID reads requests to delete by id; what does not exist is missing from the map.
func (s *Store) DeletionsByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*Deletion, error) {
	return byID(ctx, s, ids, func(d *Deletion) uuid.UUID { return d.ID })
}

// MetaEventsByID reads events by id; what does not exist is missing from the map.
func (s *Store) MetaEventsByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*MetaEvent, error) {
	return byID(ctx, s, ids, func(e *MetaEvent) uuid.UUID { return e.ID })
}

// OnboardingsByID reads onboardings by id; what does not exist is missing from the map.
func (s *Store) OnboardingsByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*Onboarding, error) {
	return byID(ctx, s, ids, func(o *Onboarding) uuid.UUID { return o.ID })
}

// OrphanGrantsByID reads orphan grants by id; what does not exist is missing from the map.
func (s *Store) OrphanGrantsByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*OrphanGrant, error) {
	return byID(ctx, s, ids, func(g *OrphanGrant) uuid.UUID { return g.ID })
}

// UsersByID reads members of staff by id; who does not exist is missing from the map.
func (s *Store) UsersByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*User, error) {
	return byID(ctx, s, ids, func(u *User) uuid.UUID { return u.ID })
}

// GrantsOfBusinesses reads the permissions of each business, in alphabetical order.
func (s *Store) GrantsOfBusinesses(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID][]PermissionGrant, error) {
	return grouped(ctx, s, "business_id", "permission", ids, func(g *PermissionGrant) uuid.UUID { return g.BusinessID })
}

// StepsOfOnboardings reads the steps of each onboarding, in order.
func (s *Store) StepsOfOnboardings(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID][]OnboardingStep, error) {
	return grouped(ctx, s, "onboarding_id", "id", ids, func(step *OnboardingStep) uuid.UUID { return step.OnboardingID })
}

// RevocationsOfBusinesses reads the last request to end each business's connection; a business without one is missing.
func (s *Store) RevocationsOfBusinesses(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*Revocation, error) {
	var rows []Revocation
	err := s.db.WithContext(ctx).Raw(`SELECT DISTINCT ON (business_id) * FROM revocations WHERE business_id = ANY (?)
		ORDER BY business_id, requested_at DESC`, uuids(ids)).Scan(&rows).Error
	last := make(map[uuid.UUID]*Revocation, len(rows))
	for i := range rows {
		last[rows[i].BusinessID] = &rows[i]
	}
	return last, translate(err)
}

func byID[T any](ctx context.Context, s *Store, ids []uuid.UUID, id func(*T) uuid.UUID) (map[uuid.UUID]*T, error) {
	condition, arg := "id = ANY (?)", any(ids)
	if len(ids) == 1 { // PostgreSQL plans this once, and a search for several anew each time
		condition, arg = "id = ?", ids[0]
	}
	rows, err := readListed[T](ctx, s, len(ids), selectRows[T]("", condition), []any{arg})
	if err != nil {
		return nil, err
	}
	found := make(map[uuid.UUID]*T, len(rows))
	for i := range rows {
		found[id(&rows[i].Row)] = &rows[i].Row
	}
	return found, nil
}

func grouped[T any](ctx context.Context, s *Store, parentColumn, order string, ids []uuid.UUID, parent func(*T) uuid.UUID) (map[uuid.UUID][]T, error) {
	var rows []T
	err := s.db.WithContext(ctx).Where(parentColumn+" = ANY (?)", uuids(ids)).Order(order).Find(&rows).Error
	groups := make(map[uuid.UUID][]T, len(ids))
	for _, row := range rows {
		groups[parent(&row)] = append(groups[parent(&row)], row)
	}
	return groups, translate(err)
}
