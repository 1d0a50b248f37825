package main

import (
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/rogpeppe/go-internal/testscript"

	"capiconnect/models/modelstest"
)

// TestScripts runs the commands as people do: testdata/*.txt. `capiconnect CODE ARGUMENT…` runs one and expects its exit code; what
// lies in the file named stdin, if there is one, is piped into it.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("DATABASE_URL", modelstest.Database(t))
			env.Setenv("KEYSET", newKeyset(t))
			return nil
		},
		Cmds: map[string]scriptCommand{
			"aged": ageFile, "capiconnect": runCommand(t), "key": findKey(t), "resealed": resealTokens(t), "rows": countRows(t), "sql": runSQL(t), "stored": storeTokens(t),
		},
	})
}

type scriptCommand = func(ts *testscript.TestScript, neg bool, args []string)

func runCommand(t *testing.T) scriptCommand {
	codes := map[string]int{"ok": exitOK, "failed": exitFailed, "usage": exitUsage, "config": exitConfig}
	return func(ts *testscript.TestScript, _ bool, args []string) {
		stdin := ""
		if content, err := os.ReadFile(ts.MkAbs("stdin")); err == nil {
			stdin = string(content)
		}
		code := run(t.Context(), args[1:], ts.Getenv, strings.NewReader(stdin), ts.Stdout(), ts.Stderr())
		if wanted, known := codes[args[0]]; !known || code != wanted {
			ts.Fatalf("exit code %d; want %s", code, args[0])
		}
	}
}

// countRows is `rows N QUERY`: the query counts N.
func countRows(t *testing.T) scriptCommand {
	return func(ts *testscript.TestScript, _ bool, args []string) {
		conn, err := pgx.Connect(t.Context(), ts.Getenv("DATABASE_URL"))
		ts.Check(err)
		defer conn.Close(t.Context())
		var n string
		ts.Check(conn.QueryRow(t.Context(), "SELECT count(*)::text FROM "+args[1]).Scan(&n))
		if n != args[0] {
			ts.Fatalf("%s rows; want %s", n, args[0])
		}
	}
}

// findKey is `key NAME`: KEY is the id of the API key with this name.
func findKey(t *testing.T) scriptCommand {
	return func(ts *testscript.TestScript, _ bool, args []string) {
		conn, err := pgx.Connect(t.Context(), ts.Getenv("DATABASE_URL"))
		ts.Check(err)
		defer conn.Close(t.Context())
		var id string
		ts.Check(conn.QueryRow(t.Context(), "SELECT id::text FROM api_keys WHERE name = $1", args[0]).Scan(&id))
		ts.Setenv("KEY", id)
	}
}

// runSQL is `sql STATEMENT`: what an intruder does who has all rights on the database.
func runSQL(t *testing.T) scriptCommand {
	return func(ts *testscript.TestScript, _ bool, args []string) {
		conn, err := pgx.Connect(t.Context(), ts.Getenv("DATABASE_URL"))
		ts.Check(err)
		defer conn.Close(t.Context())
		_, err = conn.Exec(t.Context(), args[0])
		ts.Check(err)
	}
}
