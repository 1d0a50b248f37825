package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"capiconnect/migrations"
	"capiconnect/models"
	"capiconnect/models/localpg"
	"capiconnect/models/seal"
	"capiconnect/onboarding"
)

const (
	databaseStartLimit = time.Minute
	databaseStopLimit  = 4 * time.Second
)

// database is the store and, when there is no DATABASE_URL, the private PostgreSQL below it.
type database struct {
	*models.Store
	private *localpg.Server // nil when somebody else runs the server
	address string          // file that tells other commands where the private one is; empty without it
}

// openDatabase connects to the database, starting the private PostgreSQL if need be, and migrates it.
func openDatabase(ctx context.Context, c config) (*database, error) {
	db, err := connectDatabase(ctx, c)
	if err != nil {
		return nil, err
	}
	if _, err := migrate(ctx, db.Store); err != nil {
		return nil, errors.Join(err, db.stop())
	}
	return db, nil
}

// migrate applies the migrations that the database lacks, and tells how many those were.
func migrate(ctx context.Context, store *models.Store) (applied int, err error) {
	err = store.WithSessionSQL(func(db *sql.DB) error {
		applied, err = migrations.Up(models.WithoutLimit(ctx), db)
		return err
	})
	return applied, err
}

func connectDatabase(ctx context.Context, c config) (*database, error) {
	db, err := openStore(ctx, c)
	if err != nil {
		return nil, err
	}
	if err := db.Ping(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("connecting to the database: %w", err), db.stop())
	}
	return db, nil
}

// openStore starts the private PostgreSQL if need be. Whether another database answers it does not find out.
func openStore(ctx context.Context, c config) (*database, error) {
	db, dsn := &database{}, c.DatabaseURL
	if dsn == "" {
		var err error
		if dsn, err = db.startPrivate(ctx, c); err != nil {
			return nil, err
		}
	}
	var err error
	if c.SessionURL == "" {
		db.Store, err = models.Open(ctx, dsn)
	} else {
		db.Store, err = models.OpenPooled(ctx, dsn, c.SessionURL)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("connecting to the database: %w", err), db.stopPrivate())
	}
	return db, nil
}

func (db *database) startPrivate(ctx context.Context, c config) (dsn string, err error) {
	ctx, cancel := context.WithTimeout(ctx, databaseStartLimit)
	defer cancel()
	db.private, err = localpg.Start(ctx, filepath.Join(c.DataDir, "postgres"), localpg.Options{BinDir: c.PostgresBin})
	if err != nil {
		return "", fmt.Errorf("starting the private PostgreSQL: %w", err)
	}
	dsn, db.address = db.private.DSN(localpg.Database), addressFile(c)
	if err := os.WriteFile(db.address, []byte(dsn+"\n"), 0o600); err != nil {
		return "", errors.Join(fmt.Errorf("noting where the private PostgreSQL is: %w", err), db.stopPrivate())
	}
	return dsn, nil
}

func addressFile(c config) string { return filepath.Join(c.DataDir, "postgres-url") }

// stop closes the store and then what is below it.
func (db *database) stop() error {
	db.Close()
	return db.stopPrivate()
}

func (db *database) stopPrivate() error {
	if db.private == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), databaseStopLimit)
	defer cancel()
	err := os.Remove(db.address)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, db.private.Stop(ctx))
}

// openReplica connects to the replica for queries; nil when there is none.
func openReplica(ctx context.Context, c config, primary *models.Store) (*models.Replica, error) {
	if c.ReadURL == "" {
		return nil, nil
	}
	replica, err := models.OpenReplica(ctx, primary, c.ReadURL)
	if err != nil {
		return nil, fmt.Errorf("connecting to the replica: %w", err)
	}
	return replica, nil
}

// withStore runs one command's work on the migrated database: of the running program when that has the private PostgreSQL, which
// allows one program at a time to start it.
func withStore(ctx context.Context, c config, work func(*models.Store) error) (err error) {
	if dsn := runningPrivate(ctx, c); dsn != "" {
		c.DatabaseURL = dsn
	}
	db, err := openDatabase(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.stop()) }()
	if err := signAudit(ctx, c, db.Store); err != nil {
		return err
	}
	return work(db.Store)
}

// signAudit lets a command prove what it writes into the audit, if it has the database's keyset and the program has run before.
func signAudit(ctx context.Context, c config, store *models.Store) error {
	sealer, err := keysetOf(c)
	if err != nil {
		return nil
	}
	err = onboarding.SignAudit(ctx, store, sealer)
	if errors.Is(err, models.ErrNotFound) || errors.Is(err, seal.ErrUnreadable) {
		return nil
	}
	return err
}

// runningPrivate tells where the private PostgreSQL of a running program is; empty when none runs.
func runningPrivate(ctx context.Context, c config) string {
	if c.DatabaseURL != "" {
		return ""
	}
	content, err := os.ReadFile(addressFile(c))
	if err != nil {
		return ""
	}
	dsn := strings.TrimSpace(string(content))
	store, err := models.Open(ctx, dsn)
	if err != nil {
		return ""
	}
	defer store.Close()
	if store.Ping(ctx) != nil {
		return "" // left behind by a program that was killed
	}
	return dsn
}
