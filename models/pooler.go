package models

import (
	"context"
	"database/sql"
	"errors"
	"maps"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// maxSessions is how many connections of their own the job queue, Changes and migrations have beside a pooler.
const maxSessions = 10

// OpenPooled is Open where dsn leads through a pooler that gives each transaction any connection, such as PgBouncer in transaction mode. session
// leads to the database itself: listening, the job queue, which listens too, and the lock of migrations need a connection to themselves.
//
// A pooler does not pass sessionSettings on, and need not know prepared statements.
func OpenPooled(ctx context.Context, dsn, session string) (*Store, error) {
	limits := limiter{statementLimit, &statementSpans{}}
	pool, err := newPool(ctx, dsn, limits, func(config *pgxpool.Config) {
		config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	})
	if err != nil {
		return nil, err
	}
	own, err := newPool(ctx, session, limits, func(config *pgxpool.Config) {
		config.MaxConns = maxSessions
		maps.Copy(config.ConnConfig.RuntimeParams, sessionSettings)
	})
	if err != nil {
		pool.Close()
		return nil, err
	}
	store, err := storeOn(pool, limits.spans)
	if err != nil {
		own.Close()
		return nil, err
	}
	store.session = own
	return store, nil
}

// SessionPool is the pool of connections that stay those of whoever takes them.
func (s *Store) SessionPool() *pgxpool.Pool { return s.session }

// WithSessionSQL runs work on SessionPool as database/sql, for migrations.
func (s *Store) WithSessionSQL(work func(*sql.DB) error) error {
	db := stdlib.OpenDBFromPool(s.session)
	return errors.Join(work(db), db.Close())
}
