package metasandbox_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta/metasandbox"
)

// patient waits until calls are no longer forgiven: those that come within 250 ms
// of real time may have been under way. This is about real time, so it has to wait.
func patient() { <-time.After(260 * time.Millisecond) }

// Whoever calls for a business that was asked to wait is found out; others are not.
func TestRegainWindows(t *testing.T) {
	t.Parallel()
	b := start(t)
	token, bystander := b.token(metasandbox.CodeRequest{BusinessID: threeOwned}), b.token(metasandbox.CodeRequest{BusinessID: chain})
	from := b.clock.Now()
	b.Fail(metasandbox.Fault{Endpoint: "me", Kind: "usage", RegainMinutes: 10, Times: 1})
	b.get("/v26.0/me", nil, token)
	b.get("/v26.0/me", nil, token) // forgiven
	patient()
	b.get("/v26.0/me", nil, bystander)
	b.debug(token) // the app's own call
	if n := b.Journal().CallsInsideWindows; n != 0 {
		t.Errorf("%d calls inside before there was one", n)
	}
	b.get("/v26.0/me", nil, token)
	b.get("/v26.0/"+threeOwned+"/owned_pixels", nil, token)
	b.get("/v26.0/"+threeOwned, nil, bystander) // named in the path
	b.clock.advance(10 * time.Minute)
	b.get("/v26.0/me", nil, token)
	journal := b.Journal()
	want := []metasandbox.RegainWindow{{
		Subject: threeOwned, From: from, Until: from.Add(10 * time.Minute),
		Inside: map[string]int{"me": 1, "owned_pixels": 1, "business": 1},
	}}
	if diff := cmp.Diff(want, journal.Windows); diff != "" || journal.CallsInsideWindows != 3 {
		t.Errorf("%d calls inside, windows (-want +got):\n%s", journal.CallsInsideWindows, diff)
	}
}

func TestRegainWindowOfTheApp(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	b.Fail(metasandbox.Fault{Endpoint: "debug_token", Kind: "throttle", Code: 4, RegainMinutes: 5, Times: 1})
	b.Fail(metasandbox.Fault{Endpoint: "me", Kind: "throttle", Times: 1}) // names no time
	b.get("/v26.0/debug_token", values("input_token", token), appID+"|"+secret)
	b.get("/v26.0/me", nil, token)
	patient()
	b.get("/v26.0/me", nil, token)
	b.debug(token)
	journal := b.Journal()
	if len(journal.Windows) != 1 || journal.Windows[0].Subject != appID || journal.CallsInsideWindows != 1 {
		t.Errorf("%d calls inside, windows %+v", journal.CallsInsideWindows, journal.Windows)
	}
}
