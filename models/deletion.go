package models

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Deletion is a request to delete, and the evidence that it was carried out, which outlives the data: SubjectHMAC is a keyed pseudonym
// of whose data it was. MetaUserID is known until then.
type Deletion struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Code        string    // the confirmation code, which shows how far it has come
	SubjectHMAC []byte    `gorm:"column:subject_hmac"`
	Origin      DeletionOrigin
	Digest      []byte // of Meta's request; nil for one of the partner's own
	MetaUserID  *string
	RequestedAt time.Time
	BegunAt     *time.Time
	CompletedAt *time.Time
}

// DeletionOrigin says where a request to delete came from.
type DeletionOrigin string

// The origins of deletions: a client by way of Meta, the partner's staff or programs.
const (
	DeletionFromMeta    DeletionOrigin = "META"
	DeletionFromPartner DeletionOrigin = "PARTNER"
)

// The pages of requests to delete, by the names that GraphQL binds to.
type (
	DeletionPage = Page[Deletion]
	DeletionEdge = Edge[Deletion]
)

// Deletions lists requests to delete, the last first.
func (s *Store) Deletions(ctx context.Context, paging Paging) (*DeletionPage, error) {
	l := &list[Deletion]{
		name: "deletions", table: "d", from: "deletions AS d", idBy: "d.id", id: func(d *Deletion) uuid.UUID { return d.ID },
		sortBy: "d.requested_at", keyType: "timestamptz", desc: true,
	}
	return l.read(ctx, s, paging)
}

// Deletion reads one request to delete.
func (s *Store) Deletion(ctx context.Context, id uuid.UUID) (*Deletion, error) {
	return first[Deletion](s.db.WithContext(ctx).Where("id = ?", id))
}

// DeletionByCode reads the request to delete that a confirmation code was given for.
func (s *Store) DeletionByCode(ctx context.Context, code string) (*Deletion, error) {
	return first[Deletion](s.db.WithContext(ctx).Where("code = ?", code))
}

// DeletionsByCode reads requests to delete by their codes; what does not exist is missing from the map.
func (s *Store) DeletionsByCode(ctx context.Context, codes []string) (map[string]*Deletion, error) {
	var rows []Deletion
	err := s.db.WithContext(ctx).Where("code = ANY (?)", Strings(append([]string{}, codes...))).Find(&rows).Error
	found := make(map[string]*Deletion, len(rows))
	for i := range rows {
		found[rows[i].Code] = &rows[i]
	}
	return found, translate(err)
}

// OpenDeletions lists requests to delete that have not been carried out by id, from the one after id on, for a walk over all.
func (s *Store) OpenDeletions(ctx context.Context, id uuid.UUID, limit int) ([]Deletion, error) {
	var page []Deletion
	err := s.db.WithContext(ctx).Where("completed_at IS NULL AND id > ?", id).Order("id").Limit(limit).Find(&page).Error
	return page, translate(err)
}

// BusinessesOfMetaUser lists the businesses whose token, the present one or an earlier one, is or was this app-scoped system user's,
// and that have given no new grant since then.
func (s *Store) BusinessesOfMetaUser(ctx context.Context, metaUserID string, since time.Time) ([]Business, error) {
	var all []Business
	err := s.db.WithContext(ctx).Where("id IN (SELECT business_id FROM credentials WHERE meta_user_id = ?) AND connected_at <= ?", metaUserID, since).
		Order("id").Find(&all).Error
	return all, translate(err)
}

// CreateDeletion adds a request to delete. Where one with its digest is there already, that is returned instead.
func (tx *Tx) CreateDeletion(d *Deletion) (*Deletion, error) {
	added, err := tx.exec(`INSERT INTO deletions (id, code, subject_hmac, origin, digest, meta_user_id, requested_at, begun_at, completed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING`,
		d.ID, d.Code, d.SubjectHMAC, d.Origin, d.Digest, d.MetaUserID, d.RequestedAt, d.BegunAt, d.CompletedAt)
	if err != nil || added == 1 {
		return d, err
	}
	return first[Deletion](tx.db.Where("digest = ?", d.Digest))
}

// BeginDeletion notes that a request to delete is being carried out.
func (tx *Tx) BeginDeletion(id uuid.UUID, at time.Time) error {
	_, err := tx.exec("UPDATE deletions SET begun_at = ? WHERE id = ? AND begun_at IS NULL", at, id)
	return err
}

// CompleteDeletion notes that a request to delete has been carried out, and forgets who made it.
func (tx *Tx) CompleteDeletion(id uuid.UUID, at time.Time) error {
	_, err := tx.exec("UPDATE deletions SET meta_user_id = NULL, completed_at = ? WHERE id = ? AND completed_at IS NULL", at, id)
	return err
}

// ForgetBusiness deletes what is known of a business beyond its row and what hangs on that: what Meta told of it, unasked, its orphan
// grants, holds, and its client's onboardings that led nowhere. It is to be called before EraseBusiness. Events stay as mere digests,
// so that a repeated delivery has no effect.
func (tx *Tx) ForgetBusiness(b *Business, at time.Time) error {
	values := map[string]any{"id": b.ID, "meta": b.MetaID, "external": b.ExternalID, "at": at}
	for _, statement := range []string{
		`UPDATE meta_events SET business_meta_id = NULL, meta_user_id = NULL, config_id = NULL,
			outcome = coalesce(outcome, 'UNKNOWN_BUSINESS'), processed_at = coalesce(processed_at, @at)
			WHERE business_meta_id = @meta OR meta_user_id IN (SELECT meta_user_id FROM credentials WHERE business_id = @id)`,
		`DELETE FROM orphan_grants WHERE business_meta_id = @meta`,
		`DELETE FROM holds WHERE business_meta_id = @meta`,
		`DELETE FROM onboardings WHERE ` + ledNowhere + ` AND only_business_id = @id`,
		`DELETE FROM onboardings WHERE ` + ledNowhere + ` AND external_id = @external
			AND NOT EXISTS (SELECT FROM businesses WHERE external_id = @external AND id <> @id)`,
	} {
		if _, err := tx.exec(statement, values); err != nil {
			return err
		}
	}
	return nil
}

// ForgetMetaUser takes an app-scoped user out of what Meta told of it, unasked.
func (tx *Tx) ForgetMetaUser(metaUserID string, at time.Time) error {
	_, err := tx.exec(`UPDATE meta_events SET meta_user_id = NULL, outcome = coalesce(outcome, 'UNKNOWN_BUSINESS'),
		processed_at = coalesce(processed_at, ?) WHERE meta_user_id = ?`, at, metaUserID)
	return err
}

// BusinessesAfter lists businesses by id, from the one after id on, for a walk over all.
func (s *Store) BusinessesAfter(ctx context.Context, id uuid.UUID, limit int) ([]Business, error) {
	var page []Business
	err := s.db.WithContext(ctx).Where("id > ?", id).Order("id").Limit(limit).Find(&page).Error
	return page, translate(err)
}
