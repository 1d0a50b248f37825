// Package modelstest opens a Store for a test: a schema of its own in a real PostgreSQL, migrated, dropped when the test ends. It
// uses the server that TEST_DATABASE_URL names, which `make test` sets, or else starts a private one for the test program. It must
// only be imported by tests.
package modelstest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"capiconnect/migrations"
	"capiconnect/models"
	"capiconnect/models/localpg"
)

// Open gives t a migrated Store of its own.
func Open(t testing.TB) *models.Store {
	t.Helper()
	store, err := models.Open(t.Context(), Database(t))
	if err != nil {
		t.Fatalf("opening the store: %v", err)
	}
	t.Cleanup(store.Close)
	return store
}

// Database gives t a migrated database of its own and returns its URL.
func Database(t testing.TB) string {
	t.Helper()
	template, err := migrated()
	if err != nil {
		t.Fatalf("preparing the test database: %v", err)
	}
	name := "test_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	if err := execute(t.Context(), server.url, "CREATE DATABASE "+name+" TEMPLATE "+template); err != nil {
		t.Fatalf("copying the test database: %v", err)
	}
	t.Cleanup(func() {
		if err := execute(context.Background(), server.url, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("dropping the test database: %v", err)
		}
	})
	return inDatabase(server.url, name)
}

// Main runs the tests of a package and then stops the private PostgreSQL, if one was started.
func Main(m *testing.M) {
	code := m.Run()
	if server.private != nil {
		if err := server.private.Stop(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, "stopping the private PostgreSQL:", err)
		}
	}
	os.Exit(code)
}

// server is the PostgreSQL of this test program, known once migrated has run.
var server struct {
	url     string
	private *localpg.Server
}

// migrated makes, once per test program, the database that every test gets a copy of: copying is several times as fast as
// migrating.
var migrated = sync.OnceValues(func() (template string, err error) {
	ctx := context.Background()
	server.url = os.Getenv("TEST_DATABASE_URL")
	if server.url == "" {
		if server.private, err = localpg.StartTemporary(ctx, localpg.Options{BinDir: os.Getenv("POSTGRES_BIN")}); err != nil {
			return "", err
		}
		server.url = server.private.DSN("postgres")
	}
	template = "template_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	if err := execute(ctx, server.url, "CREATE DATABASE "+template); err != nil {
		return "", err
	}
	store, err := models.Open(ctx, inDatabase(server.url, template))
	if err != nil {
		return "", err
	}
	defer store.Close()
	_, err = migrations.Up(models.WithoutLimit(ctx), store.SQL())
	return template, err
})

func execute(ctx context.Context, url, statement string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("connecting to PostgreSQL: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	return err
}

func inDatabase(address, name string) string {
	u, err := url.Parse(address)
	if err != nil {
		panic(err) // the same URL has just been used to connect
	}
	u.Path = "/" + name
	return u.String()
}
