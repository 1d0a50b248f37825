package models

import (
	"context"
	"crypto/sha256"
	"time"
)

// Tries bound guessing, in all replicas together: after a number of free tries under a key, each further one makes the next wait twice as long.
type Tries struct {
	Name    string // of what is guessed, apart from the keys of others
	Free    int    // tries before the first wait, which is of a second
	Longest time.Duration

	Store *Store
}

// Take counts one try under key, or tells how long to wait until one may be made. It is to be called before the outcome is known, so that tries
// made at the same time do not all pass. A key that was quiet for twice the longest wait starts afresh. Whoever
// is refused while others try is told of a second at least: what the statement reads then is older than what it met.
func (t Tries) Take(ctx context.Context, key string, now time.Time) (wait time.Duration, err error) {
	err = t.Store.pool.QueryRow(ctx, `WITH said AS (SELECT $2::timestamptz AS now, $3::float8 AS longest, $4::integer AS free), taken AS (
			INSERT INTO tries AS t (key, count, last_at, until_at)
			SELECT $1, 1, now, now + make_interval(secs => CASE WHEN free > 1 THEN 0 ELSE 1 END) FROM said
			ON CONFLICT (key) DO UPDATE SET (count, last_at, until_at) = (
				SELECT n, now, now + make_interval(secs => CASE WHEN n < free THEN 0 ELSE least(2.0 ^ least(n - free, 30), longest) END)
				FROM said, LATERAL (SELECT CASE WHEN t.last_at < now - make_interval(secs => 2 * longest) THEN 1 ELSE t.count + 1 END) AS next (n))
			WHERE t.until_at <= $2 RETURNING 1)
		SELECT CASE WHEN EXISTS (SELECT FROM taken) THEN interval '0' ELSE greatest((SELECT until_at - now FROM tries WHERE key = $1), interval '1 second') END FROM said`,
		t.row(key), now, t.Longest.Seconds(), t.Free).Scan(&wait)
	return wait, translate(err)
}

// GiveBack takes the last try under key back, as it was no guess.
func (t Tries) GiveBack(ctx context.Context, key string) error {
	_, err := t.Store.pool.Exec(ctx, `UPDATE tries SET count = greatest(count - 1, 0), until_at = last_at WHERE key = $1`, t.row(key))
	return translate(err)
}

// Forget takes all tries under key back.
func (t Tries) Forget(ctx context.Context, key string) error {
	_, err := t.Store.pool.Exec(ctx, `DELETE FROM tries WHERE key = $1`, t.row(key))
	return translate(err)
}

func (t Tries) row(key string) []byte {
	hash := sha256.Sum256([]byte(t.Name + "\x00" + key))
	return hash[:]
}
