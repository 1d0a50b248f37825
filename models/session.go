package models

import (
	"context"
	"time"

	"github.com/google/uuid"
)

// Session is one browser in which a user is signed in, as they are told of it. Network is where it came from, as coarsely as is kept.
type Session struct {
	ID      uuid.UUID
	Token   string // as it is stored: hashed
	BegunAt time.Time
	SeenAt  time.Time
	Browser string
	Network string
}

// SessionsOf reads the open sessions of a user, the one that was seen last first.
func (s *Store) SessionsOf(ctx context.Context, userID uuid.UUID) (sessions []Session, err error) {
	err = s.db.WithContext(ctx).Where("user_id = ? AND expiry > now()", userID).Order("seen_at DESC, id").Find(&sessions).Error
	return sessions, translate(err)
}

// OpenSessionsOfUsers counts the open sessions of each user.
func (s *Store) OpenSessionsOfUsers(ctx context.Context, users []uuid.UUID) (map[uuid.UUID]int, error) {
	var rows []struct {
		UserID uuid.UUID
		Count  int
	}
	err := s.db.WithContext(ctx).Raw("SELECT user_id, count(*) FROM sessions WHERE user_id = ANY (?::uuid[]) AND expiry > now() GROUP BY user_id",
		uuids(users)).Scan(&rows).Error
	counts := make(map[uuid.UUID]int, len(rows))
	for _, row := range rows {
		counts[row.UserID] = row.Count
	}
	return counts, translate(err)
}

// HoldSession notes whose a stored session is; ErrNotFound when they are kept out. It waits for whoever is disabling them just now, so
// that no session is left over that EndSessions has not seen.
func (tx *Tx) HoldSession(session *Session, userID uuid.UUID) error {
	return tx.updateOne(`UPDATE sessions SET user_id = u.id, begun_at = ?, seen_at = ?, browser = ?, network = ?
		FROM (SELECT id FROM users WHERE id = ? AND disabled_at IS NULL FOR SHARE) u WHERE token = ?`,
		session.BegunAt, session.SeenAt, session.Browser, session.Network, userID, session.Token)
}

// EndSessions signs a user out everywhere.
func (tx *Tx) EndSessions(userID uuid.UUID) error {
	_, err := tx.exec("DELETE FROM sessions WHERE user_id = ?", userID)
	return err
}

// EndOtherSessions signs a user out everywhere but in the session that is stored under token.
func (tx *Tx) EndOtherSessions(userID uuid.UUID, token string) error {
	_, err := tx.exec("DELETE FROM sessions WHERE user_id = ? AND token <> ?", userID, token)
	return err
}

// EndSession ends one session of a user; ErrNotFound when they have none with this id.
func (tx *Tx) EndSession(userID, id uuid.UUID) error {
	return tx.updateOne("DELETE FROM sessions WHERE user_id = ? AND id = ?", userID, id)
}
