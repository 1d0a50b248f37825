package onboarding

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
)

// revokedSoon is after what time a deletion looks whether the connection that it has just begun to end has ended.
const revokedSoon = 5 * time.Second

const askedToDelete = "The client asked Meta for the deletion of its data."

var errStillConnected = errors.New("the connection has not ended yet")

// ReceiveDeletionRequest takes what Meta posts to the data deletion callback and returns the request to delete, whose code shows how
// far it has come. The same request again returns the same. The error is that of ReceiveWebhook.
func (s *Service) ReceiveDeletionRequest(ctx context.Context, signedRequest string) (*models.Deletion, error) {
	request, err := s.readSignedRequest(signedRequest)
	if err != nil {
		return nil, err
	}
	asked := &models.Deletion{
		ID: models.NewID(), Code: rand.Text(), SubjectHMAC: s.pseudonym("user", request.UserID), Origin: models.DeletionFromMeta,
		Digest:     s.index.hmac("deletion", fmt.Sprintf("%s|%d", request.UserID, request.IssuedAt.Unix())),
		MetaUserID: &request.UserID, RequestedAt: request.IssuedAt,
	}
	var kept *models.Deletion
	err = s.Store.InTx(ctx, func(tx *models.Tx) (err error) {
		if kept, err = tx.CreateDeletion(asked); err != nil || kept != asked {
			return err
		}
		if err := tx.Audit(s.auditOf(ctx, "deletion: requested", "deletion", asked.ID, nil, nil)); err != nil {
			return err
		}
		return s.enqueue(ctx, tx, deleteJob{DeletionID: asked.ID})
	})
	if err != nil {
		return nil, fmt.Errorf("keeping a request to delete: %w", err)
	}
	return kept, nil
}

// Deletion is the request to delete that a confirmation code was given for; models.ErrNotFound where there is none.
func (s *Service) Deletion(ctx context.Context, code string) (*models.Deletion, error) {
	return s.Store.DeletionByCode(ctx, code)
}

// DeletionURL is the page that shows to everybody who has its address how far a request to delete has come.
func (s *Service) DeletionURL(d *models.Deletion) (string, error) {
	return url.JoinPath(s.PublicURL, "deletion", d.Code)
}

// carryOutDeletion ends the connections that a client's request is about and then erases their businesses. A grant that was given
// after the request stays.
func (s *Service) carryOutDeletion(ctx context.Context, id uuid.UUID) error {
	d, err := s.Store.Deletion(ctx, id)
	if errors.Is(err, models.ErrNotFound) || err == nil && d.CompletedAt != nil {
		return nil // done in an earlier turn
	}
	if err != nil {
		return err
	}
	if err := s.Store.InTx(ctx, func(tx *models.Tx) error { return tx.BeginDeletion(d.ID, s.Now()) }); err != nil {
		return err
	}
	businesses, err := s.Store.BusinessesOfMetaUser(ctx, *d.MetaUserID, d.RequestedAt.Add(clockMargin))
	if err != nil {
		return err
	}
	var wait *later
	for i := range businesses {
		if err := s.deleteBusiness(ctx, &businesses[i]); err != nil && !errors.As(err, &wait) {
			return err
		}
	}
	if wait != nil {
		return wait
	}
	return s.completeDeletion(ctx, d)
}

// deleteBusiness erases a business whose connection has ended, and otherwise sees to it that it ends at Meta first.
func (s *Service) deleteBusiness(ctx context.Context, b *models.Business) error {
	reason := askedToDelete
	switch {
	case isRevoking(b):
		return &later{s.Now().Add(firstRetry), errStillConnected}
	case b.Status != models.Disconnected:
		if _, _, err := s.intendToRevoke(ctx, b.ID, &reason); err != nil && !errors.Is(err, errNotConnected) {
			return err
		}
		return &later{s.Now().Add(revokedSoon), errStillConnected}
	}
	return s.Store.InTx(ctx, func(tx *models.Tx) error {
		locked, err := tx.LockBusiness(b.ID)
		if errors.Is(err, models.ErrNotFound) {
			return nil // erased by somebody else
		}
		if err == nil && locked.Fence != b.Fence {
			err = models.ErrStale
		}
		if err != nil {
			return err
		}
		return s.erase(ctx, tx, locked, "", models.JSON{"reason": reason})
	})
}

// completeDeletion forgets who asked and keeps that it was done.
func (s *Service) completeDeletion(ctx context.Context, d *models.Deletion) error {
	if err := s.ledger.note(entry{kind: entryDeleted, subject: hex.EncodeToString(d.SubjectHMAC), at: s.Now(), code: d.Code}); err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.ForgetMetaUser(*d.MetaUserID, s.Now()); err != nil {
			return err
		}
		if err := tx.CompleteDeletion(d.ID, s.Now()); err != nil {
			return err
		}
		return tx.Audit(s.auditOf(ctx, "deletion: completed", "deletion", d.ID, nil, nil))
	})
}
