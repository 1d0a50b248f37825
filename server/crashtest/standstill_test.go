package crashtest

import (
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// standstill asks for what a queue that does not come on may be waiting for.
var standstill = []string{
	`SELECT format('%s jobs %s: %s, the earliest for %s, the last tried at %s', kind, state, count(*), min(scheduled_at), max(attempted_at))
		FROM river_job WHERE state NOT IN ('completed', 'cancelled', 'discarded') GROUP BY kind, state ORDER BY count(*) DESC`,
	`SELECT format('connection %s of %s: %s since %s, waits for %s: %s', pid, application_name, state, state_change, wait_event, left(query, 200))
		FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY state_change`,
	`SELECT format('leader %s until %s, now %s', leader_id, expires_at, now()) FROM river_leader`,
	`SELECT format('%s onboardings %s, the latest of %s', status, count(*), max(created_at)) FROM onboardings GROUP BY status ORDER BY status`,
}

// explain says what may have come to a standstill, and ends the programs with a dump of what each of their goroutines is at.
func (in *installation) explain(t *testing.T) {
	t.Helper()
	if conn, err := in.database.connect(t.Context()); err == nil {
		for _, query := range standstill {
			rows, _ := conn.Query(t.Context(), query) // CollectRows tells its error
			found, err := pgx.CollectRows(rows, pgx.RowTo[string])
			t.Logf("%q %v", found, err)
		}
		_ = conn.Close(t.Context()) // we have what we wanted
	}
	for _, p := range in.programs() {
		t.Log(tail(p.String())) // where nobody keeps the file
		p.signal(syscall.SIGQUIT)
		p.endsWithin(5 * time.Second)
		t.Logf("its log and its goroutines: %s", keep(p.String()))
	}
}

// keep puts a text that is too long to read here into a file, and returns where it is.
func keep(text string) string {
	file, err := os.CreateTemp("", "capiconnect-standstill-*.log")
	if err != nil {
		return err.Error()
	}
	defer file.Close()
	if _, err := file.WriteString(text); err != nil {
		return err.Error()
	}
	return file.Name()
}
