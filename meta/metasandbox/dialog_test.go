package metasandbox_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta/metasandbox"
)

const partnerCallback = "https://partner.example/callback?tenant=7"

// dialogQuery is a correct request in redirect mode, with changes.
func dialogQuery(pairs ...string) url.Values {
	return values(append([]string{"client_id", appID, "config_id", configID, "response_type", "code",
		"override_default_response_type", "true", "redirect_uri", partnerCallback, "state", "s&1"}, pairs...)...)
}

func popupQuery(pairs ...string) url.Values {
	q := dialogQuery(append([]string{"channel", "c1", "origin", "https://partner.example", "display", "popup"}, pairs...)...)
	q.Del("redirect_uri")
	return q
}

func (b *bundle) submit(query url.Values, form url.Values) answer {
	b.t.Helper()
	return b.post("/v26.0/dialog/oauth?"+query.Encode(), form.Encode())
}

func TestDialogRefuses(t *testing.T) {
	t.Parallel()
	b := start(t)
	cases := map[string]struct {
		path  string
		query url.Values
	}{
		"wrong client_id":     {"/v26.0", dialogQuery("client_id", "1")},
		"no config_id":        {"/v26.0", dialogQuery("config_id", "")},
		"wrong config_id":     {"/v26.0", dialogQuery("config_id", "1")},
		"scope sent too":      {"/v26.0", dialogQuery("scope", "email")},
		"old version":         {"/v20.0", dialogQuery()},
		"script as redirect":  {"/v26.0", dialogQuery("redirect_uri", "javascript:alert(1)")},
		"data as redirect":    {"/v26.0", dialogQuery("redirect_uri", "data:text/html,x")},
		"relative redirect":   {"/v26.0", dialogQuery("redirect_uri", "/callback")},
		"no mode":             {"/v26.0", dialogQuery("redirect_uri", "")},
		"popup to any origin": {"/v26.0", popupQuery("origin", "*")},
		"popup to a path":     {"/v26.0", popupQuery("origin", "https://partner.example/page")},
		"popup to a script":   {"/v26.0", popupQuery("origin", "javascript:x")},
		"popup without name":  {"/v26.0", popupQuery("channel", "")},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := b.get(c.path+"/dialog/oauth", c.query, "")
			if a.status != http.StatusBadRequest || !strings.Contains(a.raw, "It looks like this app isn’t available") {
				t.Errorf("%d %s", a.status, a.raw)
			}
			posted := b.post(c.path+"/dialog/oauth?"+c.query.Encode(), values("decision", "continue", "step", "datasets", "business", threeOwned).Encode())
			if posted.status != http.StatusBadRequest || len(b.Journal().Codes) != 0 {
				t.Errorf("posted all the same: %d, codes %v", posted.status, b.Journal().Codes)
			}
		})
	}
}

func TestDialogByRedirect(t *testing.T) {
	t.Parallel()
	b := start(t)
	first := b.get("/v26.0/dialog/oauth", dialogQuery(), "")
	if first.status != http.StatusOK || !strings.Contains(first.raw, "Harbour &amp; Pine Coffee") {
		t.Fatalf("%d %s", first.status, first.raw)
	}
	second := b.submit(dialogQuery(), values("step", "business", "business", threeOwned, "decision", "continue"))
	if !strings.Contains(second.raw, `value="880214467310927"`) || !strings.Contains(second.raw, "ads_read") {
		t.Fatalf("%d %s", second.status, second.raw)
	}
	form := values("step", "datasets", "business", threeOwned, "decision", "continue")
	form["dataset"] = []string{"880214467310925", "880214467310927"}
	done := b.submit(dialogQuery(), form)
	location, err := url.Parse(done.header.Get("Location"))
	if done.status != http.StatusSeeOther || err != nil {
		t.Fatalf("%d %q", done.status, done.header.Get("Location"))
	}
	query := location.Query()
	code := query.Get("code")
	query.Del("code")
	if diff := cmp.Diff(values("tenant", "7", "state", "s&1"), query); diff != "" || location.Host != "partner.example" {
		t.Errorf("location %s (-want +got):\n%s", location, diff)
	}
	token := b.exchange(code, "redirect_uri", partnerCallback).text("access_token")
	if diff := cmp.Diff(form["dataset"], b.get("/v26.0/"+threeOwned+"/owned_pixels", nil, token).ids()); diff != "" {
		t.Errorf("datasets (-want +got):\n%s", diff)
	}
}

// In strict mode Meta compares redirect URIs letter by letter: a code must not be led anywhere else on the app's own site either.
func TestDialogLeadsToRegisteredAddressesOnly(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.SetRedirectURIs("https://partner.example/other", partnerCallback)
	form := values("step", "datasets", "business", threeOwned, "decision", "continue")
	for _, forged := range []string{partnerCallback + "&x=1", "https://partner.example/callback", "https://partner.example/callback/?tenant=7", "http://partner.example/callback?tenant=7", "https://evil.example/callback?tenant=7"} {
		if a := b.submit(dialogQuery("redirect_uri", forged), form); a.status != http.StatusBadRequest || a.header.Get("Location") != "" {
			t.Errorf("%s: %d, leading to %s", forged, a.status, a.header.Get("Location"))
		}
	}
	if codes := b.Journal().Codes; len(codes) != 0 {
		t.Errorf("codes: %+v", codes)
	}
	if a := b.submit(dialogQuery(), form); a.status != http.StatusSeeOther {
		t.Errorf("the registered one: %d", a.status)
	}
	if a := b.submit(popupQuery(), form); a.status != http.StatusOK {
		t.Errorf("a popup, which has none: %d", a.status)
	}
}

func TestDialogCancelled(t *testing.T) {
	t.Parallel()
	b := start(t)
	for _, step := range []string{"business", "datasets"} {
		a := b.submit(dialogQuery(), values("step", step, "business", threeOwned, "decision", "cancel"))
		const want = "https://partner.example/callback?error=access_denied&error_description=Permissions+error&error_reason=user_denied&state=s%261&tenant=7"
		if got := a.header.Get("Location"); got != want {
			t.Errorf("step %s: got %s, want %s", step, got, want)
		}
	}
	popup := b.submit(popupQuery(), values("decision", "cancel"))
	if !strings.Contains(popup.raw, `data-code=""`) || !strings.Contains(popup.raw, "Cancelled") {
		t.Errorf("popup: %s", popup.raw)
	}
	if codes := b.Journal().Codes; len(codes) != 0 {
		t.Errorf("codes: %+v", codes)
	}
}

func TestDialogInPopup(t *testing.T) {
	t.Parallel()
	b := start(t)
	form := values("step", "datasets", "business", noDatasets, "decision", "continue")
	a := b.submit(popupQuery(), form)
	if !strings.Contains(a.raw, `data-origin="https://partner.example"`) || !strings.Contains(a.raw, `data-channel="c1"`) {
		t.Errorf("%d %s", a.status, a.raw)
	}
	_, rest, _ := strings.Cut(a.raw, `data-code="`)
	code, _, _ := strings.Cut(rest, `"`)
	if exchanged := b.exchange(code); exchanged.status != http.StatusOK {
		t.Errorf("exchanging %q: %s", code, exchanged.raw)
	}
	noOverride := b.submit(popupQuery("override_default_response_type", ""), form)
	if !strings.Contains(noOverride.raw, `data-code=""`) || !strings.Contains(noOverride.raw, `data-access-token="SANDBOX-`) {
		t.Errorf("without the override: %s", noOverride.raw)
	}
}

func TestDialogForms(t *testing.T) {
	t.Parallel()
	b := start(t)
	if a := b.submit(popupQuery(), values("step", "business", "decision", "continue")); !strings.Contains(a.raw, `role="alert"`) {
		t.Errorf("no business chosen: %s", a.raw)
	}
	none := b.submit(popupQuery(), values("step", "business", "business", noDatasets, "decision", "continue"))
	if !strings.Contains(none.raw, "no datasets yet") || strings.Contains(none.raw, `type="checkbox"`) {
		t.Errorf("business without datasets: %s", none.raw)
	}
	many := b.submit(popupQuery(), values("step", "business", "business", chain, "decision", "continue"))
	if n := strings.Count(many.raw, `name="dataset"`); n != 1253 {
		t.Errorf("%d checkboxes, want 1253", n)
	}
	foreign := values("step", "datasets", "business", threeOwned, "decision", "continue", "dataset", "573920184466201")
	if a := b.submit(popupQuery(), foreign); a.status != http.StatusBadRequest || len(b.Journal().Codes) != 0 {
		t.Errorf("dataset of another business: %d, codes %v", a.status, b.Journal().Codes)
	}
	if a := b.do(http.MethodDelete, "/v26.0/dialog/oauth", popupQuery(), ""); a.status != http.StatusMethodNotAllowed {
		t.Errorf("DELETE: %d", a.status)
	}
}

// A business may call itself anything; its name must stay text.
func TestNamesAreEscaped(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.Fail(metasandbox.Fault{Endpoint: "me", Kind: "reset"})
	pages := map[string]answer{
		"businesses": b.get("/v26.0/dialog/oauth", popupQuery(), ""),
		"datasets":   b.submit(popupQuery(), values("step", "business", "business", scripted, "decision", "continue")),
		"index":      b.get("/", nil, ""),
		"break":      b.get("/_sandbox/break", nil, ""),
		"issued":     b.post("/_sandbox/issue", values("business", scripted).Encode()),
		"channel":    b.submit(popupQuery("channel", `"><script>`), values("decision", "cancel")),
	}
	for name, page := range pages {
		if page.status != http.StatusOK || strings.Contains(page.raw, "<img") || strings.Contains(page.raw, "<script>") {
			t.Errorf("%s: %d, unescaped name", name, page.status)
		}
		policy := page.header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || page.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: policy %q", name, policy)
		}
		if !strings.Contains(page.raw, "Sandbox – not Meta") {
			t.Errorf("%s: no banner", name)
		}
	}
}

func TestSDKAndAssets(t *testing.T) {
	t.Parallel()
	b := start(t)
	for _, locale := range []string{"en_US", "de_DE"} {
		a := b.get("/"+locale+"/sdk.js", nil, "")
		if a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), "text/javascript") || a.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d %v", locale, a.status, a.header)
		}
	}
	if a := b.get("/_sandbox/assets/style.css", nil, ""); a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), "text/css") {
		t.Errorf("style: %d", a.status)
	}
	for _, name := range []string{"index.html", "..%2fdoc.go", "nothing"} {
		if a := b.get("/_sandbox/assets/"+name, nil, ""); a.status != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", name, a.status)
		}
	}
}
