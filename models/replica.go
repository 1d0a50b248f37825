package models

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

const (
	// lookEvery is how often the replica is asked how far it is; until the next look, what it has got since counts as not there.
	lookEvery = 200 * time.Millisecond
	// lookLimit is how long that may take.
	lookLimit = 2 * time.Second
	// maxLag is how far behind a replica may be for anybody.
	maxLag = 5 * time.Second
	// replicaLimit is what a statement may take there, whereupon the primary is asked.
	replicaLimit = 5 * time.Second
	// writesKept is how long a last write is of interest: no replica that is used is that far behind.
	writesKept = time.Minute
)

// Replica reads from a PostgreSQL that follows the primary one, for callers to whom it shows all that they have written themselves.
type Replica struct {
	primary, replica *Store

	reached atomic.Uint64 // up to where in the log the replica shows everything; 0 while it is of no use
}

// OpenReplica connects to the replica that dsn names. Until Follow has found it of use, everything is read from primary.
func OpenReplica(ctx context.Context, primary *Store, dsn string) (*Replica, error) {
	replica, err := open(ctx, dsn, limiter{replicaLimit, primary.spans})
	if err != nil {
		return nil, err
	}
	return &Replica{primary: primary, replica: replica}, nil
}

// Close gives all connections back.
func (r *Replica) Close() { r.replica.Close() }

// For is from where to read for a caller: the replica, if that shows all that the caller has written, else the primary.
func (r *Replica) For(ctx context.Context, caller uuid.UUID) *Store {
	reached := r.reached.Load()
	if reached == 0 {
		return r.primary
	}
	var written uint64
	err := r.primary.pool.QueryRow(ctx, `SELECT (lsn - '0/0')::bigint FROM last_writes WHERE caller_id = $1`, caller).Scan(&written)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && written <= reached {
		return r.replica
	}
	return r.primary
}

// Wrote keeps that a caller has written, before they learn of it. The place in the log is one that the statement itself lies behind, so that a
// replica gets there even when nothing else is written.
func (r *Replica) Wrote(ctx context.Context, caller uuid.UUID) error {
	_, err := r.primary.pool.Exec(ctx, `INSERT INTO last_writes AS w (caller_id, lsn, at) VALUES ($1, pg_current_wal_insert_lsn(), now())
		ON CONFLICT (caller_id) DO UPDATE SET lsn = greatest(w.lsn, excluded.lsn), at = excluded.at`, caller)
	return translate(err)
}

// Failed tells that store did not answer. If it is the replica, that is of no use until the next look.
func (r *Replica) Failed(store *Store) {
	if store == r.replica {
		r.reached.Store(0)
	}
}

// IsReplica tells whether store is the one that follows, and not the primary one.
func (r *Replica) IsReplica(store *Store) bool { return store == r.replica }

// Follow finds out how far the replica is, until ctx ends, and drops what is no longer of interest.
func (r *Replica) Follow(ctx context.Context, log *slog.Logger) {
	f := follower{Replica: r, log: log}
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		f.look(ctx)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// follower remembers where the primary was, and what it has told the log.
type follower struct {
	*Replica
	log     *slog.Logger
	mark    uint64    // in the log of the primary, which the replica has yet to reach
	markAt  time.Time // when the primary was there
	isOfUse bool
	sweptAt time.Time
}

func (f *follower) look(ctx context.Context) {
	limited, cancel := context.WithTimeout(ctx, lookLimit)
	defer cancel()
	reached, err := f.progress(limited)
	if err != nil {
		reached = 0
	}
	f.reached.Store(reached)
	if isOfUse := reached > 0; isOfUse != f.isOfUse && ctx.Err() == nil {
		f.isOfUse = isOfUse
		f.log.WarnContext(ctx, "where queries are read has changed", "replica", isOfUse, "reason", err)
	}
	if time.Since(f.sweptAt) > writesKept {
		f.sweptAt = time.Now()
		_, _ = f.primary.pool.Exec(limited, `DELETE FROM last_writes WHERE at < now() - $1::interval`, writesKept) // or the next time
	}
}

var (
	errNoReplica = errors.New("DATABASE_READ_URL is not a streaming replica of the database that DATABASE_URL is")
	errTooFar    = errors.New("the replica is more than 5 seconds behind")
)

// progress is how far the replica is; an error when it is of no use.
func (f *follower) progress(ctx context.Context) (reached uint64, err error) {
	const system = `(SELECT system_identifier FROM pg_control_system())`
	var primary, replica int64
	var at uint64
	if err := f.primary.pool.QueryRow(ctx, `SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint, `+system).Scan(&at, &primary); err != nil {
		return 0, translate(err)
	}
	err = f.replica.pool.QueryRow(ctx, `SELECT coalesce((CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() END - '0/0')::bigint, 0), `+system).
		Scan(&reached, &replica)
	switch {
	case err != nil:
		return 0, translate(err)
	case reached == 0 || primary != replica:
		return 0, errNoReplica
	}
	now := time.Now()
	if f.markAt.IsZero() || reached >= f.mark {
		f.mark, f.markAt = at, now
	}
	if now.Sub(f.markAt) > maxLag {
		return 0, errTooFar
	}
	return reached, nil
}
