package graph_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/models"
)

// Calls count by what Meta's reference files them under; those that never left do not count at all.
func TestReadinessCountsCallsOfTheMarketingAPI(t *testing.T) {
	t.Parallel()
	a := setup(t)
	today := a.Clock.Now().UTC().Truncate(24 * time.Hour)
	count := func(ago int, endpoint, outcome string, calls int64) models.MetaUsage {
		return models.MetaUsage{Day: today.AddDate(0, 0, -ago), Endpoint: endpoint, Outcome: outcome, Calls: calls}
	}
	err := a.Store.CountUsage(t.Context(), []models.MetaUsage{
		count(60, "debug_token", "ok", 7),
		count(14, "owned_datasets", "ok", 300), count(14, "shared_datasets", "ok", 150), count(14, "me", "ok", 900),
		count(3, "dataset", "ok", 40), count(3, "business", "ok", 10), count(3, "dataset", "throttled", 30), count(3, "dataset", "not_sent", 5000),
	})
	if err != nil {
		t.Fatal(err)
	}
	type rule struct {
		State                            string
		Calls, RequiredCalls, Days       int
		ErrorRequests, ErrorLimit        int
		ErrorPercentMin, ErrorPercentMax *float64
		ReachedOn                        *string
	}
	type readiness struct {
		Current, Former          rule
		AccessTier               *struct{ Level, MetaName string }
		CountedEndpoints         []string
		CountedSince, LastCallOn *string
		IsIdle                   bool
		InactiveOn               *string
	}
	const document = `{ readiness { current { ...R } former { ...R } accessTier { level metaName } countedEndpoints countedSince lastCallOn isIdle inactiveOn } }
		fragment R on ReadinessRule { state calls requiredCalls days errorRequests errorLimit errorPercentMin errorPercentMax reachedOn }`
	var got struct{ Readiness readiness }
	a.get(key(models.ScopeBusinessesRead), &got, document, nil)
	on := func(ago int) *string {
		text := today.AddDate(0, 0, -ago).Format(time.DateOnly)
		return &text
	}
	high, overall := 100*30./500, 100*30./530
	want := readiness{
		Current:          rule{"MET", 500, 500, 15, 500, 15, &high, &high, nil},
		Former:           rule{"NOT_MET", 500, 1500, 15, 530, 15, &overall, &overall, nil},
		CountedEndpoints: []string{"business", "owned_datasets", "shared_datasets", "dataset"},
		CountedSince:     on(60), LastCallOn: on(3), InactiveOn: on(-87),
	}
	if diff := cmp.Diff(want, got.Readiness); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Nothing has been counted on the first day, and no answer has told the tier: that is said, and nothing is made up.
func TestReadinessOfAFreshInstallationClaimsNothing(t *testing.T) {
	t.Parallel()
	a := setup(t)
	const document = `{ readiness { current { state calls errorRequests errorPercentMin errorPercentMax reachedOn } accessTier { level } countedSince lastCallOn isIdle inactiveOn } }`
	got := a.ask(viewer, document, nil)
	const want = `{"readiness":{"current":{"state":"NOT_MET","calls":0,"errorRequests":0,"errorPercentMin":null,"errorPercentMax":null,"reachedOn":null},` +
		`"accessTier":null,"countedSince":null,"lastCallOn":null,"isIdle":false,"inactiveOn":null}}`
	if len(got.Errors) > 0 || string(got.Data) != want {
		t.Errorf("got %s %v", got.Data, got.Errors)
	}
}
