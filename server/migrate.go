package main

import (
	"context"
	"errors"
	"fmt"
)

type migrateCommand struct{}

// Run applies the migrations that the database lacks.
func (migrateCommand) Run(ctx context.Context, env *environment) (err error) {
	c, err := readConfig(env.getenv)
	if err != nil {
		return err
	}
	if dsn := runningPrivate(ctx, c); dsn != "" {
		c.DatabaseURL = dsn
	}
	db, err := connectDatabase(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.stop()) }()
	applied, err := migrate(ctx, db.Store)
	if err != nil {
		return err
	}
	fmt.Fprintf(env.stdout, "%d migrations applied, none pending\n", applied)
	return nil
}
