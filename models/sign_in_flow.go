package models

import (
	"context"
	"time"
)

// SignInFlow is a way to an OpenID provider and back, of the browser that holds the token with this hash.
type SignInFlow struct {
	TokenHash  []byte `gorm:"primaryKey"`
	ReturnPath string
	Fresh      bool // the provider was to ask for the proof of who they are once more
	ExpiresAt  time.Time
}

// BeginSignInFlow adds a way that can be come back from once.
func (s *Store) BeginSignInFlow(ctx context.Context, flow *SignInFlow) error {
	return translate(s.db.WithContext(ctx).Create(flow).Error)
}

// EndSignInFlow takes the way with this hash away and returns it; ErrNotFound when there is none, somebody has come back from it
// or its time is over. Of any number of callers one succeeds.
func (s *Store) EndSignInFlow(ctx context.Context, hash []byte, now time.Time) (*SignInFlow, error) {
	var ended []SignInFlow
	err := s.db.WithContext(ctx).Raw("DELETE FROM sign_in_flows WHERE token_hash = ? RETURNING *", hash).Scan(&ended).Error
	switch {
	case err != nil:
		return nil, translate(err)
	case len(ended) == 0 || ended[0].ExpiresAt.Before(now):
		return nil, ErrNotFound
	}
	return &ended[0], nil
}
