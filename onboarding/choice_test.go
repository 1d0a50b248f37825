package onboarding_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

func errorCode(err error) onboarding.ErrorCode {
	var told *onboarding.Error
	if errors.As(err, &told) {
		return told.Code
	}
	return ""
}

// dataset is the id here of one of Meta's datasets.
func dataset(t *testing.T, b *onboardingtest.Bundle, metaID string) (id uuid.UUID) {
	t.Helper()
	if err := b.Store.Pool().QueryRow(t.Context(), "SELECT id FROM datasets WHERE meta_id = $1", metaID).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

// connectForOne connects a client that is to have one dataset.
func connectForOne(t *testing.T, b *onboardingtest.Bundle, ticked ...string) *models.Business {
	t.Helper()
	o := b.Invite(onboarding.CreateInput{OneDataset: true})
	request := metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee, DatasetIDs: ticked}
	done, err := b.Complete(b.Staff(), onboarding.CompleteInput{OnboardingID: &o.ID, Code: b.Code(request)})
	if err != nil || done.BusinessID == nil {
		t.Fatalf("got %+v, %v", done, err)
	}
	return b.Business(*done.BusinessID)
}

func TestOneDatasetIsNothingToWarnOf(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	if got := connectForOne(t, b, stores); !got.OneDataset || got.Problem.Code != nil || got.ChosenDatasetID != nil {
		t.Errorf("got %+v", got)
	}
}

// Meta's dialog cannot be limited to one dataset, so the client may tick more; which one counts is for staff to say.
func TestSeveralDatasetsWhereOneIsToCountAreChosenFrom(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := connectForOne(t, b, stores, webShop)
	if connected.Status != models.Connected || code(connected.Problem) != models.ProblemSeveralDatasets {
		t.Fatalf("got %s, %s", connected.Status, code(connected.Problem))
	}
	chosen, err := b.ChooseDataset(b.Staff(), connected.ID, dataset(t, b, stores))
	if err != nil || chosen.Problem.Code != nil || chosen.ChosenDatasetID == nil {
		t.Fatalf("got %+v, %v", chosen, err)
	}
	if synced, err := b.Sync(b.Staff(), connected.ID); err != nil || synced.Problem.Code != nil || synced.ChosenDatasetID == nil {
		t.Errorf("after a sync: %+v, %v", synced, err)
	}
	if _, err := b.SendTestEvent(b.Staff(), onboarding.TestInput{BusinessID: connected.ID, DatasetID: dataset(t, b, webShop), TestEventCode: "TEST1"}); errorCode(err) != onboarding.InvalidInput || b.Calls("events") != 0 {
		t.Errorf("the other one was used: %v", err)
	}
	// The choice goes with the dataset that was chosen.
	if again := grant(t, b, metasandbox.CodeRequest{DatasetIDs: []string{webShop, app}}); code(again.Problem) != models.ProblemSeveralDatasets || again.ChosenDatasetID != nil {
		t.Errorf("after a grant without it: %+v", again)
	}
	if again := grant(t, b, metasandbox.CodeRequest{DatasetIDs: []string{app}}); again.Problem.Code != nil {
		t.Errorf("after a grant of one: %+v", again)
	}
}

func TestOnlyWhatIsListedCanBeChosen(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := connectForOne(t, b, stores, webShop)
	b.Connect(onboardingtest.Florist)
	for name, id := range map[string]uuid.UUID{"another's": dataset(t, b, "573920184466201"), "nobody's": uuid.New()} {
		if _, err := b.ChooseDataset(b.Staff(), connected.ID, id); errorCode(err) != onboarding.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	plain, err := b.Store.BusinessByMetaID(t.Context(), onboardingtest.Florist)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.ChooseDataset(b.Staff(), plain.ID, dataset(t, b, "573920184466201")); errorCode(err) != onboarding.InvalidInput {
		t.Errorf("where all count: %v", err)
	}
}

func TestAClientChoosesForItsOwnBusinessOnce(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	own := b.Invite(onboarding.CreateInput{OneDataset: true})
	client := b.Holder(own)
	request := metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee, DatasetIDs: []string{stores, webShop}}
	done, err := b.Complete(client, onboarding.CompleteInput{Code: b.Code(request)})
	if err != nil || done.BusinessID == nil {
		t.Fatalf("got %+v, %v", done, err)
	}
	chosen, err := b.ChooseDataset(client, *done.BusinessID, dataset(t, b, stores))
	if err != nil || chosen.Problem.Code != nil || *chosen.ChosenDatasetID != dataset(t, b, stores) {
		t.Fatalf("got %+v, %v", chosen, err)
	}
	if again, err := b.ChooseDataset(client, *done.BusinessID, dataset(t, b, stores)); err != nil || *again.ChosenDatasetID != dataset(t, b, stores) {
		t.Errorf("the same once more: %+v, %v", again, err)
	}
	if _, err := b.ChooseDataset(client, *done.BusinessID, dataset(t, b, webShop)); errorCode(err) != onboarding.InvalidInput {
		t.Errorf("another one after the choice: %v", err)
	}
	if audited := b.Count("SELECT count(*) FROM audit_events WHERE action = 'business: dataset chosen' AND actor_kind = 'ONBOARDING_TOKEN' AND actor_id = $1", own.ID); audited != 1 {
		t.Errorf("the audit knows %d choices of the client", audited)
	}
}

// The holder of an onboarding token tries to choose for the business of somebody else, for its own before it is connected, and for its own
// when the token's time is over.
func TestAClientChoosesForNobodyElseAndNotForEver(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := connectForOne(t, b, stores, webShop)
	id := dataset(t, b, stores)
	other := b.Invite(onboarding.CreateInput{OneDataset: true})
	if _, err := b.ChooseDataset(b.Holder(other), connected.ID, id); errorCode(err) != onboarding.NotFound {
		t.Errorf("before anything is connected: %v", err)
	}
	request := metasandbox.CodeRequest{BusinessID: onboardingtest.Florist}
	if done, err := b.Complete(b.Holder(other), onboarding.CompleteInput{Code: b.Code(request)}); err != nil || done.BusinessID == nil {
		t.Fatalf("got %+v, %v", done, err)
	}
	if _, err := b.ChooseDataset(b.Holder(other), connected.ID, id); errorCode(err) != onboarding.NotFound {
		t.Errorf("for another's business: %v", err)
	}
	own := b.Invite(onboarding.CreateInput{OneDataset: true})
	again := metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee, DatasetIDs: []string{stores, webShop}}
	if done, err := b.Complete(b.Holder(own), onboarding.CompleteInput{Code: b.Code(again)}); err != nil || done.BusinessID == nil {
		t.Fatalf("got %+v, %v", done, err)
	}
	b.Pass(31 * time.Minute)
	if _, err := b.ChooseDataset(b.Holder(own), connected.ID, id); errorCode(err) != onboarding.NotFound {
		t.Errorf("after its time: %v", err)
	}
	if now := b.Business(connected.ID); now.ChosenDatasetID != nil || code(now.Problem) != models.ProblemSeveralDatasets {
		t.Errorf("something was chosen: %+v", now)
	}
	if _, err := b.ChooseDataset(b.Staff(), connected.ID, id); err != nil {
		t.Errorf("staff: %v", err)
	}
}
