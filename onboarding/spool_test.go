package onboarding_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

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
