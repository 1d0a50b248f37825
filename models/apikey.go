package models

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// APIKey lets a partner's backend call the API. Hint is its last four characters.
type APIKey struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	Name       string
	KeyHash    []byte
	Hint       string
	Scopes     Strings `gorm:"type:text[]"`
	CreatedAt  time.Time
	ExpiresAt  *time.Time
	LastUsedAt *time.Time
	RevokedAt  *time.Time
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

// Works tells whether the key may be used at this moment.
func (k *APIKey) Works(now time.Time) bool {
	return k.RevokedAt == nil && (k.ExpiresAt == nil || now.Before(*k.ExpiresAt))
}

// APIKeyByHash reads the key with this hash.
func (s *Store) APIKeyByHash(ctx context.Context, hash []byte) (*APIKey, error) {
	return first[APIKey](s.db.WithContext(ctx).Where("key_hash = ?", hash))
}

// CreateAPIKey adds a key.
func (tx *Tx) CreateAPIKey(key *APIKey) error { return tx.create(key) }

// lastUsedGrain is how exactly the last use of a key is known; a finer one would cost a write per request.
const lastUsedGrain = time.Minute

// NoteAPIKeyUse keeps when a key was last used.
func (s *Store) NoteAPIKeyUse(ctx context.Context, key *APIKey, now time.Time) error {
	if key.LastUsedAt != nil && now.Sub(*key.LastUsedAt) < lastUsedGrain {
		return nil
	}
	return translate(s.db.WithContext(ctx).Model(key).Update("last_used_at", now).Error)
}
