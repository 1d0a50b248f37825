package onboarding_test

import (
	"strings"
	"testing"

	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// Whoever gets a partner to pass a return URL on must not lead its clients anywhere else: the page with the login button has their trust.
func TestAReturnURLLeadsToTheAllowedOriginAlone(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	const app, local, plain = "https://app.example.com", "http://localhost:3000", "http://app.example.com"
	for _, test := range []struct {
		origin, url string
		good        bool
	}{
		{app, app, true},
		{app, app + "/done?client=7&next=https://evil.example#top", true},
		{local, local + "/done", true},
		{"http://127.0.0.1:3000", "http://127.0.0.1:3000/", true},
		{app, app + "/" + strings.Repeat("x", 2000-len(app)-1), true},
		{app, app + "/" + strings.Repeat("x", 2000-len(app)), false},
		{"", app, false},
		{app, "", false},
		{app, "/done", false},
		{app, "//app.example.com/done", false},
		{app, "https:app.example.com/done", false},
		{app, "https:///app.example.com/done", false},
		{app, "https://evil.example/done", false},
		{app, "https://app.example.com.evil.example/", false},
		{app, "https://app.example.com:8443/", false},
		{app, "https://app.example.com@evil.example/", false},
		{app, "https://evil.example@app.example.com/", false},
		{app, `https://app.example.com\@evil.example/`, false},
		{app, `https://app.example.com/\..\`, false},
		{app, "https://app.example.com%2eevil.example/", false},
		{app, "https://app.example.com\t.evil.example/", false},
		{app, "https://app.example.com/a b", false},
		{app, " https://app.example.com/", false},
		{app, "https://app.example.com/\u202e", false},
		{app, "HTTPS://app.example.com/", true},
		{app, "javascript://app.example.com/%0aalert(1)", false},
		{app, "data:text/html,https://app.example.com", false},
		{app, plain + "/", false},
		{plain, plain + "/", false},
		{"http://localhost.evil.example", "http://localhost.evil.example/", false},
	} {
		in := onboarding.CreateInput{ReturnURL: &test.url}
		if test.origin != "" {
			in.AllowedOrigin = &test.origin
		}
		o, _, err := b.Create(b.Staff(), in)
		if test.good && (err != nil || *o.ReturnURL != test.url) || !test.good && errorCode(err) != onboarding.InvalidInput {
			t.Errorf("%q on %q: %v", test.url, test.origin, err)
		}
	}
}
