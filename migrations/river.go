package migrations

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// riverVersion is the version of River's tables that this program's River works with. A newer River gets a migration of its own.
const riverVersion = 8

// riverTables makes the tables of the job queue. River's own migrations cannot all share one transaction (PostgreSQL does not let a
// new enum value be used in the transaction that adds it), so each gets its own and a crash in between is made up for by the next start.
var riverTables = goose.NewGoMigration(2, &goose.GoFunc{RunDB: migrateRiver}, nil)

func migrateRiver(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(driver any) error {
		own, ok := driver.(interface{ Conn() *pgx.Conn })
		if !ok {
			return errors.New("the database is not opened through pgx")
		}
		return migrateRiverOn(ctx, own.Conn())
	})
}

func migrateRiverOn(ctx context.Context, conn *pgx.Conn) error {
	migrator, err := rivermigrate.New(riverpgxv5.New(nil), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	for applied := 1; applied > 0; {
		err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
			//lint:ignore SA1019 it is one step a transaction, which is what the deprecation is about; Migrate wants a pool of its own
			result, err := migrator.MigrateTx(ctx, tx, rivermigrate.DirectionUp, &rivermigrate.MigrateOpts{MaxSteps: 1, TargetVersion: riverVersion})
			if err == nil {
				applied = len(result.Versions)
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("making the job queue's tables: %w", err)
		}
	}
	return nil
}
