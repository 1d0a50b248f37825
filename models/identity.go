package models

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// UserIdentity says who a user is at an OpenID provider.
type UserIdentity struct {
	Issuer   string `gorm:"primaryKey"`
	Subject  string `gorm:"primaryKey"`
	UserID   uuid.UUID
	LinkedAt time.Time
}

// UserByIdentity reads the member of staff who is linked to a person at an OpenID provider.
func (s *Store) UserByIdentity(ctx context.Context, issuer, subject string) (*User, error) {
	return first[User](s.db.WithContext(ctx).
		Joins("JOIN user_identities i ON i.user_id = users.id").Where("i.issuer = ? AND i.subject = ?", issuer, subject))
}

// LinkedSinceOfUsers tells since when each user is linked to a person at an OpenID provider.
func (s *Store) LinkedSinceOfUsers(ctx context.Context, users []uuid.UUID) (map[uuid.UUID]*time.Time, error) {
	return s.timesOfUsers(ctx, "SELECT user_id, min(linked_at) AS at FROM user_identities WHERE user_id = ANY (?::uuid[]) GROUP BY user_id", users)
}

// LinkIdentity keeps who a user is; that it is kept already is no error. ErrExists when the user is another person there, or the person
// another user here.
func (tx *Tx) LinkIdentity(identity *UserIdentity) error {
	linked, err := tx.exec("INSERT INTO user_identities (issuer, subject, user_id, linked_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
		identity.Issuer, identity.Subject, identity.UserID, identity.LinkedAt)
	if err != nil || linked == 1 {
		return err
	}
	var same int64
	err = tx.db.Model(&UserIdentity{}).Where("issuer = ? AND subject = ? AND user_id = ?", identity.Issuer, identity.Subject, identity.UserID).Count(&same).Error
	if err == nil && same == 0 {
		return ErrExists
	}
	return translate(err)
}

// UnlinkIdentities forgets who a user is at every OpenID provider; ErrNotFound when nobody knew.
func (tx *Tx) UnlinkIdentities(userID uuid.UUID) error {
	return tx.updateOne("DELETE FROM user_identities WHERE user_id = ?", userID)
}
