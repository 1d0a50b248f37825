package crashtest

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// namedWithin is in what time of a restart everything has somebody who carries it on.
	namedWithin = 60 * time.Second
	// restWithin is how long coming to rest may take: the queue takes a killed replica's jobs up again after 40 to 70 s, once a new
	// leader is found.
	restWithin = 150 * time.Second
	// useEndsWithin is how soon after the end of a connection was asked for its token is used no more: a call that was about to be sent
	// then takes its time on a busy machine.
	useEndsWithin = 3 * time.Second
	// orphanGrace is how long a reported installation may be one whose code is on its way, and how long its job may then wait for
	// being taken up again, twice.
	orphanGrace = 2*time.Minute + restWithin
)

// underWay counts what is not at rest: onboardings and ends that are being worked on, jobs that a client or Meta waits for.
const underWay = `SELECT (SELECT count(*) FROM onboardings WHERE status IN ('EXCHANGING', 'IDENTIFYING', 'SYNCING'))
	+ (SELECT count(*) FROM businesses WHERE status = 'REVOKING' OR sync_requested_at IS NOT NULL AND status IN ('CONNECTED', 'DEGRADED'))
	+ (SELECT count(*) FROM river_job WHERE finalized_at IS NULL AND kind IN ('identify', 'sync', 'revoke', 'recover', 'delete', 'rekey'))
	+ (SELECT count(*) FROM meta_events WHERE outcome IS NULL AND kind <> 'INSTALL')
	+ (SELECT count(*) FROM webhook_deliveries WHERE state = 'PENDING')`

// hurry gives jobs their turn that wait for a time which only people have. Reports of installations wait for codes on their way.
const hurry = `UPDATE river_job SET state = 'available', scheduled_at = now() WHERE state IN ('scheduled', 'retryable')
	AND (kind IN ('identify', 'sync', 'revoke', 'recover', 'delete')
		OR kind = 'event' AND EXISTS (SELECT FROM meta_events e WHERE e.id::text = args->>'event_id' AND e.kind <> 'INSTALL'))`

// hurryOn does so with events that a partner's server has refused.
const hurryOn = `UPDATE webhook_deliveries SET due_at = now() WHERE state = 'PENDING' AND due_at > now()`

// freeDeliveries takes the jobs that send events from programs that are all dead. Otherwise that takes until long after the next kill, and
// most kills would find nothing being sent.
const freeDeliveries = `UPDATE river_job SET state = 'available', scheduled_at = now() WHERE state = 'running' AND kind = 'deliver'`

// rest has the installation, one of whose replicas has just been started and serves, come to rest: first everything has somebody who
// carries it on, then nothing is left to do.
func (in *installation) rest() {
	in.t.Helper()
	in.clients.Wait()
	begin := time.Now()
	if err := in.sandbox.WaitForDeliveries(in.t.Context()); err != nil {
		in.t.Fatal(err)
	}
	for unnamed := in.unnamed(); len(unnamed) > 0; unnamed = in.unnamed() {
		if time.Since(begin) > namedWithin {
			in.t.Fatalf("%s after a restart: %s", namedWithin, unnamed)
		}
		pause(in.t.Context(), time.Second)
	}
	named := time.Since(begin)
	in.hasten(restWithin)
	in.t.Logf("everything had a name %s after the clients had gone, and was at rest %s after that", named.Round(time.Second/10),
		(time.Since(begin) - named).Round(time.Second/10))
}

// unnamed is what breaks I5 just now.
func (in *installation) unnamed() (found []string) {
	in.t.Helper()
	ctx := context.Background()
	conn, err := in.database.connect(ctx)
	if err != nil {
		in.t.Fatal(err)
	}
	defer conn.Close(ctx)
	r, e := reader{ctx: ctx, q: conn}, &evidence{}
	e.readWork(&r)
	if r.err != nil {
		in.t.Fatal(r.err)
	}
	return somebodyCarriesOn(e)
}

// hasten lets pass what only people would wait for, until nothing is under way.
func (in *installation) hasten(limit time.Duration) {
	in.t.Helper()
	ctx, cancel := context.WithTimeout(in.t.Context(), limit)
	defer cancel()
	for in.database.count(ctx, underWay) != 0 || in.spooled() > 0 {
		if !pause(ctx, time.Second) {
			in.t.Fatalf("not at rest after %s: %s", limit, in.busy())
		}
		in.database.execute(hurry, hurryOn)
	}
}

// spooled is how many tokens wait in files.
func (in *installation) spooled() (n int) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, dir := range in.dataDirs {
		files, _ := os.ReadDir(filepath.Join(dir, "spool")) // none where it is not there
		n += len(files)
	}
	return n
}

// busy tells what is under way.
func (in *installation) busy() (text string) {
	conn, err := in.database.connect(context.Background())
	if err != nil {
		return err.Error()
	}
	defer conn.Close(context.Background())
	err = conn.QueryRow(context.Background(), `SELECT coalesce(string_agg(what, '; '), '') FROM (
		SELECT 'onboarding ' || id || ' ' || status || ' ' || coalesce(problem_code, '') AS what FROM onboardings WHERE status IN ('EXCHANGING', 'IDENTIFYING', 'SYNCING')
		UNION ALL SELECT 'business ' || id || ' ' || status || ' ' || coalesce(problem_code, '') FROM businesses WHERE status = 'REVOKING' OR sync_requested_at IS NOT NULL
		UNION ALL SELECT 'event about ' || subject_id || ' tried ' || tries || ' times' FROM webhook_deliveries WHERE state = 'PENDING'
		UNION ALL SELECT 'job ' || kind || ' ' || state || ' ' || args || coalesce(' error ' || errors[array_length(errors, 1)]::text, '') FROM river_job WHERE finalized_at IS NULL) x`).Scan(&text)
	if err != nil {
		return err.Error()
	}
	return text
}

// examine gathers evidence in one snapshot of the database and hands it out.
func (in *installation) examine(look func(*evidence)) {
	in.t.Helper()
	ctx := context.Background()
	conn, err := in.database.connect(ctx)
	if err != nil {
		in.t.Fatal(err)
	}
	defer conn.Close(ctx)
	err = pgx.BeginTxFunc(ctx, conn, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		e, err := in.gather(ctx, tx)
		if err == nil {
			look(e)
		}
		return err
	})
	if err != nil {
		in.t.Fatal(err)
	}
}

// mustHold checks all invariants of an installation at rest, and what its programs have written.
func (in *installation) mustHold(t *testing.T) {
	t.Helper()
	in.examine(func(e *evidence) {
		found := broken(e)
		for name, violations := range found {
			for i, violation := range violations {
				if i == 10 {
					t.Errorf("%s: and %d more", name, len(violations)-i)
					break
				}
				t.Errorf("%s: %s", name, violation)
			}
		}
		figures.checked(found)
		t.Logf("%d codes, %d attempts, %d businesses, %d credentials, %d tokens at Meta: all invariants checked",
			len(e.journal.Codes), len(e.attempts), len(e.businesses), len(e.credentials), len(e.journal.Tokens))
	})
	in.command("audit", "verify") // fails, and says why, when the chain is not whole
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, p := range in.running {
		in.faults = append(in.faults, p.faults(in.canaries)...)
	}
	for _, fault := range in.faults {
		t.Errorf("a program: %s", fault)
	}
}
