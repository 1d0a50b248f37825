package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"capiconnect/models"
)

// connectDocument is built like the real one.
var connectDocument = fstest.MapFS{"connect.html": {Data: []byte(`<!doctype html><body><!--brand--><header class="brand">CAPI Connect</header><!--/brand--><div id="root"></div></body>`)}}

// brands writes the branding past the checks of the workflow: what must hold on the page must not hang on them.
func (b *bundle) brands(t *testing.T, branding models.Branding, logo *models.Logo) {
	t.Helper()
	err := b.store.InTx(t.Context(), func(tx *models.Tx) error {
		if logo != nil {
			branding.LogoHash, branding.LogoWidth, branding.LogoHeight = &logo.Hash, new(120), new(40)
			if err := tx.KeepLogo(logo); err != nil {
				return err
			}
		}
		branding.OnlyRow = true
		return tx.UpdateBranding(&branding)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheBrandingIsInTheDocument(t *testing.T) {
	t.Parallel()
	b := setup(t, func(s *site) { s.files = connectDocument })
	if plain := b.send(t, http.MethodGet, "/connect", ""); !strings.Contains(plain.body, "<!--brand-->") {
		t.Errorf("without branding: %s", plain.body)
	}
	logo := &models.Logo{Hash: "0123456789abcdef0123456789abcdef", MediaType: "image/png", Content: []byte("\x89PNG")}
	b.brands(t, models.Branding{Name: new("Fjordmarkt"), AccentColor: new("#1a7f5a"), SupportContact: new("help@fjordmarkt.example"), PrivacyURL: new("https://fjordmarkt.example/privacy")}, logo)

	page := b.send(t, http.MethodGet, "/connect", "")
	want(t, page, http.StatusOK)
	for _, part := range []string{
		`<header class="brand"><img src="/connect/logo/0123456789abcdef0123456789abcdef" alt="" width="120" height="40"><span>Fjordmarkt</span></header>`,
		`<script type="application/json" id="branding">{"name":"Fjordmarkt","accentColor":"#1a7f5a","supportContact":"help@fjordmarkt.example","privacyUrl":"https://fjordmarkt.example/privacy"}</script>`,
	} {
		if !strings.Contains(page.body, part) {
			t.Errorf("the document lacks %s\n%s", part, page.body)
		}
	}
	if strings.Contains(page.body, "CAPI Connect") {
		t.Errorf("it still bears the product's name: %s", page.body)
	}
	for name, value := range map[string]string{
		"Cache-Control": cachePage, "Content-Security-Policy": connectPolicy(metaAtMeta).String(), "Content-Type": "text/html; charset=utf-8",
		"Cross-Origin-Opener-Policy": openerOfDialog, "X-Content-Type-Options": "nosniff",
	} {
		if page.Header.Get(name) != value {
			t.Errorf("%s is %q; want %q", name, page.Header.Get(name), value)
		}
	}
	known := b.send(t, http.MethodGet, "/connect", "", "If-None-Match", page.Header.Get("ETag"))
	want(t, known, http.StatusNotModified)
	b.brands(t, models.Branding{Name: new("Other")}, nil)
	if changed := b.send(t, http.MethodGet, "/connect", "", "If-None-Match", page.Header.Get("ETag")); !strings.Contains(changed.body, "Other") {
		t.Errorf("a change is not seen: %d %s", changed.StatusCode, changed.body)
	}
}

// Whatever the partner is called, the document says it and does nothing else.
func TestTheBrandingBreaksOutOfNothing(t *testing.T) {
	t.Parallel()
	b := setup(t, func(s *site) { s.files = connectDocument })
	b.brands(t, models.Branding{
		Name:       new(`</script><script>alert(1)</script><img src=x onerror=alert(1)>"'` + "`" + `<!--`),
		PrivacyURL: new(`https://x.example/"></script><script>alert(1)</script>`),
	}, &models.Logo{Hash: `" onerror="alert(1)`, MediaType: "image/png", Content: []byte("x")})
	page := b.send(t, http.MethodGet, "/connect", "")
	if want(t, page, http.StatusOK); !strings.Contains(page.body, "&lt;/script&gt;") {
		t.Fatalf("the name is not there: %s", page.body)
	}
	if n := strings.Count(page.body, "<script"); n != 1 {
		t.Errorf("%d scripts: %s", n, page.body)
	}
	for _, out := range []string{"<script>", "<img src=x", `" onerror=`, "<!--"} {
		if strings.Contains(page.body, out) {
			t.Errorf("%s got out: %s", out, page.body)
		}
	}
}

// A file that was taken for a logo must not run, whatever a browser is made to believe of it.
func TestTheLogoIsAnImageAndNothingElse(t *testing.T) {
	t.Parallel()
	b := setup(t, func(s *site) {
		s.files = connectDocument
		s.publicURL = &url.URL{Scheme: "https", Host: "connect.example.com"}
	})
	content := "\x89PNG<script>alert(1)</script>"
	b.brands(t, models.Branding{}, &models.Logo{Hash: "0123456789abcdef0123456789abcdef", MediaType: "image/png", Content: []byte(content)})
	got := b.send(t, http.MethodGet, "/connect/logo/0123456789abcdef0123456789abcdef", "")
	if want(t, got, http.StatusOK); got.body != content {
		t.Errorf("got %q", got.body)
	}
	for name, value := range map[string]string{
		"Cache-Control": cacheHashed, "Content-Security-Policy": apiPolicy.String(), "Content-Type": "image/png", "X-Content-Type-Options": "nosniff",
		"Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got.Header.Get(name) != value {
			t.Errorf("%s is %q; want %q", name, got.Header.Get(name), value)
		}
	}
	for _, path := range []string{"/connect/logo/ffff", "/connect/logo/ffffffffffffffffffffffffffffffff", "/connect/logo/", "/connect/logo/0123456789abcdef0123456789abcdef/x", "/connect/logo/..%2f..%2fgo.mod", "/connect/logo/%00"} {
		if missing := b.send(t, http.MethodGet, path, ""); missing.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, missing.StatusCode)
		}
	}
}

// Without a database nobody can be onboarded, but the page still says so itself.
func TestThePageStandsWithoutTheBranding(t *testing.T) {
	t.Parallel()
	b := setup(t, func(s *site) { s.files = connectDocument })
	b.store.Close()
	if page := b.send(t, http.MethodGet, "/connect", ""); page.StatusCode != http.StatusOK || !strings.Contains(page.body, "CAPI Connect") {
		t.Errorf("got %d %s", page.StatusCode, page.body)
	}
}
