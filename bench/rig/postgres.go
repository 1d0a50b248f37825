package rig

import (
	"context"
	"errors"
	"os"
	"time"

	"capiconnect/models/localpg"
)

// OnPostgres measures on a PostgreSQL of its own, with a directory for files; both are gone afterwards.
func OnPostgres(ctx context.Context, measure func(server *localpg.Server, dir string) error) (err error) {
	dir, err := os.MkdirTemp("", "capiconnect-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	server, err := localpg.StartTemporary(ctx, localpg.Options{BinDir: os.Getenv("POSTGRES_BIN")})
	if err != nil {
		return err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer cancel()
		err = errors.Join(err, server.Stop(ctx))
	}()
	return measure(server, dir)
}
