package onboarding_test

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var content bytes.Buffer
	if err := png.Encode(&content, image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.Black})); err != nil {
		t.Fatal(err)
	}
	return content.Bytes()
}

func photo(t *testing.T) []byte {
	t.Helper()
	var content bytes.Buffer
	if err := jpeg.Encode(&content, image.NewGray(image.Rect(0, 0, 30, 20)), nil); err != nil {
		t.Fatal(err)
	}
	return content.Bytes()
}

// webP is the beginning of a WebP file whose first chunk says what it is.
func webP(chunk string, body ...byte) []byte {
	return append([]byte("RIFF\x00\x00\x00\x00WEBP"+chunk+"\x0a\x00\x00\x00"), append(body, make([]byte, 10)...)...)
}

func inBase64(content []byte) *string {
	text := base64.StdEncoding.EncodeToString(content)
	return &text
}

func TestTheBrandingIsAllThatTheLastChangeSaid(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	name, accent, help, privacy := "Fjordmarkt", "#1A7f5a", "help@fjordmarkt.example", "https://fjordmarkt.example/privacy?lang=en"
	first, err := b.UpdateBranding(b.Staff(), onboarding.BrandingInput{Name: &name, AccentColor: &accent, SupportContact: &help, PrivacyURL: &privacy, Logo: inBase64(picture(t, 120, 40))})
	if err != nil || first.LogoHash == nil || *first.LogoWidth != 120 || *first.LogoHeight != 40 {
		t.Fatalf("got %+v, %v", first, err)
	}
	// The logo stays as long as nothing is said of it, the rest does not; and a change that changes nothing is none.
	for range 2 {
		second, err := b.UpdateBranding(b.Staff(), onboarding.BrandingInput{Name: &name})
		if err != nil || second.AccentColor != nil || second.SupportContact != nil || second.PrivacyURL != nil || *second.LogoHash != *first.LogoHash {
			t.Fatalf("got %+v, %v", second, err)
		}
	}
	if changes := b.Count("SELECT count(*) FROM audit_events WHERE action = 'branding: changed' AND actor_kind = 'USER'"); changes != 2 {
		t.Errorf("the audit knows %d changes", changes)
	}
	// Another logo takes the place of the first, and nothing that nobody sees is kept.
	third, err := b.UpdateBranding(b.Staff(), onboarding.BrandingInput{Name: &name, Logo: inBase64(photo(t))})
	if err != nil || *third.LogoHash == *first.LogoHash || b.Count("SELECT count(*) FROM logos") != 1 {
		t.Fatalf("got %+v, %v", third, err)
	}
	remove := true
	if bare, err := b.UpdateBranding(b.Staff(), onboarding.BrandingInput{RemoveLogo: &remove}); err != nil || bare.LogoHash != nil || bare.Name != nil || b.Count("SELECT count(*) FROM logos") != 0 {
		t.Errorf("got %+v, %v", bare, err)
	}
}

func TestLogosAreTakenByWhatTheyAre(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	for name, c := range map[string]struct {
		content       []byte
		mediaType     string
		width, height int
	}{
		"PNG":           {picture(t, 2000, 1), "image/png", 2000, 1},
		"JPEG":          {photo(t), "image/jpeg", 30, 20},
		"WebP, plain":   {webP("VP8 ", 0, 0, 0, 0x9d, 0x01, 0x2a, 100, 0, 50, 0), "image/webp", 100, 50},
		"WebP, exact":   {webP("VP8L", 0x2f, 99, 0x40, 0x0c, 0), "image/webp", 100, 50},
		"WebP, layered": {webP("VP8X", 0, 0, 0, 0, 99, 0, 0, 49, 0, 0), "image/webp", 100, 50},
	} {
		got, err := b.UpdateBranding(b.Staff(), onboarding.BrandingInput{Logo: inBase64(c.content)})
		if err != nil || *got.LogoWidth != c.width || *got.LogoHeight != c.height {
			t.Errorf("%s: got %+v, %v", name, got, err)
			continue
		}
		if logo, err := b.Store.Logo(t.Context(), *got.LogoHash); err != nil || logo.MediaType != c.mediaType || !bytes.Equal(logo.Content, c.content) {
			t.Errorf("%s: kept %+v, %v", name, logo, err)
		}
	}
}

// An attacker who may change the branding, or an administrator who was sent a "logo", must not get a script onto the page of the clients, nor
// an image that a browser chokes on.
func TestHostileLogosAreRefused(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	good := picture(t, 10, 10)
	huge := bytes.Clone(picture(t, 10, 10))
	copy(huge[16:24], []byte{0, 1, 0, 0, 0, 1, 0, 0}) // 65536 × 65536 in a file of a hundred bytes
	for name, content := range map[string][]byte{
		"SVG with a script":   []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>`),
		"HTML":                []byte("<!doctype html><script>alert(1)</script>"),
		"HTML before a PNG":   append([]byte("<script>alert(1)</script>"), good...),
		"a GIF":               []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"),
		"a PNG that is short": good[:20],
		"a bomb":              huge,
		"too wide":            picture(t, 2001, 1),
		"too many bytes":      append(bytes.Clone(good), make([]byte, 48<<10)...),
		"a WebP that is none": webP("EVIL"),
		"a WebP without size": webP("VP8 ", 0, 0, 0, 0x9d, 0x01, 0x2a),
		"a WebP, half":        webP("VP8X")[:25],
		"nothing":             {},
	} {
		if _, err := b.UpdateBranding(b.Staff(), onboarding.BrandingInput{Logo: inBase64(content)}); errorCode(err) != onboarding.InvalidInput {
			t.Errorf("%s: %v", name, err)
		}
	}
	noBase64 := "https://evil.example/logo.png"
	if _, err := b.UpdateBranding(b.Staff(), onboarding.BrandingInput{Logo: &noBase64}); errorCode(err) != onboarding.InvalidInput {
		t.Errorf("an address: %v", err)
	}
	if kept := b.Count("SELECT count(*) FROM logos"); kept != 0 {
		t.Errorf("%d logos were kept", kept)
	}
	if _, err := b.UpdateBranding(b.Staff(), onboarding.BrandingInput{Logo: inBase64(good)}); err != nil {
		t.Errorf("a good one: %v", err)
	}
}

func TestHostileWordsAreRefused(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	yes := true
	for field, c := range map[string]struct {
		set       func(*onboarding.BrandingInput, *string)
		good, bad []string
	}{
		"name": {
			func(in *onboarding.BrandingInput, text *string) { in.Name = text },
			[]string{"A", "Müller & Söhne <GmbH>", "株式会社フィヨルド", "شركة", strings.Repeat("m", 60)},
			[]string{"", " padded", "two\nlines", "turned \u202e round", "in\u200bvisible", "zero\x00", strings.Repeat("m", 61)},
		},
		"accentColor": {
			func(in *onboarding.BrandingInput, text *string) { in.AccentColor = text },
			[]string{"#000000", "#FFFFFF", "#0f6480"},
			[]string{"", "red", "#fff", "0f6480", "#0f64800", "#0f6480\n", "#0f6480;background:url(https://evil.example)", "var(--evil)"},
		},
		"supportContact": {
			func(in *onboarding.BrandingInput, text *string) { in.SupportContact = text },
			[]string{"help@shop.example", "hilfe+capi@müller.example", "https://shop.example/help#contact"},
			[]string{"", "help", "Shop <help@shop.example>", "help@shop.example?bcc=evil@evil.example", "help@shop.example,evil@evil.example", "mailto:help@shop.example", "http://shop.example"},
		},
		"privacyUrl": {
			func(in *onboarding.BrandingInput, text *string) { in.PrivacyURL = text },
			[]string{"https://shop.example/privacy?a=b&c=d", "https://shop.example:8443"},
			[]string{"", "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "http://shop.example", "//shop.example", "https://", "https://user:pass@shop.example", "https://shop.example/a b", "https://shop.example/" + strings.Repeat("a", 500), "help@shop.example"},
		},
	} {
		for _, text := range c.good {
			var in onboarding.BrandingInput
			c.set(&in, &text)
			if _, err := b.UpdateBranding(b.Staff(), in); err != nil {
				t.Errorf("%s %q: %v", field, text, err)
			}
		}
		for _, text := range c.bad {
			var in onboarding.BrandingInput
			c.set(&in, &text)
			if _, err := b.UpdateBranding(b.Staff(), in); errorCode(err) != onboarding.InvalidInput {
				t.Errorf("%s %q was taken: %v", field, text, err)
			}
		}
	}
	if _, err := b.UpdateBranding(b.Staff(), onboarding.BrandingInput{Logo: inBase64(photo(t)), RemoveLogo: &yes}); errorCode(err) != onboarding.InvalidInput {
		t.Errorf("another logo and none: %v", err)
	}
}
