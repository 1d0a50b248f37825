package onboarding_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// Datasets of onboardingtest.Coffee.
const (
	webShop = "880214467310925"
	stores  = "9480214467310926"
	app     = "880214467310927"
)

// grant has the client of Coffee press Connect and tick some datasets.
func grant(t *testing.T, b *onboardingtest.Bundle, request metasandbox.CodeRequest) *models.Business {
	t.Helper()
	request.BusinessID = onboardingtest.Coffee
	o, err := b.Complete(b.Staff(), onboarding.CompleteInput{Code: b.Code(request)})
	if err != nil || o.Status != models.OnboardingCompleted {
		t.Fatalf("got %+v, %v", o, err)
	}
	return b.Business(*o.BusinessID)
}

func reconnection(t *testing.T, b *onboardingtest.Bundle, id uuid.UUID) *models.Reconnection {
	t.Helper()
	found, err := b.Store.ReconnectionsOfBusinesses(t.Context(), []uuid.UUID{id})
	if err != nil {
		t.Fatal(err)
	}
	return found[id]
}

func TestAFirstGrantIsComparedWithNothing(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	if got := reconnection(t, b, b.Connect(onboardingtest.Coffee).ID); got != nil {
		t.Errorf("got %+v", got)
	}
}

func TestReconnectingTellsWhatTheNewGrantAddsAndDrops(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	first := grant(t, b, metasandbox.CodeRequest{DatasetIDs: []string{webShop, stores}})
	again := grant(t, b, metasandbox.CodeRequest{DatasetIDs: []string{app, stores}, Permissions: []string{"ads_read"}})
	got := reconnection(t, b, first.ID)
	if got == nil || !got.BeforeAt.Equal(first.ConnectedAt) || !got.At.Equal(again.ConnectedAt) {
		t.Fatalf("got %+v", got)
	}
	if !slices.Equal(got.Lost(), []string{"business_management"}) || len(got.Gained()) != 0 {
		t.Errorf("permissions: %v gained, %v lost", got.Gained(), got.Lost())
	}
	if got.DatasetsGained == nil || *got.DatasetsGained != 1 || *got.DatasetsLost != 1 {
		t.Errorf("datasets: %+v", got)
	}
	pages, err := b.Store.ReconnectionChangesOfBusinesses(t.Context(), []uuid.UUID{first.ID}, models.Paging{})
	if err != nil {
		t.Fatal(err)
	}
	changed := map[string]models.ChangeKind{}
	for _, edge := range pages[first.ID].Edges {
		changed[edge.Node.DatasetMetaID] = edge.Node.Change
	}
	if len(changed) != 2 || changed[app] != models.DatasetAdded || changed[webShop] != models.DatasetRemoved {
		t.Errorf("got %v", changed)
	}
}

// What a later sync finds is not the grant's doing. A sync while the client was at Meta's dialog, of which Meta tells before the code comes,
// is that of the grant to come; one long before is not.
func TestOnlyTheFirstReadingCountsForTheGrant(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	id := grant(t, b, metasandbox.CodeRequest{DatasetIDs: []string{webShop}}).ID
	grant(t, b, metasandbox.CodeRequest{DatasetIDs: []string{webShop, stores}})
	b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee}) // the client ticks all, and the code never comes
	if _, err := b.Sync(b.Staff(), id); err != nil {
		t.Fatal(err)
	}
	if got := reconnection(t, b, id); *got.DatasetsGained != 1 || *got.DatasetsLost != 0 {
		t.Errorf("after a sync: %+v", got)
	}
	grant(t, b, metasandbox.CodeRequest{})
	if got := reconnection(t, b, id); *got.DatasetsGained == 0 || *got.DatasetsLost != 0 {
		t.Errorf("after a grant whose choice was read before its code came: %+v", got)
	}
	if _, err := b.Sync(b.Staff(), id); err != nil {
		t.Fatal(err)
	}
	b.Clock.Advance(time.Hour)
	grant(t, b, metasandbox.CodeRequest{})
	if got := reconnection(t, b, id); *got.DatasetsGained != 0 || *got.DatasetsLost != 0 || len(got.Gained())+len(got.Lost()) != 0 {
		t.Errorf("after the same grant once more: %+v", got)
	}
}

// A client with two portfolios picks the wrong one easily. That must neither connect the one nor touch the other.
func TestAnOnboardingForOneBusinessConnectsNoOther(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	coffee := b.Connect(onboardingtest.Coffee)
	for name, metaID := range map[string]string{"a new one": onboardingtest.Empty, "a connected one": onboardingtest.Florist} {
		var before *models.Business
		if name == "a connected one" {
			before = b.Connect(metaID)
		}
		o := b.Invite(onboarding.CreateInput{BusinessID: &coffee.ID})
		failed, err := b.Complete(b.Holder(o), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: metaID})})
		if err == nil || failed.Status != models.OnboardingFailed || code(failed.Problem) != models.ProblemOtherBusiness || failed.BusinessID != nil {
			t.Errorf("%s: %+v, %v", name, failed, err)
		}
		if failed.StoppedBusinessID == nil || *failed.StoppedBusinessID != coffee.ID {
			t.Errorf("%s: stopped for the sake of %v", name, failed.StoppedBusinessID)
		}
		if before == nil && b.Count("SELECT count(*) FROM businesses WHERE meta_id = $1", metaID) != 0 {
			t.Errorf("%s was connected", name)
		}
		if before != nil && b.Business(before.ID).Epoch != before.Epoch {
			t.Errorf("%s was given another token", name)
		}
		// The same link is still good for the right one.
		again, err := b.Complete(b.Holder(o), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})})
		if err != nil || again.BusinessID == nil || *again.BusinessID != coffee.ID || again.StoppedBusinessID != nil {
			t.Errorf("%s, then the right one: %+v, %v", name, again, err)
		}
	}
}

func TestAnOnboardingIsForABusinessThatThereIs(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	id := uuid.New()
	if _, _, err := b.Create(b.Staff(), onboarding.CreateInput{BusinessID: &id}); errorCode(err) != onboarding.NotFound {
		t.Errorf("got %v", err)
	}
}

// The business that somebody else's client wanted shows who was stopped, and keeps what it had.
func TestABusinessTellsOfWhoWasStoppedForItsSake(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	ours, theirs := "ours", "theirs"
	first := b.Invite(onboarding.CreateInput{ExternalID: &ours})
	o, err := b.Complete(b.Staff(), onboarding.CompleteInput{OnboardingID: &first.ID, Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})})
	if err != nil {
		t.Fatal(err)
	}
	second := b.Invite(onboarding.CreateInput{ExternalID: &theirs})
	_, err = b.Complete(b.Staff(), onboarding.CompleteInput{OnboardingID: &second.ID, Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})})
	if err == nil {
		t.Fatal("the business was taken over")
	}
	pages, err := b.Store.StoppedOnboardingsOfBusinesses(t.Context(), []uuid.UUID{*o.BusinessID}, models.Paging{})
	if err != nil {
		t.Fatal(err)
	}
	if edges := pages[*o.BusinessID].Edges; len(edges) != 1 || edges[0].Node.ID != second.ID || code(edges[0].Node.Problem) != models.ProblemExternalIDConflict {
		t.Errorf("got %+v", edges)
	}
	if now := b.Business(*o.BusinessID); *now.ExternalID != ours || now.Status != models.Connected {
		t.Errorf("got %+v", now)
	}
}
