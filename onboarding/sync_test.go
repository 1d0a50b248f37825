package onboarding_test

import (
	"testing"
	"time"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// A list of fifty pages that breaks off at the thirty-seventh goes on there, and until it is whole nobody sees half of it.
func TestAnInterruptedSyncGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "html", After: 9, Times: 1})
	waiting, err := b.Complete(b.Staff(), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Retail})})
	if err != nil || waiting.Status != models.OnboardingSyncing {
		t.Fatalf("got %+v, %v", waiting, err)
	}
	if b.Count("SELECT count(*) FROM business_datasets") != 0 || b.Count("SELECT count(*) FROM sync_pages WHERE relation = 'OWNED'") != 9 {
		t.Error("nine pages should wait, unseen")
	}
	read := b.Calls("owned_pixels")
	b.Pass(2 * time.Minute)
	waitFor(t, func() bool { return b.Count("SELECT count(*) FROM business_datasets") == 1253 })
	if got := b.Calls("owned_pixels") - read; got != 4 {
		t.Errorf("%d calls for the four pages that were left", got)
	}
	if b.Count("SELECT count(*) FROM sync_pages") != 0 || b.Count("SELECT count(*) FROM sync_runs WHERE outcome = 'COMPLETED'") != 1 {
		t.Error("the run left something behind")
	}
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
