package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestRunPassesOnDatabaseAndExitCode(t *testing.T) {
	t.Setenv(variable, "")
	seen := filepath.Join(t.TempDir(), "seen")
	code, err := run(nil, []string{"sh", "-c", `printf %s "$TEST_DATABASE_URL" > "$0"; exit 7`, seen})
	if err != nil || code != 7 {
		t.Fatalf("run = %d, %v; want exit code 7", code, err)
	}
	dsn, err := os.ReadFile(seen)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pgx.ParseConfig(string(dsn)); err != nil || len(dsn) == 0 {
		t.Errorf("the command saw %q, which is no database URL: %v", dsn, err)
	}
	if conn, err := pgx.Connect(t.Context(), string(dsn)); err == nil {
		conn.Close(t.Context())
		t.Error("the server outlived the command")
	}
}

func TestRunUsesGivenDatabase(t *testing.T) {
	t.Setenv(variable, "postgres://elsewhere/db")
	code, err := run(nil, []string{"sh", "-c", `test "$TEST_DATABASE_URL" = postgres://elsewhere/db`})
	if err != nil || code != 0 {
		t.Errorf("run = %d, %v; want the given server to be passed on", code, err)
	}
}

func TestRunPassesOnSignals(t *testing.T) {
	t.Setenv(variable, "postgres://elsewhere/db")
	signals := make(chan os.Signal, 1)
	signals <- syscall.SIGTERM
	code, err := run(signals, []string{"sleep", "60"})
	if want := 128 + int(syscall.SIGTERM); err != nil || code != want {
		t.Errorf("run = %d, %v; want %d", code, err, want)
	}
}

func TestRunReportsMissingCommand(t *testing.T) {
	t.Setenv(variable, "postgres://elsewhere/db")
	if code, err := run(nil, []string{"no-such-command-here"}); err == nil || code == 0 {
		t.Errorf("run = %d, %v; want an error", code, err)
	}
}
