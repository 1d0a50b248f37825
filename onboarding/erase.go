package onboarding

import (
	"context"
	"crypto/rand"
	"errors"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/onboarding/failpoint"
)

// Erase deletes everything known about a disconnected business and returns the id that no longer resolves. That it happened is kept
// in the audit, as evidence without a name among the deletions, and in the ledger, by which it happens again should a backup bring
// the business back.
func (s *Service) Erase(ctx context.Context, businessID uuid.UUID, reason *string) (*uuid.UUID, error) {
	if err := checkReason(reason); err != nil {
		return nil, err
	}
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		b, err := tx.LockBusiness(businessID)
		if err != nil {
			return err
		}
		if b.Status != models.Disconnected {
			return &Error{Code: StillConnected, Message: "The business is still connected. Disconnect it first."}
		}
		now := s.Now()
		evidence := &models.Deletion{
			ID: models.NewID(), Code: rand.Text(), SubjectHMAC: s.pseudonym("business", b.MetaID), Origin: models.DeletionFromPartner,
			RequestedAt: now, BegunAt: &now, CompletedAt: &now,
		}
		if _, err := tx.CreateDeletion(evidence); err != nil {
			return err
		}
		return s.erase(ctx, tx, b, evidence.Code, models.JSON{"reason": reason})
	})
	if errors.Is(err, models.ErrNotFound) {
		return nil, errNoBusiness
	}
	if err != nil {
		return nil, err
	}
	return &businessID, nil
}

// erase deletes a business that the caller has locked and found disconnected. It is in the ledger before it is deleted: should the
// program die in between, the next start deletes it.
func (s *Service) erase(ctx context.Context, tx *models.Tx, b *models.Business, code string, after models.JSON) error {
	if err := s.ledger.note(entry{kind: entryErased, subject: s.subject(b), at: s.Now(), code: code}); err != nil {
		return err
	}
	failpoint.Hit("erase.after_ledger")
	if err := s.eraseRows(ctx, tx, b, "business: erased", after); err != nil {
		return err
	}
	failpoint.Hit("erase.before_commit")
	return nil
}

func (s *Service) eraseRows(ctx context.Context, tx *models.Tx, b *models.Business, action string, after models.JSON) error {
	if err := tx.ForgetBusiness(b, s.Now()); err != nil {
		return err
	}
	if err := tx.EraseBusiness(b.ID); err != nil {
		return err
	}
	return tx.Audit(s.auditOf(ctx, action, "business", b.ID, nil, after))
}
