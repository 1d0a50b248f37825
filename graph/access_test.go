package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"

	"capiconnect/graph/generated"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

func schema() *ast.Schema {
	return generated.NewExecutableSchema(generated.Config{}).Schema()
}

// A root field that says nothing about who may resolve it would be open to everybody.
func TestEveryRootFieldSaysWhoMayResolveIt(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, root := range []*ast.Definition{schema().Query, schema().Mutation, schema().Subscription} {
		for _, field := range root.Fields {
			if strings.HasPrefix(field.Name, "__") {
				continue
			}
			checked++
			if field.Directives.ForName("requires") == nil {
				t.Errorf("%s.%s has no @requires", root.Name, field.Name)
			}
		}
	}
	if checked < 20 {
		t.Errorf("only %d root fields were found", checked)
	}
}

// What only administrators may change cannot be made good, as a rule, so a session that lies about must not be enough for it.
func TestWhatIsForAdministratorsAsksForARecentSignIn(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, field := range schema().Mutation.Fields {
		requires := field.Directives.ForName("requires").ArgumentMap(nil)
		if requires["role"] != "ADMIN" {
			continue
		}
		checked++
		if requires["recentSignIn"] != true {
			t.Errorf("%s is for administrators, at any time", field.Name)
		}
	}
	if checked < 2 {
		t.Errorf("only %d mutations for administrators were found", checked)
	}
}

// An attacker who comes by a session that is hours old, or by an unlocked computer, must not erase anything with it. Programs have no
// password that they could repeat.
func TestAnOldSessionErasesNothing(t *testing.T) {
	t.Parallel()
	a := setup(t)
	business := a.Connect(onboardingtest.Coffee)
	old := admin
	old.SignedInRecently = false
	for _, mutation := range []string{"eraseBusiness", "forgetConnection"} {
		document := fmt.Sprintf(`mutation { %s(input: {businessId: %q}) { userErrors { code } } }`, mutation, business.ID)
		if got := a.ask(old, document, nil); got.code() != "STEP_UP_REQUIRED" || string(got.Data) != "null" {
			t.Errorf("%s: %s, %v", mutation, got.Data, got.Errors)
		}
		weak := operator
		weak.SignedInRecently = false
		if got := a.ask(weak, document, nil); got.code() != "FORBIDDEN" {
			t.Errorf("%s asks somebody for a password who may not do it anyway: %v", mutation, got.Errors)
		}
	}
	if now := a.Business(business.ID); now.Status != models.Connected {
		t.Errorf("the business is %s", now.Status)
	}
	var erased struct {
		EraseBusiness struct{ UserErrors []struct{ Code string } }
	}
	a.get(key("admin"), &erased, fmt.Sprintf(`mutation { eraseBusiness(input: {businessId: %q}) { userErrors { code } } }`, business.ID), nil)
	if errors := erased.EraseBusiness.UserErrors; len(errors) != 1 || errors[0].Code != "STILL_CONNECTED" {
		t.Errorf("a key: %+v", errors)
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	a := setup(t)
	id := uuid.NewString()
	documents := map[string]string{
		"viewer":                 `{ viewer { kind } }`,
		"businesses":             `{ businesses { totalCount } }`,
		"datasets":               `{ datasets { totalCount } }`,
		"onboardings":            `{ onboardings { totalCount } }`,
		"onboarding":             `{ onboarding(id: "` + id + `") { id } }`,
		"loginConfiguration":     `{ loginConfiguration { id } }`,
		"createOnboarding":       `mutation { createOnboarding(input: {}) { userErrors { code } } }`,
		"cancelOnboarding":       `mutation { cancelOnboarding(input: {onboardingId: "` + id + `"}) { userErrors { code } } }`,
		"extendOnboarding":       `mutation { extendOnboarding(input: {onboardingId: "` + id + `", expiresInMinutes: 5}) { userErrors { code } } }`,
		"resendOnboarding":       `mutation { resendOnboarding(input: {onboardingId: "` + id + `"}) { userErrors { code } } }`,
		"completeOnboarding":     `mutation { completeOnboarding(input: {code: " "}) { userErrors { code } } }`,
		"reportSteps":            `mutation { reportSteps(input: {steps: []}) { userErrors { code } } }`,
		"syncDatasets":           `mutation { syncDatasets(input: {businessId: "` + id + `"}) { userErrors { code } } }`,
		"checkConnection":        `mutation { checkConnection(input: {businessId: "` + id + `"}) { userErrors { code } } }`,
		"updateBusiness":         `mutation { updateBusiness(input: {businessId: "` + id + `", labels: [], oneDataset: false}) { userErrors { code } } }`,
		"chooseDataset":          `mutation { chooseDataset(input: {businessId: "` + id + `", datasetId: "` + id + `"}) { userErrors { code } } }`,
		"leaseToken":             `mutation { leaseToken(input: {businessId: "` + id + `", datasetId: "` + id + `", purpose: "p"}) { userErrors { code } } }`,
		"endTokenLease":          `mutation { endTokenLease(input: {tokenLeaseId: "` + id + `"}) { userErrors { code } } }`,
		"sendTestEvent":          `mutation { sendTestEvent(input: {businessId: "` + id + `", datasetId: "` + id + `", testEventCode: "T"}) { userErrors { code } } }`,
		"revokeConnection":       `mutation { revokeConnection(input: {businessId: "` + id + `"}) { userErrors { code } } }`,
		"forgetConnection":       `mutation { forgetConnection(input: {businessId: "` + id + `"}) { userErrors { code } } }`,
		"orphanGrants":           `{ orphanGrants { totalCount } }`,
		"claimOrphanGrant":       `mutation { claimOrphanGrant(input: {orphanGrantId: "` + id + `"}) { userErrors { code } } }`,
		"metaUsage":              `{ metaUsage { calls } }`,
		"branding":               `{ branding { name } }`,
		"updateBranding":         `mutation { updateBranding(input: {accentColor: "red"}) { userErrors { code } } }`,
		"setup":                  `{ setup { checkedAt } }`,
		"settings":               `{ settings { programVersion } }`,
		"overview":               `{ overview { pendingOnboardings } }`,
		"readiness":              `{ readiness { countedSince } }`,
		"auditActions":           `{ auditActions }`,
		"jobs":                   `{ jobs { totalCount } }`,
		"jobCounts":              `{ jobCounts { count } }`,
		"metaEvents":             `{ metaEvents { totalCount } }`,
		"deletions":              `{ deletions { totalCount } }`,
		"retryJob":               `mutation { retryJob(input: {jobId: "` + id + `"}) { userErrors { code } } }`,
		"cancelJob":              `mutation { cancelJob(input: {jobId: "` + id + `"}) { userErrors { code } } }`,
		"apiKeys":                `{ apiKeys { totalCount } }`,
		"user":                   `{ user(id: "` + id + `") { id } }`,
		"users":                  `{ users { totalCount } }`,
		"createApiKey":           `mutation { createApiKey(input: {name: "", scopes: []}) { userErrors { code } } }`,
		"rotateApiKey":           `mutation { rotateApiKey(input: {apiKeyId: "` + id + `"}) { userErrors { code } } }`,
		"revokeApiKey":           `mutation { revokeApiKey(input: {apiKeyId: "` + id + `"}) { userErrors { code } } }`,
		"inviteUser":             `mutation { inviteUser(input: {email: "", role: VIEWER}) { userErrors { code } } }`,
		"changeUserRole":         `mutation { changeUserRole(input: {userId: "` + id + `", role: ADMIN}) { userErrors { code } } }`,
		"createSignInLink":       `mutation { createSignInLink(input: {userId: "` + id + `"}) { userErrors { code } } }`,
		"disableUser":            `mutation { disableUser(input: {userId: "` + id + `"}) { userErrors { code } } }`,
		"enableUser":             `mutation { enableUser(input: {userId: "` + id + `"}) { userErrors { code } } }`,
		"signOutUser":            `mutation { signOutUser(input: {userId: "` + id + `"}) { userErrors { code } } }`,
		"removeSecondFactor":     `mutation { removeSecondFactor(input: {userId: "` + id + `"}) { userErrors { code } } }`,
		"unlinkSingleSignOn":     `mutation { unlinkSingleSignOn(input: {userId: "` + id + `"}) { userErrors { code } } }`,
		"eraseBusiness":          `mutation { eraseBusiness(input: {businessId: "` + id + `"}) { userErrors { code } } }`,
		"webhookEndpoints":       `{ webhookEndpoints { totalCount } }`,
		"webhookEndpoint":        `{ webhookEndpoint(id: "` + id + `") { id } }`,
		"webhookDeliveries":      `{ webhookDeliveries { totalCount } }`,
		"webhookDelivery":        `{ webhookDelivery(id: "` + id + `") { id } }`,
		"createWebhookEndpoint":  `mutation { createWebhookEndpoint(input: {url: "x"}) { userErrors { code } } }`,
		"updateWebhookEndpoint":  `mutation { updateWebhookEndpoint(input: {endpointId: "` + id + `"}) { userErrors { code } } }`,
		"deleteWebhookEndpoint":  `mutation { deleteWebhookEndpoint(input: {endpointId: "` + id + `"}) { userErrors { code } } }`,
		"disableWebhookEndpoint": `mutation { disableWebhookEndpoint(input: {endpointId: "` + id + `"}) { userErrors { code } } }`,
		"enableWebhookEndpoint":  `mutation { enableWebhookEndpoint(input: {endpointId: "` + id + `"}) { userErrors { code } } }`,
		"rotateWebhookSecret":    `mutation { rotateWebhookSecret(input: {endpointId: "` + id + `"}) { userErrors { code } } }`,
		"testWebhookEndpoint":    `mutation { testWebhookEndpoint(input: {endpointId: "` + id + `"}) { userErrors { code } } }`,
		"replayWebhookEvents":    `mutation { replayWebhookEvents(input: {endpointId: "` + id + `", since: "2026-11-22T09:30:00Z"}) { userErrors { code } } }`,
	}
	reads := "viewer branding loginConfiguration businesses datasets onboardings onboarding orphanGrants metaUsage overview readiness"
	writes := " viewer branding loginConfiguration createOnboarding cancelOnboarding extendOnboarding resendOnboarding completeOnboarding reportSteps syncDatasets checkConnection claimOrphanGrant updateBusiness chooseDataset"
	staff := " setup settings auditActions jobs jobCounts metaEvents deletions"
	operates := " revokeConnection retryJob cancelJob sendTestEvent endTokenLease"
	access := " apiKeys createApiKey rotateApiKey revokeApiKey user users inviteUser changeUserRole createSignInLink disableUser enableUser signOutUser" +
		" removeSecondFactor unlinkSingleSignOn"
	webhooks := " webhookEndpoints webhookEndpoint webhookDeliveries webhookDelivery createWebhookEndpoint updateWebhookEndpoint deleteWebhookEndpoint" +
		" disableWebhookEndpoint enableWebhookEndpoint rotateWebhookSecret testWebhookEndpoint replayWebhookEvents"
	everything := reads + staff + writes + operates + " forgetConnection eraseBusiness updateBranding" + access + webhooks
	for name, test := range map[string]struct {
		actor onboarding.Actor
		may   string
	}{
		"nobody":                  {onboarding.Actor{}, ""},
		"viewer":                  {viewer, reads + staff},
		"operator":                {operator, reads + staff + writes + operates},
		"admin":                   {admin, everything},
		"key to read":             {key("businesses:read"), reads},
		"key to onboard":          {key("onboardings:write"), writes},
		"key to revoke":           {key("connections:revoke"), "viewer revokeConnection"},
		"key to forget":           {key("connections:forget"), "viewer forgetConnection"},
		"key for everything":      {key("admin"), everything + " leaseToken"},
		"key to lease tokens":     {key("tokens:lease"), "viewer leaseToken endTokenLease"},
		"key for webhooks":        {key("webhooks:manage"), "viewer" + webhooks},
		"holder of an onboarding": {holder(uuid.New()), "viewer branding loginConfiguration onboarding completeOnboarding reportSteps chooseDataset"},
	} {
		for field, document := range documents {
			may := strings.Contains(" "+test.may+" ", " "+field+" ")
			got := a.ask(test.actor, document, nil)
			if may != (got.code() != "FORBIDDEN") {
				t.Errorf("%s, %s: %v", name, field, got.Errors)
			}
		}
	}
	if got := a.post(nil, "application/json", `{"query":"{ viewer { kind } }"}`).Body.String(); !strings.Contains(got, "UNAUTHENTICATED") {
		t.Errorf("without a caller: %s", got)
	}
}

// Whoever tries what is not theirs, or more than anybody may, leaves a trace with their name and the request's; what they sent stays out.
func TestAttemptsLeaveATrace(t *testing.T) {
	t.Parallel()
	a := setup(t)
	keyID := uuid.New()
	actor := onboarding.Actor{Kind: models.ActorAPIKey, ID: keyID, Name: "key", Scopes: []models.Scope{"connections:revoke"}}
	for document, reason := range map[string]string{
		`{ businesses(filter: {search: "sent-by-us"}) { totalCount } }`: "path=businesses",
		"{" + numbered(101, " a%d: __typename") + " }":                  "101 aliases",
	} {
		a.log.Reset()
		a.ask(actor, document, nil)
		if said := a.log.String(); strings.Count(said, "\n") != 1 || !strings.Contains(said, reason) || !strings.Contains(said, keyID.String()) || strings.Contains(said, "sent-by-us") {
			t.Errorf("%.60s: the log says %q", document, said)
		}
	}
}

// The holder of an onboarding token is a stranger's browser: it must learn nothing of other onboardings, other businesses or the
// partner's own ids.
func TestAHolderSeesItsOwnOnboardingOnly(t *testing.T) {
	t.Parallel()
	a := setup(t)
	externalID := "secret-client-number"
	own := a.Invite(onboarding.CreateInput{ExternalID: &externalID})
	other := a.Invite(onboarding.CreateInput{})
	document := `query ($id: ID!) { onboarding(id: $id) { id status supportCode } }`
	for id, want := range map[uuid.UUID]bool{own.ID: true, other.ID: false} {
		var got struct{ Onboarding *struct{ ID string } }
		a.get(holder(own.ID), &got, document, map[string]any{"id": id})
		if (got.Onboarding != nil) != want {
			t.Errorf("%v: got %+v", want, got)
		}
	}

	var completed struct {
		CompleteOnboarding struct{ Business struct{ Name string } }
	}
	a.get(holder(own.ID), &completed, `mutation ($code: String!) { completeOnboarding(input: {code: $code}) { business { name ownedDatasets { totalCount } } userErrors { code } } }`,
		map[string]any{"code": a.code(onboardingtest.Coffee)})
	if completed.CompleteOnboarding.Business.Name == "" {
		t.Error("the holder does not see what it connected")
	}
	for _, field := range []string{
		"externalId", "labels", "connectUrl", "business { externalId }", "business { labels }", "business { onboardings { totalCount } }",
		"business { reconnection { at } }", "business { orphanGrant { id } }", "business { tokenLeases { totalCount } }",
		"business { stoppedOnboardings { totalCount } }", "onlyBusiness { id }",
		"business { revocation { requestedBy } }", "business { datasetChanges { totalCount } }",
		"business { ownedDatasets { edges { node { businesses { totalCount } } } } }",
	} {
		got := a.ask(holder(own.ID), fmt.Sprintf(`{ onboarding(id: %q) { %s } }`, own.ID, field), nil)
		if got.code() != "FORBIDDEN" || strings.Contains(string(got.Data), externalID) {
			t.Errorf("%s: %s, %v", field, got.Data, got.Errors)
		}
	}
}

func TestViewerSaysWhoIsCalling(t *testing.T) {
	t.Parallel()
	a := setup(t)
	for want, actor := range map[string]onboarding.Actor{
		`{"viewer":{"kind":"USER","name":"v@example.com","role":"VIEWER","scopes":[]}}`:               viewer,
		`{"viewer":{"kind":"API_KEY","name":"key","role":null,"scopes":["BUSINESSES_READ","ADMIN"]}}`: key("businesses:read", "admin"),
		`{"viewer":{"kind":"ONBOARDING_TOKEN","name":null,"role":null,"scopes":[]}}`:                  holder(uuid.New()),
	} {
		if got := a.ask(actor, `{ viewer { kind name role scopes } }`, nil); string(got.Data) != want {
			t.Errorf("got %s, want %s", got.Data, want)
		}
	}
}

func TestTheSchemaIsNotForStrangers(t *testing.T) {
	t.Parallel()
	a := setup(t)
	introspection := `{ __schema { types { name } } }`
	for _, actor := range []onboarding.Actor{viewer, key("businesses:read")} {
		if got := a.ask(actor, introspection, nil); len(got.Errors) > 0 {
			t.Errorf("%s: %v", actor.Kind, got.Errors)
		}
	}
	if got := a.ask(holder(uuid.New()), introspection, nil); got.code() != "GRAPHQL_VALIDATION_FAILED" || got.Data != nil || a.log.Len() > 0 {
		t.Errorf("a holder got %s %v, and the log %s", got.Data, got.Errors, a.log)
	}
	for _, document := range []string{
		`{ onboardingz { id } }`, `{ onboarding(idd: "x") { id } }`, `{ onboarding(id: "x") { statuz } }`, `query ($x: Onboardin) { viewer { kind } }`,
		`{ onboarding(id: "x") { ... on Onboardin { id } } }`, `{ onboarding }`, `{ businesses(orderBy: {field: NAM, direction: ASC}) { totalCount } }`,
	} {
		if got := a.ask(holder(uuid.New()), document, nil); len(got.Errors) == 0 || strings.Contains(fmt.Sprint(got.Errors), "Did you mean") {
			t.Errorf("%s: %v", document, got.Errors)
		}
	}
}

// shownOnce are payloads with a secret that was made a moment ago.
var shownOnce = []string{
	"ClaimOrphanGrantPayload", "CreateApiKeyPayload", "CreateOnboardingPayload", "CreateWebhookEndpointPayload", "LeaseTokenPayload", "ResendOnboardingPayload",
	"RotateApiKeyPayload", "RotateWebhookSecretPayload",
}

// No type of the API may hold what must not be shown, whatever resolvers do.
func TestNoFieldIsNamedLikeASecret(t *testing.T) {
	t.Parallel()
	for _, definition := range schema().Types {
		if definition.Kind != ast.Object || slices.Contains(shownOnce, definition.Name) {
			continue
		}
		for _, field := range definition.Fields {
			if type_ := field.Type.Name(); type_ == "Boolean" || type_ == "DateTime" || strings.HasSuffix(type_, "Payload") {
				continue // says that there is one, or since when, or is looked at by itself
			}
			name := strings.ToLower(field.Name)
			for _, secret := range []string{"secret", "accesstoken", "ciphertext", "credential", "password", "hash", "fingerprint"} {
				if strings.Contains(name, secret) {
					t.Errorf("%s.%s", definition.Name, field.Name)
				}
			}
			if name == "token" {
				t.Errorf("%s.%s", definition.Name, field.Name)
			}
		}
	}
}
