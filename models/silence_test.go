package models_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

// silent is a store whose statements have a limit that tests can wait for, on a database that does not answer questions about a table.
func silent(t *testing.T, table string) *models.Store {
	t.Helper()
	url := modelstest.Database(t)
	store, err := models.OpenWithLimit(t.Context(), url, 200*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	conn, err := pgx.Connect(t.Context(), url) // without the store's settings, which would end a transaction that lies idle
	if err == nil {
		t.Cleanup(func() { conn.Close(context.Background()) })
		_, err = conn.Exec(t.Context(), "BEGIN; LOCK TABLE "+table)
	}
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// Who asks a silent database can do nothing about it; who has no time is to come back with more of it.
func TestASilentDatabaseIsNotTheCallersHaste(t *testing.T) {
	t.Parallel()
	store := silent(t, "users, holds")
	for name, read := range map[string]func(context.Context) error{
		"by gorm": func(ctx context.Context) error {
			_, err := store.UserByEmail(ctx, "op@example.com")
			return err
		},
		"by the pool": func(ctx context.Context) error {
			_, err := store.HoldUntil(ctx, "")
			return err
		},
		"in a transaction": func(ctx context.Context) error {
			return store.InTx(ctx, func(tx *models.Tx) error {
				return tx.CreateUser(&models.User{ID: models.NewID(), Email: "op@example.com", Role: models.Admin, CreatedAt: start})
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := read(t.Context()); !errors.Is(err, models.ErrUnavailable) || errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the database is silent: %v", err)
			}
			hurried, cancel := context.WithTimeout(t.Context(), time.Millisecond)
			defer cancel()
			if err := read(hurried); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, models.ErrUnavailable) {
				t.Errorf("the caller has no time: %v", err)
			}
		})
	}
}

// While a database is being restored or moved it takes no connections. That is no fault of a statement, whatever PostgreSQL's code for it.
func TestADatabaseThatTakesNoConnectionsIsAway(t *testing.T) {
	t.Parallel()
	url := modelstest.Database(t)
	config, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := modelstest.Open(t)
	if _, err := elsewhere.Pool().Exec(t.Context(), "ALTER DATABASE "+config.Database+" ALLOW_CONNECTIONS false"); err != nil {
		t.Fatal(err)
	}
	store, err := models.Open(t.Context(), url)
	if err == nil {
		defer store.Close()
		_, err = store.UserByEmail(t.Context(), "op@example.com")
	}
	if !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("got %v", err)
	}
}
