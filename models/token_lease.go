package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

// TokenLease is a token for one dataset of a business that a partner's backend was given, and what became of it. The token itself is the
// credential's, for as long as it may work.
type TokenLease struct {
	ID            uuid.UUID `gorm:"primaryKey"`
	BusinessID    uuid.UUID
	DatasetID     *uuid.UUID // nil when the dataset is not known any more
	DatasetMetaID string
	APIKeyID      uuid.UUID
	LeasedBy      string // the key's name
	Purpose       string
	RequestedAt   time.Time
	CredentialID  *uuid.UUID
	GrantedAt     *time.Time
	ExpiresAt     *time.Time
	EndedAt       *time.Time
	EndReason     *TokenLeaseEnd
	EndVerified   bool // Meta itself said that the token is invalid
}

// TokenLeaseEnd says why a token lease is over.
type TokenLeaseEnd string

// The ends of token leases.
const (
	LeaseNotGranted      TokenLeaseEnd = "NOT_GRANTED"
	LeaseEndRequested    TokenLeaseEnd = "REQUESTED"
	LeaseConnectionEnded TokenLeaseEnd = "CONNECTION_ENDED"
	LeaseFoundInvalid    TokenLeaseEnd = "FOUND_INVALID"
	LeaseExpired         TokenLeaseEnd = "EXPIRED"
)

// TokenLeaseState says where a token lease stands.
type TokenLeaseState string

// The states of a token lease.
const (
	TokenLeaseRequested TokenLeaseState = "REQUESTED"
	TokenLeaseActive    TokenLeaseState = "ACTIVE"
	TokenLeaseOver      TokenLeaseState = "ENDED"
	TokenLeaseFailed    TokenLeaseState = "FAILED"
)

// State is where the lease stands at this moment.
func (l *TokenLease) State(now time.Time) TokenLeaseState {
	switch {
	case l.EndReason != nil && *l.EndReason == LeaseNotGranted:
		return TokenLeaseFailed
	case l.EndedAt != nil, l.ExpiresAt != nil && !now.Before(*l.ExpiresAt):
		return TokenLeaseOver
	case l.GrantedAt == nil:
		return TokenLeaseRequested
	}
	return TokenLeaseActive
}

// End says that the lease is over, why, and whether Meta has said so.
func (l *TokenLease) End(why TokenLeaseEnd, verified bool, at time.Time) {
	l.EndedAt, l.EndReason, l.EndVerified = &at, &why, verified
}

// The pages of token leases, by the names that GraphQL binds to.
type (
	TokenLeasePage = Page[TokenLease]
	TokenLeaseEdge = Edge[TokenLease]
)

// TokenLeasesOfBusinesses reads the same page of the token leases of each business, the latest first.
func (s *Store) TokenLeasesOfBusinesses(ctx context.Context, businesses []uuid.UUID, paging Paging) (map[uuid.UUID]*TokenLeasePage, error) {
	l := &list[TokenLease]{
		name: "token_leases", table: "l", from: "token_leases AS l", idBy: "l.id", id: func(l *TokenLease) uuid.UUID { return l.ID },
		sortBy: "l.requested_at", keyType: "timestamptz", desc: true,
	}
	return l.readPerParent(ctx, s, businesses, "l.business_id = parent.id", paging)
}

// TokenLease reads one token lease.
func (s *Store) TokenLease(ctx context.Context, id uuid.UUID) (*TokenLease, error) {
	return first[TokenLease](s.db.WithContext(ctx).Where("id = ?", id))
}

// OpenTokenLeases reads the leases of a business whose tokens may work.
func (s *Store) OpenTokenLeases(ctx context.Context, businessID uuid.UUID) (open []TokenLease, err error) {
	err = s.db.WithContext(ctx).Where("business_id = ? AND ended_at IS NULL AND granted_at IS NOT NULL", businessID).Order("id").Find(&open).Error
	return open, translate(err)
}

// HasOpenTokenLeases tells whether there are tokens of a business with others that may work.
func (tx *Tx) HasOpenTokenLeases(businessID uuid.UUID) (has bool, err error) {
	err = tx.db.Raw("SELECT EXISTS (SELECT FROM token_leases WHERE business_id = ? AND ended_at IS NULL AND granted_at IS NOT NULL)", businessID).Scan(&has).Error
	return has, translate(err)
}

// CountOpenTokenLeases counts the leases of one dataset of a business whose tokens may work, or may yet be made.
func (tx *Tx) CountOpenTokenLeases(businessID uuid.UUID, datasetMetaID string) (count int, err error) {
	err = tx.db.Raw("SELECT count(*) FROM token_leases WHERE business_id = ? AND dataset_meta_id = ? AND ended_at IS NULL", businessID, datasetMetaID).Scan(&count).Error
	return count, translate(err)
}

// CountTokenLeasesSince counts how often an API key has asked for a token since then, whatever came of it.
func (tx *Tx) CountTokenLeasesSince(apiKeyID uuid.UUID, then time.Time) (count int, err error) {
	err = tx.db.Raw("SELECT count(*) FROM token_leases WHERE api_key_id = ? AND requested_at > ?", apiKeyID, then).Scan(&count).Error
	return count, translate(err)
}

// CreateTokenLease adds a token lease.
func (tx *Tx) CreateTokenLease(l *TokenLease) error { return tx.create(l) }

// LockTokenLease reads a token lease that nobody else changes before the transaction ends.
func (tx *Tx) LockTokenLease(id uuid.UUID) (*TokenLease, error) {
	return first[TokenLease](tx.db.Clauses(clause.Locking{Strength: "UPDATE"}).Where("id = ?", id))
}

// UpdateTokenLease writes a token lease that was locked, or that nobody else knows yet. The token goes with its end.
func (tx *Tx) UpdateTokenLease(l *TokenLease) error {
	if l.EndedAt != nil && l.CredentialID != nil {
		if err := tx.wipe(*l.EndedAt, "id = ? AND state = 'LEASED'", *l.CredentialID); err != nil {
			return err
		}
	}
	return translate(tx.db.Model(l).Select("*").Updates(l).Error)
}

// EndTokenLeases ends the leases of a business whose tokens are wiped without being asked about.
func (tx *Tx) EndTokenLeases(businessID uuid.UUID, at time.Time) error {
	_, err := tx.exec(`UPDATE token_leases SET ended_at = @at, end_reason = CASE WHEN granted_at IS NULL THEN 'NOT_GRANTED' ELSE 'CONNECTION_ENDED' END
		WHERE business_id = @business AND ended_at IS NULL`, map[string]any{"business": businessID, "at": at})
	return err
}

// EndOverdueTokenLeases ends, and wipes the tokens of, at most limit leases that have expired, and gives up those that were asked for
// before then and led to nothing.
func (tx *Tx) EndOverdueTokenLeases(now, then time.Time, limit int) (ended int64, err error) {
	return tx.exec(`WITH over AS (
			UPDATE token_leases SET ended_at = coalesce(expires_at, requested_at), end_reason = CASE WHEN granted_at IS NULL THEN 'NOT_GRANTED' ELSE 'EXPIRED' END
			WHERE id IN (SELECT id FROM token_leases WHERE ended_at IS NULL AND (expires_at <= @now OR granted_at IS NULL AND requested_at < @then) LIMIT @limit)
			RETURNING credential_id),
		wiped AS (UPDATE credentials SET state = 'RETIRED', ciphertext = NULL, retired_at = @now
			WHERE state = 'LEASED' AND id IN (SELECT credential_id FROM over))
		SELECT FROM over`, map[string]any{"now": now, "then": then, "limit": limit})
}
