package main

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	adminui "capiconnect/admin-ui"
	"capiconnect/graph"
	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// clients is the public listener with the whole workflow behind it, and with rows of two clients, who must not learn of each other.
type clients struct {
	*bundle
	flow         *onboardingtest.Bundle
	sessions     *sessions
	own, other   client
	disconnected *models.Business
	orphan       uuid.UUID
	lease        uuid.UUID
}

// client is somebody whose business was connected with an onboarding token.
type client struct {
	business   *models.Business
	code       string // that it was connected with
	externalID string
	onboarding *models.Onboarding
	token      string
}

func setupClients(t *testing.T) *clients {
	t.Helper()
	flow := onboardingtest.Setup(t)
	flow.Service.TokenLeases = true
	c := &clients{flow: flow}
	log := slog.New(errorless{slog.DiscardHandler, t})
	c.bundle = setup(t, func(s *site) {
		c.sessions = newSessions(flow.Store, s.now, clientBehind(nil), false)
		s.store, s.service, s.sessions, s.metrics, s.log = flow.Store, flow.Service, c.sessions, newMetrics(flow.Store), log
		s.graphql = graph.NewHandler(graph.Config{
			Reader: flow.Store, Workflow: flow.Service, Changes: flow.Config.Changes, Documents: adminui.Documents(), Log: log,
			Doctor: flow.Doctor(&url.URL{Scheme: "http", Host: "127.0.0.1:1"}), ProgramVersion: "v1.2.3",
			Environment: []graph.Setting{{Name: "A", Description: "a", Value: new("1"), Fallback: new("2"), File: new("/3"), IsSet: true}},
		})
	})
	c.own = c.connect(t, onboardingtest.Coffee, "secret-client-one")
	c.other = c.connect(t, onboardingtest.Florist, "secret-client-two")
	c.disconnected = flow.Connect(onboardingtest.Empty)
	if _, _, err := flow.Revoke(flow.Staff(), c.disconnected.ID, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := flow.Complete(flow.Staff(), onboarding.CompleteInput{Code: "AQnonsense"}); err == nil {
		t.Fatal("nonsense was taken for a code")
	}
	c.orphan, c.lease = models.NewID(), models.NewID()
	c.fill(t)
	return c
}

// errorless fails the test when something that a request did is logged as our failure.
type errorless struct {
	slog.Handler
	t *testing.T
}

// Enabled implements slog.Handler.
func (errorless) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelError }

// Handle implements slog.Handler.
func (h errorless) Handle(_ context.Context, record slog.Record) error {
	record.Attrs(func(attr slog.Attr) bool {
		h.t.Errorf("%s: %s", record.Message, attr)
		return true
	})
	return nil
}

func (c *clients) connect(t *testing.T, metaID, externalID string) client {
	t.Helper()
	o, token, err := c.flow.Create(c.flow.Staff(), onboarding.CreateInput{ExternalID: &externalID, Labels: []string{externalID + "-label"}})
	if err != nil {
		t.Fatal(err)
	}
	code := c.flow.Code(metasandbox.CodeRequest{BusinessID: metaID})
	completed, err := c.flow.Complete(c.flow.Holder(o), onboarding.CompleteInput{Code: code})
	if err != nil || completed.BusinessID == nil {
		t.Fatalf("%v, %v", completed, err)
	}
	return client{c.flow.Business(*completed.BusinessID), code, externalID, completed, *token}
}

// fill gives what rarely has a value one, so that it can be seen.
func (c *clients) fill(t *testing.T) {
	t.Helper()
	now := c.flow.Clock.Now()
	c.execute(t, `UPDATE businesses SET status = 'DEGRADED', problem_code = 'META_UNAVAILABLE', problem_since = $2, problem_retry_at = $2, problem_meta_code = 4,
		problem_meta_subcode = 463, problem_fbtrace_id = 'Abc', token_expires_at = $2 WHERE id IN ($1, $3)`, c.own.business.ID, now, c.other.business.ID)
	c.execute(t, `UPDATE permission_grants SET dataset_meta_ids = '{1}'`)
	c.execute(t, `UPDATE business_datasets SET is_usable = false`)
	c.execute(t, `UPDATE datasets SET is_unavailable = false, created_at = $1, last_fired_at = $1`, now)
	c.execute(t, `INSERT INTO dataset_changes (id, business_id, relation, dataset_meta_id, dataset_name, change, at) VALUES (gen_random_uuid(), $1, 'OWNED', '1', 'a change', 'ADDED', $2)`,
		c.own.business.ID, now)
	c.execute(t, `INSERT INTO revocations (id, business_id, outcome, verified, requested_at, requested_by, ended_at, tries, last_tried_at, next_attempt_at)
		VALUES (gen_random_uuid(), $1, 'REVOKED', true, $2, 'secret-client-one-revoker', $2, 1, $2, $2)`, c.own.business.ID, now.AddDate(-1, 0, 0))
	c.execute(t, `INSERT INTO orphan_grants (id, business_meta_id, name, config_id, found_at, onboarding_id) VALUES ($1, '77', 'an orphan', '1', $2, $3)`,
		c.orphan, now.AddDate(0, 0, -1), c.other.onboarding.ID)
	c.execute(t, `UPDATE businesses SET one_dataset = true, chosen_dataset_id = (SELECT dataset_id FROM business_datasets WHERE business_id = $1 ORDER BY dataset_id LIMIT 1)
		WHERE id = $1`, c.own.business.ID)
	c.execute(t, `INSERT INTO reconnections (business_id, before_at, at, permissions_gained, permissions_lost, datasets_gained, datasets_lost, after_run_id, run_id)
		SELECT $1, $2, $2, '{gained}', '{lost}', 3, 0, '00000000-0000-0000-0000-000000000000', id FROM sync_runs WHERE business_id = $1`, c.own.business.ID, now)
	c.execute(t, `UPDATE onboardings SET allowed_origin = $1`, partner)
	c.execute(t, `UPDATE onboardings SET only_business_id = $1, stopped_business_id = $1, booking = true, language = 'PT', return_url = $3
		WHERE id = $2`, c.own.business.ID, c.own.onboarding.ID, partner+"/done")
	c.execute(t, `INSERT INTO orphan_grants (id, business_meta_id, found_at) VALUES (gen_random_uuid(), $1, $2)`, c.own.business.MetaID, now.AddDate(0, 0, -1))
	c.execute(t, `INSERT INTO orphan_grants (id, business_meta_id, name, found_at, outcome, ended_at) VALUES (gen_random_uuid(), '78', 'no orphan any more', $1, 'GONE', $1)`, now.AddDate(0, 0, -1))
	c.execute(t, `INSERT INTO token_leases (id, business_id, dataset_id, dataset_meta_id, api_key_id, leased_by, purpose, requested_at, granted_at, expires_at, ended_at, end_reason)
		SELECT $1, $2, d.id, d.meta_id, $1, 'a backend', 'a purpose', $3, $3, $3, $3, 'EXPIRED' FROM business_datasets b JOIN datasets d ON d.id = b.dataset_id
		WHERE b.business_id = $2 LIMIT 1`, c.lease, c.own.business.ID, now)
	c.execute(t, `INSERT INTO logos (hash, media_type, content) VALUES ('0123456789abcdef0123456789abcdef', 'image/png', 'an image')`)
	c.execute(t, `UPDATE branding SET name = 'A partner', accent_color = '#336699', support_contact = 'help@partner.example',
		privacy_url = 'https://partner.example/privacy', logo_hash = '0123456789abcdef0123456789abcdef', logo_width = 2, logo_height = 1`)
	c.execute(t, `INSERT INTO meta_usage (day, endpoint, outcome, calls) SELECT $1::date - n, 'dataset', 'ok', 60 FROM generate_series(1, 6) n`, now)
	c.execute(t, `INSERT INTO access_tier (meta_name, seen_at) VALUES ('development_access', $1) ON CONFLICT DO NOTHING`, now)
	event, deletion := models.NewID(), models.NewID()
	c.execute(t, `INSERT INTO meta_events (id, digest, kind, business_meta_id, config_id, at, received_at, outcome, processed_at)
		VALUES ($1, sha256('own'), 'UPDATE', $2, '1', $3, $3, 'APPLIED', $3), (gen_random_uuid(), sha256('orphan'), 'INSTALL', '77', '1', $3, $3, 'APPLIED', $3)`, event, c.own.business.MetaID, now)
	c.execute(t, `INSERT INTO deletions (id, code, subject_hmac, origin, requested_at, begun_at, completed_at) VALUES ($1, repeat('A', 26), sha256('a'), 'META', $2, $2, $2)`, deletion, now)
	c.execute(t, `INSERT INTO river_job (kind, queue, state, max_attempts, attempted_at, finalized_at, args, errors)
		SELECT kind, 'upkeep', 'discarded', 1, $1, $1, args::jsonb, ARRAY['{"error": "an error"}']::jsonb[] FROM (VALUES
			('check', json_build_object('business_id', $2::text)), ('identify', json_build_object('onboarding_id', $3::text)),
			('event', json_build_object('event_id', $4::text)), ('delete', json_build_object('deletion_id', $5::text))) AS j(kind, args)`,
		now, c.own.business.ID.String(), c.own.onboarding.ID.String(), event.String(), deletion.String())
}

// stuck adds a business whose disconnection Meta does not confirm; gone one that is disconnected. Each can be used up once.
func (c *clients) stuck(t *testing.T) uuid.UUID {
	t.Helper()
	id := c.row(t, "REVOKE_STUCK", "'REVOCATION_STUCK', now(), NULL")
	c.execute(t, `INSERT INTO revocations (id, business_id, outcome, verified, requested_at, requested_by) VALUES (gen_random_uuid(), $1, 'PENDING', false, now(), 'test')`, id)
	return id
}

func (c *clients) gone(t *testing.T) uuid.UUID {
	t.Helper()
	return c.row(t, "DISCONNECTED", "NULL, NULL, now()")
}

func (c *clients) row(t *testing.T, status, problemAndEnd string) uuid.UUID {
	t.Helper()
	id := models.NewID()
	c.execute(t, `INSERT INTO businesses (id, meta_id, status, connected_at, created_at, problem_code, problem_since, disconnected_at)
		VALUES ($1, (random() * 1e15)::bigint::text, $2, now(), now(), `+problemAndEnd+`)`, id, status)
	return id
}

// invited adds an onboarding that nobody has opened.
func (c *clients) invited(t *testing.T) uuid.UUID {
	t.Helper()
	o, _, err := c.flow.Create(c.flow.Staff(), onboarding.CreateInput{ExternalID: &c.own.externalID})
	if err != nil {
		t.Fatal(err)
	}
	return o.ID
}

// job adds one that is planned, and can be used up once.
func (c *clients) job(t *testing.T) uuid.UUID {
	t.Helper()
	c.execute(t, `INSERT INTO river_job (kind, queue, state, max_attempts, args, scheduled_at) VALUES ('chain', 'upkeep', 'scheduled', 1, '{}', '2127-01-01')`)
	jobs, err := c.store.Jobs(t.Context(), &models.JobFilter{State: []models.JobState{models.JobPlanned}, Kind: []string{"chain"}}, models.Paging{})
	if err != nil {
		t.Fatal(err)
	}
	return jobs.Edges[0].Node.ID
}

// seal gives all events of the audit their places in the chain.
func (c *clients) seal(t *testing.T) {
	t.Helper()
	if _, err := onboarding.VerifyAudit(t.Context(), c.flow.Store, c.flow.Config.Sealer, c.flow.Config.DataDir); err != nil {
		t.Fatal(err)
	}
}

// member adds a member of staff of whom there is something to know, and to take away.
func (c *clients) member(t *testing.T) uuid.UUID {
	t.Helper()
	now := c.clock.now()
	user := &models.User{ID: models.NewID(), Role: models.Viewer, CreatedAt: now, LastSignedInAt: &now, SecondFactorSince: &now}
	user.Email = user.ID.String() + "@example.com"
	addUser(t, c.store, user)
	c.execute(t, "INSERT INTO user_identities VALUES ('https://id.example', $1, $2, $3)", user.Email, user.ID, now)
	c.execute(t, "INSERT INTO sign_in_links VALUES (sha256($1::bytea), $2, $3)", user.Email, user.ID, now.Add(time.Hour))
	return user.ID
}

// former adds a member of staff who is disabled.
func (c *clients) former(t *testing.T) uuid.UUID {
	t.Helper()
	id := c.member(t)
	c.execute(t, "UPDATE users SET disabled_at = $2 WHERE id = $1", id, c.clock.now())
	return id
}

// spareKey adds an API key of which there is something to know, and which nobody uses.
func (c *clients) spareKey(t *testing.T) uuid.UUID {
	t.Helper()
	key, _, err := c.flow.Access.CreateAPIKey(t.Context(), onboarding.CreateAPIKeyInput{Name: "spare", Scopes: []models.Scope{models.ScopeTokensLease}})
	if err != nil {
		t.Fatal(err)
	}
	return key.ID
}

// webhookEndpoint adds an endpoint of which there is something to know, in place of the one before. Nobody listens there.
func (c *clients) webhookEndpoint(t *testing.T) uuid.UUID {
	t.Helper()
	id, now := models.NewID(), c.flow.Clock.Now()
	c.execute(t, "DELETE FROM webhook_endpoints WHERE description = 'a spare endpoint'")
	c.execute(t, `INSERT INTO webhook_endpoints VALUES ($1, 'https://hooks.example.com/in', 'a spare endpoint', '{business.connected}', 'BY_HAND', $2, $2, $2, $2, $2, $2)`, id, now)
	return id
}

// webhookDelivery adds a delivery that waits for its next try, and one that has ended, both to an endpoint at which nobody listens.
func (c *clients) webhookDelivery(t *testing.T) uuid.UUID {
	t.Helper()
	endpoint, now := models.NewID(), c.flow.Clock.Now()
	c.execute(t, `INSERT INTO webhook_endpoints (id, url, created_at, secret_created_at) VALUES ($1, 'https://hooks.example.com/in', $2, $2)`, endpoint, now)
	c.execute(t, `INSERT INTO webhook_events (id, type, at, business_id, payload) VALUES (gen_random_uuid(), 'business.connected', $1, $2, '{}')`, now, c.own.business.ID)
	c.execute(t, `INSERT INTO webhook_events (id, type, at, onboarding_id, payload) VALUES (gen_random_uuid(), 'onboarding.completed', $1, $2, '{}')`, now, c.own.onboarding.ID)
	c.execute(t, `INSERT INTO webhook_deliveries (id, endpoint_id, event_id, event_number, subject_id, state, tries, due_at, created_at, ended_at)
		SELECT gen_random_uuid(), $1, id, number, coalesce(business_id, onboarding_id), CASE type WHEN 'business.connected' THEN 'PENDING' ELSE 'FAILED' END, 1, $3, $2,
			CASE type WHEN 'business.connected' THEN NULL ELSE $2::timestamptz END FROM webhook_events WHERE payload = '{}'`, endpoint, now, now.AddDate(1, 0, 0))
	c.execute(t, `INSERT INTO webhook_attempts SELECT gen_random_uuid(), id, created_at, 12, 500, 'no', 'REFUSED' FROM webhook_deliveries`)
	page, err := c.store.WebhookDeliveries(t.Context(), &models.WebhookDeliveryFilter{EndpointID: &endpoint, State: []models.WebhookDeliveryState{models.WebhookPending}}, models.Paging{})
	if err != nil {
		t.Fatal(err)
	}
	return page.Edges[0].Node.ID
}

// principal is one kind of caller: how its requests say who it is.
type principal struct {
	name    string
	headers []string
}

// maxFields is how many fields a document of the caller may ask for.
func (p principal) maxFields() int {
	if p.name == "own" || p.name == "other" { // holders of an onboarding token
		return 200
	}
	return 300
}

// principals are all kinds of callers there are, from those who may least.
func (c *clients) principals(t *testing.T) []principal {
	t.Helper()
	all := []principal{
		{"nobody", nil},
		{"own", []string{"Authorization", "Bearer " + c.own.token}},
		{"other", []string{"Authorization", "Bearer " + c.other.token}},
	}
	for _, scope := range models.Scopes() {
		all = append(all, principal{string(scope), []string{"Authorization", "Bearer " + c.key(t, scope)}})
	}
	for _, role := range []models.Role{models.Viewer, models.Operator, models.Admin} {
		all = append(all, principal{string(role), []string{"Cookie", c.session(t, role)}})
	}
	return all
}

// key makes an API key with one scope.
func (c *clients) key(t *testing.T, scope models.Scope) string {
	t.Helper()
	_, secret, err := c.access().CreateAPIKey(t.Context(), onboarding.CreateAPIKeyInput{Name: string(scope), Scopes: []models.Scope{scope}})
	if err != nil {
		t.Fatal(err)
	}
	return *secret
}

// session signs a new member of staff in, without the time that a password takes.
func (c *clients) session(t *testing.T, role models.Role) string {
	t.Helper()
	user := &models.User{ID: models.NewID(), Role: role, CreatedAt: c.clock.now()}
	user.Email = user.ID.String() + "@example.com"
	addUser(t, c.store, user)
	recorder := httptest.NewRecorder()
	if err := c.sessions.start(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", nil), user, false); err != nil {
		t.Fatal(err)
	}
	cookie, _, _ := strings.Cut(recorder.Header().Get("Set-Cookie"), ";")
	return cookie
}
