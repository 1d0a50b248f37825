package main

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

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
	c := &clients{flow: flow}
	log := slog.New(errorless{slog.DiscardHandler, t})
	c.bundle = setup(t, func(s *site) {
		c.sessions = newSessions(flow.Store, s.now, false)
		s.store, s.service, s.sessions, s.metrics, s.log = flow.Store, flow.Service, c.sessions, newMetrics(flow.Store), log
		s.graphql = graph.NewHandler(graph.Config{Reader: flow.Store, Workflow: flow.Service, Changes: flow.Config.Changes, Documents: adminui.Documents(), Log: log})
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
	c.orphan = models.NewID()
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
	c.execute(t, `INSERT INTO reconnections (business_id, before_at, at, permissions_gained, permissions_lost, datasets_gained, datasets_lost, run_id)
		SELECT $1, $2, $2, '{gained}', '{lost}', 3, 0, id FROM sync_runs WHERE business_id = $1`, c.own.business.ID, now)
	c.execute(t, `UPDATE onboardings SET only_business_id = $1, stopped_business_id = $1 WHERE id = $2`, c.own.business.ID, c.own.onboarding.ID)
	c.execute(t, `INSERT INTO orphan_grants (id, business_meta_id, found_at) VALUES (gen_random_uuid(), $1, $2)`, c.own.business.MetaID, now.AddDate(0, 0, -1))
	c.execute(t, `INSERT INTO orphan_grants (id, business_meta_id, name, found_at, outcome, ended_at) VALUES (gen_random_uuid(), '78', 'no orphan any more', $1, 'GONE', $1)`, now.AddDate(0, 0, -1))
	c.execute(t, `INSERT INTO meta_usage (day, endpoint, outcome, calls) VALUES ($1, 'token', 'ok', 1) ON CONFLICT DO NOTHING`, now)
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

// principal is one kind of caller: how its requests say who it is.
type principal struct {
	name    string
	headers []string
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
	key, err := apiKeyCreateCommand{Name: string(scope), Scopes: []string{string(scope)}, Expires: "90d"}.key(c.clock.now())
	if err != nil {
		t.Fatal(err)
	}
	secret, err := createAPIKey(t.Context(), c.store, key)
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

// session signs a new member of staff in, without the time that a password takes.
func (c *clients) session(t *testing.T, role models.Role) string {
	t.Helper()
	user := &models.User{ID: models.NewID(), Role: role, CreatedAt: c.clock.now()}
	user.Email = user.ID.String() + "@example.com"
	if err := createUser(t.Context(), c.store, user); err != nil {
		t.Fatal(err)
	}
	recorder := httptest.NewRecorder()
	if err := c.sessions.start(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", nil), user, false); err != nil {
		t.Fatal(err)
	}
	cookie, _, _ := strings.Cut(recorder.Header().Get("Set-Cookie"), ";")
	return cookie
}
