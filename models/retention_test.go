package models_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

// A month of everything, of which all that ended before start is old. What is named "kept" stays whatever its age.
const oldAndNew = `
	INSERT INTO businesses (id, meta_id, name, status, connected_at, created_at) VALUES
		('00000000-0000-7000-8000-000000000001', '1', 'kept', 'CONNECTED', @old, @old);
	INSERT INTO onboardings (id, status, business_id, external_id, labels, config_id, support_code, tries_left, problem_code, problem_since, created_by,
			created_at, expires_at, completed_at, token_hash) VALUES
		('00000000-0000-7000-8000-000000000010', 'CANCELLED', NULL, 'taken back', '{}', 'c', 'taken back', 1, 'X', @old, 'x', @old, @old, NULL, NULL),
		('00000000-0000-7000-8000-000000000015', 'FAILED', NULL, 'extended', '{}', 'c', 'extended', 1, 'X', @old, 'x', @old, @new, NULL, sha256('2')),
		('00000000-0000-7000-8000-000000000011', 'FAILED', NULL, 'old', '{gold}', 'c', 'old', 1, 'X', @old, 'x', @old, @old, NULL, sha256('1')),
		('00000000-0000-7000-8000-000000000012', 'EXPIRED', NULL, 'new', '{}', 'c', 'new', 1, 'X', @new, 'x', @new, @new, NULL, NULL),
		('00000000-0000-7000-8000-000000000013', 'OPEN', NULL, 'kept', '{}', 'c', 'kept', 1, NULL, NULL, 'x', @old, @old, NULL, NULL),
		('00000000-0000-7000-8000-000000000014', 'COMPLETED', '00000000-0000-7000-8000-000000000001', 'kept', '{}', 'c', 'kept, connected', 1, NULL, NULL, 'x', @old, @old, @old, NULL);
	INSERT INTO onboarding_steps (onboarding_id, kind, status, started_at, ended_at, detail) VALUES
		('00000000-0000-7000-8000-000000000011', 'RECEIVE', 'SUCCEEDED', @old, @old, 'old');
	INSERT INTO attempts (id, onboarding_id, code_hmac, redirect_uri, outcome, created_at) VALUES
		(gen_random_uuid(), '00000000-0000-7000-8000-000000000011', sha256('old'), 'https://old', 'REFUSED', @old),
		(gen_random_uuid(), '00000000-0000-7000-8000-000000000012', sha256('new'), 'https://new', 'REFUSED', @new),
		(gen_random_uuid(), '00000000-0000-7000-8000-000000000013', sha256('pending'), 'https://kept', 'PENDING', @old);
	INSERT INTO credentials (id, business_id, state, fingerprint, meta_user_id, granted_at, retired_at, origin) VALUES
		(gen_random_uuid(), NULL, 'RETIRED', sha256('pending'), 'old, of nobody', @old, @old, 'EXCHANGE'),
		(gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'RETIRED', sha256('first'), '77', @older, @old, 'EXCHANGE'),
		(gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'RETIRED', sha256('second'), '77', @old, @old, 'EXCHANGE'),
		(gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'RETIRED', sha256('third'), '78', @old, @old, 'EXCHANGE');
	INSERT INTO sync_runs (id, business_id, epoch, outcome, started_at, read_at, ended_at) VALUES
		(gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 0, 'FAILED', @older, @older, @older),
		(gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 1, 'COMPLETED', @old, @old, @old);
	INSERT INTO dataset_changes (id, business_id, relation, dataset_meta_id, change, at) VALUES
		(gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'OWNED', 'old', 'ADDED', @old),
		(gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'OWNED', 'new', 'ADDED', @new);
	INSERT INTO token_leases (id, business_id, dataset_meta_id, api_key_id, leased_by, purpose, requested_at, granted_at, expires_at, ended_at, end_reason) VALUES
		(gen_random_uuid(), '00000000-0000-7000-8000-000000000001', '1', gen_random_uuid(), 'k', 'old', @old, @old, @old, @old, 'EXPIRED'),
		(gen_random_uuid(), '00000000-0000-7000-8000-000000000001', '1', gen_random_uuid(), 'k', 'new', @old, @old, @new, @new, 'EXPIRED'),
		(gen_random_uuid(), '00000000-0000-7000-8000-000000000001', '1', gen_random_uuid(), 'k', 'kept', @old, @old, @old, NULL, NULL);
	INSERT INTO replaced_links (id, onboarding_id, token_hash, replaced_at, replaced_by) VALUES
		(gen_random_uuid(), '00000000-0000-7000-8000-000000000013', sha256('old'), @old, 'old'),
		(gen_random_uuid(), '00000000-0000-7000-8000-000000000013', NULL, @new, 'new');
	INSERT INTO holds VALUES ('old', @old, @old), ('new', @new, @new);
	INSERT INTO meta_usage VALUES (@old, 'old', 'ok', 1), (@new, 'new', 'ok', 1);
	INSERT INTO meta_events (id, digest, kind, business_meta_id, at, received_at) VALUES
		(gen_random_uuid(), sha256('old'), 'UPDATE', 'old', @old, @old), (gen_random_uuid(), sha256('new'), 'UPDATE', 'new', @new, @new);
	INSERT INTO orphan_grants (id, business_meta_id, name, found_at, outcome, ended_at) VALUES
		(gen_random_uuid(), '1', 'old', @old, 'GONE', @old), (gen_random_uuid(), '2', 'new', @old, 'GONE', @new), (gen_random_uuid(), '3', 'kept', @old, NULL, NULL);
`

func TestOnlyWhatIsOldIsDropped(t *testing.T) {
	t.Parallel()
	for what, test := range map[models.Expiring]struct {
		dropped int64
		left    string // a query
		want    string
	}{
		models.ExpiringAttempts:        {1, "SELECT redirect_uri FROM attempts", "https://kept https://new"},
		models.ExpiringChanges:         {1, "SELECT dataset_meta_id FROM dataset_changes", "new"},
		models.ExpiringCredentials:     {2, "SELECT meta_user_id || '.' || (fingerprint = sha256('second')) FROM credentials", "77.true 78.false"},
		models.ExpiringEvents:          {1, "SELECT business_meta_id FROM meta_events", "new"},
		models.ExpiringLeases:          {1, "SELECT purpose FROM token_leases", "kept new"},
		models.ExpiringHolds:           {1, "SELECT business_meta_id FROM holds", "new"},
		models.ExpiringLinks:           {1, "SELECT replaced_by FROM replaced_links", "new"},
		models.ExpiringOnboardingFacts: {2, "SELECT coalesce(external_id, 'forgotten') FROM onboardings", "extended forgotten forgotten kept kept new"},
		models.ExpiringOnboardings:     {2, "SELECT support_code FROM onboardings", "extended kept kept,_connected new"},
		models.ExpiringOrphans:         {1, "SELECT name FROM orphan_grants", "kept new"},
		models.ExpiringSyncs:           {1, "SELECT outcome FROM sync_runs", "COMPLETED"},
		models.ExpiringUsage:           {1, "SELECT endpoint FROM meta_usage", "new"},
	} {
		t.Run(string(what), func(t *testing.T) {
			t.Parallel()
			store := modelstest.Open(t)
			fill := strings.NewReplacer("@older", "'2026-08-01'", "@old", "'2026-09-01'", "@new", "'2026-11-30'").Replace(oldAndNew)
			if _, err := store.Pool().Exec(t.Context(), fill); err != nil {
				t.Fatal(err)
			}
			for _, want := range []int64{test.dropped, 0} { // the second time there is nothing left to do
				if got := dropExpired(t, store, what, 1000); got != want {
					t.Errorf("%d were dropped, not %d", got, want)
				}
			}
			var left string
			err := store.Pool().QueryRow(t.Context(), "SELECT coalesce(string_agg(replace(x, ' ', '_'), ' ' ORDER BY x), '') FROM ("+test.left+") AS l(x)").Scan(&left)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, left); diff != "" {
				t.Errorf("left (-want +got):\n%s", diff)
			}
		})
	}
}

func dropExpired(t *testing.T, store *models.Store, what models.Expiring, limit int) (dropped int64) {
	t.Helper()
	err := store.InTx(t.Context(), func(tx *models.Tx) (err error) {
		dropped, err = tx.DropExpired(what, start, limit)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return dropped
}

func TestNothingOfAnOnboardingThatLedNowhereTellsWhomItWasFor(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	fill := strings.NewReplacer("@older", "'2026-08-01'", "@old", "'2026-09-01'", "@new", "'2026-11-30'").Replace(oldAndNew)
	if _, err := store.Pool().Exec(t.Context(), fill); err != nil {
		t.Fatal(err)
	}
	dropExpired(t, store, models.ExpiringOnboardingFacts, 1000)
	var told int
	err := store.Pool().QueryRow(t.Context(), `SELECT count(*) FROM onboardings o LEFT JOIN attempts a ON a.onboarding_id = o.id
			LEFT JOIN onboarding_steps s ON s.onboarding_id = o.id
		WHERE o.support_code = 'old' AND num_nonnulls(o.external_id, o.allowed_origin, o.token_hash, a.redirect_uri, s.detail) = 0 AND o.labels = '{}'`).Scan(&told)
	if err != nil || told != 1 {
		t.Errorf("%d, %v", told, err)
	}
}

func TestDroppingGoesInSteps(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	_, err := store.Pool().Exec(t.Context(), "INSERT INTO holds SELECT n::text, $1, $1 FROM generate_series(1, 25) n", start.Add(-time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []int64{10, 10, 5, 0} {
		if got := dropExpired(t, store, models.ExpiringHolds, 10); got != want {
			t.Errorf("%d were dropped, not %d", got, want)
		}
	}
}
