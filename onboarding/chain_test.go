package onboarding_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// chained is a workflow with a history whose chain is complete, and whose tables no trigger guards any more.
func chained(t *testing.T) *onboardingtest.Bundle {
	t.Helper()
	b := onboardingtest.Setup(t)
	b.Connect(onboardingtest.Coffee)
	b.Connect(onboardingtest.Empty)
	if report := verify(t, b); len(report.Findings) > 0 || report.Events < 8 || report.Unsigned > 0 {
		t.Fatalf("before anything was done: %+v", report)
	}
	tamper(t, b, "ALTER TABLE audit_events DISABLE TRIGGER ALL")
	tamper(t, b, "ALTER TABLE audit_links DISABLE TRIGGER ALL")
	return b
}

func verify(t *testing.T, b *onboardingtest.Bundle) *onboarding.AuditReport {
	t.Helper()
	report, err := onboarding.VerifyAudit(t.Context(), b.Store, b.Config.Sealer, b.Config.DataDir)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func tamper(t *testing.T, b *onboardingtest.Bundle, statement string) {
	t.Helper()
	if _, err := b.Store.Pool().Exec(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// An intruder with all rights on the database, and without the keyset, hides or invents something. It is named.
func TestTamperingWithTheAuditIsNamed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ statement, want string }{
		"an event changed":               {`UPDATE audit_events SET actor_name = 'somebody else' WHERE id = (SELECT event_id FROM audit_links WHERE seq = 3)`, "3 changed"},
		"what it says changed":           {`UPDATE audit_events SET after = '{"status": "OPEN"}' WHERE id = (SELECT event_id FROM audit_links WHERE seq = 4)`, "4 changed"},
		"its MAC taken off":              {`UPDATE audit_events SET actor_name = 'x', mac = NULL WHERE id = (SELECT event_id FROM audit_links WHERE seq = 3)`, "3 changed"},
		"an event removed":               {`DELETE FROM audit_events WHERE id = (SELECT event_id FROM audit_links WHERE seq = 5)`, "5 removed"},
		"with its place":                 {`WITH gone AS (DELETE FROM audit_links WHERE seq = 5 RETURNING event_id) DELETE FROM audit_events WHERE id IN (SELECT event_id FROM gone)`, "5 removed"},
		"a place only":                   {`DELETE FROM audit_links WHERE seq = 2`, "0 put in"},
		"with its place, and no gap":     {`WITH gone AS (DELETE FROM audit_links WHERE seq = 5 RETURNING event_id), moved AS (UPDATE audit_links SET seq = seq - 1 WHERE seq > 5) DELETE FROM audit_events WHERE id IN (SELECT event_id FROM gone)`, "5 changed"},
		"two exchanged":                  {`UPDATE audit_links SET event_id = CASE seq WHEN 2 THEN (SELECT event_id FROM audit_links WHERE seq = 3) ELSE (SELECT event_id FROM audit_links WHERE seq = 2) END WHERE seq IN (2, 3)`, "2 changed"},
		"an event put in":                {`INSERT INTO audit_events SELECT gen_random_uuid(), at, actor_kind, actor_id, actor_name, 'user: created', subject_kind, subject_id, before, after, request_id FROM audit_events LIMIT 1`, "0 put in"},
		"one that the program would see": {`WITH e AS (INSERT INTO audit_events SELECT gen_random_uuid(), at, actor_kind, actor_id, actor_name, 'user: created', subject_kind, subject_id, before, after, request_id, mac FROM audit_events LIMIT 1 RETURNING id) INSERT INTO audit_unlinked SELECT id FROM e`, "changed or put in"},
		"the first ones removed":         {`DELETE FROM audit_links WHERE seq <= 2`, "1 removed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := chained(t)
			if name == "with its place, and no gap" || name == "two exchanged" {
				tamper(t, b, "ALTER TABLE audit_links DROP CONSTRAINT audit_links_pkey")
				tamper(t, b, "ALTER TABLE audit_links DROP CONSTRAINT audit_links_event_id_key")
			}
			tamper(t, b, test.statement)
			var found []string
			for _, finding := range verify(t, b).Findings {
				found = append(found, fmt.Sprint(finding.Seq, " ", finding.What))
			}
			if !strings.Contains(strings.Join(found, "\n"), test.want) {
				t.Errorf("found %q, want one with %q", found, test.want)
			}
		})
	}
}

// An intruder removes an event before it has got its place. The list of those that wait still has its name.
func TestAnEventThatNeverGotItsPlaceIsNamed(t *testing.T) {
	t.Parallel()
	b := chained(t)
	tamper(t, b, "ALTER TABLE audit_events ENABLE TRIGGER audit_events_await_link")
	b.Connect(onboardingtest.Florist)
	tamper(t, b, "DELETE FROM audit_events WHERE id = (SELECT event_id FROM audit_unlinked ORDER BY event_id LIMIT 1)")
	if report := verify(t, b); len(report.Findings) != 1 || !strings.Contains(report.Findings[0].What, "removed") {
		t.Errorf("found %+v", report.Findings)
	}
}

// An intruder cuts off the end of the audit, where his own deeds are. The file beside the database knows how long it was.
func TestCuttingOffTheEndIsNamed(t *testing.T) {
	t.Parallel()
	b := chained(t)
	head := b.Count("SELECT max(seq) FROM audit_links")
	var hash string
	if err := b.Store.Pool().QueryRow(t.Context(), "SELECT encode(hash, 'hex') FROM audit_links WHERE seq = $1", head).Scan(&hash); err != nil {
		t.Fatal(err)
	}
	line := fmt.Sprintf("%d %s 2126-11-22T10:00:00Z\n", head, hash)
	if err := os.WriteFile(filepath.Join(b.Config.DataDir, "audit.heads"), []byte(line+"7 abc"), 0o600); err != nil {
		t.Fatal(err)
	}
	if report := verify(t, b); len(report.Findings) > 0 {
		t.Fatalf("before: %+v", report.Findings)
	}
	tamper(t, b, "WITH gone AS (DELETE FROM audit_links WHERE seq > 5 RETURNING event_id) DELETE FROM audit_events WHERE id IN (SELECT event_id FROM gone)")
	if report := verify(t, b); len(report.Findings) != 1 || !strings.Contains(report.Findings[0].What, "removed: the chain ends at 5") {
		t.Errorf("after: %+v", report.Findings)
	}
}

// Any change of any column of any event is named, with its place, and nothing else is.
func TestEveryColumnCounts(t *testing.T) {
	t.Parallel()
	b := chained(t)
	events := b.Count("SELECT count(*) FROM audit_events")
	changes := []string{
		"at = at + interval '1 microsecond'", "actor_kind = CASE actor_kind WHEN 'SYSTEM' THEN 'USER' ELSE 'SYSTEM' END", "actor_id = gen_random_uuid()",
		"actor_name = actor_name || ' '", "action = action || '.'", "subject_kind = subject_kind || 's'", "subject_id = gen_random_uuid()",
		"before = coalesce(before, '{}') || '{\"x\": 1}'", "after = coalesce(after, '{}') || '{\"x\": 1}'", "request_id = coalesce(request_id, '') || 'x'", "mac = sha256(mac)",
	}
	dice := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		seq, change := 1+dice.IntN(events), changes[dice.IntN(len(changes))]
		tamper(t, b, fmt.Sprintf("CREATE TABLE kept AS SELECT * FROM audit_events WHERE id = (SELECT event_id FROM audit_links WHERE seq = %d)", seq))
		tamper(t, b, "UPDATE audit_events SET "+change+" WHERE id = (SELECT id FROM kept)")
		report := verify(t, b)
		if len(report.Findings) != 1 || report.Findings[0].Seq != int64(seq) {
			t.Errorf("%s at %d: %+v", change, seq, report.Findings)
		}
		tamper(t, b, "DELETE FROM audit_events WHERE id = (SELECT id FROM kept)")
		tamper(t, b, "INSERT INTO audit_events SELECT * FROM kept")
		tamper(t, b, "DROP TABLE kept")
	}
}

// Nobody who goes by the program's own rights on the tables can change what is written.
func TestTheAuditIsAppendOnly(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	b.Connect(onboardingtest.Coffee)
	verify(t, b)
	for _, statement := range []string{
		"UPDATE audit_events SET actor_name = 'x'", "DELETE FROM audit_events", "TRUNCATE audit_events", "UPDATE audit_links SET seq = seq + 1", "DELETE FROM audit_links",
		"TRUNCATE audit_links",
	} {
		if _, err := b.Store.Pool().Exec(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}
