package crashtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"capiconnect/meta/metasandbox"
)

// bites break one invariant each, in the rows of a healthy installation or in what Meta would know. What no damage can break proves
// nothing.
var bites = []struct {
	invariant, what string
	statement       string
	change          func(*evidence)
}{
	{invariant: "I1", what: "a code that nobody gave", statement: `INSERT INTO attempts (id, onboarding_id, code_hmac, outcome, created_at)
		SELECT gen_random_uuid(), id, sha256('x'), 'REFUSED', now() FROM onboardings LIMIT 1`},
	{invariant: "I1", what: "a code twice", change: func(e *evidence) { e.attempts = append(e.attempts, e.attempts[0]) }},
	{invariant: "I2", what: "a code sent twice", change: func(e *evidence) { e.journal.Codes[0].Requests++ }},
	{invariant: "I3", what: "a token that does not decrypt", statement: `UPDATE credentials SET ciphertext = set_byte(ciphertext, 20, get_byte(ciphertext, 20) # 1)
		WHERE state = 'LIVE'`},
	{invariant: "I3", what: "tokens in each other's place", statement: `UPDATE credentials c SET ciphertext = (SELECT o.ciphertext FROM credentials o
		WHERE o.id <> c.id AND o.state = 'LIVE' ORDER BY o.id LIMIT 1) WHERE c.state = 'LIVE'`},
	{invariant: "I3", what: "a token that is dead at Meta", change: func(e *evidence) {
		for i := range e.journal.Tokens {
			e.journal.Tokens[i].Alive = false
		}
	}},
	{invariant: "I3", what: "an acknowledged connection that is gone", statement: `DELETE FROM businesses WHERE status = 'CONNECTED'`},
	{invariant: "I3", what: "an acknowledged onboarding that is undone", statement: `UPDATE onboardings SET status = 'EXPIRED', completed_at = NULL,
		problem_code = 'ONBOARDING_EXPIRED', problem_since = now() WHERE status = 'COMPLETED'`},
	{invariant: "I3", what: "a stored token that is lost", statement: `DELETE FROM credentials`},
	{invariant: "I4", what: "a connection without a token", statement: `UPDATE credentials SET state = 'RETIRED', ciphertext = NULL, retired_at = now()`},
	{invariant: "I4", what: "two live tokens", change: func(e *evidence) {
		for _, c := range liveTokens(e) {
			e.credentials = append(e.credentials, c[0])
		}
	}},
	{invariant: "I5", what: "work without a worker", statement: `UPDATE onboardings SET status = 'SYNCING', completed_at = NULL WHERE status = 'COMPLETED'`},
	{invariant: "I5", what: "a lease that has run out", statement: `UPDATE onboardings SET status = 'EXCHANGING', completed_at = NULL, lease_until = now() - interval '1 s'
		WHERE status = 'COMPLETED'`},
	{invariant: "I5", what: "an end that nobody carries out", statement: `UPDATE businesses SET status = 'REVOKING' WHERE status = 'CONNECTED'`},
	{invariant: "I6", what: "a token without a name for its loss", statement: `UPDATE credentials SET fingerprint = sha256(fingerprint)`},
	{invariant: "I6", what: "a lost token whose attempt says refused", statement: `UPDATE attempts SET outcome = 'REFUSED' WHERE outcome = 'UNKNOWN'`},
	{invariant: "I6", what: "a lost token without an attempt", statement: `DELETE FROM attempts WHERE outcome = 'UNKNOWN'`},
	{invariant: "I7", what: "a dataset that is missing", statement: `DELETE FROM business_datasets WHERE relation = 'SHARED'`},
	{invariant: "I7", what: "a dataset too many", statement: `INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name)
		SELECT business_id, 'SHARED', dataset_id, sort_name FROM business_datasets WHERE relation = 'OWNED'`},
	{invariant: "I8", what: "a change without its row", statement: `UPDATE businesses SET status = 'REVOKING' WHERE status = 'CONNECTED'`},
	{invariant: "I8", what: "a row that is missing in the middle", change: func(e *evidence) {
		for i, row := range e.audit {
			if row.After == "SYNCING" {
				e.audit = append(e.audit[:i:i], e.audit[i+1:]...)
				return
			}
		}
	}},
	{invariant: "I9", what: "a token in a row of text", statement: `INSERT INTO meta_usage (day, endpoint, outcome, calls) VALUES (now(), 'EAA` + fiftyLetters + `', 'ok', 1)`},
	{invariant: "I9", what: "a token in bytes", statement: `UPDATE credentials SET ciphertext = 'EAA` + fiftyLetters + `'::bytea WHERE state = 'LIVE'`},
	{invariant: "I10", what: "a report that is forgotten", statement: `DELETE FROM meta_events`},
	{invariant: "I10", what: "a report that is not acted on", statement: `UPDATE meta_events SET outcome = NULL, processed_at = NULL WHERE kind = 'UPDATE'`},
	{invariant: "I11", what: "an end that keeps the token", statement: `UPDATE credentials c SET state = 'LIVE', retired_at = NULL, ciphertext = 'kept' FROM businesses b
		WHERE b.id = c.business_id AND b.status = 'DISCONNECTED'`},
	{invariant: "I11", what: "an end that Meta does not know", change: func(e *evidence) {
		for i := range e.journal.Tokens {
			e.journal.Tokens[i].Alive = true
		}
	}},
	{invariant: "I11", what: "a token used after its end", change: func(e *evidence) {
		for i := range e.journal.Tokens {
			e.journal.Tokens[i].LastUsedAt = time.Now().Add(time.Hour)
		}
	}},
	{invariant: "I11", what: "an acknowledged end that is undone", statement: `UPDATE businesses SET status = 'CONNECTED', disconnected_at = NULL,
		connected_at = now() - interval '1 h' WHERE status = 'DISCONNECTED'`},
	{invariant: "I12", what: "a business with another one's token", statement: `UPDATE businesses SET meta_id = '1' || meta_id`},
	{invariant: "I12", what: "an onboarding of another client", statement: `UPDATE onboardings SET external_id = 'somebody else'`},
	{invariant: "I13", what: "an event that did not come", change: func(e *evidence) { e.arrivals = without(e.arrivals, lastToldOf(e)) }},
	{invariant: "I13", what: "an event that came too early", change: func(e *evidence) {
		last := lastToldOf(e)
		e.arrivals = append([]arrival{last}, e.arrivals...)
	}},
	{invariant: "I13", what: "two events with one id", change: func(e *evidence) {
		other := lastToldOf(e)
		other.body += " "
		e.arrivals = append(e.arrivals, other)
	}},
	{invariant: "I13", what: "an event of what was undone", statement: `DELETE FROM webhook_events WHERE number = (SELECT max(number) FROM webhook_events)`},
	{invariant: "I13", what: "a change that was never put in line", change: func(e *evidence) {
		last := lastToldOf(e)
		e.arrivals = without(e.arrivals, last)
		e.outbox = slices.DeleteFunc(e.outbox, func(row toldRow) bool { return row.ID == last.id })
	}},
	{invariant: "P-14", what: "a call inside a window", change: func(e *evidence) {
		e.journal.Windows = append(e.journal.Windows, metasandbox.RegainWindow{Inside: map[string]int{"me": 1}})
	}},
}

// lastToldOf is the last event of an onboarding's status, and so not its first.
func lastToldOf(e *evidence) (last arrival) {
	for _, a := range e.arrivals {
		if a.said.Data.OnboardingID != "" {
			last = a
		}
	}
	return last
}

func without(arrivals []arrival, event arrival) []arrival {
	return slices.DeleteFunc(arrivals, func(a arrival) bool { return a.id == event.id })
}

const fiftyLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

var errUndo = errors.New("undo")

func TestBreakingAnInvariantIsNoticed(t *testing.T) {
	t.Parallel()
	in := healthy(t)
	ctx := t.Context()
	conn, err := in.database.connect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	noticed := map[string]bool{}
	for _, bite := range bites {
		name := fmt.Sprintf("%s %s", bite.invariant, bite.what)
		err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
			if bite.statement != "" {
				done, err := tx.Exec(ctx, bite.statement)
				if err != nil || done.RowsAffected() == 0 {
					return fmt.Errorf("changed %d rows: %w", done.RowsAffected(), errors.Join(err, errors.New("no damage done")))
				}
			}
			e, err := in.gather(ctx, tx)
			if err != nil {
				return err
			}
			if bite.change != nil {
				bite.change(e)
			}
			if len(broken(e)[bite.invariant]) == 0 {
				t.Errorf("%s: nobody notices", name)
			}
			return errUndo
		})
		if !errors.Is(err, errUndo) {
			t.Errorf("%s: %v", name, err)
		}
		noticed[bite.invariant] = true
	}
	for _, i := range invariants {
		if !noticed[i.name] {
			t.Errorf("nothing breaks %s", i.name)
		}
	}
}

// healthy is an installation at rest, without a program: with a business that is connected, one that was disconnected, one whose
// token was lost, reports from Meta about them, and a partner's server that was told of it all.
func healthy(t *testing.T) *installation {
	t.Helper()
	in := install(t)
	p := in.start(0, "")
	in.hearMeta()
	in.listen()
	ctx := t.Context()
	for range 2 {
		c := in.newClient(2, 1, codeLife)
		c.connect(ctx, 0)
		c.report(metasandbox.FieldUpdate)
	}
	gone := in.newClient(1, 0, codeLife)
	gone.connect(ctx, 0)
	gone.disconnect(ctx)
	in.sandbox.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "reset_after", Times: 1})
	in.newClient(1, 0, codeLife).connectBy(ctx, invitation{bearer: in.apiKey}, 0)
	in.rest()
	in.mustHold(t)
	in.kill(p)
	return in
}
