package graph_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/models"
)

func TestUsageIsToldByDay(t *testing.T) {
	t.Parallel()
	a := setup(t)
	today := a.Clock.Now().UTC().Truncate(24 * time.Hour)
	err := a.Store.CountUsage(t.Context(), []models.MetaUsage{
		{Day: today, Endpoint: "probe", Outcome: "ok", Calls: 7},
		{Day: today.AddDate(0, 0, -14), Endpoint: "probe", Outcome: "throttled", Calls: 2},
		{Day: today.AddDate(0, 0, -15), Endpoint: "probe", Outcome: "ok", Calls: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	type usage struct {
		Day, Endpoint, Outcome string
		Calls                  int
	}
	row := func(ago int, outcome string, calls int) usage {
		return usage{today.AddDate(0, 0, -ago).Format(time.DateOnly), "probe", outcome, calls}
	}
	before, now := row(14, "throttled", 2), row(0, "ok", 7)
	for arguments, want := range map[string][]usage{
		"":           {before, now},
		"(days: 1)":  {now},
		"(days: 16)": {row(15, "ok", 1), before, now},
	} {
		var got struct{ MetaUsage []usage }
		a.get(viewer, &got, `{ metaUsage`+arguments+` { day endpoint outcome calls } }`, nil)
		ofProbe := []usage{}
		for _, row := range got.MetaUsage { // the workflow itself may have called Meta meanwhile
			if row.Endpoint == "probe" {
				ofProbe = append(ofProbe, row)
			}
		}
		if diff := cmp.Diff(want, ofProbe); diff != "" {
			t.Errorf("%q (-want +got):\n%s", arguments, diff)
		}
	}
	for _, days := range []string{"0", "-1", "51"} {
		if got := a.ask(viewer, `{ metaUsage(days: `+days+`) { calls } }`, nil); got.code() != "INVALID_INPUT" {
			t.Errorf("%s days: %s %v", days, got.Data, got.Errors)
		}
	}
}
