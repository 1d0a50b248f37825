package metasandbox_test

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"capiconnect/meta/metasandbox"
)

const ofThreeOwned = "880214467310927" // never fired

// visit is a valid event, and what is changed about it.
func visit(at time.Time, change string) string {
	return fmt.Sprintf(`{"event_name":"Visit","event_time":%d,"action_source":"system_generated","user_data":{"em":["00"]}%s}`, at.Unix(), change)
}

func TestAnEventMovesTheTimeOfTheLastOne(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	fired := func() string {
		return b.get("/v26.0/"+ofThreeOwned, values("fields", "last_fired_time"), token).text("last_fired_time")
	}
	if before := fired(); before != "" {
		t.Fatalf("it fired before: %s", before)
	}
	now := b.clock.Now()
	a := b.do("POST", "/v26.0/"+ofThreeOwned+"/events", values("data", "["+visit(now, "")+","+visit(now, "")+"]", "test_event_code", "TEST1"), token)
	if a.status != 200 || a.body["events_received"] != float64(2) || a.text("fbtrace_id") == "" {
		t.Errorf("status %d: %s", a.status, a.raw)
	}
	if fired() == "" {
		t.Error("it has not fired")
	}
}

// One invalid event has the whole request refused, and then nothing has arrived.
func TestInvalidEventsAreRefused(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned, DatasetIDs: []string{ofThreeOwned}})
	now := b.clock.Now()
	for name, test := range map[string]struct {
		dataset, data string
		want          failure
	}{
		"no data":                 {ofThreeOwned, "", failure{400, 100, 0}},
		"no list":                 {ofThreeOwned, "{}", failure{400, 100, 0}},
		"none":                    {ofThreeOwned, "[]", failure{400, 100, 0}},
		"no name":                 {ofThreeOwned, "[" + visit(now, "") + "," + visit(now, `,"event_name":""`) + "]", failure{400, 100, 2804050}},
		"old":                     {ofThreeOwned, "[" + visit(now.AddDate(0, 0, -8), "") + "]", failure{400, 100, 2804050}},
		"to come":                 {ofThreeOwned, "[" + visit(now.Add(time.Hour), "") + "]", failure{400, 100, 2804050}},
		"of nobody":               {ofThreeOwned, "[" + visit(now, `,"user_data":null`) + "]", failure{400, 100, 2804050}},
		"from nowhere":            {ofThreeOwned, "[" + visit(now, `,"action_source":"moon"`) + "]", failure{400, 100, 2804050}},
		"of a website without it": {ofThreeOwned, "[" + visit(now, `,"action_source":"website"`) + "]", failure{400, 100, 2804050}},
		"not selected":            {"880214467310925", "[" + visit(now, "") + "]", failure{400, 100, 33}},
		"another's":               {"573920184466201", "[" + visit(now, "") + "]", failure{400, 100, 33}},
	} {
		form := url.Values{}
		if test.data != "" {
			form.Set("data", test.data)
		}
		if got := b.do("POST", "/v26.0/"+test.dataset+"/events", form, token).failure(); got != test.want {
			t.Errorf("%s: got %+v, want %+v", name, got, test.want)
		}
	}
	if fired := b.get("/v26.0/"+ofThreeOwned, values("fields", "last_fired_time"), token).text("last_fired_time"); fired != "" {
		t.Errorf("it fired at %s", fired)
	}
}
