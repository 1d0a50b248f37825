package models_test

import (
	"testing"
	"time"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func TestTheServerTellsItsFacts(t *testing.T) {
	t.Parallel()
	facts, err := modelstest.Open(t).ServerFacts(t.Context())
	if err != nil || facts.Version == "" || facts.VersionNumber < 150_000 || facts.Connections < 1 || facts.MaxConnections < facts.Connections {
		t.Errorf("%+v, %v", facts, err)
	}
}

func TestTheQueueTellsHowItFares(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	if health, err := store.QueueHealth(t.Context(), start); err != nil || health != (models.QueueHealth{}) {
		t.Errorf("before the first job: %+v, %v", health, err)
	}
	for _, job := range []struct {
		state string
		at    time.Duration // when it was due or, once it has ended, ended
	}{
		{"completed", -time.Minute}, {"completed", -time.Hour}, {"available", -2 * time.Minute}, {"scheduled", -3 * time.Minute}, {"scheduled", time.Hour},
		{"retryable", time.Minute}, {"retryable", -time.Second}, {"running", -time.Hour}, {"discarded", -time.Hour}, {"cancelled", -time.Second},
	} {
		_, err := store.Pool().Exec(t.Context(), `INSERT INTO river_job (kind, state, max_attempts, args, scheduled_at, finalized_at)
			VALUES ('test', $1::text::river_job_state, 1, '{}', $2::timestamptz, CASE WHEN $1::text IN ('completed', 'discarded', 'cancelled') THEN $2::timestamptz END)`, job.state, start.Add(job.at))
		if err != nil {
			t.Fatal(err)
		}
	}
	health, err := store.QueueHealth(t.Context(), start)
	if err != nil {
		t.Fatal(err)
	}
	if health.Waiting != 3 || health.Retrying != 2 || health.GivenUp != 1 || !health.WaitingSince.Equal(start.Add(-3*time.Minute)) || !health.LastEndedAt.Equal(start.Add(-time.Minute)) {
		t.Errorf("got %+v, waiting since %v, last ended %v", health, health.WaitingSince, health.LastEndedAt)
	}
}

// A configuration is judged by what came of it, not by what came of another.
func TestLoginOutcomesAreOfOneConfiguration(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	_, err := store.Pool().Exec(t.Context(), `
		WITH b AS (INSERT INTO businesses (id, meta_id, status, connected_at, created_at) VALUES (gen_random_uuid(), '1', 'CONNECTED', $1, $1) RETURNING id),
		o AS (INSERT INTO onboardings (id, status, business_id, config_id, support_code, tries_left, created_by, created_at, expires_at, completed_at, problem_code, problem_since)
			SELECT gen_random_uuid(), status, CASE status WHEN 'COMPLETED' THEN b.id END, config_id, support_code, 0, 'test', $1, $1,
				CASE status WHEN 'COMPLETED' THEN $1 + age * interval '1 minute' END, problem_code, CASE WHEN problem_code IS NOT NULL THEN $1 + age * interval '1 minute' END
			FROM b, (VALUES ('COMPLETED', 'ours', 'A', 1, NULL), ('COMPLETED', 'ours', 'B', 2, NULL), ('FAILED', 'ours', 'C', 3, 'WRONG_TOKEN_TYPE'),
				('FAILED', 'ours', 'D', 9, 'CODE_EXPIRED'), ('COMPLETED', 'theirs', 'E', 9, NULL)) AS v (status, config_id, support_code, age, problem_code)
			RETURNING id, support_code)
		INSERT INTO attempts (id, onboarding_id, code_hmac, redirect_uri, outcome, created_at)
		SELECT gen_random_uuid(), o.id, sha256(o.support_code::bytea), redirect_uri, outcome, $1 + age * interval '1 minute'
		FROM o JOIN (VALUES ('A', NULL, 'STORED', 1), ('B', 'https://partner.example/', 'STORED', 2), ('C', NULL, 'STORED', 3), ('E', NULL, 'STORED', 9))
			AS w (support_code, redirect_uri, outcome, age) USING (support_code)`, start)
	if err != nil {
		t.Fatal(err)
	}
	got, err := store.LoginOutcomes(t.Context(), "ours")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		got  *time.Time
		want time.Duration
	}{"completed": {got.CompletedAt, 2 * time.Minute}, "popup": {got.PopupAt, time.Minute}, "a person's": {got.PersonsAt, 3 * time.Minute}} {
		if c.got == nil || !c.got.Equal(start.Add(c.want)) {
			t.Errorf("%s: %v", name, c.got)
		}
	}
	if none, err := store.LoginOutcomes(t.Context(), "nobody's"); err != nil || none != (models.LoginOutcomes{}) {
		t.Errorf("a configuration that nobody used: %+v, %v", none, err)
	}
}
