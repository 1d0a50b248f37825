package onboarding_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// A list that breaks off in the middle goes on there. What was read of it is listed at once.
func TestAnInterruptedSyncGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "html", After: 9, Times: 1})
	waiting, err := b.Complete(b.Staff(), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Retail})})
	if err != nil || waiting.Status != models.OnboardingSyncing {
		t.Fatalf("got %+v, %v", waiting, err)
	}
	if b.Count("SELECT count(*) FROM business_datasets WHERE relation = 'OWNED'") != 900 || b.Count("SELECT count(*) FROM sync_pages WHERE relation = 'OWNED'") != 9 {
		t.Error("nine pages should be kept and listed")
	}
	read := b.Calls("owned_pixels")
	b.Pass(2 * time.Minute)
	waitFor(t, func() bool { return b.Count("SELECT count(*) FROM sync_runs WHERE outcome = 'COMPLETED'") == 1 })
	if got := b.Count("SELECT count(*) FROM business_datasets"); got != 1253 {
		t.Errorf("%d datasets", got)
	}
	if got := b.Calls("owned_pixels") - read; got != 4 {
		t.Errorf("%d calls for the four pages that were left", got)
	}
	if b.Count("SELECT count(*) FROM sync_pages") != 0 {
		t.Error("the run left something behind")
	}
}

// What has not been read is not gone.
func TestAListThatBreaksOffLosesNothing(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Retail)
	listed := b.Count("SELECT count(*) FROM business_datasets")
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "html", After: 2, Times: 1})
	_, _ = b.Sync(b.Staff(), connected.ID) // which says so
	if got := b.Count("SELECT count(*) FROM business_datasets"); got != listed || b.Count("SELECT count(*) FROM dataset_changes WHERE change = 'REMOVED'") != 0 {
		t.Errorf("%d datasets of %d are left", got, listed)
	}
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "error", Code: 10, Status: 403, After: 2, Times: 1})
	b.Pass(2 * time.Minute)
	waitFor(t, func() bool { return b.Count("SELECT count(*) FROM sync_runs WHERE outcome = 'FAILED'") == 1 })
	if got := b.Count("SELECT count(*) FROM business_datasets"); got != listed {
		t.Errorf("%d datasets of %d are left by a run that failed", got, listed)
	}
}

// A list that is longer than what Meta lets be read in one of its hours takes several, and so must not begin anew after each.
func TestAListThatIsThrottledForAnHourGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Retail)
	read := b.Calls("owned_pixels")
	throttled := metasandbox.Fault{Endpoint: "owned_pixels", Kind: "throttle", RegainMinutes: 60, After: 5, Times: 1}
	b.Sandbox.Fail(throttled)
	_, _ = b.Sync(b.Staff(), connected.ID) // which says so
	b.Sandbox.Fail(throttled)
	b.Pass(61 * time.Minute)
	waitFor(t, func() bool { return b.Calls("owned_pixels")-read == 12 })
	b.Pass(61 * time.Minute)
	waitFor(t, func() bool { return b.Count("SELECT count(*) FROM sync_runs WHERE outcome = 'COMPLETED'") == 2 })
	if got := b.Calls("owned_pixels") - read; got != 15 {
		t.Errorf("%d calls for 13 pages, of which two were asked for twice", got)
	}
	if b.Count("SELECT count(*) FROM sync_runs WHERE outcome = 'SUPERSEDED'") != 0 {
		t.Error("what had been read was thrown away")
	}
}

func TestARunThatLayForADayStartsAnew(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Retail)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "html", After: 9, Times: 1})
	_, _ = b.Sync(b.Staff(), connected.ID)
	read := b.Calls("owned_pixels")
	b.Pass(26 * time.Hour)
	waitFor(t, func() bool { return b.Count("SELECT count(*) FROM sync_runs WHERE outcome = 'COMPLETED'") == 2 })
	if got := b.Calls("owned_pixels") - read; got != 13 || b.Count("SELECT count(*) FROM sync_runs WHERE outcome = 'SUPERSEDED'") != 1 {
		t.Errorf("%d calls for 13 pages", got)
	}
}

// The replica that is asked may have another clock than the one that reads.
func TestARequestIsMetByTheRunThatBeginsAfterIt(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	skewed := b.Config
	skewed.Now = func() time.Time { return b.Clock.Now().Add(10 * time.Minute) }
	ahead, err := onboarding.New(t.Context(), skewed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ahead.Sync(b.Staff(), connected.ID); err != nil {
		t.Error(err)
	}
	if got := b.Count("SELECT count(*) FROM sync_runs"); got != 2 {
		t.Errorf("%d runs for the connection and one request", got)
	}
}

func TestARequestInTheMiddleOfARunIsMetByAnotherOne(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Retail)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "html", After: 9, Times: 1})
	_, _ = b.Sync(b.Staff(), connected.ID)
	b.Clock.Advance(time.Second)
	if _, err := b.Sync(b.Staff(), connected.ID); err != nil {
		t.Fatal(err)
	}
	if got := b.Count("SELECT count(*) FROM sync_runs WHERE outcome = 'COMPLETED'"); got != 3 {
		t.Errorf("%d runs", got)
	}
}

// Pages are a client's data. Nobody will ever read the rest of a list whose connection has ended, nor is anything going on there.
func TestARunEndsWithItsConnection(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*onboardingtest.Bundle, *models.Business){
		"disconnected": func(b *onboardingtest.Bundle, connected *models.Business) {
			_, _, _ = b.Revoke(b.Staff(), connected.ID, nil)
		},
		"found dead": func(b *onboardingtest.Bundle, connected *models.Business) {
			b.Sandbox.InvalidateTokens(connected.MetaID, 460)
			_, _ = b.Check(b.Staff(), connected.ID)
		},
		"reported dead": func(b *onboardingtest.Bundle, connected *models.Business) {
			b.Sandbox.Uninstall(connected.MetaID)
			report(t, b, "uninstall", connected.MetaID, b.Clock.Now())
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			connected := b.Connect(onboardingtest.Retail)
			b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "html", After: 9, Times: 1})
			_, _ = b.Sync(b.Staff(), connected.ID)
			if b.Count("SELECT count(*) FROM sync_pages") == 0 || b.Count("SELECT count(*) FROM sync_runs WHERE outcome = 'RUNNING'") != 1 {
				t.Fatal("there is no run to end")
			}
			end(b, connected)
			waitFor(t, func() bool { return !isUsed(b, connected.ID) })
			if b.Count("SELECT count(*) FROM sync_pages") != 0 || b.Count("SELECT count(*) FROM sync_runs WHERE outcome = 'SUPERSEDED'") != 1 {
				t.Error("the run goes on")
			}
		})
	}
}

func isUsed(b *onboardingtest.Bundle, id uuid.UUID) bool {
	status := b.Business(id).Status
	return status == models.Connected || status == models.Degraded
}

// A grant finds the job of the connection before it under way, just as that sees that there is nothing to do any more.
func TestAGrantThatComesAsASyncEndsIsReadByIt(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "html", Times: 1})
	waiting, err := b.Complete(b.Staff(), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})})
	if err != nil || waiting.Status != models.OnboardingSyncing {
		t.Fatalf("got %+v, %v", waiting, err)
	}
	status := func() models.OnboardingStatus {
		o, err := b.Store.Onboarding(t.Context(), waiting.ID)
		if err != nil {
			t.Fatal(err)
		}
		return o.Status
	}
	execute(t, b, "UPDATE businesses SET status = 'NEEDS_RECONNECT'")
	commit := meanwhile(t, b, "UPDATE businesses SET status = 'CONNECTED', epoch = epoch + 1, fence = fence + 1")
	b.Pass(2 * time.Minute)
	waitFor(t, func() bool { return isWaitingForALock(b) || status() != models.OnboardingSyncing })
	commit()
	waitFor(t, func() bool { return status().IsTerminal() })
	if got := status(); got != models.OnboardingCompleted {
		t.Errorf("the new grant ended %s", got)
	}
}

// meanwhile does what another replica does in a transaction, which goes on until commit.
func meanwhile(t *testing.T, b *onboardingtest.Bundle, statements ...string) (commit func()) {
	t.Helper()
	tx, err := b.Store.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback(context.Background()) }) // without effect after commit
	for _, statement := range statements {
		if _, err := tx.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	return func() {
		t.Helper()
		if err := tx.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func isWaitingForALock(b *onboardingtest.Bundle) bool {
	return b.Count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0
}

func TestWhatListsGainAndLoseIsRecorded(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	added, err := b.Sandbox.AddDataset(onboardingtest.Coffee, "New shop")
	if err != nil {
		t.Fatal(err)
	}
	b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee, DatasetIDs: []string{added}}) // the client ticks it alone
	if _, err := b.Sync(b.Staff(), connected.ID); err != nil {
		t.Fatal(err)
	}
	for change, want := range map[models.ChangeKind]int{models.DatasetAdded: 4, models.DatasetRemoved: 3} {
		if got := b.Count("SELECT count(*) FROM dataset_changes WHERE change = $1", change); got != want {
			t.Errorf("%s: %d, want %d", change, got, want)
		}
	}
	if b.Count("SELECT count(*) FROM business_datasets") != 1 {
		t.Error("what the client unticked is still listed")
	}
}

// Meta lists datasets that the token does not reach; that is found out by trying.
func TestDatasetsAreProbed(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "dataset", Kind: "error", Code: 100, Subcode: 33, Status: 400, Times: 1})
	b.Connect(onboardingtest.Coffee)
	waitFor(t, func() bool { return b.Count("SELECT count(*) FROM business_datasets WHERE is_usable") == 2 })
	if b.Count("SELECT count(*) FROM business_datasets WHERE NOT is_usable AND probed_at IS NOT NULL") != 1 {
		t.Error("the one that cannot be reached is not known")
	}
}

// A revocation in the middle of a long sync must be the last thing that happens with the token.
func TestNothingIsWrittenAfterTheTokenHasEnded(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Retail)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "slow", DelayMillis: 400})
	read := b.Calls("owned_pixels")
	go func() { _, _ = b.Sync(b.Staff(), connected.ID) }()
	waitFor(t, func() bool { return b.Calls("owned_pixels") > read+1 })
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	atEnd, changes := b.Calls("owned_pixels"), b.Count("SELECT count(*) FROM dataset_changes")
	waitFor(t, func() bool {
		return b.Count("SELECT count(*) FROM river_job WHERE kind = 'sync' AND state = 'running'") == 0
	})
	if got := b.Calls("owned_pixels"); got > atEnd+1 {
		t.Errorf("%d calls after the end", got-atEnd)
	}
	if b.Count("SELECT count(*) FROM dataset_changes") != changes || b.Business(connected.ID).Status != models.Disconnected {
		t.Error("something was written after the end")
	}
}

// A sync that staff hasten stays that of the client for whom it reads: the audit tells of who gave the grant.
func TestASyncThatIsHastenedStaysThatOfWhoAskedForIt(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	invited := b.Invite(onboarding.CreateInput{})
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "html", Times: 1})
	waiting, err := b.Complete(b.Holder(invited), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})})
	if err != nil || waiting.Status != models.OnboardingSyncing {
		t.Fatalf("got %+v, %v", waiting, err)
	}
	if _, err := b.Sync(b.Staff(), *waiting.BusinessID); err != nil {
		t.Fatal(err)
	}
	if theirs := b.Count("SELECT count(*) FROM river_job WHERE kind = 'sync' AND metadata->>'actor_kind' = $1", string(models.ActorOnboardingToken)); theirs != 1 {
		t.Error("the sync is not the client's any more")
	}
}
