package main

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
)

var built = fstest.MapFS{
	"index.html":              {Data: []byte("the app")},
	"connect.html":            {Data: []byte("the client's button")},
	"staff-connect.html":      {Data: []byte("the staff's button")},
	"playground.html":         {Data: []byte("the editor")},
	"embed.js":                {Data: []byte("the partner's button")},
	"theme.js":                {Data: []byte("dark()")},
	"icon.svg":                {Data: []byte("<svg/>")},
	".gitkeep":                {},
	"assets/app-Ab12cd.js":    {Data: []byte("run(run, run, run)")},
	"assets/app-Ab12cd.js.br": {Data: []byte("run by Brotli")},
	"assets/app-Ab12cd.js.gz": {Data: []byte("run by gzip, run")},
}

func TestPages(t *testing.T) {
	t.Parallel()
	b := setup(t, func(s *site) { s.files = built })
	for name, c := range map[string]struct {
		path, accept string
		status       int
		body, cache  string
	}{
		"the app":               {"/admin/", "text/html", 200, "the app", cachePage},
		"a path of the app":     {"/admin/businesses/01", "text/html,*/*;q=0.8", 200, "the app", cachePage},
		"staff's login button":  {"/admin/connect", "text/html", 200, "the staff's button", cachePage},
		"client's login button": {"/connect", "text/html", 200, "the client's button", cachePage},
		"in a partner's window": {"/connect/embedded", "text/html", 200, "the client's button", cachePage},
		"a partner's button":    {"/embed.js", "*/*", 200, "the partner's button", cacheEmbed},
		"the playground":        {"/admin/playground", "text/html", 200, "the editor", cachePage},
		"a hashed file":         {"/admin/assets/app-Ab12cd.js", "*/*", 200, "run(", cacheHashed},
		"a file":                {"/admin/theme.js", "*/*", 200, "dark()", cacheStatic},
		"a missing asset":       {"/admin/assets/old-Ab12cd.js", "text/html", 404, "", ""},
		"a missing file":        {"/admin/old.js", "*/*", 404, "", ""},
		"no page wanted":        {"/admin/businesses", "application/json", 404, "", ""},
		"a directory":           {"/admin/assets/", "*/*", 404, "", ""},
		"without a browser":     {"/admin/", "*/*", 200, "the app", cachePage},
		"a page by its file":    {"/admin/playground.html", "text/html", 404, "", ""},
		"a form by its file":    {"/admin/assets/app-Ab12cd.js.br", "*/*", 404, "", ""},
		"a hidden file":         {"/admin/.gitkeep", "*/*", 404, "", ""},
		"a way out":             {"/admin/..%2f..%2fgo.mod", "*/*", 404, "", ""},
		"nothing":               {"/nothing", "text/html", 404, "", ""},
		"the operator's":        {"/metrics", "*/*", 404, "", ""},
	} {
		got := b.send(t, http.MethodGet, c.path, "", "Accept", c.accept, "Accept-Encoding", "identity")
		if got.StatusCode != c.status || !strings.Contains(got.body, c.body) || c.status == 200 && got.Header.Get("Cache-Control") != c.cache {
			t.Errorf("%s: got %d %q, caching %q", name, got.StatusCode, got.body, got.Header.Get("Cache-Control"))
		}
	}
	root := b.send(t, http.MethodGet, "/", "")
	if want(t, root, http.StatusFound); root.Header.Get("Location") != "/admin/" {
		t.Errorf("/ leads to %s", root.Header.Get("Location"))
	}
}

func TestPagesNotBuilt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, path := range []string{"/admin/", "/admin/playground", "/connect"} {
		got := b.send(t, http.MethodGet, path, "", "Accept", "text/html")
		if want(t, got, http.StatusServiceUnavailable); !strings.Contains(got.body, "make ui") {
			t.Errorf("%s does not say what to do: %s", path, got.body)
		}
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	b := setup(t, func(s *site) {
		s.files = built
		s.publicURL = &url.URL{Scheme: "https", Host: "connect.example.com"}
	})
	for path, policy := range map[string]string{
		"/admin/": adminPolicy.String(), "/connect": connectPolicy(metaAtMeta).String(), "/admin/connect": connectPolicy(metaAtMeta).String(),
		"/connect/embedded": connectPolicy(metaAtMeta).String(),
		"/admin/playground": playgroundPolicy.String(), "/graphql": apiPolicy.String(), "/admin/theme.js": apiPolicy.String(),
	} {
		got := b.send(t, http.MethodGet, path, "", "Accept", "text/html")
		opener := "same-origin"
		switch {
		case strings.HasSuffix(path, "/connect"):
			opener = "same-origin-allow-popups"
		case path == "/connect/embedded": // and nowhere else: it speaks to the page of another origin that has opened it
			opener = "unsafe-none"
		}
		for name, want := range map[string]string{
			"Content-Security-Policy": policy, "Cross-Origin-Opener-Policy": opener, "Cross-Origin-Resource-Policy": "same-origin",
			"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
		} {
			if got.Header.Get(name) != want {
				t.Errorf("%s: %s is %q; want %q", path, name, got.Header.Get(name), want)
			}
		}
	}
	if plain := setup(t).send(t, http.MethodGet, "/connect", ""); plain.Header.Get("Strict-Transport-Security") != "" {
		t.Error("HSTS over http")
	}
}

// Pages of any origin load the script, as a module too, and ask for it again after minutes.
func TestTheScriptForPagesOfPartners(t *testing.T) {
	t.Parallel()
	b := setup(t, func(s *site) { s.files = built })
	got := b.send(t, http.MethodGet, "/embed.js", "", "Origin", partner)
	for name, want := range map[string]string{
		"Access-Control-Allow-Credentials": "", "Access-Control-Allow-Origin": "*", "Content-Type": "text/javascript; charset=utf-8",
		"Cross-Origin-Resource-Policy": "cross-origin", "X-Content-Type-Options": "nosniff",
	} {
		if got.Header.Get(name) != want {
			t.Errorf("%s is %q; want %q", name, got.Header.Get(name), want)
		}
	}
	again := b.send(t, http.MethodGet, "/embed.js", "", "If-None-Match", got.Header.Get("ETag"))
	want(t, again, http.StatusNotModified)
}

// What a page may do that holds an editor written by others: neither run nor reach anything but what comes from here.
func TestPlaygroundPolicy(t *testing.T) {
	t.Parallel()
	const looser = "style-src 'self' 'unsafe-inline'"
	policy := playgroundPolicy.String()
	for _, part := range []string{"default-src 'none'; script-src 'self';", "connect-src 'self';", "worker-src 'self'", "require-trusted-types-for 'script'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("policy lacks %q: %s", part, policy)
		}
	}
	if rest := strings.Replace(policy, looser, "", 1); rest == policy || strings.Contains(rest, "unsafe") || strings.Contains(rest, "http") || strings.Contains(rest, "*") {
		t.Errorf("not just %s is looser: %s", looser, policy)
	}
}

var metaAtMeta = metaConfig{SDKURL: "https://connect.facebook.net/en_US/sdk.js", DialogURL: "https://www.facebook.com", GraphURL: "https://graph.facebook.com"}

// However wrong the request is, its answer runs nothing, passes for nothing else and shows up in nobody's frame; and no method echoes what
// was sent.
func TestEveryAnswerIsLockedDown(t *testing.T) {
	t.Parallel()
	b := setupCallbacks(t, func(s *site) { s.files = built })
	for _, path := range []string{
		"/", "/admin/", "/admin/theme.js", "/admin/icon.svg", "/admin/playground", "/connect", "/connect/embedded", "/embed.js", "/graphql", "/auth/sign-in", "/meta/webhook", "/deletion/none", "/nothing", "/admin/..%2f",
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodTrace, "INVENTED"} {
			got := b.send(t, method, path, "", "X-Echo", "sent-by-us")
			for _, part := range []string{"default-src 'none'", "base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'"} {
				if policy := got.Header.Get("Content-Security-Policy"); !strings.Contains(policy, part) {
					t.Errorf("%s %s: the policy lacks %s: %s", method, path, part, policy)
				}
			}
			if got.Header.Get("X-Content-Type-Options") != "nosniff" || got.Header.Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("%s %s: %v", method, path, got.Header)
			}
			if got.body != "" && !strings.Contains(got.Header.Get("Content-Type"), "; charset=utf-8") {
				t.Errorf("%s %s: Content-Type is %q", method, path, got.Header.Get("Content-Type"))
			}
			if isUnused := method != http.MethodGet && method != http.MethodPost; isUnused && got.StatusCode < 400 || strings.Contains(got.body, "sent-by-us") {
				t.Errorf("%s %s: got %d %s", method, path, got.StatusCode, got.body)
			}
		}
	}
}

func TestConnectPolicy(t *testing.T) {
	t.Parallel()
	atMeta := connectPolicy(metaAtMeta).String()
	for _, part := range []string{
		"script-src 'self' https://connect.facebook.net;",
		"frame-src https://www.facebook.com https://web.facebook.com https://staticxx.facebook.com;",
		"connect-src 'self' https://connect.facebook.net https://graph.facebook.com https://www.facebook.com https://web.facebook.com;",
	} {
		if !strings.Contains(atMeta, part) {
			t.Errorf("policy lacks %q: %s", part, atMeta)
		}
	}
	sandbox := "http://127.0.0.1:8082"
	atSandbox := connectPolicy(metaConfig{SDKURL: sandbox + "/en_US/sdk.js", DialogURL: sandbox, GraphURL: sandbox}).String()
	if strings.Contains(atSandbox, "facebook") || !strings.Contains(atSandbox, "script-src 'self' "+sandbox+";") {
		t.Errorf("policy for the sandbox: %s", atSandbox)
	}
	for _, policy := range []string{atMeta, atSandbox, adminPolicy.String()} {
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
			t.Errorf("weak policy: %s", policy)
		}
	}
}

// A page of any other origin must not be able to read an answer, whatever it calls itself.
func TestHostileOrigins(t *testing.T) {
	t.Parallel()
	b := setup(t)
	hostile := []string{
		"null", "", "*", "https://partner.example.", "https://partner.example:443", "https://partner.example:8443", "http://partner.example",
		"https://PARTNER.example", "HTTPS://partner.example", "https://partner.example.evil.com", "https://evilpartner.example",
		"https://evil.partner.example", "https://partner.example@evil.com", "https://partner.example/", "https://partner.example/evil",
		"https://partner.example#", "https://partner.example?", "https://partner.example ,https://evil.com", "https://partner.example,https://evil.com",
		"https://partner.exаmple", "https://xn--prtner-cua.example", "https://partner-example", "https://partnerXexample", "//partner.example",
		"partner.example", "file://partner.example", "https:partner.example", "https://partner.example%00.evil.com", "https://partner.exampl",
		"https://localhost", "http://127.0.0.1", "chrome-extension://partner.example", "https://partner.example\\@evil.com",
	}
	for _, origin := range hostile {
		for _, method := range []string{http.MethodOptions, http.MethodPost} {
			got := b.send(t, method, "/graphql", "{}", "Origin", origin, "Access-Control-Request-Method", "POST", "Content-Type", "application/json")
			if allowed := got.Header.Get("Access-Control-Allow-Origin"); allowed != "" {
				t.Errorf("%s from %q was allowed: %s", method, origin, allowed)
			}
			if got.Header.Get("Vary") != "Origin" {
				t.Errorf("%s from %q: Vary is %q", method, origin, got.Header.Get("Vary"))
			}
		}
	}
}

func TestPartnerOrigin(t *testing.T) {
	t.Parallel()
	b := setup(t)
	token := b.onboardingToken(t, nil)
	asked := b.send(t, http.MethodOptions, "/graphql", "", "Origin", partner, "Access-Control-Request-Method", "POST")
	want(t, asked, http.StatusNoContent)
	sent := b.post(t, "/graphql", "{}", "Origin", partner, "Authorization", "Bearer "+token)
	want(t, sent, http.StatusOK)
	for _, got := range []answer{asked, sent} {
		if got.Header.Get("Access-Control-Allow-Origin") != partner || got.Header.Get("Access-Control-Allow-Credentials") != "" || got.Header.Get("Vary") != "Origin" {
			t.Errorf("headers: %v", got.Header)
		}
	}
	if asked.Header.Get("Access-Control-Max-Age") != "600" || asked.Header.Get("Access-Control-Allow-Methods") != "POST" {
		t.Errorf("headers: %v", asked.Header)
	}
	elsewhere := b.post(t, "/auth/sign-in", "{}", "Origin", partner)
	if want(t, elsewhere, http.StatusForbidden); elsewhere.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("a partner's page may sign in")
	}
}

func TestBodies(t *testing.T) {
	t.Parallel()
	b := setup(t)
	key := "Bearer " + b.apiKey(t)
	full := `"` + strings.Repeat("a", maxGraphQLBody-2) + `"`
	for name, c := range map[string]struct {
		method, mediaType, body string
		status                  int
	}{
		"JSON":               {"POST", "application/json", "{}", 200},
		"JSON in UTF-8":      {"POST", "application/json; charset=UTF-8", "{}", 200},
		"the largest":        {"POST", "application/json", full, 200},
		"one byte too large": {"POST", "application/json", full + " ", 413},
		"a form":             {"POST", "application/x-www-form-urlencoded", "query={viewer}", 415},
		"parts":              {"POST", "multipart/form-data; boundary=x", "--x--", 415},
		"text":               {"POST", "text/plain", "{}", 415},
		"no type":            {"POST", "", "{}", 415},
		"another charset":    {"POST", "application/json; charset=utf-7", "{}", 415},
		"GET":                {"GET", "application/json", "", 405},
		"PUT":                {"PUT", "application/json", "{}", 405},
	} {
		got := b.send(t, c.method, "/graphql?query={viewer}", c.body, "Content-Type", c.mediaType, "Authorization", key)
		if got.StatusCode != c.status || c.status != 200 && !strings.Contains(got.body, `"errors"`) {
			t.Errorf("%s: got %d %.200s; want %d", name, got.StatusCode, got.body, c.status)
		}
	}
}

func TestPanicsAreAnswered(t *testing.T) {
	t.Parallel()
	var log lockedBuffer
	b := setup(t, func(s *site) {
		s.log = newLog(&log, slog.LevelDebug)
		s.graphql = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("EAAsecret") })
	})
	got := b.post(t, "/graphql", "{}", "Authorization", "Bearer "+b.apiKey(t))
	if want(t, got, http.StatusInternalServerError); strings.Contains(got.body, "EAA") || got.Header.Get("X-Request-Id") == "" {
		t.Errorf("answer: %s", got.body)
	}
	if text := log.String(); strings.Contains(text, "EAA") || !strings.Contains(text, "request panicked") || !strings.Contains(text, "a string") {
		t.Errorf("log: %s", text)
	}
}
