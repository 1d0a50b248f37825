package metasandbox_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta/metasandbox"
)

func TestGraphRefuses(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	user := b.token(metasandbox.CodeRequest{BusinessID: threeOwned, TokenType: metasandbox.User})
	powerless := b.token(metasandbox.CodeRequest{BusinessID: chain, Permissions: []string{}})
	pixels := "/v26.0/" + threeOwned + "/owned_pixels"
	cases := []struct {
		name, path string
		pairs      []string
		bearer     string
		want       failure
	}{
		{name: "old version", path: "/v22.0/me", bearer: token, want: failure{400, 2635, 0}},
		{name: "very old version", path: "/v2.12/me", bearer: token, want: failure{400, 2635, 0}},
		{name: "unknown path", path: "/v26.0/me/adaccounts/x", bearer: token, want: failure{400, 2500, 0}},
		{name: "unknown edge", path: "/v26.0/" + threeOwned + "/pixels", bearer: token, want: failure{400, 2500, 0}},
		{name: "unknown word", path: "/v26.0/nobody", bearer: token, want: failure{400, 2500, 0}},
		{name: "version only", path: "/v26.0", bearer: token, want: failure{400, 2500, 0}},
		{name: "me without token", path: "/v26.0/me", want: failure{400, 2500, 0}},
		{name: "me as app", path: "/v26.0/me", bearer: appID + "|" + secret, want: failure{400, 2500, 0}},
		{name: "node without token", path: "/v26.0/" + threeOwned, want: failure{400, 104, 0}},
		{name: "garbage token", path: "/v26.0/me", bearer: "garbage", want: failure{401, 190, 0}},
		{name: "changed token", path: "/v26.0/me", bearer: token[:len(token)-4] + "AAAA", want: failure{401, 190, 0}},
		{name: "wrong app token", path: "/v26.0/me", bearer: appID + "|x", want: failure{401, 190, 0}},
		{name: "unknown field of me", path: "/v26.0/me", pairs: []string{"fields", "email"}, bearer: token, want: failure{400, 100, 0}},
		{name: "client_business_id of a user", path: "/v26.0/me", pairs: []string{"fields", "client_business_id"}, bearer: user, want: failure{400, 100, 0}},
		{name: "broken fields", path: "/v26.0/me", pairs: []string{"fields", "id}"}, bearer: token, want: failure{400, 2500, 0}},
		{name: "unclosed fields", path: "/v26.0/me", pairs: []string{"fields", "id{name"}, bearer: token, want: failure{400, 2500, 0}},
		{name: "deep fields", path: "/v26.0/me", pairs: []string{"fields", strings.Repeat("a{", 2000)}, bearer: token, want: failure{400, 2500, 0}},
		{name: "another business", path: "/v26.0/" + chain, bearer: token, want: failure{400, 100, 33}},
		{name: "another business's list", path: "/v26.0/" + chain + "/owned_pixels", bearer: token, want: failure{400, 100, 33}},
		{name: "another business's dataset", path: "/v26.0/573920184466201", bearer: token, want: failure{400, 100, 33}},
		{name: "no such object", path: "/v26.0/1234567890123456", bearer: token, want: failure{400, 100, 33}},
		{name: "business as app", path: "/v26.0/" + threeOwned, bearer: appID + "|" + secret, want: failure{400, 100, 33}},
		{name: "list as app", path: pixels, bearer: appID + "|" + secret, want: failure{400, 100, 33}},
		{name: "no permission", path: "/v26.0/" + chain, bearer: powerless, want: failure{403, 200, 0}},
		{name: "no permission for the list", path: "/v26.0/" + chain + "/client_pixels", bearer: powerless, want: failure{403, 200, 0}},
		{name: "unknown field of a dataset", path: pixels, pairs: []string{"fields", "id,secret"}, bearer: token, want: failure{400, 100, 0}},
		{name: "unknown nested field", path: pixels, pairs: []string{"fields", "owner_business{secret}"}, bearer: token, want: failure{400, 100, 0}},
		{name: "nested fields of a plain one", path: pixels, pairs: []string{"fields", "name{id}"}, bearer: token, want: failure{400, 100, 0}},
		{name: "limit of words", path: pixels, pairs: []string{"limit", "many"}, bearer: token, want: failure{400, 100, 0}},
		{name: "limit zero", path: pixels, pairs: []string{"limit", "0"}, bearer: token, want: failure{400, 100, 0}},
		{name: "cursor of nonsense", path: pixels, pairs: []string{"after", "nonsense"}, bearer: token, want: failure{400, 100, 0}},
		{name: "cursor of another list", path: pixels, pairs: []string{"after", "ZGF0YXNldDox"}, bearer: token, want: failure{400, 2642, 0}},
		{name: "proof of another token", path: "/v26.0/me", pairs: []string{"appsecret_proof", "00"}, bearer: token, want: failure{400, 100, 0}},
		{name: "debug without caller", path: "/v26.0/debug_token", pairs: []string{"input_token", token}, want: failure{400, 100, 0}},
		{name: "debug by a client", path: "/v26.0/debug_token", pairs: []string{"input_token", token}, bearer: token, want: failure{400, 100, 0}},
		{name: "debug of nothing", path: "/v26.0/debug_token", bearer: appID + "|" + secret, want: failure{400, 100, 0}},
		{name: "debug of another app", path: "/v26.0/debug_token", pairs: []string{"input_token", "42|x"}, bearer: appID + "|" + secret, want: failure{400, 100, 0}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := b.get(c.path, values(c.pairs...), c.bearer)
			if got := a.failure(); got != c.want {
				t.Errorf("got %+v, want %+v: %s", got, c.want, a.raw)
			}
			if a.text("error", "message") == "" || a.text("error", "fbtrace_id") != a.header.Get("X-Fb-Trace-Id") {
				t.Errorf("envelope: %s", a.raw)
			}
			if strings.Contains(a.raw, secret) || c.bearer != "" && strings.Contains(a.raw, c.bearer) {
				t.Errorf("the answer repeats a secret: %s", a.raw)
			}
		})
	}
}

func TestGraphRefusesMethod(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	for _, path := range []string{"/v26.0/me", "/v26.0/" + threeOwned + "/owned_pixels", "/v26.0/" + threeOwned} {
		if got, want := b.do(http.MethodDelete, path, nil, token).failure(), (failure{400, 100, 33}); got != want {
			t.Errorf("DELETE %s: got %+v, want %+v", path, got, want)
		}
	}
}

func TestDebugTokenInvalid(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		ruin    func(b *bundle, token string) string
		subcode float64
		knowApp bool
	}{
		{name: "garbage", ruin: func(*bundle, string) string { return "garbage" }},
		{name: "changed", ruin: func(_ *bundle, token string) string { return token[:len(token)-4] + "AAAA" }},
		{name: "wrong app token", ruin: func(*bundle, string) string { return appID + "|x" }},
		{name: "expired", ruin: func(b *bundle, token string) string { b.clock.advance(61 * 24 * time.Hour); return token }, subcode: 463, knowApp: true},
		{name: "revoked", ruin: func(b *bundle, token string) string { b.RevokeToken(token); return token }, subcode: 466, knowApp: true},
		{name: "uninstalled", ruin: func(b *bundle, token string) string { b.Uninstall(threeOwned); return token }, subcode: 458, knowApp: true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned, ExpiresInDays: 60})
			data := b.debug(c.ruin(b, token))
			problem, _ := data["error"].(map[string]any)
			if data["is_valid"] != false || problem["code"] != 190.0 {
				t.Errorf("data: %v", data)
			}
			if got, _ := problem["subcode"].(float64); got != c.subcode {
				t.Errorf("subcode %v, want %v", got, c.subcode)
			}
			if _, known := data["app_id"]; known != c.knowApp {
				t.Errorf("app_id known: %v, want %v", known, c.knowApp)
			}
			if _, ok := data["scopes"].([]any); !ok {
				t.Errorf("scopes is no list: %v", data["scopes"])
			}
		})
	}
}

func TestDebugToken(t *testing.T) {
	t.Parallel()
	b := start(t)
	chosen := "880214467310927"
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned, DatasetIDs: []string{chosen}})
	want := map[string]any{
		"app_id":                 appID,
		"type":                   "SYSTEM_USER",
		"application":            "Sandbox app",
		"data_access_expires_at": 0.0,
		"expires_at":             0.0,
		"is_valid":               true,
		"issued_at":              float64(b.clock.Now().Unix()),
		"scopes":                 []any{"ads_read", "business_management"},
		"granular_scopes": []any{
			map[string]any{"scope": "ads_read", "target_ids": []any{chosen}},
			map[string]any{"scope": "business_management", "target_ids": []any{threeOwned}},
		},
		"user_id": b.get("/v26.0/me", nil, token).text("id"),
	}
	if diff := cmp.Diff(want, b.debug(token)); diff != "" {
		t.Errorf("data (-want +got):\n%s", diff)
	}
	if data := b.debug(appID + "|" + secret); data["type"] != "APP" || data["is_valid"] != true {
		t.Errorf("app token: %v", data)
	}
	user := b.token(metasandbox.CodeRequest{BusinessID: threeOwned, TokenType: metasandbox.User})
	if data := b.debug(user); data["type"] != "USER" {
		t.Errorf("user token: %v", data)
	}
}

func TestGrantWithoutDatasetsHasNoAdsPermission(t *testing.T) {
	t.Parallel()
	b := start(t)
	none := b.token(metasandbox.CodeRequest{BusinessID: threeOwned, DatasetIDs: []string{}})
	if diff := cmp.Diff([]any{"business_management"}, b.debug(none)["scopes"]); diff != "" {
		t.Errorf("nothing ticked (-want +got):\n%s", diff)
	}
	empty := b.token(metasandbox.CodeRequest{BusinessID: noDatasets})
	if scopes, _ := b.debug(empty)["scopes"].([]any); len(scopes) != 2 {
		t.Errorf("nothing to tick: %v", scopes)
	}
}

func TestMe(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	var systemUser string
	for _, info := range b.Businesses() {
		if info.ID == threeOwned {
			systemUser = info.SystemUserID
		}
	}
	a := b.get("/v26.0/me", values("fields", "client_business_id"), token)
	if want := `{"client_business_id":"` + threeOwned + `","id":"` + systemUser + `"}`; a.raw != want {
		t.Errorf("got %s, want %s", a.raw, want)
	}
	if a.header.Get("Facebook-Api-Version") != "v26.0" || !strings.HasPrefix(a.header.Get("X-App-Usage"), `{"call_count":`) {
		t.Errorf("headers: %v", a.header)
	}
	inQuery := b.get("/v23.0/me", values("access_token", token), "")
	if inQuery.text("id") != systemUser || inQuery.header.Get("Facebook-Api-Version") != "v23.0" {
		t.Errorf("token in the query: %s", inQuery.raw)
	}
	if unversioned := b.get("/me", nil, token); unversioned.text("id") != systemUser {
		t.Errorf("unversioned: %s", unversioned.raw)
	}
}

func TestNodes(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned, DatasetIDs: []string{"880214467310925", "880214467310927"}})
	a := b.get("/v26.0/"+threeOwned, values("fields", "id,name,verification_status"), token)
	if want := `{"id":"417283905516204","name":"Harbour \u0026 Pine Coffee","verification_status":"verified"}`; a.raw != want {
		t.Errorf("business: %s", a.raw)
	}
	var usage map[string][]map[string]any
	if err := json.Unmarshal([]byte(a.header.Get("X-Business-Use-Case-Usage")), &usage); err != nil || len(usage[threeOwned]) != 1 || usage[threeOwned][0]["type"] != "ads_management" {
		t.Errorf("usage header %q: %v", a.header.Get("X-Business-Use-Case-Usage"), err)
	}
	fired := b.get("/v26.0/880214467310925", values("fields", "name,last_fired_time,owner_business{name}"), token)
	if want := `{"name":"Harbour \u0026 Pine web shop","last_fired_time":"2026-11-22T09:56:00+0000","owner_business":{"name":"Harbour \u0026 Pine Coffee","id":"417283905516204"},"id":"880214467310925"}`; fired.raw != want {
		t.Errorf("dataset: %s", fired.raw)
	}
	never := b.get("/v26.0/880214467310927", values("fields", "id,last_fired_time"), token)
	if want := `{"id":"880214467310927"}`; never.raw != want {
		t.Errorf("dataset that never fired: %s", never.raw)
	}
	if got, want := b.get("/v26.0/9480214467310926", nil, token).failure(), (failure{400, 100, 33}); got != want {
		t.Errorf("dataset not ticked: got %+v, want %+v", got, want)
	}
}

// pages follows cursors.after from the first page to the last.
func (b *bundle) pages(path, token, limit string) (ids []string, pages []answer) {
	b.t.Helper()
	after := ""
	for {
		query := values("limit", limit, "fields", "id,name", "summary", "total_count")
		if after != "" {
			query.Set("after", after)
		}
		a := b.get(path, query, token)
		if a.status != http.StatusOK {
			b.t.Fatalf("page: %s", a.raw)
		}
		ids, pages = append(ids, a.ids()...), append(pages, a)
		if a.text("paging", "next") == "" {
			return ids, pages
		}
		after = a.text("paging", "cursors", "after")
	}
}

func TestPaging(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: chain})
	path := "/v26.0/" + chain + "/owned_pixels"
	ids, pages := b.pages(path, token, "500") // silently lowered to 100
	unique := map[string]bool{}
	for _, id := range ids {
		unique[id] = true
	}
	if len(ids) != 1250 || len(unique) != 1250 || len(pages) != 13 {
		t.Fatalf("%d datasets, %d different, %d pages; want 1250, 1250, 13", len(ids), len(unique), len(pages))
	}
	for i, page := range pages {
		want := 100
		if i == 12 {
			want = 50
		}
		summary, _ := page.body["summary"].(map[string]any)
		if len(page.ids()) != want || summary["total_count"] != 1250.0 {
			t.Errorf("page %d: %d datasets, summary %v", i+1, len(page.ids()), summary)
		}
		if hasPrevious := page.text("paging", "previous") != ""; hasPrevious != (i > 0) {
			t.Errorf("page %d has previous: %v", i+1, hasPrevious)
		}
	}
}

func TestPageLinks(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: chain})
	path := "/v26.0/" + chain + "/owned_pixels"
	first := b.get(path, values("fields", "name"), token)
	if got := len(first.ids()); got != 25 {
		t.Errorf("default limit gives %d", got)
	}
	if _, has := first.body["summary"]; has {
		t.Error("summary without asking")
	}
	next, err := url.Parse(first.text("paging", "next"))
	if err != nil {
		t.Fatal(err)
	}
	if next.Query().Get("access_token") != token || "http://"+next.Host != b.url {
		t.Errorf("next is %s", next)
	}
	second := b.get(next.Path, next.Query(), "") // the link works by itself
	back, err := url.Parse(second.text("paging", "previous"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first.ids(), b.get(back.Path, back.Query(), "").ids()); diff != "" {
		t.Errorf("there and back (-want +got):\n%s", diff)
	}
}

func TestLists(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, business, edge string
		fields               string
		want                 string
	}{
		{name: "empty", business: noDatasets, edge: "owned_pixels", want: `{"data":[]}`},
		{name: "id only without fields", business: onlyShared, edge: "client_pixels", want: `"data":[{"id":"573920184466201"},{"id":"9573920184466202"}]`},
		{name: "nothing owned", business: onlyShared, edge: "owned_pixels", want: `{"data":[]}`},
		{name: "owner of a shared one", business: onlyShared, edge: "client_pixels", fields: "owner_business", want: `{"owner_business":{"id":"305918274460013","name":"Brightside Media Agency"},"id":"573920184466201"}`},
		{name: "in both lists, owned", business: bothLists, edge: "owned_pixels", want: `{"id":"9711820394857610"}`},
		{name: "in both lists, shared", business: bothLists, edge: "client_pixels", want: `{"id":"9711820394857610"}`},
		{name: "unclaimed has no owner", business: bothLists, edge: "client_pixels", fields: "id,owner_business", want: `{"id":"662019384755120"}`},
		{name: "the agency owns it", business: "305918274460013", edge: "owned_pixels", want: `{"id":"573920184466201"}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			token := b.token(metasandbox.CodeRequest{BusinessID: c.business})
			a := b.get("/v26.0/"+c.business+"/"+c.edge, values("fields", c.fields), token)
			if !strings.Contains(a.raw, c.want) {
				t.Errorf("got %s, want %s", a.raw, c.want)
			}
		})
	}
}

func TestRichFieldsAreAllKnown(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: chain})
	const rich = "id,name,creation_time,last_fired_time,is_unavailable,is_created_by_business,owner_business{id,name},can_proxy,enable_automatic_matching,automatic_matching_fields,first_party_cookie_status,data_use_setting"
	for _, edge := range []string{"owned_pixels", "client_pixels"} {
		a := b.get("/v26.0/"+chain+"/"+edge, values("fields", rich, "limit", "100"), token)
		if a.status != http.StatusOK {
			t.Fatalf("%s: %s", edge, a.raw)
		}
	}
	last := b.get("/v26.0/9610000000768143", values("fields", "is_unavailable"), token) // the 98th
	if last.body["is_unavailable"] != false {
		t.Errorf("98th store: %s", last.raw)
	}
}

func TestNewGrantReplacesSelection(t *testing.T) {
	t.Parallel()
	b := start(t)
	list := func(token string) []string { return b.get("/v26.0/"+threeOwned+"/owned_pixels", nil, token).ids() }
	old := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	added, err := b.AddDataset(threeOwned, "Added later")
	if err != nil {
		t.Fatal(err)
	}
	if ids := list(old); len(ids) != 3 {
		t.Errorf("a grant reaches what came after it: %v", ids)
	}
	b.code(metasandbox.CodeRequest{BusinessID: threeOwned, DatasetIDs: []string{added}})
	if diff := cmp.Diff([]string{added}, list(old)); diff != "" {
		t.Errorf("after the second dialog (-want +got):\n%s", diff)
	}
	if _, err := b.AddDataset("1", "Nowhere"); err == nil {
		t.Error("a dataset was added to no business")
	}
}

func TestWorld(t *testing.T) {
	t.Parallel()
	infos := start(t).Businesses()
	if diff := cmp.Diff(infos, start(t).Businesses()); diff != "" {
		t.Errorf("two sandboxes differ:\n%s", diff)
	}
	seen := map[string]bool{}
	big := 0
	for _, info := range infos {
		if seen[info.ID] || len(info.ID) < 15 || len(info.ID) > 16 {
			t.Errorf("odd id %q", info.ID)
		}
		seen[info.ID] = true
		if len(info.ID) == 16 && info.ID > "9007199254740992" {
			big++
		}
	}
	if len(infos) < 8 || big == 0 {
		t.Errorf("%d businesses, %d with an id beyond 2^53", len(infos), big)
	}
}
