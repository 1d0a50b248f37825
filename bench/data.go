package main

import (
	"context"
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"capiconnect/models/localpg"
)

//go:embed data.sql
var fill string

// data is a database with businesses and their datasets, and what the works ask of them.
type data struct {
	name       string
	businesses int
	dir        string // for files of whoever works with it
	keyset     string // the file of its keyset
	url        string
	place      place  // after which 5 % of all are left
	searched   string // what 20 names hold
	postmaster int    // the pid of PostgreSQL
}

// place is where a business stands among all by name.
type place struct{ id, sortName string }

// emptyDatabase makes a database of the product's.
func emptyDatabase(ctx context.Context, server *localpg.Server, name, dir string) (d data, err error) {
	d = data{name: name, dir: dir, url: server.DSN(name)}
	if d.keyset, err = newKeyset(dir); err != nil {
		return d, err
	}
	if err := execute(ctx, server.DSN(localpg.Database), "CREATE DATABASE "+name); err != nil {
		return d, err
	}
	environment, err := productEnvironment(d)
	if err != nil {
		return d, err
	}
	_, err = productCommand(ctx, environment, "migrate")
	return d, err
}

// fillDatabase makes one with so many businesses.
func fillDatabase(ctx context.Context, server *localpg.Server, name, dir string, businesses int) (d data, err error) {
	if d, err = emptyDatabase(ctx, server, name, dir); err != nil {
		return d, err
	}
	d.businesses, d.searched = businesses, "kestrel"
	if err := execute(ctx, d.url, strings.ReplaceAll(fill, "@businesses", strconv.Itoa(businesses))); err != nil {
		return d, fmt.Errorf("filling %s: %w", name, err)
	}
	if err := execute(ctx, d.url, "VACUUM ANALYZE"); err != nil {
		return d, err
	}
	return d, d.find(ctx)
}

func execute(ctx context.Context, url, statements string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	_, err = conn.Exec(ctx, statements)
	return err
}

// find looks up what the works ask for.
func (d *data) find(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, d.url)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	err = conn.QueryRow(ctx, "SELECT id, sort_name FROM businesses ORDER BY sort_name, id OFFSET $1 LIMIT 1", d.businesses*95/100).Scan(&d.place.id, &d.place.sortName)
	if err != nil {
		return err
	}
	var backend int
	if err := conn.QueryRow(ctx, "SELECT pg_backend_pid()").Scan(&backend); err != nil {
		return err
	}
	s, err := statOf(backend)
	d.postmaster = s.parent
	return err
}
