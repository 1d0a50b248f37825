package graph_test

import (
	"testing"

	"github.com/google/uuid"
)

// What a partner says with an invitation is what the page of its client is told.
func TestAnInvitationTellsItsHolderWhatItWasMadeWith(t *testing.T) {
	t.Parallel()
	a := setup(t)
	type told struct {
		ID                  string
		Booking             bool
		Language, ReturnURL *string
	}
	create := func(input map[string]any) (told, *string) {
		t.Helper()
		var got struct {
			CreateOnboarding struct {
				Onboarding told
				Token      *string
				UserErrors []struct{ Message string }
			}
		}
		a.get(key("onboardings:write"), &got, `mutation ($input: CreateOnboardingInput!) {
			createOnboarding(input: $input) { onboarding { id booking language returnUrl } token userErrors { message } }
		}`, map[string]any{"input": input})
		if len(got.CreateOnboarding.UserErrors) > 0 {
			t.Fatalf("%+v", got.CreateOnboarding.UserErrors)
		}
		return got.CreateOnboarding.Onboarding, got.CreateOnboarding.Token
	}
	said := map[string]any{"booking": true, "language": "JA", "allowedOrigin": "https://app.example.com", "returnUrl": "https://app.example.com/done", "idempotencyKey": "k"}
	full, _ := create(said)
	var read struct{ Onboarding told }
	a.get(holder(uuid.MustParse(full.ID)), &read, `{ onboarding { id booking language returnUrl } }`, nil)
	if o := read.Onboarding; !o.Booking || o.Language == nil || *o.Language != "JA" || o.ReturnURL == nil || *o.ReturnURL != said["returnUrl"] {
		t.Errorf("its holder is told %+v", o)
	}
	if again, token := create(said); again.ID != full.ID || token != nil {
		t.Errorf("a repeated call made %+v", again)
	}
	if plain, _ := create(map[string]any{}); plain.Booking || plain.Language != nil || plain.ReturnURL != nil {
		t.Errorf("without any of it: %+v", plain)
	}
	for _, changed := range []string{"booking", "language", "returnUrl"} {
		other := map[string]any{"booking": true, "language": "JA", "allowedOrigin": "https://app.example.com", "returnUrl": "https://app.example.com/done", "idempotencyKey": "k"}
		delete(other, changed)
		if got := a.ask(key("onboardings:write"), `mutation ($input: CreateOnboardingInput!) { createOnboarding(input: $input) { userErrors { code } } }`, map[string]any{"input": other}); string(got.Data) != `{"createOnboarding":{"userErrors":[{"code":"IDEMPOTENCY_MISMATCH"}]}}` {
			t.Errorf("without %s under the same key: %s", changed, got.Data)
		}
	}
}

func TestABackendRenewsItsInvitation(t *testing.T) {
	t.Parallel()
	a := setup(t)
	var created struct {
		CreateOnboarding struct{ Onboarding struct{ ID string } }
	}
	backend := key("onboardings:write")
	a.get(backend, &created, `mutation { createOnboarding(input: {}) { onboarding { id } } }`, nil)
	id := map[string]any{"id": created.CreateOnboarding.Onboarding.ID}
	for _, step := range []struct{ document, want string }{
		{`mutation ($id: ID!) { extendOnboarding(input: {onboardingId: $id, expiresInMinutes: 10080}) { onboarding { status } userErrors { code field } } }`,
			`{"extendOnboarding":{"onboarding":{"status":"OPEN"},"userErrors":[]}}`},
		{`mutation ($id: ID!) { extendOnboarding(input: {onboardingId: $id, expiresInMinutes: 10081}) { onboarding { status } userErrors { code field } } }`,
			`{"extendOnboarding":{"onboarding":null,"userErrors":[{"code":"INVALID_INPUT","field":["input","expiresInMinutes"]}]}}`},
		{`mutation ($id: ID!) { resendOnboarding(input: {onboardingId: $id, idempotencyKey: "k"}) { onboarding { status } userErrors { code } } }`,
			`{"resendOnboarding":{"onboarding":{"status":"OPEN"},"userErrors":[]}}`},
		{`mutation ($id: ID!) { resendOnboarding(input: {onboardingId: $id, idempotencyKey: "k"}) { token userErrors { code } } }`,
			`{"resendOnboarding":{"token":null,"userErrors":[]}}`},
		{`mutation ($id: ID!) { cancelOnboarding(input: {onboardingId: $id, reason: "moved away"}) { onboarding { status connectUrl problem { code actor } } userErrors { code } } }`,
			`{"cancelOnboarding":{"onboarding":{"status":"CANCELLED","connectUrl":null,"problem":{"code":"ONBOARDING_CANCELLED","actor":"NOBODY"}},"userErrors":[]}}`},
		{`mutation ($id: ID!) { cancelOnboarding(input: {onboardingId: $id}) { onboarding { status } userErrors { code } } }`,
			`{"cancelOnboarding":{"onboarding":{"status":"CANCELLED"},"userErrors":[]}}`},
		{`mutation ($id: ID!) { resendOnboarding(input: {onboardingId: $id}) { onboarding { status } token userErrors { code } } }`,
			`{"resendOnboarding":{"onboarding":null,"token":null,"userErrors":[{"code":"ONBOARDING_CANCELLED"}]}}`},
	} {
		if got := a.ask(backend, step.document, id); string(got.Data) != step.want {
			t.Errorf("%s\n got %s, %v\nwant %s", step.document, got.Data, got.Errors, step.want)
		}
	}
}
