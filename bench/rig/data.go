// Package rig sets up what is measured: this program on a database, with as much in it as it is to grow with, and the sandbox in Meta's place.
package rig

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

// Data is a database with businesses and their datasets, and what is asked of them.
type Data struct {
	Name       string
	Businesses int
	dir        string // for files of whoever works with it
	keyset     string // the file of its keyset
	URL        string
	Place      Place  // after which 5 % of all are left
	Searched   string // what 20 names hold
	Chain      string // the business that owns 50,000 datasets, or nearly all there are
	Postmaster int    // the pid of PostgreSQL
}

// Place is where a business stands among all by name.
type Place struct{ ID, SortName string }

// EmptyDatabase makes a database of the product's.
func EmptyDatabase(ctx context.Context, server *localpg.Server, name, dir string) (d Data, err error) {
	d = Data{Name: name, dir: dir, URL: server.DSN(name)}
	if d.keyset, err = newKeyset(dir); err != nil {
		return d, err
	}
	if err := Execute(ctx, server.DSN(localpg.Database), "CREATE DATABASE "+name); err != nil {
		return d, err
	}
	environment, err := Environment(d)
	if err != nil {
		return d, err
	}
	if _, err = Command(ctx, environment, "migrate"); err != nil {
		return d, err
	}
	d.Postmaster, err = postmasterOf(ctx, d.URL)
	return d, err
}

// FillDatabase makes one with so many businesses.
func FillDatabase(ctx context.Context, server *localpg.Server, name, dir string, businesses int) (d Data, err error) {
	if d, err = EmptyDatabase(ctx, server, name, dir); err != nil {
		return d, err
	}
	d.Businesses, d.Searched = businesses, "kestrel"
	if err := Execute(ctx, d.URL, strings.ReplaceAll(fill, "@businesses", strconv.Itoa(businesses))); err != nil {
		return d, fmt.Errorf("filling %s: %w", name, err)
	}
	if err := Execute(ctx, d.URL, "VACUUM ANALYZE"); err != nil {
		return d, err
	}
	return d, d.find(ctx)
}

// Execute runs statements that return nothing.
func Execute(ctx context.Context, url, statements string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	_, err = conn.Exec(ctx, statements)
	return err
}

// find looks up what the works ask for.
func (d *Data) find(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, d.URL)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	return conn.QueryRow(ctx, "SELECT id, sort_name, md5('chain')::uuid FROM businesses ORDER BY sort_name, id OFFSET $1 LIMIT 1", d.Businesses*95/100).
		Scan(&d.Place.ID, &d.Place.SortName, &d.Chain)
}

// postmasterOf is the process that all others of a PostgreSQL on this machine are children of.
func postmasterOf(ctx context.Context, url string) (pid int, err error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return 0, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if err := conn.QueryRow(ctx, "SELECT pg_backend_pid()").Scan(&pid); err != nil {
		return 0, err
	}
	s, err := statOf(pid)
	return s.parent, err
}
