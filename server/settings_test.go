package main

import (
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"capiconnect/graph"
	"capiconnect/meta"
)

func shownNamed(t *testing.T, all []graph.Setting, name string) graph.Setting {
	t.Helper()
	for _, s := range all {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("%s is not shown", name)
	return graph.Setting{}
}

// Whoever may look at the settings must learn no secret from them, whatever is set, and in whichever way.
func TestSettingsShowNoSecret(t *testing.T) {
	t.Parallel()
	env := map[string]string{}
	for _, s := range settings {
		if s.secret {
			env[s.name+"_FILE"] = "/run/secrets/" + strings.ToLower(s.name)
		}
	}
	c := config{
		DatabaseURL: "postgres://canary-db@db/x", KeysetFile: "/run/secrets/encryption_keyset", TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")},
		Meta:         metaConfig{AppSecrets: []meta.Secret{meta.NewSecret("canary-app")}, WebhookVerifyToken: meta.NewSecret("canary-verify")},
		SingleSignOn: oidcConfig{ClientSecret: meta.NewSecret("canary-oidc")},
	}
	public := &url.URL{Scheme: "https", Host: "capi.example.com"}
	all := shownSettings(c, public, func(name string) string { return env[name] })
	if len(all) != len(settings) || len(shown) != len(settings) {
		t.Errorf("%d of %d settings, %d ways to show them", len(all), len(settings), len(shown))
	}
	for _, s := range all {
		if s.IsConfidential && (s.Value != nil || s.File == nil) || s.Description == "" {
			t.Errorf("%+v", s)
		}
		for _, text := range []*string{s.Value, s.Fallback, s.File} {
			if text != nil && strings.Contains(*text, "canary") {
				t.Errorf("%s shows %s", s.Name, *text)
			}
		}
	}
	if s := shownNamed(t, all, "META_APP_SECRET"); !s.IsSet {
		t.Errorf("%+v", s)
	}
	if s := shownNamed(t, all, "ENCRYPTION_KEYSET"); s.IsSet || *s.File != c.KeysetFile {
		t.Errorf("%+v", s)
	}
	if s := shownNamed(t, all, "PUBLIC_URL"); *s.Value != "https://capi.example.com" || *s.Fallback != "http://localhost:8080" {
		t.Errorf("%+v", s)
	}
	if s := shownNamed(t, all, "TRUSTED_PROXIES"); *s.Value != "10.0.0.0/8" {
		t.Errorf("%+v", s)
	}
}
