package models

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// ReplacedLink is a link of an onboarding that gave way to another one, and the call that had it replaced.
type ReplacedLink struct {
	ID              uuid.UUID `gorm:"primaryKey"`
	OnboardingID    uuid.UUID
	TokenHash       []byte // nil: the onboarding had none any more
	ReplacedAt      time.Time
	ReplacedBy      string
	IdempotencyKey  *string
	IdempotencyHash []byte
}

// OnboardingOfReplacedLink reads the onboarding of a link that gave way to another one, by the hash of the link's token.
func (s *Store) OnboardingOfReplacedLink(ctx context.Context, hash []byte) (*Onboarding, error) {
	return first[Onboarding](s.db.WithContext(ctx).Where("id = (SELECT onboarding_id FROM replaced_links WHERE token_hash = ?)", hash))
}

// ReplacedLinkByIdempotencyKey reads the link that this caller had replaced with this key.
func (s *Store) ReplacedLinkByIdempotencyKey(ctx context.Context, replacedBy, key string) (*ReplacedLink, error) {
	return first[ReplacedLink](s.db.WithContext(ctx).Where("replaced_by = ? AND idempotency_key = ?", replacedBy, key))
}

// KeepReplacedLink adds a link that gives way; ErrExists when its caller has used the idempotency key before.
func (tx *Tx) KeepReplacedLink(link *ReplacedLink) error { return tx.create(link) }
