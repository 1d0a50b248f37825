package onboarding_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/models/modelstest"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// outage takes a store's database away, and end gives it back.
func outage(t *testing.T, store *models.Store) (begin, end func()) {
	t.Helper()
	elsewhere, err := pgx.Connect(t.Context(), modelstest.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = elsewhere.Close(context.Background()) })
	name := store.Pool().Config().ConnConfig.Database
	execute := func(statement string) {
		if _, err := elsewhere.Exec(t.Context(), statement); err != nil {
			t.Error(err)
		}
	}
	begin = func() {
		execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false")
		execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'")
	}
	return begin, func() { execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true") }
}

// Between Meta's answer and our commit the token exists in memory only. A database that is away just then must not cost it.
func TestADatabaseThatIsAwayAfterTheExchangeDoesNotCostTheToken(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	begin, end := outage(t, b.Store)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "slow", DelayMillis: 1500, Times: 1})
	given := onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		_, _ = b.Complete(b.Staff(), given) // this caller gets an error: the row cannot be read
	}()
	waitFor(t, func() bool { return b.Calls("exchange") == 1 })
	begin()
	waitFor(t, func() bool { code, ok := b.Sandbox.Journal().Code(given.Code); return ok && code.Exchanges == 1 })
	end()
	<-answered
	waitFor(t, func() bool {
		o, err := b.Complete(b.Staff(), given)
		return err == nil && o.Status == models.OnboardingCompleted
	})
	if b.Calls("exchange") != 1 || b.Count("SELECT count(*) FROM businesses WHERE status = 'CONNECTED'") != 1 {
		t.Errorf("%d exchanges", b.Calls("exchange"))
	}
}
