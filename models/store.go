package models

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// The pool's connections; PostgreSQL's own default allows 100 in all. gorm keeps the ones that it has opened, so it must leave some
// to those who take theirs from the pool directly: sessions and Changes.
const (
	maxConnections     = 24
	maxGormConnections = 12
)

const connectWithin = 5 * time.Second

// A connection that has been idle for pingAfter is asked whether it still leads anywhere, and replaced when it does not answer within
// pingWithin: a network that forgets connections drops what is sent on them and says nothing. The limit of statements does not hold for this.
const (
	pingAfter  = time.Second
	pingWithin = 2 * time.Second
)

// sessionSettings keep a replica that froze, or whose machine vanished, from holding its locks for ever: nobody else could go on with what
// it was at. https://www.postgresql.org/docs/current/runtime-config-client.html
var sessionSettings = map[string]string{
	"idle_in_transaction_session_timeout": "10s",
	"lock_timeout":                        "10s",
	"tcp_keepalives_count":                "3",
	"tcp_keepalives_idle":                 "30",
	"tcp_keepalives_interval":             "10",
}

// Store keeps the rows. Every change that the audit tells of happens in InTx, together with its row there. Store's own methods read, and
// keep what is no state of anybody's: leases, holds, probes, counts, ways to an OpenID provider, when a key was last used.
type Store struct {
	db   *gorm.DB
	keys knownKeys
	mac  atomic.Pointer[eventMAC] // of audit events; nil: none
	tell atomic.Pointer[teller]   // of what is touched; nil: nobody
	pool *pgxpool.Pool

	session *pgxpool.Pool // for what needs a connection to itself: see OpenPooled. Elsewhere it is pool

	spans *statementSpans
}

// Open connects to the PostgreSQL database that dsn names (a URL or keyword/value string). It does not migrate.
func Open(ctx context.Context, dsn string) (*Store, error) {
	return open(ctx, dsn, limiter{statementLimit, &statementSpans{}})
}

func open(ctx context.Context, dsn string, limits limiter) (*Store, error) {
	pool, err := newPool(ctx, dsn, limits, func(config *pgxpool.Config) {
		maps.Copy(config.ConnConfig.RuntimeParams, sessionSettings)
	})
	if err != nil {
		return nil, err
	}
	return storeOn(pool, limits.spans)
}

// newPool makes a pool of connections to the database that dsn names, whose configuration change completes.
func newPool(ctx context.Context, dsn string, limits limiter, change func(*pgxpool.Config)) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, errors.New("the database URL is malformed") // pgx's own error would repeat the password
	}
	config.MaxConns = maxConnections
	config.AfterConnect = registerTypes
	config.PingTimeout = pingWithin
	config.ConnConfig.ConnectTimeout = connectWithin
	config.ConnConfig.Tracer = limits
	change(config)
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("opening the connection pool: %w", translate(err))
	}
	return pool, nil
}

func storeOn(pool *pgxpool.Pool, spans *statementSpans) (*Store, error) {
	sqlDB := sql.OpenDB(newPoolConnector(pool))
	sqlDB.SetMaxOpenConns(maxGormConnections)
	sqlDB.SetMaxIdleConns(maxGormConnections)
	db, err := gorm.Open(postgres.New(postgres.Config{Conn: sqlDB}), &gorm.Config{
		DisableAutomaticPing:   true,
		Logger:                 logger.Discard, // errors are returned; values must not reach a log
		SkipDefaultTransaction: true,
	})
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("opening the database: %w", translate(err))
	}
	return &Store{db: db, pool: pool, session: pool, spans: spans}, nil
}

// isKeptDead tells gorm's connections that lead nowhere. Such a one is closed by then, which pgx finds out at once when it asks once more.
func isKeptDead(ctx context.Context, kept stdlib.ShouldPingParams) bool {
	return kept.IdleDuration > pingAfter && isDead(ctx, kept.Conn)
}

// isDead asks a connection whether it still leads anywhere, and closes it when it does not.
func isDead(ctx context.Context, conn *pgx.Conn) bool {
	ctx, cancel := context.WithTimeout(ctx, pingWithin)
	defer cancel()
	return conn.Ping(ctx) != nil
}

// Close gives all connections back.
func (s *Store) Close() {
	_ = s.SQL().Close() // or the pool would wait for the connections that gorm keeps
	s.pool.Close()
	s.session.Close() // once more, where it is the same
}

// Pool is the one pool that everything in the program shares, but for what needs SessionPool.
func (s *Store) Pool() *pgxpool.Pool { return s.pool }

// SQL is the pool as database/sql.
func (s *Store) SQL() *sql.DB {
	db, err := s.db.DB()
	if err != nil {
		panic(err) // cannot happen: Open gave gorm a *sql.DB
	}
	return db
}

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return translate(s.pool.Ping(ctx)) }

// Tx is one transaction. It must not outlive the function it is handed to.
type Tx struct {
	db  *gorm.DB
	mac *eventMAC
	pgx pgx.Tx

	hasChangedKeys         bool
	tell                   *teller
	hasLooked, hasListener bool
	touched                Touched
}

// txLimit is what a transaction may take at most.
const txLimit = 30 * time.Second

// InTx runs change in a transaction: all of what it writes is kept when it returns nil, and nothing otherwise. Once it has a connection it
// does not end with ctx, for it is short and a connection that is cut off in the middle is lost; the deadline of ctx holds. Until then
// it does: a caller who has gone wants nothing any more.
func (s *Store) InTx(ctx context.Context, change func(*Tx) error) error {
	conn, err := s.connection(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	limited, cancel := untilDeadline(ctx)
	defer cancel()
	var own *pgx.Conn
	err = conn.Raw(func(raw any) error {
		own = raw.(gormConn).Conn()
		return nil
	})
	if err != nil {
		return translate(err)
	}
	var within *Tx
	err = pgx.BeginFunc(limited, own, func(tx pgx.Tx) error {
		db := s.db.Session(&gorm.Session{NewDB: true, SkipDefaultTransaction: true, Context: limited})
		db.Statement.ConnPool = openTx{conn}
		within = &Tx{db: db, mac: s.mac.Load(), pgx: tx, tell: s.tell.Load()}
		if err := change(within); err != nil {
			return err
		}
		return within.end(limited)
	})
	if within != nil && within.hasChangedKeys {
		s.keys.forget()
	}
	return s.inTime(ctx, err)
}

func (s *Store) connection(ctx context.Context) (*sql.Conn, error) {
	limited, cancel := context.WithTimeout(ctx, txLimit)
	defer cancel()
	conn, err := s.SQL().Conn(limited)
	return conn, s.inTime(ctx, err)
}

// inTime translates err, and tells the end of our own patience from the end of the caller's.
func (s *Store) inTime(ctx context.Context, err error) error {
	if errors.Is(err, context.DeadlineExceeded) && !isOver(ctx) {
		return fmt.Errorf("%w: a transaction did not end within %s", ErrUnavailable, txLimit)
	}
	return translate(err)
}

// isOver also knows of a deadline that has come when the timer of ctx has not fired yet, and that of its child has.
func isOver(ctx context.Context) bool {
	deadline, ok := ctx.Deadline()
	return ctx.Err() != nil || ok && !time.Now().Before(deadline)
}

func untilDeadline(ctx context.Context) (context.Context, context.CancelFunc) {
	end := time.Now().Add(txLimit)
	if deadline, ok := ctx.Deadline(); ok && deadline.Before(end) {
		end = deadline
	}
	return context.WithDeadline(context.WithoutCancel(ctx), end)
}

// openTx is a connection on which a transaction is open already, so that gorm must not begin another.
type openTx struct{ gorm.ConnPool }

// Pgx is the same transaction for those who do not come through gorm: jobs that exist if and only if the change is kept.
func (tx *Tx) Pgx() pgx.Tx { return tx.pgx }

func (tx *Tx) create(row any) error { return translate(tx.db.Create(row).Error) }

// swap writes the whole of row where its fence is still the one that was read, and moves the fence on.
func (tx *Tx) swap(row any, fence *int64) error {
	read := *fence
	*fence++
	result := tx.db.Model(row).Select("*").Where("fence = ?", read).Updates(row)
	if result.Error == nil && result.RowsAffected == 0 {
		result.Error = ErrStale
	}
	if result.Error != nil {
		*fence = read
	}
	return translate(result.Error)
}

// exec runs a statement and tells how many rows it touched.
func (tx *Tx) exec(statement string, values ...any) (int64, error) {
	result := tx.db.Exec(statement, values...)
	return result.RowsAffected, translate(result.Error)
}

// execOne runs a statement on a row that has to be as the statement's condition says; ErrStale where it is not.
func (tx *Tx) execOne(statement string, values ...any) error {
	changed, err := tx.exec(statement, values...)
	if err == nil && changed == 0 {
		return ErrStale
	}
	return err
}

// first reads the one row that query finds; ErrNotFound when there is none.
func first[T any](query *gorm.DB) (*T, error) {
	var row T
	if err := query.Take(&row).Error; err != nil {
		return nil, translate(err)
	}
	return &row, nil
}

// translate turns what gorm and pgx say into this package's own errors; others pass unchanged.
func translate(err error) error {
	if err == nil { // which is so nearly always: the variables below are made on the heap
		return nil
	}
	var pg *pgconn.PgError
	var network net.Error
	var connect *pgconn.ConnectError
	switch {
	case errors.Is(err, ErrUnavailable):
		return err // translated before
	case errors.Is(err, gorm.ErrRecordNotFound):
		return ErrNotFound
	case errors.As(err, &connect): // before the code: whatever keeps a connection from being made, nobody's statement is at fault
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	case errors.As(err, &pg):
		return translateCode(pg, err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err // the caller's own doing
	case errors.As(err, &network), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, sql.ErrConnDone),
		errors.Is(err, driver.ErrBadConn), pgconn.SafeToRetry(err):
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return err
}

// translateCode: https://www.postgresql.org/docs/current/errcodes-appendix.html
func translateCode(pg *pgconn.PgError, err error) error {
	switch pg.Code {
	case "23505": // unique violation
		return fmt.Errorf("%w: %s", ErrExists, pg.ConstraintName)
	case "22007", "22008", "22021", "22P02": // a date, a character or another value that is none
		return InputError("a value holds something that cannot be looked up")
	case "25006", "25P03", "40001", "40P01", "55P03", "57014", "57P01", "57P02", "57P03":
		// read-only, idle for too long, serialization, deadlock, lock time-out, cancelled, shut down or starting: the same can succeed in a moment
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	if class := pg.Code[:2]; class == "08" || class == "53" { // connection, resources
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return err
}
