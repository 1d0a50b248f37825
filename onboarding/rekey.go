package onboarding

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/models/seal"
	"capiconnect/onboarding/failpoint"
)

const (
	// rekeyBatch is how many credentials are sealed anew in one transaction.
	rekeyBatch = 100
	// rekeyAgain is when a replica with an old keyset looks whether its file has come.
	rekeyAgain = time.Minute
)

// errKeysetBehind means that another replica has a newer keyset than this one.
var errKeysetBehind = errors.New("the keyset is older than that of another replica")

// rekey seals with the primary key what other keys have sealed. How far it has come is in the rows alone, so that it can end
// anywhere and be gone through by several at once, also while the keyset is rotated again.
func (s *Service) rekey(ctx context.Context) error {
	return s.rekeyUntil(ctx, time.Now().Add(turn))
}

// rekeyUntil begins no batch but the first after end; errMore when it has left some for that reason.
func (s *Service) rekeyUntil(ctx context.Context, end time.Time) error {
	if err := s.rekeyIndex(ctx); err != nil {
		return err
	}
	uses, err := s.Store.KeyUses(ctx)
	if err != nil {
		return fmt.Errorf("counting what is sealed: %w", err)
	}
	for _, use := range uses {
		if primary, _ := s.Sealer.Keys(); use.Key == primary {
			continue
		}
		if err := s.rekeySecondFactors(ctx, use.Key); err != nil {
			return err
		}
		if err := s.rekeyWebhookSecrets(ctx, use.Key); err != nil {
			return err
		}
		if err := s.rekeyFrom(ctx, use.Key, end); err != nil {
			return err
		}
	}
	return nil
}

// rekeyIndex comes first, so that a replica with an older keyset learns that from the index key and not from a client's token.
func (s *Service) rekeyIndex(ctx context.Context) error {
	installation, err := s.Store.Installation(ctx)
	if err != nil {
		return fmt.Errorf("reading the installation: %w", err)
	}
	before, _ := seal.KeyID(installation.IndexKey)
	if s.isBehind(installation) {
		s.Log.ErrorContext(ctx, "another replica seals with a key that this one's keyset lacks", "key", before)
		return &later{s.Now().Add(rekeyAgain), errKeysetBehind}
	}
	if primary, _ := s.Sealer.Keys(); primary == before {
		return nil
	}
	sealed, err := s.Sealer.Seal(s.index, indexKeyRow)
	if err != nil {
		return err
	}
	after, _ := seal.KeyID(sealed)
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.ResealIndexKey(installation.IndexKey, sealed); err != nil {
			return err
		}
		return tx.Audit(s.auditOf(ctx, "keys: rotated", "installation", uuid.Nil, keyJSON(before), keyJSON(after)))
	})
	if err != nil {
		return fmt.Errorf("sealing the index key: %w", err)
	}
	return nil
}

func keyJSON(key uint32) models.JSON { return models.JSON{"key": fmt.Sprint(key)} }

// rekeyFrom seals anew what one key has sealed.
func (s *Service) rekeyFrom(ctx context.Context, key uint32, end time.Time) error {
	for after := uuid.Nil; ; {
		batch, err := s.rekeyNext(ctx, key, after)
		if err != nil {
			return fmt.Errorf("sealing anew what key %d has sealed: %w", key, err)
		}
		if len(batch) < rekeyBatch {
			return nil
		}
		if after = batch[len(batch)-1].ID; time.Now().After(end) {
			return errMore
		}
	}
}

// rekeyNext seals the next batch anew, in one transaction. What does not open stays as it is.
func (s *Service) rekeyNext(ctx context.Context, key uint32, after uuid.UUID) (batch []models.Credential, err error) {
	var unreadable []unreadableCredential
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		if batch, err = tx.LockSealedWith(key, after, rekeyBatch); err != nil {
			return err
		}
		for i := range batch {
			err := s.reseal(tx, &batch[i])
			if isUnreadable(err) {
				unreadable = append(unreadable, unreadableCredential{&batch[i], err})
			} else if err != nil {
				return err
			}
		}
		return nil
	})
	for _, u := range unreadable {
		err = errors.Join(err, s.giveUp(ctx, u))
	}
	return batch, err
}

func (s *Service) reseal(tx *models.Tx, c *models.Credential) error {
	sealed, err := s.Sealer.Reseal(c.Ciphertext, credentialRow(c))
	if err != nil {
		return err
	}
	if err := tx.ResealCredential(c.ID, c.Ciphertext, sealed); err != nil {
		return err
	}
	failpoint.Hit("rekey.mid_batch")
	return nil
}

// unreadableCredential is a credential that did not open, and why.
type unreadableCredential struct {
	*models.Credential
	cause error
}

// giveUp lets the business of a credential that does not open reconnect. A credential that is not in use yet is left to the work that
// needs it.
func (s *Service) giveUp(ctx context.Context, u unreadableCredential) error {
	mayCome, err := s.keyMayCome(ctx, u.Credential, u.cause)
	if err != nil || mayCome || u.State != models.CredentialLive {
		s.Log.WarnContext(ctx, "a stored token does not open", "credential", u.ID, "error", u.cause)
		return err
	}
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		b, err := tx.LockBusiness(*u.BusinessID)
		if err != nil || !mayBeUsed(b.Status) {
			return err
		}
		if err := s.stillUnreadable(tx, u.ID); !isUnreadable(err) {
			return err
		}
		s.Log.ErrorContext(ctx, "a stored token does not open; its client has to connect again", "credential", u.ID, "business", b.ID, "error", u.cause)
		return s.worsen(ctx, tx, b, u.cause, s.planned(b, u.cause))
	})
	if errors.Is(err, models.ErrNotFound) {
		return nil // erased meanwhile
	}
	return err
}

// stillUnreadable opens a credential once more, now that nobody else changes it; nil when it opens or is not in use any more.
func (s *Service) stillUnreadable(tx *models.Tx, id uuid.UUID) error {
	c, err := tx.LockCredential(id)
	if err != nil || c.State != models.CredentialLive {
		return err
	}
	_, err = s.Sealer.Open(c.Ciphertext, credentialRow(c))
	return err
}
