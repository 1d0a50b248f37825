package metasandbox_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta/metasandbox"
)

// strikes makes n calls and tells which fault met each.
func (b *bundle) strikes(n int) []string {
	b.t.Helper()
	for range n {
		_, _ = b.try(http.MethodGet, "/v26.0/me", nil, "") // broken connections are the point
	}
	var kinds []string
	for _, call := range b.Journal().Recent {
		kinds = append(kinds, call.Fault)
	}
	return kinds
}

func TestFailRandomly(t *testing.T) {
	t.Parallel()
	const calls = 80
	told := func(o metasandbox.Options) []string { return startWith(t, o).strikes(calls) }
	first := told(metasandbox.Options{FaultRate: 0.3, FaultSeed: 7})
	if diff := cmp.Diff(first, told(metasandbox.Options{FaultRate: 0.3, FaultSeed: 7})); diff != "" {
		t.Errorf("the same seed made other faults:\n%s", diff)
	}
	if cmp.Equal(first, told(metasandbox.Options{FaultRate: 0.3, FaultSeed: 8})) {
		t.Error("another seed made the same faults")
	}
	struck, kinds := 0, map[string]bool{}
	for _, kind := range first {
		if kind != "" {
			struck++
			kinds[kind] = true
		}
		switch kind {
		case "hang", "hang_after", "throttle", "usage", "gzip_bomb", "uninstall", "invalidate", "rotate_secret":
			t.Errorf("%s strikes at random", kind)
		}
	}
	if struck < calls/6 || struck > calls/2 || len(kinds) < 5 {
		t.Errorf("%d of %d calls were struck, by %v", struck, calls, kinds)
	}
}

func TestNothingIsRandomAfterClearing(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.FailRandomly(1, 3)
	if got := b.RandomFaults(); got != (metasandbox.RandomFaults{Rate: 1, Seed: 3}) || len(b.Faults()) != 0 {
		t.Errorf("in force: %+v, %v", got, b.Faults())
	}
	for _, kind := range b.strikes(5) {
		if kind == "" {
			t.Error("a call got through")
		}
	}
	b.Fail(metasandbox.Fault{Endpoint: "me", Kind: "error", Code: 2, Times: 1}) // one that was asked for comes first
	if a := b.get("/v26.0/me", nil, ""); a.failure().code != 2 {
		t.Errorf("got %s", a.raw)
	}
	b.ClearFaults()
	if got := b.RandomFaults(); got != (metasandbox.RandomFaults{}) {
		t.Errorf("after clearing: %+v", got)
	}
	b.get("/_sandbox/app", nil, "")
	for range 5 {
		if got := b.get("/v26.0/me", nil, "").failure(); got != (failure{400, 2500, 0}) {
			t.Errorf("after clearing: %+v", got)
		}
	}
}

func TestImpossibleRandomFaults(t *testing.T) {
	t.Parallel()
	b := start(t)
	for _, body := range []string{`{"rate":1.1}`, `{"rate":-0.1}`, `{"rate":"x"}`, `{"seed":-1}`} {
		if a := b.post("/_sandbox/faults/random", body); a.status != http.StatusBadRequest || b.RandomFaults().Rate != 0 {
			t.Errorf("%s: %d", body, a.status)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a rate of 2 is taken")
		}
	}()
	b.FailRandomly(2, 0)
}
