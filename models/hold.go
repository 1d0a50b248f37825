package models

import (
	"context"
	"time"
)

// Upkeep stands in the place of a business for what nobody waits for: the program's own daily work.
const Upkeep = "upkeep"

// HoldUntil reads until when Meta wants no calls for a business or, where businessMetaID is empty, by the app at all; zero when it
// takes them. A hold on the app holds every business.
func (s *Store) HoldUntil(ctx context.Context, businessMetaID string) (time.Time, error) {
	var until *time.Time
	err := s.pool.QueryRow(ctx, `SELECT max(until) FROM holds WHERE business_meta_id IN ('', $1)`, businessMetaID).Scan(&until)
	if err != nil || until == nil {
		return time.Time{}, translate(err)
	}
	return *until, nil
}

// Hold keeps that Meta wants no calls for a business, or by the app, until a time. A later time stays.
func (s *Store) Hold(ctx context.Context, businessMetaID string, until, now time.Time) error {
	_, err := s.pool.Exec(ctx, `INSERT INTO holds AS h (business_meta_id, until, noted_at) VALUES ($1, $2, $3)
		ON CONFLICT (business_meta_id) DO UPDATE SET until = greatest(h.until, excluded.until), noted_at = excluded.noted_at`,
		businessMetaID, until, now)
	return translate(err)
}

// SecretRejectedSince reads since when Meta has been rejecting the app id and secret that fingerprint names; zero when it takes them.
func (s *Store) SecretRejectedSince(ctx context.Context, fingerprint []byte) (time.Time, error) {
	var since *time.Time
	err := s.pool.QueryRow(ctx, `SELECT min(since) FROM rejected_secrets WHERE fingerprint = $1`, fingerprint).Scan(&since)
	if err != nil || since == nil {
		return time.Time{}, translate(err)
	}
	return *since, nil
}

// RejectSecret keeps that Meta rejects an app id and secret; false when that is known.
func (tx *Tx) RejectSecret(fingerprint []byte, since time.Time) (isNew bool, err error) {
	// The time comes first, since gorm takes bytes right behind a parenthesis for a list.
	added, err := tx.exec(`INSERT INTO rejected_secrets (since, fingerprint) VALUES (?, ?) ON CONFLICT DO NOTHING`, since, fingerprint)
	return added == 1, err
}

// AcceptSecret keeps that Meta takes an app id and secret again; false when it was not known to reject them.
func (tx *Tx) AcceptSecret(fingerprint []byte) (isNew bool, err error) {
	dropped, err := tx.exec(`DELETE FROM rejected_secrets WHERE fingerprint = ?`, fingerprint)
	return dropped == 1, err
}
