package models

import (
	"context"
	"encoding/binary"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

// KeyUse says how much a key has sealed. Sealed counts what is in use; GivenUp counts what belongs to businesses that already have to
// reconnect because it cannot be read.
type KeyUse struct {
	Key     uint32
	Sealed  int
	GivenUp int
}

// KeyUses counts by key what is stored sealed, in the order of the keys. What names no key counts as of key 0, which does not exist.
func (s *Store) KeyUses(ctx context.Context) ([]KeyUse, error) {
	var rows []struct {
		Key             []byte
		Sealed, GivenUp int
	}
	err := s.db.WithContext(ctx).Raw(`SELECT key, count(*) FILTER (WHERE NOT given_up) AS sealed, count(*) FILTER (WHERE given_up) AS given_up FROM (
			SELECT c.ciphertext AS sealed, coalesce(b.problem_code = 'CREDENTIAL_UNREADABLE', false) AS given_up
			FROM credentials c LEFT JOIN businesses b ON b.id = c.business_id WHERE c.ciphertext IS NOT NULL
			UNION ALL SELECT ciphertext, false FROM second_factors
			UNION ALL SELECT ciphertext, false FROM webhook_secrets
			UNION ALL SELECT index_key, false FROM installation
		) stored, LATERAL (SELECT CASE WHEN length(sealed) > 4 THEN substring(sealed FROM 2 FOR 4) END AS key) named
		GROUP BY key ORDER BY key`).Scan(&rows).Error
	uses := make([]KeyUse, len(rows))
	for i, row := range rows {
		uses[i] = KeyUse{Key: keyID(row.Key), Sealed: row.Sealed, GivenUp: row.GivenUp}
	}
	return uses, translate(err)
}

func keyID(prefix []byte) uint32 {
	if len(prefix) != 4 {
		return 0
	}
	return binary.BigEndian.Uint32(prefix)
}

// LockSealedWith reads credentials that one key has sealed, in the order of their ids after one of them, and keeps others from
// changing them until the transaction ends. It passes over those that somebody else is changing just now: who waited for them while
// holding others could wait forever.
func (tx *Tx) LockSealedWith(key uint32, after uuid.UUID, limit int) ([]Credential, error) {
	var batch []Credential
	err := tx.db.Where("ciphertext IS NOT NULL AND substring(ciphertext FROM 2 FOR 4) = ? AND id > ?", binary.BigEndian.AppendUint32(nil, key), after).
		Clauses(clause.Locking{Strength: "UPDATE", Options: "SKIP LOCKED"}).Order("id").Limit(limit).Find(&batch).Error
	return batch, translate(err)
}

// LockCredential reads one credential and keeps others from changing it until the transaction ends.
func (tx *Tx) LockCredential(id uuid.UUID) (*Credential, error) {
	return first[Credential](tx.db.Where("id = ?", id).Clauses(clause.Locking{Strength: "UPDATE"}))
}

// ResealCredential replaces the ciphertext of a credential where it is still the one that was opened; ErrStale otherwise.
func (tx *Tx) ResealCredential(id uuid.UUID, opened, sealed []byte) error {
	return tx.execOne("UPDATE credentials SET ciphertext = ? WHERE id = ? AND ciphertext = ?", sealed, id, opened)
}

// ResealIndexKey replaces the sealed index key where it is still the one that was opened; ErrStale otherwise.
func (tx *Tx) ResealIndexKey(opened, sealed []byte) error {
	return tx.execOne("UPDATE installation SET index_key = ? WHERE index_key = ?", sealed, opened)
}
