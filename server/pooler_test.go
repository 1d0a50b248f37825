package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"capiconnect/meta/metasandbox"
)

// Behind a pooler that gives each transaction any connection, what needs one to itself goes to the database by DATABASE_SESSION_URL: otherwise
// whoever listens would hear nothing, and a lock would be somebody else's.
func TestBehindAPoolerNothingNeedsAConnectionToItself(t *testing.T) {
	t.Parallel()
	i := install(t)
	named := func(name string) string { return i.env["DATABASE_URL"] + "&application_name=" + name }
	conn, err := pgx.Connect(t.Context(), i.env["DATABASE_URL"])
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	i.env["DATABASE_URL"], i.env["DATABASE_SESSION_URL"] = named("pooled"), named("session")
	stop := i.start()
	defer stop()
	code := i.code(metasandbox.CodeRequest{BusinessID: i.sandbox.AddBusiness("Acme", 2, 1)})
	if status, answer := i.ask(i.apiKey("admin"), fmt.Sprintf(`mutation { completeOnboarding(input: {code: %q}) { onboarding { status } } }`, code), nil); !strings.Contains(answer, "COMPLETED") {
		t.Fatalf("%d %s", status, answer)
	}
	listening := map[string]int{}
	rows, err := conn.Query(t.Context(), `SELECT application_name, count(*) FILTER (WHERE query ~* '^ *listen|pg_(try_)?advisory_lock') FROM pg_stat_activity
		WHERE datname = current_database() AND application_name IN ('pooled', 'session') GROUP BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	var name string
	var count int
	if _, err := pgx.ForEachRow(rows, []any{&name, &count}, func() error {
		listening[name] = count
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if pooled, isUsed := listening["pooled"]; !isUsed || pooled != 0 || listening["session"] == 0 {
		t.Errorf("connections that listen or hold a lock: %v", listening)
	}
}
