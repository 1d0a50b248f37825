package models

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
)

// User is a member of staff. Without a password hash, only a one-time link signs them in. From SecondFactorSince on, a code of their
// second factor is asked for besides.
type User struct {
	ID                uuid.UUID `gorm:"primaryKey"`
	Email             string
	Role              Role
	PasswordHash      *string
	SecondFactorSince *time.Time
	CreatedAt         time.Time
	LastSignedInAt    *time.Time
	DisabledAt        *time.Time
}

// Role says what a member of staff may do.
type Role string

// The roles; each includes the ones before it.
const (
	Viewer   Role = "VIEWER"
	Operator Role = "OPERATOR"
	Admin    Role = "ADMIN"
)

// Includes tells whether r may do what needed may.
func (r Role) Includes(needed Role) bool {
	rank := map[Role]int{Viewer: 1, Operator: 2, Admin: 3}
	return rank[r] >= rank[needed] && rank[needed] > 0
}

// UserState says whether a member of staff can come in.
type UserState string

// The states of a member of staff.
const (
	UserInvited  UserState = "INVITED"
	UserActive   UserState = "ACTIVE"
	UserDisabled UserState = "DISABLED"
)

// State is where the user stands. UserFilter says the same to PostgreSQL.
func (u *User) State() UserState {
	switch {
	case u.DisabledAt != nil:
		return UserDisabled
	case u.LastSignedInAt == nil:
		return UserInvited
	}
	return UserActive
}

// HasPassword tells whether a password signs the user in.
func (u *User) HasPassword() bool { return u.PasswordHash != nil }

// The pages of users, by the names that GraphQL binds to.
type (
	UserPage = Page[User]
	UserEdge = Edge[User]
)

// UserFilter says which users; an empty condition does not count.
type UserFilter struct {
	State []UserState
}

// Users lists members of staff by e-mail address.
func (s *Store) Users(ctx context.Context, filter *UserFilter, paging Paging) (*UserPage, error) {
	l := &list[User]{
		name: "users", table: "u", from: "users AS u", idBy: "u.id", id: func(u *User) uuid.UUID { return u.ID },
		sortBy: "lower(u.email)", keyType: "text",
	}
	if filter != nil && len(filter.State) > 0 {
		l.filter("CASE WHEN u.disabled_at IS NOT NULL THEN 'DISABLED' WHEN u.last_signed_in_at IS NULL THEN 'INVITED' ELSE 'ACTIVE' END = ANY (?)", filter.State)
	}
	return l.read(ctx, s, paging)
}

// User reads one member of staff.
func (s *Store) User(ctx context.Context, id uuid.UUID) (*User, error) {
	return first[User](s.db.WithContext(ctx).Where("id = ?", id))
}

// UserByEmail reads one member of staff by e-mail address, in any case.
func (s *Store) UserByEmail(ctx context.Context, email string) (*User, error) {
	if strings.ContainsRune(email, 0) {
		return nil, ErrNotFound // PostgreSQL's text cannot hold it
	}
	return first[User](s.db.WithContext(ctx).Where("lower(email) = lower(?)", email))
}

// CreateUser adds a member of staff; ErrExists when the e-mail address is taken.
func (tx *Tx) CreateUser(u *User) error { return tx.create(u) }

// SetPassword replaces the password hash of a user.
func (tx *Tx) SetPassword(id uuid.UUID, hash string) error {
	return tx.updateOne("UPDATE users SET password_hash = ? WHERE id = ?", hash, id)
}

// LockAdministrators reads who is an administrator and not disabled, and keeps that as it is until the transaction ends. It comes before
// any other lock of a user, and always in the same order, so that nobody waits for each other.
func (tx *Tx) LockAdministrators() (ids []uuid.UUID, err error) {
	err = tx.db.Raw("SELECT id FROM users WHERE role = ? AND disabled_at IS NULL ORDER BY id FOR UPDATE", Admin).Scan(&ids).Error
	return ids, translate(err)
}

// SetRole gives a user another role.
func (tx *Tx) SetRole(id uuid.UUID, role Role) error {
	return tx.updateOne("UPDATE users SET role = ? WHERE id = ?", role, id)
}

// DisableUser keeps a user out. The password goes, lest what was good before is good again when they are let in.
func (tx *Tx) DisableUser(id uuid.UUID, at time.Time) error {
	return tx.updateOne("UPDATE users SET disabled_at = ?, password_hash = NULL WHERE id = ?", at, id)
}

// EnableUser lets a user in again.
func (tx *Tx) EnableUser(id uuid.UUID) error {
	return tx.updateOne("UPDATE users SET disabled_at = NULL WHERE id = ?", id)
}

// NoteSignIn keeps when a user last signed in.
func (tx *Tx) NoteSignIn(id uuid.UUID, at time.Time) error {
	return tx.updateOne("UPDATE users SET last_signed_in_at = ? WHERE id = ?", at, id)
}

// SignInLink lets its bearer sign in as a user, once.
type SignInLink struct {
	TokenHash []byte `gorm:"primaryKey"`
	UserID    uuid.UUID
	ExpiresAt time.Time
}

// UserOfSignInLink tells whose link it is that has this hash, and leaves it unspent; ErrNotFound as UseSignInLink.
func (s *Store) UserOfSignInLink(ctx context.Context, hash []byte, now time.Time) (*User, error) {
	return first[User](s.db.WithContext(ctx).
		Where("id = (SELECT user_id FROM sign_in_links WHERE token_hash = ? AND expires_at >= ?)", hash, now))
}

// LinkEndsOfUsers tells until when the last unused one-time link of each user works, or worked.
func (s *Store) LinkEndsOfUsers(ctx context.Context, users []uuid.UUID) (map[uuid.UUID]*time.Time, error) {
	return s.timesOfUsers(ctx, "SELECT user_id, max(expires_at) AS at FROM sign_in_links WHERE user_id = ANY (?::uuid[]) GROUP BY user_id", users)
}

func (s *Store) timesOfUsers(ctx context.Context, statement string, users []uuid.UUID) (map[uuid.UUID]*time.Time, error) {
	var rows []struct {
		UserID uuid.UUID
		At     time.Time
	}
	err := s.db.WithContext(ctx).Raw(statement, uuids(users)).Scan(&rows).Error
	times := make(map[uuid.UUID]*time.Time, len(rows))
	for _, row := range rows {
		times[row.UserID] = &row.At
	}
	return times, translate(err)
}

// CreateSignInLink adds a one-time link.
func (tx *Tx) CreateSignInLink(link *SignInLink) error { return tx.create(link) }

// UseSignInLink spends the link with this hash and tells whose it was; ErrNotFound when there is none, it was used or its time is
// over. Of any number of callers one succeeds.
func (tx *Tx) UseSignInLink(hash []byte, now time.Time) (*User, error) {
	var spent []SignInLink
	err := tx.db.Raw("DELETE FROM sign_in_links WHERE token_hash = ? RETURNING *", hash).Scan(&spent).Error
	switch {
	case err != nil:
		return nil, translate(err)
	case len(spent) == 0 || spent[0].ExpiresAt.Before(now):
		return nil, ErrNotFound
	}
	return first[User](tx.db.Where("id = ?", spent[0].UserID))
}

// DropSignInLinks makes every link of a user worthless.
func (tx *Tx) DropSignInLinks(userID uuid.UUID) error {
	_, err := tx.exec("DELETE FROM sign_in_links WHERE user_id = ?", userID)
	return err
}

func (tx *Tx) updateOne(statement string, values ...any) error {
	updated, err := tx.exec(statement, values...)
	if err == nil && updated == 0 {
		return ErrNotFound
	}
	return err
}
