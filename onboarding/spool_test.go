package onboarding_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// spooled has a token wait in the spool, because the database takes none, and returns its file and what mends the database.
func spooled(t *testing.T, b *onboardingtest.Bundle) (file string, heal func()) {
	t.Helper()
	heal = failOn(t, b, "credentials", "53100")
	given := onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
	go func() { _, _ = b.Complete(b.Staff(), given) }()
	waitFor(t, func() bool {
		for _, found := range spoolFiles(b) {
			if filepath.Ext(found) == "" {
				file = found
			}
		}
		return file != ""
	})
	if b.Ready() == nil {
		t.Error("a replica that has a token in its hands says that all is well")
	}
	return file, heal
}

func spoolFiles(b *onboardingtest.Bundle) []string {
	files, err := filepath.Glob(filepath.Join(b.Config.DataDir, "spool", "*"))
	if err != nil {
		panic(err) // the pattern is ours
	}
	return files
}

// isConnected says whether the token of the spool has led to a connection, with one exchange, and left nothing behind.
func isConnected(b *onboardingtest.Bundle) bool {
	return b.Count("SELECT count(*) FROM onboardings WHERE status = 'COMPLETED'") == 1 && len(spoolFiles(b)) == 0 && b.Ready() == nil && b.Calls("exchange") == 1
}

func TestATokenThatTheDatabaseDoesNotTakeWaitsInAFile(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	_, heal := spooled(t, b)
	heal()
	waitFor(t, func() bool { return isConnected(b) })
}

// A crash may come between the last byte of the file and its name; the token is whole then and must not be thrown away. What is not
// whole must not lie there for ever.
func TestUnfinishedFilesAreFinishedAtTheStart(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	file, heal := spooled(t, b)
	if err := b.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	torn := filepath.Join(filepath.Dir(file), models.NewID().String()+".part")
	if err := errors.Join(os.Rename(file, file+".part"), os.WriteFile(torn, content[:len(content)/2], 0o600)); err != nil {
		t.Fatal(err)
	}
	heal()
	b.Start(b.Config)
	waitFor(t, func() bool { return isConnected(b) })
}

// A database and a disk may fail at once. Whichever comes back first gets the token.
func TestATokenThatNobodyTakesIsHeldOnTo(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	for _, statement := range []string{
		"CREATE SEQUENCE stores", // which no rollback sets back
		"CREATE FUNCTION fail_twice() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF nextval('stores') <= 2 THEN RAISE EXCEPTION 'fault' USING ERRCODE = '53100'; END IF; RETURN NULL; END $$",
		"CREATE TRIGGER fail_twice BEFORE INSERT ON credentials FOR EACH STATEMENT EXECUTE FUNCTION fail_twice()",
	} {
		if _, err := b.Store.Pool().Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "slow", DelayMillis: 1000, Times: 1})
	given := onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
	ended := make(chan *models.Onboarding)
	go func() {
		o, _ := b.Complete(b.Staff(), given)
		ended <- o
	}()
	waitFor(t, func() bool { return b.Calls("exchange") == 1 })
	breakSpool(t, b.Config.DataDir)
	if o := <-ended; o == nil || o.Status != models.OnboardingCompleted {
		t.Errorf("got %+v", o)
	}
	if tries := b.Count("SELECT last_value FROM stores"); tries != 3 || b.Calls("exchange") != 1 {
		t.Errorf("%d tries to store it, %d exchanges", tries, b.Calls("exchange"))
	}
}

// breakSpool puts something into the spool's place in which no file can be written, by whoever.
func breakSpool(t *testing.T, dataDir string) {
	t.Helper()
	spool := filepath.Join(dataDir, "spool")
	if err := errors.Join(os.RemoveAll(spool), os.WriteFile(spool, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
}

// A code whose token could not be kept is refused before it is spent. A code that was given before is answered as ever.
func TestNoCodeIsTakenWhileNoFileCanBeWritten(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	before := onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
	if _, err := b.Complete(b.Staff(), before); err != nil {
		t.Fatal(err)
	}
	if files := spoolFiles(b); len(files) != 0 || b.Ready() != nil {
		t.Errorf("left behind: %v, %v", files, b.Ready())
	}
	breakSpool(t, b.Config.DataDir)
	given := onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Florist})}
	if _, err := b.Complete(b.Staff(), given); !errors.Is(err, models.ErrUnavailable) || b.Ready() == nil {
		t.Errorf("got %v, %v", err, b.Ready())
	}
	if o, err := b.Complete(b.Staff(), before); err != nil || o.Status != models.OnboardingCompleted {
		t.Errorf("the code given before: %+v, %v", o, err)
	}
	if b.Calls("exchange") != 1 || b.Count("SELECT count(*) FROM attempts") != 1 {
		t.Error("the code was spent")
	}
	if err := os.Remove(filepath.Join(b.Config.DataDir, "spool")); err != nil {
		t.Fatal(err)
	}
	if o, err := b.Complete(b.Staff(), given); err != nil || o.Status != models.OnboardingCompleted {
		t.Errorf("the same code, once a file can be written: %+v, %v", o, err)
	}
}

// Its replica is away with a token in its spool, and the client presses Connect once more, at another replica. The token is thrown away
// if that gives another one, and not before that is sure.
func TestATokenWaitsForTheEndOfALaterCode(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault    metasandbox.Fault
		underWay bool // when the replica is back
		held     string
	}{
		"refused":               {fault: metasandbox.Fault{Kind: "error", Code: 100, Subcode: 36007, Status: 400}, held: "first"},
		"lost":                  {fault: metasandbox.Fault{Kind: "reset_after"}, held: "first"},
		"under way, then lost":  {fault: metasandbox.Fault{Kind: "hang"}, underWay: true, held: "first"},
		"under way, then taken": {fault: metasandbox.Fault{Kind: "slow", DelayMillis: 1500}, underWay: true, held: "second"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			file, heal := spooled(t, b)
			if err := b.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			heal()
			other := b.Config
			other.DataDir = t.TempDir()
			replica := b.Start(other)
			b.Clock.Advance(time.Minute)
			b.Hurry("tend")
			waitFor(t, func() bool { return b.Count("SELECT count(*) FROM onboardings WHERE status = 'OUTCOME_UNKNOWN'") == 1 })
			var id uuid.UUID
			if err := b.Store.Pool().QueryRow(t.Context(), "SELECT id FROM onboardings").Scan(&id); err != nil {
				t.Fatal(err)
			}
			test.fault.Endpoint, test.fault.Times = "exchange", 1
			b.Sandbox.Fail(test.fault)
			again := onboarding.CompleteInput{OnboardingID: &id, Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
			answered := make(chan struct{})
			go func() {
				defer close(answered)
				_, _ = replica.Complete(b.Staff(), again)
			}()
			if test.underWay {
				waitFor(t, func() bool { return b.Calls("exchange") == 2 })
			} else {
				<-answered
			}
			b.Start(b.Config)
			waitFor(t, func() bool {
				return b.Count("SELECT count(*) FROM onboardings WHERE status = 'COMPLETED'") == 1 && len(spoolFiles(b)) == 0
			})
			<-answered
			held := b.Count("SELECT count(*) FROM credentials WHERE state = 'LIVE' AND id::text = $1", filepath.Base(file)) == 1
			if held != (test.held == "first") || b.Calls("exchange") != 2 {
				t.Errorf("the first token is held: %t, after %d exchanges", held, b.Calls("exchange"))
			}
			if stored := b.Count("SELECT count(*) FROM attempts WHERE outcome = 'STORED'"); stored != 1 {
				t.Errorf("%d attempts say that their token is here", stored)
			}
		})
	}
}
