package graph_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"capiconnect/onboarding"
)

// Only administrators brand the page; whoever holds no more than an onboarding token sees how, and changes nothing.
func TestAdministratorsBrandThePage(t *testing.T) {
	t.Parallel()
	a := setup(t)
	type branding struct {
		Name, AccentColor, SupportContact, PrivacyURL, LogoURL *string
	}
	var before struct{ Branding branding }
	a.get(holder(uuid.New()), &before, `{ branding { name accentColor supportContact privacyUrl logoUrl } }`, nil)
	if before.Branding != (branding{}) {
		t.Errorf("got %+v", before.Branding)
	}
	change := `mutation ($input: UpdateBrandingInput!) { updateBranding(input: $input) { branding { name logoUrl } userErrors { code field } } }`
	var changed struct {
		UpdateBranding struct {
			Branding   *branding
			UserErrors []struct {
				Code  string
				Field []string
			}
		}
	}
	a.get(admin, &changed, change, map[string]any{"input": map[string]any{"name": "Fjordmarkt", "logo": "PHN2Zy8+"}})
	if errors := changed.UpdateBranding.UserErrors; changed.UpdateBranding.Branding != nil || len(errors) != 1 || strings.Join(errors[0].Field, ".") != "input.logo" {
		t.Errorf("got %+v", changed.UpdateBranding)
	}
	const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
	a.get(admin, &changed, change, map[string]any{"input": map[string]any{"name": "Fjordmarkt", "logo": pixel}})
	now := changed.UpdateBranding
	if now.Branding == nil || *now.Branding.Name != "Fjordmarkt" || !strings.Contains(*now.Branding.LogoURL, "/connect/logo/") || len(now.UserErrors) != 0 {
		t.Errorf("got %+v", now)
	}
	for _, who := range []onboarding.Actor{operator, holder(uuid.New()), key("onboardings:write")} {
		if got := a.ask(who, change, map[string]any{"input": map[string]any{"name": "Evil"}}); got.code() != "FORBIDDEN" {
			t.Errorf("%s: %s, %v", who.Name, got.Data, got.Errors)
		}
	}
	var after struct{ Branding branding }
	a.get(viewer, &after, `{ branding { name } }`, nil)
	if *after.Branding.Name != "Fjordmarkt" {
		t.Errorf("got %+v", after.Branding)
	}
}
