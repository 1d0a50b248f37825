package metasandbox_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta/metasandbox"
)

func TestCallbacksRefused(t *testing.T) {
	t.Parallel()
	closed := receive(t)
	closed.Close()
	echo := func(reply http.HandlerFunc) string {
		server := httptest.NewServer(reply)
		t.Cleanup(server.Close)
		return server.URL
	}
	good := receive(t)
	cases := map[string]metasandbox.Callbacks{
		"nobody listens":          {Webhook: closed.URL, VerifyToken: verifyToken},
		"another verify token":    {Webhook: good.URL, VerifyToken: "other"},
		"no verify token":         {Webhook: good.URL},
		"another challenge":       {Webhook: echo(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "12345") }), VerifyToken: verifyToken},
		"challenge with a status": {Webhook: echo(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(201); challenge(w, r) }), VerifyToken: verifyToken},
		"challenge and more": {Webhook: echo(func(w http.ResponseWriter, r *http.Request) {
			challenge(w, r)
			io.WriteString(w, "\n")
		}), VerifyToken: verifyToken},
		"a redirect":      {Webhook: echo(http.RedirectHandler(good.URL, http.StatusFound).ServeHTTP), VerifyToken: verifyToken},
		"another machine": {Webhook: "http://192.0.2.7/webhook", VerifyToken: verifyToken},
		"a name":          {Deauthorize: "https://example.com/deauthorize"},
		"a script":        {DataDeletion: "javascript:alert(1)"},
		"a path":          {Webhook: "/webhook", VerifyToken: verifyToken},
	}
	for name, callbacks := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			earlier := metasandbox.Callbacks{Deauthorize: good.URL + "/earlier"}
			if err := b.SetCallbacks(t.Context(), earlier); err != nil {
				t.Fatal(err)
			}
			err := b.SetCallbacks(t.Context(), callbacks)
			if err == nil || strings.Contains(err.Error(), verifyToken) {
				t.Errorf("got %v", err)
			}
			if b.Callbacks() != earlier {
				t.Errorf("in use: %+v", b.Callbacks())
			}
		})
	}
}

func TestSetCallbacks(t *testing.T) {
	t.Parallel()
	b, r := startTold(t)
	if b.Callbacks() != r.callbacks() || len(r.posts()) != 0 {
		t.Errorf("in use: %+v, %d posts", b.Callbacks(), len(r.posts()))
	}
	withQuery := r.callbacks()
	withQuery.Webhook = strings.Replace(r.URL, "127.0.0.1", "localhost", 1) + "/webhook?tenant=1"
	if err := b.SetCallbacks(t.Context(), withQuery); err != nil {
		t.Errorf("an address with a query: %v", err)
	}
	if err := b.SetCallbacks(t.Context(), metasandbox.Callbacks{}); err != nil || b.Callbacks() != (metasandbox.Callbacks{}) {
		t.Errorf("taking all back: %v", err)
	}
	b.Uninstall(threeOwned)
	if deliveries := b.Journal().Deliveries; len(deliveries) != 0 {
		t.Errorf("delivered to nobody: %+v", deliveries)
	}
}

func TestSubscriptions(t *testing.T) {
	t.Parallel()
	b, r := start(t), receive(t)
	path, app := "/v26.0/"+appID+"/subscriptions", appID+"|"+secret
	right := []string{"object", "application", "callback_url", r.URL + "/webhook", "verify_token", verifyToken, "fields", "business_integration_uninstall", "include_values", "true"}
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	for name, c := range map[string]struct {
		bearer string
		more   []string
		want   failure
	}{
		"by nobody":            {"", nil, failure{400, 104, 0}},
		"by a client":          {token, nil, failure{400, 15, 0}},
		"for another object":   {app, []string{"object", "page"}, failure{400, 100, 0}},
		"without an address":   {app, []string{"callback_url", ""}, failure{400, 100, 0}},
		"wrong verify token":   {app, []string{"verify_token", "x"}, failure{400, 2200, 0}},
		"on another machine":   {app, []string{"callback_url", "http://192.0.2.7/"}, failure{400, 2200, 0}},
		"to an unknown field":  {app, []string{"fields", "leadgen"}, failure{400, 2200, 0}},
		"under a wrong secret": {appID + "|x", nil, failure{401, 190, 0}},
	} {
		if got := b.do(http.MethodPost, path, values(append(right, c.more...)...), c.bearer).failure(); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
	if got := b.get(path, nil, app).raw; got != `{"data":[]}` {
		t.Errorf("nothing subscribed: %s", got)
	}
	if a := b.do(http.MethodPost, path, values(right...), app); a.body["success"] != true {
		t.Fatalf("subscribing: %s", a.raw)
	}
	if a := b.get(path, nil, app); !strings.Contains(a.raw, `"callback_url":"`+r.URL+`/webhook"`) || strings.Contains(a.raw, verifyToken) ||
		!strings.Contains(a.raw, `"fields":[{"name":"business_integration_uninstall",`) {
		t.Errorf("subscribed: %s", a.raw)
	}
	want := metasandbox.Callbacks{Webhook: r.URL + "/webhook", VerifyToken: verifyToken, Fields: metasandbox.FieldUninstall}
	if diff := cmp.Diff(want, b.Callbacks()); diff != "" {
		t.Errorf("callbacks (-want +got):\n%s", diff)
	}
	if a := b.do(http.MethodDelete, path, nil, app); a.body["success"] != true || b.Callbacks() != (metasandbox.Callbacks{}) {
		t.Errorf("unsubscribing: %s", a.raw)
	}
	if got := b.get("/v26.0/"+threeOwned+"/subscriptions", nil, app).failure(); got != (failure{400, 100, 33}) {
		t.Errorf("another node: %+v", got)
	}
}

// An app is told of the fields that it subscribed to, and of no others.
func TestFieldsThatAreNotSubscribedAreNotTold(t *testing.T) {
	t.Parallel()
	b, r := startTold(t)
	only := r.callbacks()
	only.Fields = metasandbox.FieldUninstall
	if err := b.SetCallbacks(t.Context(), only); err != nil {
		t.Fatal(err)
	}
	b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
	b.Uninstall(threeOwned)
	b.settle()
	if told := r.bodies("/webhook"); len(told) != 1 || !strings.Contains(told[0], metasandbox.FieldUninstall) {
		t.Errorf("told of %v", told)
	}
}

func TestTheAppItself(t *testing.T) {
	t.Parallel()
	b, r := startTold(t)
	path, app := "/v26.0/"+appID, appID+"|"+secret
	for name, c := range map[string]struct {
		bearer string
		pairs  []string
		want   failure
	}{
		"by nobody":            {"", nil, failure{400, 104, 0}},
		"by a client":          {b.token(metasandbox.CodeRequest{BusinessID: threeOwned}), nil, failure{400, 15, 0}},
		"under a wrong secret": {appID + "|x", nil, failure{401, 190, 0}},
		"with a strange field": {app, []string{"fields", "secret"}, failure{400, 100, 0}},
	} {
		if got := b.get(path, values(c.pairs...), c.bearer).failure(); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
	want := `{"name":"Sandbox app","deauth_callback_url":"` + r.URL + `/deauthorize","id":"` + appID + `"}`
	if a := b.get(path, values("fields", "name,deauth_callback_url"), app); a.raw != want {
		t.Errorf("got %s", a.raw)
	}
	b.Fail(metasandbox.Fault{Endpoint: "app", Kind: "html", Times: 1})
	if a := b.get(path, nil, app); a.status != http.StatusBadGateway || b.Journal().Calls["app"] != 6 {
		t.Errorf("a fault: %d, %v", a.status, b.Journal().Calls)
	}
}
