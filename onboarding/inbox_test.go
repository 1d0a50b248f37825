package onboarding_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"capiconnect/models"
	"capiconnect/onboarding/onboardingtest"
)

// receive hands a report about a business in.
func receive(ctx context.Context, b *onboardingtest.Bundle, businessID string) error {
	body := webhook("update", businessID, b.Clock.Now())
	return b.ReceiveWebhook(ctx, signatureOf(b.Sandbox.AppSecret(), body), []byte(body))
}

// untilKeeping waits until a report waits for the database.
func untilKeeping(t *testing.T, b *onboardingtest.Bundle) {
	t.Helper()
	waitFor(t, func() bool {
		return b.Count(`SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO "meta_events"%'`) == 1
	})
}

// reportAtOnce hands reports about so many businesses in while none can be kept, and tells what became of each: one
// waits for the database then, and the others for that one.
func reportAtOnce(t *testing.T, b *onboardingtest.Bundle, count int) []error {
	t.Helper()
	errs, unlock := make([]error, count), lock(t, b, "meta_events")
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = receive(t.Context(), b, fmt.Sprint(1000+i)) })
		if i == 0 {
			untilKeeping(t, b)
		}
	}
	waitFor(t, func() bool { return b.InboxLength() == count-1 })
	unlock()
	all.Wait()
	return errs
}

// A thousand clients may leave at once, and Meta wants every report acknowledged soon.
func TestReportsThatComeTogetherShareATransaction(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	_, err := b.Store.Pool().Exec(t.Context(), `CREATE TABLE transactions (id xid8 PRIMARY KEY);
		CREATE FUNCTION note_transaction() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO transactions VALUES (pg_current_xact_id()); RETURN NULL; END $$;
		CREATE TRIGGER note_transaction AFTER INSERT ON meta_events FOR EACH STATEMENT EXECUTE FUNCTION note_transaction()`)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(reportAtOnce(t, b, 50)...); err != nil {
		t.Fatal(err)
	}
	if kept := b.Count("SELECT count(*) FROM meta_events"); kept != 50 {
		t.Errorf("%d are kept", kept)
	}
	if jobs := b.Count("SELECT count(*) FROM river_job WHERE kind = 'event'"); jobs != 50 {
		t.Errorf("%d jobs", jobs)
	}
	if together := b.Count("SELECT count(*) FROM transactions"); together != 2 {
		t.Errorf("%d transactions", together)
	}
}

// What cannot be kept costs those nothing who came at the same time.
func TestAReportThatCannotBeKeptRefusesNoOther(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	if _, err := b.Store.Pool().Exec(t.Context(), "ALTER TABLE meta_events ADD CHECK (business_meta_id <> '1007')"); err != nil {
		t.Fatal(err)
	}
	for i, err := range reportAtOnce(t, b, 12) {
		if isBad := i == 7; isBad != (err != nil) {
			t.Errorf("report %d: %v", i, err)
		}
	}
	if kept := b.Count("SELECT count(*) FROM meta_events"); kept != 11 {
		t.Errorf("%d are kept", kept)
	}
}

// While the database is away Meta sends more and more. What its senders have given up is not held on to.
func TestReportsThatAreGivenUpMakeRoom(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	unlock := lock(t, b, "meta_events")
	var all sync.WaitGroup
	send := func(ctx context.Context, businessID string) {
		all.Go(func() { _ = receive(ctx, b, businessID) }) // what became of it is seen in the database
	}
	send(t.Context(), "1")
	untilKeeping(t, b)
	impatient, giveUp := context.WithCancel(t.Context())
	for i := range 20 {
		send(impatient, fmt.Sprint(10+i))
	}
	waitFor(t, func() bool { return b.InboxLength() == 20 })
	giveUp()
	send(t.Context(), "2")
	waitFor(t, func() bool { return b.InboxLength() == 1 })
	unlock()
	all.Wait()
	if kept := b.Count("SELECT count(*) FROM meta_events"); kept != 2 {
		t.Errorf("%d are kept", kept)
	}
}

// Whoever does not wait any longer is told that nothing is known of the report, and Meta repeats it. It may be kept all the same.
func TestAReportThatWaitsTooLongIsNotAcknowledged(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	unlock := lock(t, b, "meta_events")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := receive(ctx, b, "1"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	unlock()
	report(t, b, "update", "1", b.Clock.Now())
	outcomes(t, b, "UPDATE "+string(models.EventUnknownBusiness))
}
