package onboarding_test

import (
	"errors"
	"testing"

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
