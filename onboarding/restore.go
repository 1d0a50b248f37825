package onboarding

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
)

// restoreAtOnce is how many businesses are read at once to compare them with the ledger.
const restoreAtOnce = 1000

// deleteAgain makes true again what the ledger says, in case a backup has brought back what was deleted or revoked after it was taken.
// It is to be called before anything uses a token.
func (s *Service) deleteAgain(ctx context.Context) error {
	entries, err := s.ledger.read()
	if err != nil || len(entries) == 0 {
		return err
	}
	ctx = WithActor(ctx, System())
	if err := s.restoreEvidence(ctx, entries); err != nil {
		return fmt.Errorf("restoring the evidence of deletions: %w", err)
	}
	ended := lastEnds(entries)
	for last := uuid.Nil; ; {
		page, err := s.Store.BusinessesAfter(ctx, last, restoreAtOnce)
		if err != nil || len(page) == 0 {
			return err
		}
		for i := range page {
			if err := s.endAgain(ctx, &page[i], ended); err != nil {
				return fmt.Errorf("ending business %s again: %w", page[i].ID, err)
			}
		}
		last = page[len(page)-1].ID
	}
}

// end is what ended for whom.
type end struct {
	kind    entryKind
	subject string
}

func lastEnds(entries []entry) map[end]time.Time {
	last := make(map[end]time.Time, len(entries))
	for _, e := range entries {
		of := end{e.kind, e.subject}
		if e.at.After(last[of]) {
			last[of] = e.at
		}
	}
	return last
}

// undone says what ended for a business and is not so in the database, and when it ended; false when all is as it should be. A grant
// that is younger was given since, and a revocation that is under way comes to its proof.
func (s *Service) undone(b *models.Business, ended map[end]time.Time) (kind entryKind, at time.Time, undone bool) {
	subject := s.subject(b)
	if at := ended[end{entryErased, subject}]; b.ConnectedAt.Before(at) {
		return entryErased, at, true
	}
	at = ended[end{entryDisconnected, subject}]
	return entryDisconnected, at, b.ConnectedAt.Before(at) && b.Status != models.Disconnected && !isRevoking(b)
}

// endAgain lets end once more what the ledger says has ended for a business.
func (s *Service) endAgain(ctx context.Context, b *models.Business, ended map[end]time.Time) error {
	if _, _, undone := s.undone(b, ended); !undone {
		return nil
	}
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		b, err := tx.LockBusiness(b.ID)
		if err != nil {
			return err
		}
		kind, at, undone := s.undone(b, ended)
		switch {
		case undone && kind == entryErased:
			return s.eraseRows(ctx, tx, b, "business: erased again after a backup was restored", nil)
		case undone:
			return s.disconnectAgain(ctx, tx, b, at)
		}
		return nil
	})
	if errors.Is(err, models.ErrNotFound) {
		return nil // another replica has erased it
	}
	return err
}

// disconnectAgain wipes a token that was revoked, with proof, after the backup had been taken.
func (s *Service) disconnectAgain(ctx context.Context, tx *models.Tx, b *models.Business, at time.Time) error {
	if err := tx.WipeCredentials(b.ID, s.Now()); err != nil {
		return err
	}
	before := statusAndProblem(string(b.Status), b.Problem)
	b.Status, b.Problem, b.DisconnectedAt, b.TokenExpiresAt, b.SyncRequestedAt = models.Disconnected, models.Problem{}, &at, nil, nil
	b.Epoch++
	if err := tx.UpdateBusiness(b); err != nil {
		return err
	}
	after := statusAndProblem(string(b.Status), b.Problem)
	return tx.Audit(s.auditOf(ctx, "business: disconnected again after a backup was restored", "business", b.ID, before, after))
}

// evidenceOrigins says whose deletions the entries of a kind are the evidence of.
var evidenceOrigins = map[entryKind]models.DeletionOrigin{
	entryErased: models.DeletionFromPartner, entryDeleted: models.DeletionFromMeta,
}

// restoreEvidence brings back the deletions that the database has lost, so that their codes go on showing that they were carried out.
func (s *Service) restoreEvidence(ctx context.Context, entries []entry) error {
	var codes []string
	for _, e := range entries {
		if e.code != "" {
			codes = append(codes, e.code)
		}
	}
	known, err := s.Store.DeletionsByCode(ctx, codes)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if known[e.code] != nil || e.code == "" {
			continue
		}
		if err := s.restoreDeletion(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) restoreDeletion(ctx context.Context, e entry) error {
	subject, err := hex.DecodeString(e.subject)
	if err != nil {
		return err
	}
	d := &models.Deletion{
		ID: models.NewID(), Code: e.code, SubjectHMAC: subject, Origin: evidenceOrigins[e.kind],
		RequestedAt: e.at, BegunAt: &e.at, CompletedAt: &e.at,
	}
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		_, err := tx.CreateDeletion(d)
		return err
	})
	if errors.Is(err, models.ErrExists) {
		return nil // another replica was faster
	}
	return err
}
