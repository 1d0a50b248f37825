package onboarding

import (
	"context"
	"fmt"

	"capiconnect/models"
	"capiconnect/models/seal"
)

// linkAtOnce is how many events one transaction gives their places.
const linkAtOnce = 500

func (k indexKey) eventMAC(canonical []byte) []byte { return k.hmac("audit event", string(canonical)) }

// SignAudit makes what a command writes into the audit carry the program's MAC; ErrNotFound where the program has never run.
func SignAudit(ctx context.Context, store *models.Store, sealer *seal.Sealer) error {
	key, err := readIndexKey(ctx, store, sealer)
	if err == nil {
		store.SignAudit(key.eventMAC)
	}
	return err
}

// hashOf is the HMAC of the place after the one with the hash before.
func (k indexKey) hashOf(before []byte, e models.AuditEvent) ([]byte, error) {
	canonical, err := e.Canonical()
	if err != nil {
		return nil, err
	}
	return k.hmac("audit chain", fmt.Sprintf("%x %x %s", before, e.MAC, canonical)), nil
}

// linkAudit gives the events that have none their places in the chain, and writes down where it ends.
func (s *Service) linkAudit(ctx context.Context) error {
	for {
		head, linked, err := s.index.linkSome(ctx, s.Store)
		if err != nil {
			return fmt.Errorf("adding to the audit's chain: %w", err)
		}
		if linked > 0 {
			if err := s.heads.note(head, s.Now()); err != nil {
				return err
			}
		}
		if linked < linkAtOnce {
			return nil
		}
	}
}

func (k indexKey) linkSome(ctx context.Context, store *models.Store) (head models.AuditLink, linked int, err error) {
	err = store.InTx(ctx, func(tx *models.Tx) error {
		if head, err = tx.LastAuditLink(); err != nil {
			return err
		}
		events, err := tx.UnlinkedEvents(linkAtOnce)
		if err != nil || len(events) == 0 {
			return err
		}
		links := make([]models.AuditLink, len(events))
		for i, e := range events {
			hash, err := k.hashOf(head.Hash, e)
			if err != nil {
				return err
			}
			head = models.AuditLink{Seq: head.Seq + 1, EventID: e.ID, Hash: hash}
			links[i] = head
		}
		linked = len(links)
		return tx.LinkAudit(links)
	})
	return head, linked, err
}
