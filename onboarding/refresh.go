package onboarding

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/models"
	"capiconnect/onboarding/failpoint"
)

const (
	// refreshBefore is how long before its end a token is replaced, and warnBefore how long before it people are told that this has
	// not worked.
	refreshBefore = 21 * 24 * time.Hour
	warnBefore    = 14 * 24 * time.Hour
	// refreshAgain is when a refresh that did not work is tried again.
	refreshAgain = 6 * time.Hour
)

// isExpiring says whether people have to know that the token of b ends soon.
func (s *Service) isExpiring(b *models.Business) bool {
	return b.TokenExpiresAt != nil && b.TokenExpiresAt.Before(s.Now().Add(warnBefore))
}

// refresh replaces a token that ends soon by one that lasts. The old one stays in use until Meta has said that the new one works.
func (s *Service) refresh(ctx context.Context, businessID uuid.UUID) error {
	b, err := s.connected(ctx, businessID)
	if err != nil {
		return ignoreUnconnected(err)
	}
	if b.TokenExpiresAt == nil || b.TokenExpiresAt.After(s.Now().Add(refreshBefore)) {
		return nil // replaced meanwhile
	}
	ctx = meta.WithBusiness(ctx, b.MetaID)
	next, err := s.nextCredential(ctx, b)
	if err == nil {
		err = s.verifyNext(ctx, b, next)
	}
	if isTold(err) {
		err = s.refreshFailed(ctx, b, err)
	}
	return ignoreUnconnected(err)
}

// nextCredential is the token that is to follow the one in use: one that an interrupted refresh has stored, or else a new one.
func (s *Service) nextCredential(ctx context.Context, b *models.Business) (*models.Credential, error) {
	next, err := s.Store.RefreshedCredential(ctx, b.ID)
	if !errors.Is(err, models.ErrNotFound) {
		return next, err
	}
	token, err := s.tokenOf(ctx, b.ID)
	if errors.Is(err, errNoCredential) {
		return nil, models.ErrStale
	}
	if err != nil {
		return nil, err
	}
	grant, err := s.Meta.RefreshToken(ctx, token)
	if err != nil {
		return nil, err
	}
	failpoint.Hit("refresh.after_response")
	return s.storeNext(ctx, b, grant.Token)
}

func (s *Service) storeNext(ctx context.Context, b *models.Business, token meta.Token) (*models.Credential, error) {
	next, err := s.sealed(token)
	if err != nil {
		return nil, err
	}
	next.BusinessID, next.Origin = &b.ID, models.FromRefresh
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		if _, err := lockSame(tx, b); err != nil {
			return err
		}
		return tx.StoreCredential(next)
	})
	if err != nil {
		return nil, err
	}
	failpoint.Hit("refresh.after_store")
	return next, nil
}

// verifyNext puts the next token in the place of the one in use when Meta says that it works.
func (s *Service) verifyNext(ctx context.Context, b *models.Business, next *models.Credential) error {
	var info meta.TokenInfo
	token, err := s.open(ctx, next)
	if err == nil {
		info, err = s.checkToken(ctx, token)
	}
	switch {
	case err == nil:
		return s.replaceToken(ctx, b, next, info)
	case isUnreadable(err), errors.As(err, new(*knownProblem)):
		return s.discardNext(ctx, next, err)
	}
	return err
}

// discardNext throws a token away that was to follow the one in use. What is wrong with it says nothing about the one in use, but that
// this has no successor yet.
func (s *Service) discardNext(ctx context.Context, next *models.Credential, cause error) error {
	s.Log.WarnContext(ctx, "a refreshed token is of no use", "business", *next.BusinessID, "error", cause)
	if err := s.Store.InTx(ctx, func(tx *models.Tx) error { return tx.WipeRefreshed(next.ID, s.Now()) }); err != nil {
		return err
	}
	return &knownProblem{models.ProblemTokenExpiring}
}

func (s *Service) replaceToken(ctx context.Context, b *models.Business, next *models.Credential, info meta.TokenInfo) error {
	before, err := s.Store.LiveCredential(ctx, b.ID)
	if errors.Is(err, models.ErrNotFound) {
		return models.ErrStale
	}
	if err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(tx *models.Tx) error {
		locked, err := lockSame(tx, b)
		if err != nil {
			return err
		}
		if err := tx.WipeLive(b.ID, s.Now()); err != nil {
			return err
		}
		next.MetaUserID, next.ExpiresAt = nonZero(info.UserID), nonZeroTime(info.ExpiresAt)
		if next.MetaUserID == nil {
			next.MetaUserID = before.MetaUserID
		}
		if err := tx.GoLive(next); err != nil {
			return err
		}
		return s.changeBusiness(ctx, tx, locked, "business: token refreshed", func() {
			if !bytes.Equal(before.Fingerprint, next.Fingerprint) {
				locked.Epoch++
			}
			s.fillChecked(locked, info)
		})
	})
}

// refreshFailed keeps the old token in use, unless that is what is dead or cannot be read.
func (s *Service) refreshFailed(ctx context.Context, b *models.Business, cause error) error {
	s.Log.WarnContext(ctx, "refreshing a token", "business", b.ID, "error", cause)
	if isDead(cause) || isUnreadable(cause) {
		_, err := s.connectionFailed(ctx, b, cause)
		return err
	}
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		locked, err := lockSame(tx, b)
		if err != nil || locked.Problem.Code != nil || !s.isExpiring(locked) {
			return err
		}
		return s.changeBusiness(ctx, tx, locked, "business: token expires soon", func() {
			locked.Problem = problem(models.ProblemTokenExpiring, s.Now())
		})
	})
	if err != nil {
		return err
	}
	var failure *meta.Error
	if errors.As(cause, &failure) && failure.RegainAt.After(s.Now()) {
		return &later{failure.RegainAt, cause}
	}
	return &later{s.Now().Add(refreshAgain), cause}
}

func ignoreUnconnected(err error) error {
	if errors.Is(err, errNoBusiness) || errors.Is(err, errNotConnected) {
		return nil
	}
	return err
}
