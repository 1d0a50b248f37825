package metasandbox_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta/metasandbox"
)

func TestControlRefuses(t *testing.T) {
	t.Parallel()
	b := start(t)
	cases := []struct {
		name, path, body string
		status           int
	}{
		{"broken JSON", "/_sandbox/codes", `{"businessId":`, 400},
		{"unknown member", "/_sandbox/codes", `{"business":"1"}`, 400},
		{"two documents", "/_sandbox/codes", `{"businessId":"417283905516204"} {}`, 400},
		{"unknown business", "/_sandbox/codes", `{"businessId":"1"}`, 400},
		{"id as a number", "/_sandbox/codes", `{"businessId":417283905516204}`, 400},
		{"dataset for nobody", "/_sandbox/businesses/1/datasets", `{"name":"x"}`, 404},
		{"uninstall nobody", "/_sandbox/businesses/1/uninstall", `{}`, 404},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if a := b.post(c.path, c.body); a.status != c.status || a.text("error") == "" {
				t.Errorf("%d %s, want %d", a.status, a.raw, c.status)
			}
			if codes := b.Journal().Codes; len(codes) != 0 {
				t.Errorf("codes: %+v", codes)
			}
		})
	}
}

// A page on another origin, open in a developer's browser, must not be able to
// take a code or break the sandbox.
func TestControlRefusesOtherOrigins(t *testing.T) {
	t.Parallel()
	b := start(t)
	for _, path := range []string{"/_sandbox/codes", "/_sandbox/faults", "/_sandbox/issue", "/v26.0/dialog/oauth?" + popupQuery().Encode()} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.url+path, strings.NewReader(`{"businessId":"`+threeOwned+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Origin", "https://evil.example")
		a, err := roundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		if a.status != http.StatusForbidden || strings.Contains(a.raw, "code") {
			t.Errorf("%s: %d %s", path, a.status, a.raw)
		}
	}
	if codes := b.Journal().Codes; len(codes) != 0 {
		t.Errorf("codes: %+v", codes)
	}
}

func TestControlFlow(t *testing.T) {
	t.Parallel()
	b := start(t)
	if a := b.get("/_sandbox/app", nil, ""); a.text("appId") != appID || a.text("configId") != configID || strings.Contains(a.raw, secret) {
		t.Errorf("app: %s", a.raw)
	}
	var infos []metasandbox.BusinessInfo
	if err := json.Unmarshal([]byte(b.get("/_sandbox/businesses", nil, "").raw), &infos); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.Businesses(), infos); diff != "" {
		t.Errorf("businesses:\n%s", diff)
	}
	added := b.post("/_sandbox/businesses/"+noDatasets+"/datasets", `{"name":"First"}`).text("id")
	code := b.post("/_sandbox/codes", `{"businessId":"`+noDatasets+`"}`).text("code")
	token := b.exchange(code).text("access_token")
	if diff := cmp.Diff([]string{added}, b.get("/v26.0/"+noDatasets+"/owned_pixels", nil, token).ids()); diff != "" {
		t.Errorf("datasets (-want +got):\n%s", diff)
	}
	if a := b.post("/_sandbox/businesses/"+noDatasets+"/uninstall", `{}`); a.status != http.StatusNoContent {
		t.Errorf("uninstall: %d", a.status)
	}
	raw := b.get("/_sandbox/journal", nil, "").raw
	var journal metasandbox.Journal
	if err := json.Unmarshal([]byte(raw), &journal); err != nil {
		t.Fatal(err)
	}
	record, ok := journal.Token(token)
	if !ok || record.Alive || record.Subcode != 458 || record.BusinessID != noDatasets {
		t.Errorf("token in the journal: %+v", record)
	}
	for name, leak := range map[string]string{"code": code, "token": token, "secret": secret} {
		if strings.Contains(raw, leak) {
			t.Errorf("the journal shows the %s", name)
		}
	}
}

func TestFaultsOverHTTP(t *testing.T) {
	t.Parallel()
	b := start(t)
	if a := b.post("/_sandbox/faults", `{"endpoint":"me","kind":"error","code":1}`); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.raw)
	}
	if diff := cmp.Diff([]metasandbox.Fault{{Endpoint: "me", Kind: "error", Code: 1}}, b.Faults()); diff != "" {
		t.Errorf("in force (-want +got):\n%s", diff)
	}
	if a := b.do(http.MethodDelete, "/_sandbox/faults", nil, ""); a.status != http.StatusNoContent || len(b.Faults()) != 0 {
		t.Errorf("clearing: %d, %v", a.status, b.Faults())
	}
}

func TestBreakPage(t *testing.T) {
	t.Parallel()
	b := start(t)
	const page = "/_sandbox/break"
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	if a := b.post(page, "endpoint=me&kind=slow"); a.status != http.StatusBadRequest || !strings.Contains(a.raw, "delayMillis must be") {
		t.Errorf("impossible fault: %d", a.status)
	}
	if a := b.post(page, "endpoint=me&kind=html&times=x"); a.status != http.StatusBadRequest || len(b.Faults()) != 0 {
		t.Errorf("times of letters: %d %v", a.status, b.Faults())
	}
	if a := b.post(page, "endpoint=me&kind=html&times=1"); a.status != http.StatusSeeOther || len(b.Faults()) != 1 {
		t.Errorf("fault: %d %v", a.status, b.Faults())
	}
	if a := b.get(page, nil, ""); !strings.Contains(a.raw, "1 time in all") || !strings.Contains(a.raw, "/v26.0/oauth/access_token") || strings.Contains(a.raw, secret) {
		t.Errorf("page: %s", a.raw)
	}
	b.post(page, "do=clear")
	b.post(page, "do=add-dataset&name=New&business="+threeOwned)
	b.post(page, "do=uninstall&business="+threeOwned)
	if record, _ := b.Journal().Token(token); len(b.Faults()) != 0 || record.Alive || b.Businesses()[0].Owned != 4 {
		t.Errorf("faults %v, token %+v, business %+v", b.Faults(), record, b.Businesses()[0])
	}
}

func TestEmptyOptionsAreFilledAtRandom(t *testing.T) {
	t.Parallel()
	a, b := metasandbox.New(metasandbox.Options{}), metasandbox.New(metasandbox.Options{})
	if a.AppID() == b.AppID() || a.AppSecret() == b.AppSecret() || a.ConfigID() == b.ConfigID() {
		t.Error("two sandboxes share an id or secret")
	}
	if len(a.AppID()) != 15 || len(a.AppSecret()) < 20 || len(a.ConfigID()) != 16 {
		t.Errorf("app %q, config %q", a.AppID(), a.ConfigID())
	}
}

func TestCheckLoopback(t *testing.T) {
	t.Parallel()
	for addr, ok := range map[string]bool{
		"127.0.0.1:9090": true, "localhost:0": true, "[::1]:9090": true, "127.9.9.9:1": true,
		":9090": false, "0.0.0.0:9090": false, "192.168.1.5:9090": false, "example.com:80": false, "127.0.0.1": false, "": false,
	} {
		if err := metasandbox.CheckLoopback(addr); (err == nil) != ok {
			t.Errorf("%q: %v", addr, err)
		}
	}
}
