package metasandbox_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta/metasandbox"
)

const connected = "/v26.0/" + appID + "/connected_client_businesses"

func TestConnectedBusinessesRefused(t *testing.T) {
	t.Parallel()
	b := start(t)
	token, app := b.token(metasandbox.CodeRequest{BusinessID: threeOwned}), appID+"|"+secret
	for name, c := range map[string]struct {
		path, bearer string
		pairs        []string
		want         failure
	}{
		"by nobody":             {connected, "", nil, failure{400, 104, 0}},
		"by a client":           {connected, token, nil, failure{400, 15, 0}},
		"under a wrong secret":  {connected, appID + "|x", nil, failure{401, 190, 0}},
		"of another app":        {"/v26.0/42/connected_client_businesses", app, nil, failure{400, 100, 33}},
		"with a strange cursor": {connected, app, []string{"after", "x"}, failure{400, 100, 0}},
		"with a dataset's":      {connected, app, []string{"after", "ZGF0YXNldDox"}, failure{400, 100, 0}},
		"with a strange limit":  {connected, app, []string{"limit", "-1"}, failure{400, 100, 0}},
		"with a strange field":  {connected, app, []string{"fields", "secret"}, failure{400, 100, 0}},
	} {
		if got := b.get(c.path, values(c.pairs...), c.bearer).failure(); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

func TestConnectedBusinesses(t *testing.T) {
	t.Parallel()
	b := start(t)
	app := appID + "|" + secret
	if a := b.get(connected, nil, app); a.raw != `{"data":[]}` {
		t.Errorf("nobody yet: %s", a.raw)
	}
	for _, id := range []string{chain, threeOwned, bothLists} {
		b.code(metasandbox.CodeRequest{BusinessID: id}) // the dialog alone installs
	}
	b.Uninstall(bothLists)
	ids, _ := b.walk(connected, app, "100")
	if diff := cmp.Diff([]string{threeOwned, chain}, ids); diff != "" {
		t.Errorf("connected (-want +got):\n%s", diff)
	}
	a := b.get(connected, values("fields", "id,verification_status", "limit", "1"), app)
	if a.status != http.StatusOK || a.text("paging", "next") == "" || a.ids()[0] != threeOwned {
		t.Errorf("first: %s", a.raw)
	}
}

func TestConnectedBusinessesPage(t *testing.T) {
	t.Parallel()
	b := start(t)
	var want []string
	for i := range 60 {
		id := b.AddBusiness(fmt.Sprintf("Client %d", i), 1, 0)
		if i%2 == 0 {
			b.code(metasandbox.CodeRequest{BusinessID: id})
			want = append(want, id)
		}
	}
	for limit, pages := range map[string][]int{"": {25, 5}, "10": {10, 10, 10}, "30": {30}, "500": {30}} {
		ids, got := b.walk(connected, appID+"|"+secret, limit)
		if diff := cmp.Diff(want, ids); diff != "" || !cmp.Equal(got, pages) {
			t.Errorf("limit %q: pages %v, want %v, businesses (-want +got):\n%s", limit, got, pages, diff)
		}
	}
	b.Fail(metasandbox.Fault{Endpoint: "connected_businesses", Kind: "empty_page", Times: 2})
	if ids, pages := b.walk(connected, appID+"|"+secret, "20"); !cmp.Equal(ids, want) || !cmp.Equal(pages, []int{0, 0, 20, 10}) {
		t.Errorf("with empty pages: %v", pages)
	}
}
