package graph_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type keyAnswer struct {
	APIKey *struct {
		ID, Name, Hint, State string
		Scopes                []string
	}
	Secret     *string
	UserErrors []struct {
		Code  string
		Field []string
	}
}

// A secret is answered by the mutation that makes it, and by nothing afterwards.
func TestAnAPIKeyFromItsMakingToItsEnd(t *testing.T) {
	t.Parallel()
	a := setup(t)
	var made struct{ CreateAPIKey keyAnswer }
	a.get(admin, &made, `mutation { createApiKey(input: {name: "backend", scopes: [ONBOARDINGS_WRITE, BUSINESSES_READ], expiresInDays: 30}) {
		apiKey { id name hint state scopes } secret userErrors { code field } } }`, nil)
	key, first := made.CreateAPIKey.APIKey, made.CreateAPIKey.Secret
	if key == nil || first == nil || !strings.HasPrefix(*first, "capi_") || !strings.HasSuffix(*first, key.Hint) || key.State != "ACTIVE" {
		t.Fatalf("%+v", made)
	}
	if diff := cmp.Diff([]string{"BUSINESSES_READ", "ONBOARDINGS_WRITE"}, key.Scopes); diff != "" {
		t.Error(diff)
	}
	id := map[string]any{"id": key.ID}
	var rotated struct{ RotateAPIKey keyAnswer }
	a.get(admin, &rotated, `mutation ($id: ID!) { rotateApiKey(input: {apiKeyId: $id, overlapDays: 3}) { apiKey { id hint state } secret userErrors { code field } } }`, id)
	second := rotated.RotateAPIKey.Secret
	if second == nil || *second == *first || !strings.HasSuffix(*second, rotated.RotateAPIKey.APIKey.Hint) {
		t.Fatalf("%+v", rotated)
	}
	var revoked struct{ RevokeAPIKey keyAnswer }
	a.get(admin, &revoked, `mutation ($id: ID!) { revokeApiKey(input: {apiKeyId: $id}) { apiKey { id state } userErrors { code field } } }`, id)
	if revoked.RevokeAPIKey.APIKey.State != "REVOKED" {
		t.Errorf("%+v", revoked)
	}
	a.get(admin, &rotated, `mutation ($id: ID!) { rotateApiKey(input: {apiKeyId: $id}) { apiKey { id } secret userErrors { code field } } }`, id)
	if refusal := rotated.RotateAPIKey; refusal.Secret != nil || len(refusal.UserErrors) != 1 || refusal.UserErrors[0].Code != "API_KEY_ENDED" {
		t.Errorf("an ended key is rotated: %+v", refusal)
	}

	listed := a.ask(admin, `{ apiKeys(filter: {state: [REVOKED]}) { totalCount edges { node { id name hint state scopes createdAt expiresAt lastUsedAt revokedAt formerUntil } } }
		auditEvents { edges { node { action before after actorName } } } }`, nil)
	if said := string(listed.Data); !strings.Contains(said, key.ID) || strings.Contains(said, *first) || strings.Contains(said, *second) {
		t.Errorf("the list says %s", said)
	}
	if active := a.ask(admin, `{ apiKeys(filter: {state: [ACTIVE]}) { totalCount } }`, nil); string(active.Data) != `{"apiKeys":{"totalCount":0}}` {
		t.Errorf("active keys: %s", active.Data)
	}
}

type userAnswer struct {
	User *struct {
		ID, Email, Role, State string
		HasPassword            bool
		OpenSessions           int
	}
	Link, LinkExpiresAt *string
	UserErrors          []struct {
		Code  string
		Field []string
	}
}

// A one-time link is answered by the mutation that makes it, and by nothing afterwards.
func TestAMemberFromTheInvitationToTheEnd(t *testing.T) {
	t.Parallel()
	a := setup(t)
	var invited struct{ InviteUser userAnswer }
	const invite = `mutation { inviteUser(input: {email: "eve@example.com", role: VIEWER}) {
		user { id email role state hasPassword openSessions } link linkExpiresAt userErrors { code field } } }`
	a.get(admin, &invited, invite, nil)
	eve, link := invited.InviteUser.User, invited.InviteUser.Link
	if eve == nil || eve.State != "INVITED" || eve.HasPassword || link == nil || !strings.HasPrefix(*link, "https://capi.example.com/admin/sign-in#link=link_") {
		t.Fatalf("%+v", invited)
	}
	a.get(admin, &invited, invite, nil)
	if refusal := invited.InviteUser; refusal.Link != nil || len(refusal.UserErrors) != 1 || refusal.UserErrors[0].Code != "EMAIL_TAKEN" ||
		!cmp.Equal(refusal.UserErrors[0].Field, []string{"input", "email"}) {
		t.Errorf("invited twice: %+v", refusal)
	}
	id := map[string]any{"id": eve.ID}
	var changed struct{ ChangeUserRole, DisableUser userAnswer }
	a.get(admin, &changed, `mutation ($id: ID!) { changeUserRole(input: {userId: $id, role: ADMIN}) { user { role } userErrors { code } } }`, id)
	if changed.ChangeUserRole.User.Role != "ADMIN" {
		t.Errorf("%+v", changed)
	}
	a.get(admin, &changed, `mutation ($id: ID!) { disableUser(input: {userId: $id}) { user { state } userErrors { code } } }`, id)
	if refusal := changed.DisableUser; len(refusal.UserErrors) != 1 || refusal.UserErrors[0].Code != "LAST_ADMINISTRATOR" {
		t.Errorf("the last administrator: %+v", refusal)
	}
	listed := a.ask(admin, `{ users(filter: {state: [INVITED]}) { totalCount edges { node { id email role state createdAt lastSignedInAt disabledAt hasPassword secondFactorSince
		singleSignOnSince linkExpiresAt openSessions } } } auditEvents { edges { node { action before after } } } }`, nil)
	_, token, _ := strings.Cut(*link, "#link=")
	if said := string(listed.Data); !strings.Contains(said, `"linkExpiresAt":"2126-11-22T10:00:00Z"`) || strings.Contains(said, token) {
		t.Errorf("the list says %s, %v", said, listed.Errors)
	}
}
