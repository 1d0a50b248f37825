package onboarding_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// askToDelete hands in what Meta posts when a client asks for the deletion of its data.
func askToDelete(t *testing.T, b *onboardingtest.Bundle, userID string) *models.Deletion {
	t.Helper()
	d, err := b.ReceiveDeletionRequest(t.Context(), signedRequest(b.Sandbox.AppSecret(), requestOf(userID, b.Clock.Now())))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// deleted lets time go by until a deletion has been carried out.
func deleted(t *testing.T, b *onboardingtest.Bundle, code string) {
	t.Helper()
	waitFor(t, func() bool {
		b.Pass(10 * time.Second)
		d, err := b.Deletion(t.Context(), code)
		return err == nil && d.CompletedAt != nil
	})
}

// traces lists the tables in which a row still names one of the texts.
func traces(t *testing.T, b *onboardingtest.Bundle, texts ...string) (tables []string) {
	t.Helper()
	rows, err := b.Store.Pool().Query(t.Context(), "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		all = append(all, name)
	}
	for _, table := range all {
		for _, text := range texts {
			if b.Count(fmt.Sprintf("SELECT count(*) FROM %q t WHERE position($1 IN t::text) > 0", table), text) > 0 {
				tables = append(tables, table+" has "+text)
			}
		}
	}
	return tables
}

// connectClient connects a business about which a lot is known: a client's id, a label, events, also those for a webhook, a hold, an orphan
// grant that ended and an onboarding that led nowhere.
func connectClient(t *testing.T, b *onboardingtest.Bundle) (connected *models.Business, known []string) {
	t.Helper()
	external := "client-4711"
	newReceiver(t).listen(b) // what it is told is known as well
	input := onboarding.CreateInput{ExternalID: &external, Labels: []string{"gold-label"}}
	b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})
	reconciled(t, b)
	b.Pass(time.Hour)
	failed := b.Invite(input)
	if _, err := b.Complete(b.Holder(failed), onboarding.CompleteInput{Code: "AQDnonsense"}); err == nil {
		t.Fatal("nonsense was taken for a code")
	}
	o := b.Invite(input)
	done, err := b.Complete(b.Holder(o), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})})
	if err != nil {
		t.Fatal(err)
	}
	connected = b.Business(*done.BusinessID)
	report(t, b, "update", connected.MetaID, b.Clock.Now())
	if err := b.ReceiveDeauthorization(t.Context(), signedRequest(b.Sandbox.AppSecret(), requestOf(userOf(t, b), b.Clock.Now()))); err != nil {
		t.Fatal(err)
	}
	processed(t, b)
	if err := b.Store.Hold(t.Context(), connected.MetaID, b.Clock.Now().Add(-time.Minute), b.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	known = []string{connected.MetaID, userOf(t, b), *connected.Name, external, "gold-label"}
	if found := traces(t, b, known...); len(found) < 8 {
		t.Fatalf("too little is known for the test to mean anything: %q", found)
	}
	return connected, known
}

func TestErasingLeavesNoTrace(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected, known := connectClient(t, b)
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Erase(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	if found := traces(t, b, known...); len(found) > 0 {
		t.Errorf("what is left: %q", found)
	}
	ledger, err := os.ReadFile(filepath.Join(b.Config.DataDir, "deletions.ledger"))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range known {
		if strings.Contains(string(ledger), text) {
			t.Errorf("the ledger names %s", text)
		}
	}
	if b.Count("SELECT count(*) FROM deletions WHERE completed_at IS NOT NULL AND origin = 'PARTNER'") != 1 {
		t.Error("there is no evidence")
	}
	if b.Count("SELECT count(*) FROM audit_events WHERE action = 'business: erased' AND subject_id = $1", connected.ID) != 1 {
		t.Error("the audit does not know")
	}
}

// Two businesses may belong to one client of the partner. What led to the other one stays.
func TestErasingLeavesOtherBusinessesAlone(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected, _ := connectClient(t, b)
	external := "client-4711"
	o := b.Invite(onboarding.CreateInput{ExternalID: &external})
	if _, err := b.Complete(b.Holder(o), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Florist})}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Erase(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	if b.Count("SELECT count(*) FROM businesses WHERE status = 'CONNECTED'") != 1 || b.Count("SELECT count(*) FROM onboardings WHERE status = 'FAILED'") != 1 {
		t.Error("another business lost something")
	}
}

func TestAClientsRequestEndsTheConnectionAndErasesTheBusiness(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	_, known := connectClient(t, b)
	asked := askToDelete(t, b, userOf(t, b))
	if len(asked.Code) < 26 || asked.CompletedAt != nil {
		t.Errorf("got %+v", asked)
	}
	deleted(t, b, asked.Code)
	if alive := b.LiveTokens(); alive != 0 {
		t.Errorf("%d tokens are alive at Meta", alive)
	}
	if found := traces(t, b, known...); len(found) > 0 {
		t.Errorf("what is left: %q", found)
	}
	if b.Count("SELECT count(*) FROM businesses") != 0 || b.Count("SELECT count(*) FROM deletions") != 1 {
		t.Error("the business is still there, or the evidence is not")
	}
}

func TestARepeatedRequestToDeleteIsTheSame(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	b.Connect(onboardingtest.Coffee)
	user := userOf(t, b)
	text := signedRequest(b.Sandbox.AppSecret(), requestOf(user, b.Clock.Now()))
	var first string
	for range 100 {
		d, err := b.ReceiveDeletionRequest(t.Context(), text)
		if err != nil || first != "" && d.Code != first {
			t.Fatalf("got %+v, %v", d, err)
		}
		first = d.Code
	}
	deleted(t, b, first)
	b.Pass(time.Hour)
	again := b.Connect(onboardingtest.Coffee) // the client has come back, and somebody sends the old request
	if d, err := b.ReceiveDeletionRequest(t.Context(), text); err != nil || d.Code != first {
		t.Fatalf("got %+v, %v", d, err)
	}
	b.Pass(time.Hour)
	if now := b.Business(again.ID); now.Status != models.Connected {
		t.Errorf("a repeated request ended a new grant: %s", now.Status)
	}
}

// While Meta does not answer, the token is needed for its own end; the request waits, and says so.
func TestARequestToDeleteWaitsForMeta(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "*", Kind: "html"})
	asked := askToDelete(t, b, userOf(t, b))
	waitFor(t, func() bool { return b.Business(connected.ID).Status == models.Revoking })
	waitFor(t, func() bool { d, err := b.Deletion(t.Context(), asked.Code); return err == nil && d.BegunAt != nil })
	b.Sandbox.ClearFaults()
	b.Pass(time.Hour)
	deleted(t, b, asked.Code)
	if b.Count("SELECT count(*) FROM businesses") != 0 || b.LiveTokens() != 0 {
		t.Error("it was not carried out")
	}
}

func TestARequestToDeleteReachesConnectionsThatHaveEnded(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*onboardingtest.Bundle, *models.Business) error{
		"disconnected": func(b *onboardingtest.Bundle, connected *models.Business) error {
			_, _, err := b.Revoke(b.Staff(), connected.ID, nil)
			return err
		},
		"dead": func(b *onboardingtest.Bundle, connected *models.Business) error {
			b.Sandbox.Uninstall(connected.MetaID)
			_, err := b.Check(b.Staff(), connected.ID)
			var told *onboarding.Error
			if errors.As(err, &told) {
				return nil
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			connected := b.Connect(onboardingtest.Coffee)
			user := userOf(t, b)
			if err := end(b, connected); err != nil {
				t.Fatal(err)
			}
			b.Pass(100 * 24 * time.Hour) // wiped credentials are dropped by then, but for what a request needs
			b.Hurry("retain")
			deleted(t, b, askToDelete(t, b, user).Code)
			if b.Count("SELECT count(*) FROM businesses") != 0 {
				t.Error("the business is still there")
			}
		})
	}
}

func TestARequestToDeleteAboutAStrangerIsCarriedOutAtOnce(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	deleted(t, b, askToDelete(t, b, "0").Code)
	if b.Business(connected.ID).Status != models.Connected {
		t.Error("somebody else lost its connection")
	}
	if _, err := b.Deletion(t.Context(), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a code that was never given: %v", err)
	}
}

// backup is a copy of what a business's rows were at one time.
type backup map[string][]string

// The tables of a business, parents first.
var backedUp = []string{"businesses", "credentials", "permission_grants"}

func takeBackup(t *testing.T, b *onboardingtest.Bundle) backup {
	t.Helper()
	taken := backup{}
	for _, table := range backedUp {
		rows, err := b.Store.Pool().Query(t.Context(), "SELECT (to_jsonb(t) - 'sort_name')::text FROM "+table+" t")
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var row string
			if err := rows.Scan(&row); err != nil {
				t.Fatal(err)
			}
			taken[table] = append(taken[table], row)
		}
	}
	return taken
}

// restore makes the rows what they were, and leaves the program's own directory as it is.
func (taken backup) restore(t *testing.T, b *onboardingtest.Bundle) {
	t.Helper()
	execute := func(statement string, args ...any) {
		if _, err := b.Store.Pool().Exec(context.Background(), statement, args...); err != nil {
			t.Fatal(err)
		}
	}
	execute("DELETE FROM businesses")
	execute("DELETE FROM deletions")
	for _, table := range backedUp {
		var columns string
		err := b.Store.Pool().QueryRow(t.Context(), `SELECT string_agg(column_name, ', ') FROM information_schema.columns
			WHERE table_name = $1 AND is_generated = 'NEVER'`, table).Scan(&columns)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range taken[table] {
			if table == "credentials" {
				row = strings.Replace(row, `"onboarding_id"`, `"was"`, 1)
			}
			execute(fmt.Sprintf("INSERT INTO %[1]s (%[2]s) SELECT %[2]s FROM jsonb_populate_record(null::%[1]s, $1)", table, columns), row)
		}
	}
}

// A backup knows nothing of what was deleted or revoked after it was taken.
func TestARestoredBackupBringsNothingBack(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	erased, revoked, kept := b.Connect(onboardingtest.Coffee), b.Connect(onboardingtest.Florist), b.Connect(onboardingtest.Retail)
	taken := takeBackup(t, b)
	b.Pass(time.Hour)
	for _, id := range []uuid.UUID{erased.ID, revoked.ID} {
		if _, _, err := b.Revoke(b.Staff(), id, nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Erase(b.Staff(), erased.ID, nil); err != nil {
		t.Fatal(err)
	}
	var proof string
	if err := b.Store.Pool().QueryRow(t.Context(), "SELECT code FROM deletions").Scan(&proof); err != nil {
		t.Fatal(err)
	}
	b.Pass(time.Hour)
	taken.restore(t, b)
	if b.Count("SELECT count(*) FROM credentials WHERE state = 'LIVE'") != 3 {
		t.Fatal("the backup did not bring three tokens back")
	}

	b.Start(b.Config)
	if _, err := b.Store.Business(t.Context(), erased.ID); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("what was erased is back: %v", err)
	}
	if now := b.Business(revoked.ID); now.Status != models.Disconnected || now.DisconnectedAt == nil {
		t.Errorf("what was revoked is %s", now.Status)
	}
	if now := b.Business(kept.ID); now.Status != models.Connected {
		t.Errorf("what was kept is %s", now.Status)
	}
	if b.Count("SELECT count(*) FROM credentials WHERE ciphertext IS NOT NULL") != 1 {
		t.Error("a token is back")
	}
	if d, err := b.Deletion(t.Context(), proof); err != nil || d.CompletedAt == nil {
		t.Errorf("the evidence is gone: %v", err)
	}
	for action, want := range map[string]int{"business: erased again after a backup was restored": 1, "business: disconnected again after a backup was restored": 1} {
		if b.Count("SELECT count(*) FROM audit_events WHERE action = $1 AND actor_kind = 'SYSTEM'", action) != want {
			t.Errorf("the audit lacks: %s", action)
		}
	}
	before := everything(t, b)
	b.Start(b.Config)
	if after := everything(t, b); after["businesses"] != before["businesses"] || after["deletions"] != before["deletions"] {
		t.Error("another start changed something more")
	}
}

// Whoever comes back after an erasure or a disconnection must not be thrown out at the next start.
func TestANewGrantOutlivesTheLedger(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	for _, metaID := range []string{onboardingtest.Coffee, onboardingtest.Florist} {
		connected := b.Connect(metaID)
		b.Pass(time.Minute)
		if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
			t.Fatal(err)
		}
		if metaID == onboardingtest.Coffee {
			if _, err := b.Erase(b.Staff(), connected.ID, nil); err != nil {
				t.Fatal(err)
			}
		}
		b.Pass(time.Minute)
		b.Connect(metaID)
	}
	b.Start(b.Config)
	if b.Count("SELECT count(*) FROM businesses WHERE status = 'CONNECTED'") != 2 || b.Count("SELECT count(*) FROM credentials WHERE state = 'LIVE'") != 2 {
		t.Error("a new grant was ended")
	}
}

func TestADamagedLedgerKeepsTheProgramFromStarting(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	config := b.Config
	config.DataDir = t.TempDir()
	if err := os.WriteFile(filepath.Join(config.DataDir, "deletions.ledger"), []byte("nonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	service, err := onboarding.New(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	if err := service.Start(t.Context()); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("got %v", err)
	}
}
