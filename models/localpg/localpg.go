// Package localpg starts and stops a private PostgreSQL: one server per directory, reachable through a unix socket only,
// run from binaries that are already on the machine (Linux and macOS) and never as root.
//
// It owns finding the binaries, creating and placing the data directory, recovery after a killed program, and an orderly stop.
// It must not know what is stored: schemas, migrations and everything else of this project belong to its callers.
package localpg

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5"
)

// Database is the database that exists on every server this package starts.
const Database = "capiconnect"

const superuser = "app"

// Options tell Start what it cannot find out by itself. The zero value is good.
type Options struct {
	// BinDir is the directory of `initdb` and `postgres`. Empty: the usual places are searched.
	BinDir string

	// noSync gives up durability for speed; only for data that nobody will read after this run.
	noSync bool
}

// Server is a running private PostgreSQL.
type Server struct {
	lock      *lock
	process   *process
	socketDir string
	temporary string // deleted by Stop; empty for data that stay
}

// Start runs a PostgreSQL on the data in dir/data, which it creates on the first call, and returns when the server answers
// queries; after an unclean stop that includes crash recovery. The log is dir/postgres.log.
//
// It fails when no PostgreSQL 15 or newer is found, when another program holds dir, and when the data belong to a major version
// whose binaries are missing. ctx bounds the start only.
func Start(ctx context.Context, dir string, opts Options) (*Server, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("resolving %s: %w", dir, err)
	}
	if err := prepareDir(dir); err != nil {
		return nil, err
	}
	held, err := acquireLock(dir)
	if err != nil {
		return nil, err
	}
	s := &Server{lock: held}
	if err := s.start(ctx, dir, opts); err != nil {
		return nil, errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
	}
	return s, nil
}

// StartTemporary runs an empty PostgreSQL, without durability, that Stop deletes: for tests and measurements.
func StartTemporary(ctx context.Context, opts Options) (*Server, error) {
	dir, err := os.MkdirTemp("", "capiconnect-postgres-")
	if err != nil {
		return nil, fmt.Errorf("making a temporary directory: %w", err)
	}
	opts.noSync = true
	s, err := Start(ctx, dir, opts)
	if err != nil {
		return nil, errors.Join(err, removeData(dir))
	}
	s.temporary = dir
	return s, nil
}

func (s *Server) start(ctx context.Context, dir string, opts Options) error {
	data := filepath.Join(dir, dataName)
	account, err := runningAccount(data)
	if err != nil {
		return err
	}
	bin, err := findBinaries(ctx, opts.BinDir, data, account)
	if err != nil {
		return err
	}
	if data, err = ensureData(ctx, dir, bin, account, opts.noSync); err != nil {
		return err
	}
	if err := stopOrphan(ctx, data); err != nil {
		return err
	}
	if s.socketDir, err = makeSocketDir(account); err != nil {
		return err
	}
	if err := s.lock.record(s.socketDir); err != nil {
		return err
	}
	s.process, err = launcher{
		account: account,
		program: bin.path("postgres"),
		args:    serverArgs(data, s.socketDir, opts.noSync),
		logFile: filepath.Join(dir, "postgres.log"),
		dsn:     s.DSN("postgres"),
	}.launch(ctx)
	if err != nil {
		return err
	}
	return s.createDatabase(ctx)
}

// DSN is the connection URL of a database on this server. It holds no secret: being able to open the socket is the permission.
func (s *Server) DSN(database string) string {
	query := url.Values{"host": {s.socketDir}, "port": {port}, "sslmode": {"disable"}}
	u := url.URL{Scheme: "postgres", User: url.User(superuser), Path: "/" + database, RawQuery: query.Encode()}
	return u.String()
}

func (s *Server) createDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.DSN("postgres"))
	if err != nil {
		return fmt.Errorf("connecting to the private PostgreSQL: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var exists bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", Database).Scan(&exists); err != nil {
		return fmt.Errorf("looking for database %s: %w", Database, err)
	}
	if exists {
		return nil
	}
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+Database); err != nil {
		return fmt.Errorf("creating database %s: %w", Database, err)
	}
	return nil
}

// Stop ends open connections, writes everything to disk and returns when the server is gone. When ctx ends first the server is
// killed, which the next Start repairs, and Stop returns an error. Calling it again is harmless.
func (s *Server) Stop(ctx context.Context) error {
	var errs []error
	if s.process != nil {
		errs = append(errs, s.process.stop(ctx))
	}
	if s.socketDir != "" {
		errs = append(errs, os.RemoveAll(s.socketDir))
	}
	if s.temporary != "" {
		errs = append(errs, removeData(s.temporary))
	}
	s.lock.release()
	return errors.Join(errs...)
}
