package metasandbox_test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

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
		{"invalidate nobody", "/_sandbox/businesses/1/invalidate", `{}`, 404},
		{"invalidate below zero", "/_sandbox/businesses/417283905516204/invalidate", `{"subcode":-1}`, 400},
		{"withdraw from nobody", "/_sandbox/businesses/1/withdraw", `{"permission":"ads_read"}`, 404},
		{"withdraw nothing", "/_sandbox/businesses/417283905516204/withdraw", `{}`, 400},
		{"business of negative size", "/_sandbox/businesses", `{"name":"x","owned":-1}`, 400},
		{"business without end", "/_sandbox/businesses", `{"name":"x","owned":10001}`, 400},
		{"a clock that was given", "/_sandbox/clock", `{"advanceSeconds":1}`, 400},
		{"a clock beyond all time", "/_sandbox/clock", `{"advanceSeconds":9000000000000000000}`, 400},
		{"callback elsewhere", "/_sandbox/callbacks", `{"deauthorize":"https://example.com/"}`, 400},
		{"webhook to nobody", "/_sandbox/webhooks", `{"field":"business_integration_update","businessIds":["1"]}`, 400},
		{"webhook about nothing", "/_sandbox/webhooks", `{}`, 400},
		{"signed request to nobody", "/_sandbox/signed-requests", `{"to":"deauthorize","businessId":"1"}`, 400},
		{"storm of nonsense", "/_sandbox/storm", `{"lossRate":7}`, 400},
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
	for _, path := range []string{"/_sandbox/codes", "/_sandbox/faults", "/_sandbox/issue", "/_sandbox/secret", "/_sandbox/callbacks", "/_sandbox/webhooks", "/_sandbox/break", "/v26.0/dialog/oauth?" + popupQuery().Encode()} {
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
	if codes := b.Journal().Codes; len(codes) != 0 || b.AppSecret() != secret {
		t.Errorf("codes: %+v", codes)
	}
}

// What Go programs do by methods, others do over HTTP.
func TestControlOfClients(t *testing.T) {
	t.Parallel()
	b := start(t)
	id := b.post("/_sandbox/businesses", `{"name":"New client","owned":2,"shared":1}`).text("id")
	infos := b.Businesses()
	last := infos[len(infos)-1]
	if last.ID != id || last.Name != "New client" || last.Owned != 2 || last.Shared != 1 {
		t.Errorf("added %+v", last)
	}
	token := b.token(metasandbox.CodeRequest{BusinessID: id})
	if a := b.post("/_sandbox/businesses/"+id+"/withdraw", `{"permission":"ads_read"}`); a.status != http.StatusNoContent {
		t.Errorf("withdraw: %s", a.raw)
	}
	if diff := cmp.Diff([]any{"business_management"}, b.debug(token)["scopes"]); diff != "" {
		t.Errorf("scopes (-want +got):\n%s", diff)
	}
	for body, want := range map[string]failure{`{}`: {401, 190, 460}, `{"subcode":467}`: {401, 190, 467}} {
		token := b.token(metasandbox.CodeRequest{BusinessID: id})
		if a := b.post("/_sandbox/businesses/"+id+"/invalidate", body); a.status != http.StatusNoContent {
			t.Errorf("invalidate: %s", a.raw)
		}
		if got := b.get("/v26.0/me", nil, token).failure(); got != want {
			t.Errorf("after %s: got %+v, want %+v", body, got, want)
		}
	}
}

func TestControlOfTheApp(t *testing.T) {
	t.Parallel()
	b := start(t)
	if a := b.post("/_sandbox/secret", `{"secret":"second","grace":true}`); a.text("secret") != "second" || b.AppSecret() != "second" {
		t.Errorf("rotation: %s", a.raw)
	}
	code := b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
	if a := b.exchange(code); a.status != http.StatusOK {
		t.Errorf("the old secret within its grace: %s", a.raw)
	}
	b.post("/_sandbox/secret/end-grace", `{}`)
	if got := b.exchange(code).failure(); got != (failure{400, 1, 0}) {
		t.Errorf("the old secret after its grace: %+v", got)
	}
	if a := b.post("/_sandbox/secret", `{}`); len(a.text("secret")) < 20 || b.AppSecret() != a.text("secret") {
		t.Errorf("random rotation: %s", a.raw)
	}
	if a := b.get("/_sandbox/clock", nil, ""); a.text("now") != "2026-11-22T10:00:00Z" {
		t.Errorf("clock: %s", a.raw)
	}
}

func TestControlOfTheClock(t *testing.T) {
	t.Parallel()
	s := metasandbox.New(metasandbox.Options{})
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	b := &bundle{Sandbox: s, t: t, url: server.URL}
	read := func(a answer) time.Time {
		now, err := time.Parse(time.RFC3339, a.text("now"))
		if err != nil {
			t.Fatalf("%s: %v", a.raw, err)
		}
		return now
	}
	before := read(b.get("/_sandbox/clock", nil, ""))
	after := read(b.post("/_sandbox/clock", `{"advanceSeconds":-86400}`))
	if back := before.Sub(after); back < 23*time.Hour || back > 24*time.Hour {
		t.Errorf("turned back by %v", back)
	}
	date, err := http.ParseTime(b.get("/v26.0/me", nil, "").header.Get("Date"))
	if err != nil || date.Before(after.Add(-time.Minute)) || date.After(after.Add(time.Minute)) {
		t.Errorf("Meta dates its answers %v, %v", date, err)
	}
}

func TestControlOfCallbacks(t *testing.T) {
	t.Parallel()
	b, r := start(t), receive(t)
	if a := b.post("/_sandbox/callbacks", `{"webhook":"`+r.URL+`/webhook","verifyToken":"x"}`); a.status != http.StatusBadRequest {
		t.Errorf("another verify token: %s", a.raw)
	}
	body, err := json.Marshal(r.callbacks())
	if err != nil {
		t.Fatal(err)
	}
	if a := b.post("/_sandbox/callbacks", string(body)); a.text("webhook") != r.URL+"/webhook" || b.get("/_sandbox/callbacks", nil, "").text("deauthorize") != r.URL+"/deauthorize" {
		t.Errorf("callbacks: %s", a.raw)
	}
	if a := b.post("/_sandbox/storm", `{"copies":2}`); a.body["copies"] != 2.0 || b.Storm().Copies != 2 {
		t.Errorf("storm: %s", a.raw)
	}
	sent := b.post("/_sandbox/webhooks", `{"field":"business_integration_uninstall","businessIds":["`+threeOwned+`"],"signature":"forged","copies":3}`)
	if sent.raw != `{"deliveries":[1,2,3]}`+"\n" {
		t.Errorf("webhook: %s", sent.raw)
	}
	if a := b.post("/_sandbox/signed-requests", `{"to":"data_deletion","businessId":"`+threeOwned+`"}`); a.raw != `{"deliveries":[4]}`+"\n" {
		t.Errorf("signed request: %s", a.raw)
	}
	b.settle()
	var deliveries []metasandbox.Delivery
	if err := json.Unmarshal([]byte(b.get("/_sandbox/deliveries", nil, "").raw), &deliveries); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.Journal().Deliveries, deliveries); diff != "" || len(deliveries) != 4 {
		t.Errorf("deliveries (-journal +got):\n%s", diff)
	}
	if deliveries[0].Signature != metasandbox.SignedForged || deliveries[3].To != metasandbox.ToDataDeletion {
		t.Errorf("deliveries: %+v", deliveries)
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

// Every button of the page does what it says.
func TestBreakPageButtons(t *testing.T) {
	t.Parallel()
	b, r := startTold(t)
	const page = "/_sandbox/break"
	cases := []struct {
		name, form, section string
		done                func() bool
	}{
		{"random faults", "do=random&rate=2.5&seed=9", "random", func() bool { return b.RandomFaults() == metasandbox.RandomFaults{Rate: 0.025, Seed: 9} }},
		{"storm", "do=storm&copies=2&spreadMillis=10&loss=50&seed=1", "storm", func() bool {
			return b.Storm() == metasandbox.Storm{Copies: 2, SpreadMillis: 10, LossRate: 0.5, Seed: 1}
		}},
		{"skew", "do=add-fault&endpoint=me&kind=skew&times=1&skewSeconds=-90", "new", func() bool {
			return cmp.Equal(b.Faults(), []metasandbox.Fault{{Endpoint: "me", Kind: "skew", Times: 1, SkewSeconds: -90}})
		}},
		{"clear", "do=clear", "active", func() bool {
			return len(b.Faults()) == 0 && b.RandomFaults().Rate == 0 && b.Storm() == metasandbox.Storm{}
		}},
		{"withdraw", "do=withdraw&permission=ads_read&business=" + threeOwned, "events", nil},
		{"invalidate", "do=invalidate&subcode=459&business=" + threeOwned, "events", nil},
		{"webhook", "do=webhook&field=business_integration_update&signature=forged&copies=2&ageSeconds=60&numericIds=1&business=" + threeOwned, "send", func() bool {
			list := b.Journal().Deliveries
			last := list[len(list)-1]
			return last.Signature == metasandbox.SignedForged && last.Field == metasandbox.FieldUpdate && last.EventAt.Equal(b.clock.Now().Add(-time.Minute))
		}},
		{"signed request", "do=signed-request&to=data_deletion&truncated=1&business=" + threeOwned, "send", func() bool {
			list := b.Journal().Deliveries
			return list[len(list)-1].To == metasandbox.ToDataDeletion && list[len(list)-1].Truncated
		}},
		{"reset the secret", "do=rotate", "app", func() bool { return b.AppSecret() != secret }},
		{"reset it with grace", "do=rotate-grace", "app", nil},
		{"end the grace", "do=end-grace", "app", nil},
		{"callbacks", "do=callbacks&deauthorize=" + url.QueryEscape(r.URL+"/other"), "callbacks", func() bool {
			return b.Callbacks() == metasandbox.Callbacks{Deauthorize: r.URL + "/other"}
		}},
	}
	for _, c := range cases { // one after the other: they are about one sandbox
		a := b.post(page, c.form)
		if a.status != http.StatusSeeOther || a.header.Get("Location") != page+"#"+c.section {
			t.Errorf("%s: %d to %q", c.name, a.status, a.header.Get("Location"))
		}
		if c.done != nil && !c.done() {
			t.Errorf("%s: nothing happened", c.name)
		}
		if a := b.get(page, nil, ""); a.status != http.StatusOK || strings.Contains(a.raw, b.AppSecret()) || !strings.Contains(a.raw, `id="`+c.section+`"`) {
			t.Errorf("%s: the page shows a secret, or no such section", c.name)
		}
	}
}

func TestBreakPageRefuses(t *testing.T) {
	t.Parallel()
	b := start(t)
	for form, want := range map[string]string{
		"do=explode":                                                         "no such button",
		"do=random&rate=101":                                                 "rate 1.01 is not",
		"do=random&rate=x":                                                   "is not a number",
		"do=storm&copies=9999":                                               "copies must be",
		"do=uninstall&business=1":                                            "no such business",
		"do=invalidate&business=1":                                           "no such business",
		"do=invalidate&subcode=-1&business=" + threeOwned:                    "is not negative",
		"do=withdraw&permission=x&business=" + threeOwned:                    "is not in the login configuration",
		"do=add-dataset&business=1":                                          "no business",
		"do=clock&amount=1&unit=days":                                        "runs on a clock that it was given",
		"do=clock&amount=x&unit=days":                                        "is not a number",
		"do=webhook&field=x&business=" + threeOwned:                          "is none of",
		"do=signed-request&to=deauthorize&business=" + threeOwned:            "has named no address",
		"do=callbacks&webhook=" + url.QueryEscape("https://evil.example/?x"): `value="https://evil.example/?x"`,
	} {
		if a := b.post("/_sandbox/break", form); a.status != http.StatusBadRequest || !strings.Contains(html.UnescapeString(a.raw), want) {
			t.Errorf("%s: %d, want %q", form, a.status, want)
		}
	}
	if b.RandomFaults().Rate != 0 || b.Storm() != (metasandbox.Storm{}) || b.Callbacks() != (metasandbox.Callbacks{}) || len(b.Journal().Deliveries) != 0 {
		t.Error("something happened all the same")
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
