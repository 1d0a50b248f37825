package models

import (
	"bytes"
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

// APIKey lets a partner's backend call the API. Hint is its secret's last four characters; FormerHash is that of the secret before the last
// rotation, which works until FormerUntil.
type APIKey struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Name        string
	KeyHash     []byte
	Hint        string
	Scopes      Strings `gorm:"type:text[]"`
	CreatedAt   time.Time
	ExpiresAt   *time.Time
	LastUsedAt  *time.Time
	RevokedAt   *time.Time
	FormerHash  []byte
	FormerUntil *time.Time
}

// Scope names what an API key may do.
type Scope string

// The scopes.
const (
	ScopeBusinessesRead    Scope = "businesses:read"
	ScopeOnboardingsWrite  Scope = "onboardings:write"
	ScopeConnectionsRevoke Scope = "connections:revoke"
	ScopeConnectionsForget Scope = "connections:forget"
	ScopeWebhooksManage    Scope = "webhooks:manage"
	ScopeTokensLease       Scope = "tokens:lease"
	ScopeAdmin             Scope = "admin"
)

// Scopes lists all scopes.
func Scopes() []Scope {
	return []Scope{
		ScopeBusinessesRead, ScopeOnboardingsWrite, ScopeConnectionsRevoke, ScopeConnectionsForget, ScopeWebhooksManage, ScopeTokensLease, ScopeAdmin,
	}
}

// APIKeyState says whether an API key may be used.
type APIKeyState string

// The states of an API key.
const (
	APIKeyActive  APIKeyState = "ACTIVE"
	APIKeyExpired APIKeyState = "EXPIRED"
	APIKeyRevoked APIKeyState = "REVOKED"
)

// State is where the key stands at this moment. APIKeyFilter says the same to PostgreSQL.
func (k *APIKey) State(now time.Time) APIKeyState {
	switch {
	case k.RevokedAt != nil:
		return APIKeyRevoked
	case k.ExpiresAt != nil && !now.Before(*k.ExpiresAt):
		return APIKeyExpired
	}
	return APIKeyActive
}

// Works tells whether the key may be used at this moment.
func (k *APIKey) Works(now time.Time) bool { return k.State(now) == APIKeyActive }

// ScopeList is what the key may do.
func (k *APIKey) ScopeList() []Scope {
	scopes := make([]Scope, len(k.Scopes))
	for i, scope := range k.Scopes {
		scopes[i] = Scope(scope)
	}
	return scopes
}

// Takes tells whether the secret with this hash, by which the key was found, may be used at this moment.
func (k *APIKey) Takes(hash []byte, now time.Time) bool {
	isFormer := bytes.Equal(hash, k.FormerHash)
	return k.Works(now) && (!isFormer || now.Before(*k.FormerUntil))
}

// The pages of API keys, by the names that GraphQL binds to.
type (
	APIKeyPage = Page[APIKey]
	APIKeyEdge = Edge[APIKey]
)

// APIKeyFilter says which API keys; an empty condition does not count.
type APIKeyFilter struct {
	State []APIKeyState
}

// APIKeys lists API keys, the newest first. What state each is in depends on now.
func (s *Store) APIKeys(ctx context.Context, filter *APIKeyFilter, now time.Time, paging Paging) (*APIKeyPage, error) {
	l := &list[APIKey]{
		name: "api_keys", table: "k", from: "api_keys AS k", idBy: "k.id", id: func(k *APIKey) uuid.UUID { return k.ID },
		sortBy: "k.created_at", keyType: "timestamptz", desc: true,
	}
	if filter != nil && len(filter.State) > 0 {
		l.filter("CASE WHEN k.revoked_at IS NOT NULL THEN 'REVOKED' WHEN k.expires_at <= ? THEN 'EXPIRED' ELSE 'ACTIVE' END = ANY (?)", now, filter.State)
	}
	return l.read(ctx, s, paging)
}

// AllAPIKeys reads every key, the newest first.
func (s *Store) AllAPIKeys(ctx context.Context) (keys []APIKey, err error) {
	return keys, translate(s.db.WithContext(ctx).Order("created_at DESC, id DESC").Find(&keys).Error)
}

// APIKeyByHash is the key whose secret, or former secret, has this hash. What other processes have changed it may know up to a second late.
func (s *Store) APIKeyByHash(ctx context.Context, hash []byte) (*APIKey, error) {
	return s.keys.find(ctx, hash, s.readAPIKeyByHash)
}

func (s *Store) readAPIKeyByHash(ctx context.Context, hash []byte) (*APIKey, error) {
	return one[APIKey](ctx, s, "", "key_hash = ? OR former_hash = ?", hash, hash)
}

// CreateAPIKey adds a key.
func (tx *Tx) CreateAPIKey(key *APIKey) error { return tx.create(key) }

// LockAPIKey reads a key that nobody else changes before the transaction ends.
func (tx *Tx) LockAPIKey(id uuid.UUID) (*APIKey, error) {
	return first[APIKey](tx.db.Clauses(clause.Locking{Strength: "UPDATE"}).Where("id = ?", id))
}

// UpdateAPIKey writes a key that was locked.
func (tx *Tx) UpdateAPIKey(key *APIKey) error {
	tx.hasChangedKeys = true
	return translate(tx.db.Model(key).Select("*").Updates(key).Error)
}

// lastUsedGrain is how exactly the last use of a key is known; a finer one would cost a write per request.
const lastUsedGrain = time.Minute

// NoteAPIKeyUse keeps when a key was last used.
func (s *Store) NoteAPIKeyUse(ctx context.Context, key *APIKey, now time.Time) error {
	if key.LastUsedAt != nil && now.Sub(*key.LastUsedAt) < lastUsedGrain {
		return nil
	}
	defer s.keys.forget() // or its next use would be noted again
	return translate(s.db.WithContext(ctx).Model(key).Update("last_used_at", now).Error)
}
