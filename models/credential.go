package models

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Credential is the sealed token of a business. It never leaves models and onboarding, and no GraphQL type shows it.
type Credential struct {
	ID           uuid.UUID `gorm:"primaryKey"`
	OnboardingID *uuid.UUID
	BusinessID   *uuid.UUID
	State        CredentialState
	Origin       CredentialOrigin
	Ciphertext   []byte
	Fingerprint  []byte
	MetaUserID   *string
	GrantedAt    time.Time
	ExpiresAt    *time.Time
	RetiredAt    *time.Time
}

// CredentialOrigin says how a token came.
type CredentialOrigin string

// The origins of credentials: a code, a token about to expire, a lost answer, a lease.
const (
	FromExchange CredentialOrigin = "EXCHANGE"
	FromRefresh  CredentialOrigin = "REFRESH"
	FromRecovery CredentialOrigin = "RECOVERY"
	FromLease    CredentialOrigin = "LEASE"
)

// CredentialState says whether a credential is in use.
type CredentialState string

// The credential states: stored but not yet identified, in use, handed to a partner's backend, wiped.
const (
	CredentialPending CredentialState = "PENDING"
	CredentialLive    CredentialState = "LIVE"
	CredentialLeased  CredentialState = "LEASED"
	CredentialRetired CredentialState = "RETIRED"
)

// Credential reads one credential.
func (s *Store) Credential(ctx context.Context, id uuid.UUID) (*Credential, error) {
	return first[Credential](s.db.WithContext(ctx).Where("id = ?", id))
}

// PendingCredential reads the stored but not yet identified credential of an onboarding.
func (s *Store) PendingCredential(ctx context.Context, onboardingID uuid.UUID) (*Credential, error) {
	return first[Credential](s.db.WithContext(ctx).Where("onboarding_id = ? AND state = 'PENDING'", onboardingID))
}

// LiveCredential reads the credential that is in use for a business.
func (s *Store) LiveCredential(ctx context.Context, businessID uuid.UUID) (*Credential, error) {
	return first[Credential](s.db.WithContext(ctx).Where("business_id = ? AND state = 'LIVE'", businessID))
}

// RefreshedCredential reads the credential that is to follow the one in use for a business, once it is verified.
func (s *Store) RefreshedCredential(ctx context.Context, businessID uuid.UUID) (*Credential, error) {
	return first[Credential](s.db.WithContext(ctx).Where("business_id = ? AND state = 'PENDING'", businessID))
}

// LiveCredentialIn reads the credential that is in use for a business, unless that has had another one since the epoch.
func (s *Store) LiveCredentialIn(ctx context.Context, businessID uuid.UUID, epoch int64) (*Credential, error) {
	return first[Credential](s.db.WithContext(ctx).
		Where("business_id = (SELECT id FROM businesses WHERE id = ? AND epoch = ?) AND state = 'LIVE'", businessID, epoch))
}

// LiveCredentialOfUser reads the credential in use whose token is this app-scoped system user's.
func (s *Store) LiveCredentialOfUser(ctx context.Context, metaUserID string) (*Credential, error) {
	return first[Credential](s.db.WithContext(ctx).Where("meta_user_id = ? AND state = 'LIVE'", metaUserID))
}

// LiveCredentialOfExternalID reads the newest credential in use for the partner's client.
func (s *Store) LiveCredentialOfExternalID(ctx context.Context, externalID string) (*Credential, error) {
	return first[Credential](s.db.WithContext(ctx).Order("granted_at DESC").
		Where("state = 'LIVE' AND business_id IN (SELECT id FROM businesses WHERE external_id = ?)", externalID))
}

// StoreCredential keeps a sealed token whose business is not known yet.
func (tx *Tx) StoreCredential(c *Credential) error { return tx.create(c) }

// GoLive makes c, until now pending, the credential of its business. The one before it must have been wiped.
func (tx *Tx) GoLive(c *Credential) error {
	return tx.execOne(`UPDATE credentials SET state = 'LIVE', business_id = ?, meta_user_id = ?, expires_at = ?
		WHERE id = ? AND state = 'PENDING'`, c.BusinessID, c.MetaUserID, c.ExpiresAt, c.ID)
}

// HasYoungerGrant tells whether a business has given a grant after then that came into use. A refreshed or leased token is no new grant.
func (tx *Tx) HasYoungerGrant(businessID uuid.UUID, then time.Time) (younger bool, err error) {
	err = tx.db.Raw("SELECT EXISTS (SELECT FROM credentials WHERE business_id = ? AND origin NOT IN ('REFRESH', 'LEASE') AND granted_at > ?)",
		businessID, then).Scan(&younger).Error
	return younger, translate(err)
}

// HasToken tells whether the token with this fingerprint is stored or was, for whomever.
func (tx *Tx) HasToken(fingerprint []byte) (has bool, err error) {
	err = tx.db.Raw("SELECT EXISTS (SELECT FROM credentials WHERE fingerprint = ?)", fingerprint).Scan(&has).Error
	return has, translate(err)
}

// WipeLive wipes the credential in use for a business, and leaves the one that is to follow it.
func (tx *Tx) WipeLive(businessID uuid.UUID, at time.Time) error {
	return tx.wipe(at, "business_id = ? AND state = 'LIVE'", businessID)
}

// WipeRefreshed wipes a credential that was to follow the one in use and turned out not to work.
func (tx *Tx) WipeRefreshed(id uuid.UUID, at time.Time) error {
	return tx.wipe(at, "id = ? AND state = 'PENDING'", id)
}

// WipeGrant wipes what is in use for a business or was to follow it, and leaves what others were given.
func (tx *Tx) WipeGrant(businessID uuid.UUID, at time.Time) error {
	return tx.wipe(at, "business_id = ? AND state IN ('PENDING', 'LIVE')", businessID)
}

// WipeCredentials wipes every credential of a business, and so ends its leases.
func (tx *Tx) WipeCredentials(businessID uuid.UUID, at time.Time) error {
	if err := tx.EndTokenLeases(businessID, at); err != nil {
		return err
	}
	return tx.wipe(at, "business_id = ? AND state <> 'RETIRED'", businessID)
}

// WipePendingCredential wipes the credential of an onboarding that did not become its business's.
func (tx *Tx) WipePendingCredential(onboardingID uuid.UUID, at time.Time) error {
	return tx.wipe(at, "onboarding_id = ? AND state = 'PENDING'", onboardingID)
}

// wipe takes the token out of the credentials that a condition names, and keeps whose they were.
func (tx *Tx) wipe(at time.Time, condition string, of uuid.UUID) error {
	_, err := tx.exec("UPDATE credentials SET state = 'RETIRED', ciphertext = NULL, retired_at = ? WHERE "+condition, at, of)
	return err
}
