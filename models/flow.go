package models

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// A flow is a way of one browser to another site and back. The browser holds the token, the row its hash; coming back deletes the row, so
// that nobody comes back twice.

// SignInFlow is a way to an OpenID provider.
type SignInFlow struct {
	TokenHash  []byte `gorm:"primaryKey"`
	ReturnPath string
	Fresh      bool // the provider was to ask for the proof of who they are once more
	ExpiresAt  time.Time
}

// RedirectFlow is a way to Meta's login dialog, for one onboarding.
type RedirectFlow struct {
	TokenHash    []byte `gorm:"primaryKey"`
	OnboardingID uuid.UUID
	UserID       *uuid.UUID // the member of staff who went; nil for a client
	Link         int        // the onboarding's at that time, which the client went with
	ExpiresAt    time.Time
}

// maxRedirectFlows is how many ways one onboarding can be on at a time: each is a row that waits.
const maxRedirectFlows = 10

// BeginSignInFlow adds a way that can be come back from once.
func (s *Store) BeginSignInFlow(ctx context.Context, flow *SignInFlow) error {
	return translate(s.db.WithContext(ctx).Create(flow).Error)
}

// EndSignInFlow takes the way with this hash away and returns it; ErrNotFound when there is none, somebody has come back from it
// or its time is over. Of any number of callers one succeeds.
func (s *Store) EndSignInFlow(ctx context.Context, hash []byte, now time.Time) (*SignInFlow, error) {
	flow, err := endFlow[SignInFlow](ctx, s, "sign_in_flows", hash)
	if err == nil && flow.ExpiresAt.Before(now) {
		return nil, ErrNotFound
	}
	return flow, err
}

// BeginRedirectFlow adds a way that can be come back from once, in place of the oldest when the onboarding is on too many.
func (s *Store) BeginRedirectFlow(ctx context.Context, flow *RedirectFlow) error {
	return s.InTx(ctx, func(tx *Tx) error {
		_, err := tx.exec(`DELETE FROM redirect_flows WHERE token_hash IN (
			SELECT token_hash FROM redirect_flows WHERE onboarding_id = ? ORDER BY expires_at DESC OFFSET ?)`, flow.OnboardingID, maxRedirectFlows-1)
		if err != nil {
			return err
		}
		return tx.create(flow)
	})
}

// EndRedirectFlow takes the way with this hash away and returns it, as EndSignInFlow does.
func (s *Store) EndRedirectFlow(ctx context.Context, hash []byte, now time.Time) (*RedirectFlow, error) {
	flow, err := endFlow[RedirectFlow](ctx, s, "redirect_flows", hash)
	if err == nil && flow.ExpiresAt.Before(now) {
		return nil, ErrNotFound
	}
	return flow, err
}

func endFlow[T any](ctx context.Context, s *Store, table string, hash []byte) (*T, error) {
	var ended []T
	err := s.db.WithContext(ctx).Raw("DELETE FROM "+table+" WHERE token_hash = ? RETURNING *", hash).Scan(&ended).Error
	switch {
	case err != nil:
		return nil, translate(err)
	case len(ended) == 0:
		return nil, ErrNotFound
	}
	return &ended[0], nil
}
