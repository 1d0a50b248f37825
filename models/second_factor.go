package models

import (
	"context"
	"encoding/binary"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

// SecondFactor is the sealed secret of a member of staff's authenticator app. It counts from User.SecondFactorSince on; until then it
// waits for the first code, which proves that an app has it.
type SecondFactor struct {
	UserID     uuid.UUID `gorm:"primaryKey"`
	Ciphertext []byte
	LastStep   int64 // the time step (RFC 6238) of the last code that was taken
}

// Row names the row to the sealer.
func (f *SecondFactor) Row() string { return "second_factors/ciphertext/" + f.UserID.String() }

// RecoveryCode is a code that replaces a lost app, once.
type RecoveryCode struct {
	UserID   uuid.UUID `gorm:"primaryKey"`
	CodeHash []byte    `gorm:"primaryKey"`
}

// RecoveryCodesLeft counts the recovery codes that a user has not used.
func (s *Store) RecoveryCodesLeft(ctx context.Context, userID uuid.UUID) (int, error) {
	var left int64
	err := s.db.WithContext(ctx).Model(&RecoveryCode{}).Where("user_id = ?", userID).Count(&left).Error
	return int(left), translate(err)
}

// LockUser reads a member of staff and keeps others from changing them until the transaction ends.
func (tx *Tx) LockUser(id uuid.UUID) (*User, error) {
	return first[User](tx.db.Where("id = ?", id).Clauses(clause.Locking{Strength: "UPDATE"}))
}

// SecondFactor reads the second factor of a user, whether or not it counts yet.
func (tx *Tx) SecondFactor(userID uuid.UUID) (*SecondFactor, error) {
	return first[SecondFactor](tx.db.Where("user_id = ?", userID))
}

// OfferSecondFactor keeps a second factor that does not count yet, in place of one that was offered before.
func (tx *Tx) OfferSecondFactor(f *SecondFactor) error {
	return translate(tx.db.Clauses(clause.OnConflict{UpdateAll: true}).Create(f).Error)
}

// TakeSecondFactor makes the offered second factor of a user count.
func (tx *Tx) TakeSecondFactor(userID uuid.UUID, at time.Time) error {
	return tx.updateOne("UPDATE users SET second_factor_since = ? WHERE id = ?", at, userID)
}

// RemoveSecondFactor lets the password of a user be enough again.
func (tx *Tx) RemoveSecondFactor(userID uuid.UUID) error {
	if err := tx.updateOne("UPDATE users SET second_factor_since = NULL WHERE id = ?", userID); err != nil {
		return err
	}
	_, err := tx.exec("DELETE FROM second_factors WHERE user_id = ?", userID)
	return err
}

// UseStep notes that the code of a time step was taken; ErrStale when that one, or a later one, was taken before. Of any number of
// callers one succeeds.
func (tx *Tx) UseStep(userID uuid.UUID, step int64) error {
	return tx.execOne("UPDATE second_factors SET last_step = ? WHERE user_id = ? AND last_step < ?", step, userID, step)
}

// ReplaceRecoveryCodes gives a user these recovery codes and makes all others worthless.
func (tx *Tx) ReplaceRecoveryCodes(userID uuid.UUID, hashes [][]byte) error {
	if _, err := tx.exec("DELETE FROM recovery_codes WHERE user_id = ?", userID); err != nil {
		return err
	}
	codes := make([]RecoveryCode, len(hashes))
	for i, hash := range hashes {
		codes[i] = RecoveryCode{UserID: userID, CodeHash: hash}
	}
	return tx.create(&codes)
}

// UseRecoveryCode spends a recovery code; ErrStale when the user has no such code. Of any number of callers one succeeds.
func (tx *Tx) UseRecoveryCode(userID uuid.UUID, hash []byte) error {
	return tx.execOne("DELETE FROM recovery_codes WHERE user_id = ? AND code_hash = ?", userID, hash)
}

// LockSecondFactorsSealedWith reads the second factors that one key has sealed, and keeps others from changing them until the
// transaction ends; it passes over those that somebody is signing in with just now.
func (tx *Tx) LockSecondFactorsSealedWith(key uint32) ([]SecondFactor, error) {
	var all []SecondFactor
	err := tx.db.Where("substring(ciphertext FROM 2 FOR 4) = ?", binary.BigEndian.AppendUint32(nil, key)).
		Clauses(clause.Locking{Strength: "UPDATE", Options: "SKIP LOCKED"}).Order("user_id").Find(&all).Error
	return all, translate(err)
}

// ResealSecondFactor replaces the ciphertext of a second factor where it is still the one that was opened; ErrStale otherwise.
func (tx *Tx) ResealSecondFactor(userID uuid.UUID, opened, sealed []byte) error {
	return tx.execOne("UPDATE second_factors SET ciphertext = ? WHERE user_id = ? AND ciphertext = ?", sealed, userID, opened)
}
