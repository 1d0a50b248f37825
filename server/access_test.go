package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
)

const accessFile = "testdata/access.table"

// roots says for every root field with what it is asked for in the matrix, once for each of the argument lists. Whatever takes an id is asked
// for what belongs to one client, so that "own" holds the right onboarding token and "other" the token of somebody else.
func (c *clients) roots(t *testing.T) map[string][]argument {
	t.Helper()
	id := func(name string, value any) string { return fmt.Sprintf("%s: %q", name, value) }
	input := func(fields ...string) string { return "input: {" + strings.Join(fields, ", ") + "}" }
	with := func(list string) argument { return argument{"", func() string { return list }} }
	found := func(name string, value any) argument {
		return argument{name, func() string { return id("id", value) }}
	}
	dataset := c.dataset(t)
	return map[string][]argument{
		"Query.auditActions": {with("")},
		"Query.auditEvents": {{"", func() string {
			c.seal(t)
			return "first: 60"
		}}},
		"Query.apiKeys":            {with("first: 60")},
		"Query.business":           {with(id("id", c.own.business.ID))},
		"Query.businesses":         {with("first: 5")},
		"Query.dataset":            {with(id("id", dataset))},
		"Query.datasets":           {with("first: 5")},
		"Query.deletions":          {with("first: 5")},
		"Query.jobCounts":          {with("")},
		"Query.jobs":               {with(`first: 4, filter: {state: FAILED}`)},
		"Query.loginConfiguration": {with("")},
		"Query.metaEvents":         {with("first: 5")},
		"Query.metaUsage":          {with("")},
		"Query.node": {
			found("Business", c.own.business.ID), found("Dataset", dataset), found("Onboarding", c.own.onboarding.ID), found("OrphanGrant", c.orphan),
			found("LoginConfiguration", c.flow.Login.ID()),
		},
		"Query.onboarding":        {with(id("id", c.own.onboarding.ID))},
		"Query.onboardings":       {with("last: 5")},
		"Query.orphanGrants":      {with("first: 5")},
		"Query.settings":          {with("")},
		"Query.branding":          {with("")},
		"Query.setup":             {with("")},
		"Query.overview":          {with("")},
		"Query.readiness":         {with("")},
		"Mutation.cancelJob":      {{"", func() string { return input(id("jobId", c.job(t))) }}},
		"Query.user":              {{"", func() string { return id("id", c.former(t)) }}},
		"Query.users":             {with("first: 60")},
		"Query.viewer":            {with("")},
		"Query.webhookDeliveries": {with("first: 5")},
		"Query.webhookDelivery":   {with(id("id", c.webhookDelivery(t)))},
		"Query.webhookEndpoint":   {{"", func() string { return id("id", c.webhookEndpoint(t)) }}},
		"Query.webhookEndpoints":  {with("first: 60")},
		"Mutation.changeUserRole": {{"", func() string { return input(id("userId", c.member(t)), "role: OPERATOR") }}},
		"Mutation.chooseDataset":  {with(input(id("businessId", c.own.business.ID), id("datasetId", dataset)))},
		"Mutation.sendTestEvent": {
			{"", func() string { return c.test(t, input, dataset) }},
			{"Meta refuses", func() string {
				list := c.test(t, input, dataset)
				c.flow.Sandbox.Fail(metasandbox.Fault{Endpoint: "events", Kind: "error", Code: 100, Times: 1})
				return list
			}},
		},
		"Mutation.leaseToken":         {with(input(id("businessId", c.own.business.ID), id("datasetId", dataset), `purpose: "p"`))},
		"Mutation.endTokenLease":      {with(input(id("tokenLeaseId", c.lease)))},
		"Mutation.updateBranding":     {with(input(`name: "Harbour Shops"`, `accentColor: "#663399"`, `supportContact: "help@harbour.example"`, `privacyUrl: "https://harbour.example/privacy"`))},
		"Mutation.updateBusiness":     {{"", func() string { return input(id("businessId", c.gone(t)), "labels: []", "oneDataset: true") }}},
		"Mutation.checkConnection":    {with(input(id("businessId", c.own.business.ID)))},
		"Mutation.claimOrphanGrant":   {with(input(id("orphanGrantId", c.orphan)))},
		"Mutation.completeOnboarding": {with(input(id("code", c.own.code), id("onboardingId", c.own.onboarding.ID)))},
		"Mutation.createApiKey":       {with(input(`name: "a key"`, "scopes: [TOKENS_LEASE]"))},
		"Mutation.createOnboarding":   {with(input()), {"a bad label", func() string { return input(`labels: [""]`) }}},
		"Mutation.cancelOnboarding":   {{"", func() string { return input(id("onboardingId", c.invited(t)), `reason: "a reason"`) }}},
		"Mutation.extendOnboarding":   {{"", func() string { return input(id("onboardingId", c.invited(t)), "expiresInMinutes: 5") }}},
		"Mutation.resendOnboarding":   {{"", func() string { return input(id("onboardingId", c.invited(t))) }}},
		"Mutation.createSignInLink":   {{"", func() string { return input(id("userId", c.member(t))) }}},
		"Mutation.disableUser":        {{"", func() string { return input(id("userId", c.member(t))) }}},
		"Mutation.enableUser":         {{"", func() string { return input(id("userId", c.former(t))) }}},
		"Mutation.eraseBusiness":      {{"", func() string { return input(id("businessId", c.gone(t))) }}},
		"Mutation.forgetConnection":   {{"", func() string { return input(id("businessId", c.stuck(t))) }}},
		"Mutation.retryJob":           {{"", func() string { return input(id("jobId", c.job(t))) }}},
		"Mutation.inviteUser": {{"", func() string {
			return input(fmt.Sprintf("email: %q", models.NewID().String()+"@example.com"), "role: VIEWER")
		}}},
		"Mutation.removeSecondFactor": {{"", func() string { return input(id("userId", c.member(t))) }}},
		"Mutation.revokeApiKey":       {{"", func() string { return input(id("apiKeyId", c.spareKey(t))) }}},
		"Mutation.rotateApiKey":       {{"", func() string { return input(id("apiKeyId", c.spareKey(t))) }}},
		"Mutation.reportSteps":        {with(input(id("onboardingId", c.own.onboarding.ID), "steps: [PAGE_OPENED]"))},
		"Mutation.revokeConnection":   {with(input(id("businessId", c.disconnected.ID)))},
		"Mutation.signOutUser":        {{"", func() string { return input(id("userId", c.member(t))) }}},
		"Mutation.syncDatasets":       {with(input(id("businessId", c.own.business.ID)))},
		"Mutation.unlinkSingleSignOn": {{"", func() string { return input(id("userId", c.member(t))) }}},

		"Mutation.createWebhookEndpoint":  {with(input(`url: "https://hooks.example.com/in"`))},
		"Mutation.deleteWebhookEndpoint":  {{"", func() string { return input(id("endpointId", c.webhookEndpoint(t))) }}},
		"Mutation.disableWebhookEndpoint": {{"", func() string { return input(id("endpointId", c.webhookEndpoint(t))) }}},
		"Mutation.enableWebhookEndpoint":  {{"", func() string { return input(id("endpointId", c.webhookEndpoint(t))) }}},
		"Mutation.replayWebhookEvents": {{"", func() string {
			return input(id("endpointId", c.webhookEndpoint(t)), `since: "2026-11-22T09:30:00Z"`)
		}}},
		"Mutation.rotateWebhookSecret":   {{"", func() string { return input(id("endpointId", c.webhookEndpoint(t))) }}},
		"Mutation.testWebhookEndpoint":   {{"", func() string { return input(id("endpointId", c.webhookEndpoint(t))) }}},
		"Mutation.updateWebhookEndpoint": {{"", func() string { return input(id("endpointId", c.webhookEndpoint(t))) }}},

		"Subscription.businessUpdated":   {with(id("id", c.own.business.ID))},
		"Subscription.onboardingUpdated": {with(id("id", c.own.onboarding.ID))},
	}
}

// argument is the argument list that a root field is asked with, made anew for each request, since a mutation may use up what is in it, and what to
// call it where there are several: of an interface, the type of what is found.
type argument struct {
	name string
	list func() string
}

// test is the argument list of a test event that nothing stands in the way of.
func (c *clients) test(t *testing.T, input func(...string) string, dataset string) string {
	t.Helper()
	c.execute(t, "UPDATE datasets SET tested_at = NULL")
	c.flow.Sandbox.ClearFaults()
	return input(fmt.Sprintf("businessId: %q", c.own.business.ID), fmt.Sprintf("datasetId: %q", dataset), `testEventCode: "TEST1"`)
}

func (c *clients) dataset(t *testing.T) (id string) {
	t.Helper()
	err := c.store.Pool().QueryRow(t.Context(), "SELECT dataset_id::text FROM business_datasets WHERE business_id = $1 ORDER BY dataset_id LIMIT 1", c.own.business.ID).Scan(&id)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// What a cell of the matrix may say. The greater one counts where a field was reached in several ways.
var outcomes = []string{
	"-",    // it was not reached: the objects that have it were not either
	"no",   // refused: FORBIDDEN, or for nobody UNAUTHENTICATED
	"null", // answered, and there was nothing
	"yes",  // answered
}

// matrix says by field and principal what was answered.
type matrix map[string]map[string]string

func (m matrix) note(field, principal, outcome string) {
	if m[field] == nil {
		m[field] = map[string]string{}
	}
	if slices.Index(outcomes, outcome) >= slices.Index(outcomes, m[field][principal]) {
		m[field][principal] = outcome
	}
}

// TestWhoReachesWhat asks for every field of the schema, by every root field that leads to it, as every kind of caller, and compares what was
// answered with the table in testdata. A field that is new, or that somebody else can reach all of a sudden, shows there as a line.
func TestWhoReachesWhat(t *testing.T) {
	t.Parallel()
	c := setupClients(t)
	principals := c.principals(t)
	reached, said := matrix{}, map[string]string{}
	for _, definition := range schema().Types {
		for _, field := range fieldsOf(definition) {
			if !isRoot(definition) {
				reached.note(definition.Name+"."+field.Name, "", "")
			}
		}
	}
	roots := c.roots(t)
	for _, p := range principals {
		for _, root := range rootFields() {
			arguments, isKnown := roots[root.name]
			if !isKnown {
				t.Fatalf("%s is not in the matrix: add to clients.roots with which arguments it is to be asked for", root.name)
			}
			for _, a := range arguments {
				said[p.name] += c.walk(t, p, root, a, reached)
			}
		}
	}
	compareAccess(t, reached.table(principals))
	reached.check(t)
	c.checkSecrecy(t, said)
}

func compareAccess(t *testing.T, table string) {
	t.Helper()
	if os.Getenv("UPDATE_SNAPSHOTS") != "" {
		if err := os.WriteFile(accessFile, []byte(table), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(accessFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(written), "\n"), strings.Split(table, "\n")); diff != "" {
		t.Errorf("who reaches what has changed (-%s +now). If that is meant, write it down with UPDATE_SNAPSHOTS=1 go test ./server -run %s, and read the diff:\n%s",
			accessFile, t.Name(), diff)
	}
}

// table has a line a field, and a column a principal.
func (m matrix) table(principals []principal) string {
	var b strings.Builder
	line := func(name string, cell func(principal) string) {
		text := fmt.Sprintf("%-40s", name)
		for _, p := range principals {
			text += fmt.Sprintf(" %-*s", len(p.name), cell(p))
		}
		b.WriteString(strings.TrimRight(text, " ") + "\n")
	}
	line("", func(p principal) string { return p.name })
	for _, field := range slices.Sorted(maps.Keys(m)) {
		line(field, func(p principal) string { return outcomes[max(0, slices.Index(outcomes, m[field][p.name]))] })
	}
	return b.String()
}

// forKeysAlone begins the names of the fields that no member of staff reaches.
var forKeysAlone = regexp.MustCompile(`^(Mutation\.leaseToken$|LeaseTokenPayload\.)`)

// check that the matrix means something: an administrator reaches everything, and so would whoever nothing stops; what is for keys alone, a
// key that may do everything reaches.
func (m matrix) check(t *testing.T) {
	t.Helper()
	for field, cells := range m {
		whoever := "ADMIN"
		if forKeysAlone.MatchString(field) {
			whoever = string(models.ScopeAdmin)
		}
		if outcome := cells[whoever]; outcome != "yes" {
			t.Errorf("%s: %s was answered %q, so that this proves nothing about others", field, whoever, outcome)
		}
	}
}

// checkSecrecy: whatever the holder of an onboarding token asked for, nothing that it was answered with is somebody else's.
func (c *clients) checkSecrecy(t *testing.T, said map[string]string) {
	t.Helper()
	for _, private := range []string{c.own.externalID, c.other.externalID, c.own.business.ID.String(), c.other.business.ID.String(), c.other.onboarding.SupportCode, *c.other.business.Name} {
		if !strings.Contains(said["ADMIN"], private) {
			t.Errorf("an administrator was not told %q, so that this proves nothing", private)
		}
	}
	for _, private := range c.foreignTo(c.own, c.other) {
		if strings.Contains(said["own"], private) {
			t.Errorf("the holder of one token was told %q of another", private)
		}
	}
	for _, private := range c.foreignTo(c.other, c.own) {
		if strings.Contains(said["other"], private) {
			t.Errorf("the holder of another token was told %q", private)
		}
	}
}

// foreignTo is what only theirs know, or only staff, which includes the partner's own ids of a client.
func (c *clients) foreignTo(holder, theirs client) []string {
	return []string{
		holder.externalID, theirs.externalID, theirs.business.ID.String(), theirs.business.MetaID, *theirs.business.Name, theirs.onboarding.SupportCode,
		theirs.onboarding.ID.String(), c.disconnected.MetaID, "an orphan",
	}
}

// maxRefusals is how often something is left out of a request because it was refused.
const maxRefusals = 4

// walk asks for everything below one root field, again without what was refused until nothing is, and notes each field's outcome. It returns
// all that was said.
func (c *clients) walk(t *testing.T, p principal, root rootField, a argument, m matrix) (said string) {
	t.Helper()
	top := everything(root, a.name, p.maxFields())
	if a.name != "" {
		top.name += "(" + a.name + ")"
	}
	for range maxRefusals {
		top.argument = a.list()
		body := c.told(t, p, root.operation, string(root.operation)+" {"+top.text()+" }")
		said += body
		var answer accessAnswer
		if err := json.Unmarshal([]byte(body), &answer); err != nil {
			t.Fatalf("%s, %s: %v in %s", p.name, top.name, err, body)
		}
		if len(answer.Errors) == 0 {
			top.observe(answer.Data, p.name, m)
			return said
		}
		for _, e := range answer.Errors {
			field, outcome := top.at(e.Path), e.outcome()
			if field == nil || outcome == "" || outcome == "null" && field != top {
				t.Fatalf("%s, %s: %s", p.name, top.name, body)
			}
			m.note(field.name, p.name, outcome)
			field.refused = true
		}
		if top.refused {
			return said
		}
	}
	t.Fatalf("%s, %s: there is no end of refusals", p.name, top.name)
	return ""
}

// accessAnswer is an answer, or a refusal of the whole request.
type accessAnswer struct {
	Data   map[string]any
	Errors []accessError
}

type accessError struct {
	Path       []any
	Extensions struct{ Code string }
}

// outcome is what an error means in the matrix; empty where it means that the test is wrong.
func (e accessError) outcome() string {
	switch e.Extensions.Code {
	case "FORBIDDEN", "UNAUTHENTICATED":
		return "no"
	case "NOT_FOUND":
		return "null"
	}
	return ""
}

// told sends a document and returns the answer, of a subscription the first one.
func (c *clients) told(t *testing.T, p principal, operation ast.Operation, document string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		t.Fatal(err)
	}
	if operation != ast.Subscription {
		return c.post(t, "/graphql", string(body), p.headers...).body
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+"/graphql", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(p.headers); i += 2 {
		request.Header.Set(p.headers[i], p.headers[i+1])
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if data, isData := strings.CutPrefix(lines.Text(), "data: "); isData {
			return data
		}
		if strings.HasPrefix(lines.Text(), "{") {
			return lines.Text()
		}
	}
	t.Fatalf("a stream ended without a word: %v", lines.Err())
	return ""
}

// The holder of one onboarding token tries to reach what belongs to another client: by ids that it has come by, under aliases beside its own, through
// fragments, variables and nodes, and by giving its code to another onboarding. Nothing of the other client is answered, and nothing of it changes.
func TestAHolderReachesNothingOfAnother(t *testing.T) {
	t.Parallel()
	c := setupClients(t)
	holder := principal{"own", []string{"Authorization", "Bearer " + c.own.token}}
	own, other, business := c.own.onboarding.ID, c.other.onboarding.ID, c.other.business.ID
	before := c.count(t, "SELECT count(*) FROM audit_events")
	for _, document := range []string{
		fmt.Sprintf(`{ onboarding(id: %q) { id status business { name } } }`, other),
		fmt.Sprintf(`{ a: onboarding(id: %q) { id } b: onboarding(id: %q) { supportCode business { id name } } }`, own, other),
		fmt.Sprintf(`query A { onboarding(id: %q) { ...F } } fragment F on Onboarding { supportCode business { metaId } }`, other),
		fmt.Sprintf(`query ($id: ID! = %q) { onboarding(id: $id) { supportCode } }`, other),
		fmt.Sprintf(`{ node(id: %q) { ... on Onboarding { supportCode business { name } } } }`, other),
		fmt.Sprintf(`{ node(id: %q) { id ... on Business { name metaId } } }`, business),
		fmt.Sprintf(`{ business(id: %q) { name } }`, business),
		`{ businesses { edges { node { name } } totalCount } }`,
		`{ onboardings { edges { node { supportCode } } totalCount } }`,
		`{ datasets { edges { node { name businesses { edges { node { name } } } } } } }`,
		`{ orphanGrants { edges { node { name onboarding { supportCode } } } } }`,
		`{ auditEvents { edges { node { subjectId actorName } } } }`,
		`{ jobs { edges { node { business { name } onboarding { supportCode } } } } jobCounts { count } }`,
		`{ metaEvents { edges { node { businessMetaId business { name } orphanGrant { name } } } } deletions { totalCount } }`,
		fmt.Sprintf(`{ onboarding(id: %q) { business { ownedDatasets { edges { node { businesses { edges { node { name } } } } } } } } }`, own),
		fmt.Sprintf(`{ onboarding(id: %q) { business { onboardings { edges { node { supportCode } } } } } }`, own),
		fmt.Sprintf(`mutation { completeOnboarding(input: {code: %q, onboardingId: %q}) { onboarding { id supportCode } business { name } userErrors { code } } }`, c.other.code, other),
		fmt.Sprintf(`mutation { completeOnboarding(input: {code: %q}) { onboarding { id supportCode } business { name } userErrors { code } } }`, c.other.code),
		fmt.Sprintf(`mutation { revokeConnection(input: {businessId: %q}) { business { name } userErrors { code } } }`, business),
	} {
		answer := c.told(t, holder, ast.Query, document)
		for _, private := range c.foreignTo(c.own, c.other) {
			if strings.Contains(answer, private) {
				t.Errorf("%s: told %q in %s", document, private, answer)
			}
		}
	}
	if watched := c.told(t, holder, ast.Subscription, fmt.Sprintf(`subscription { onboardingUpdated(id: %q) { supportCode } }`, other)); !strings.Contains(watched, "NOT_FOUND") {
		t.Errorf("it watches %s", watched)
	}
	if after := c.count(t, "SELECT count(*) FROM audit_events"); after != before {
		t.Errorf("%d changes were made", after-before)
	}
}
