package models_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func TestUpdateFailsWhenSomebodyElseWasFirst(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	b := addBusiness(t, store, "1", "A")
	mine, theirs := *b, *b
	update := func(b *models.Business, name string) error {
		b.Name = &name
		return store.InTx(t.Context(), func(tx *models.Tx) error { return tx.UpdateBusiness(b) })
	}
	if err := update(&theirs, "theirs"); err != nil {
		t.Fatal(err)
	}
	if err := update(&mine, "mine"); !errors.Is(err, models.ErrStale) {
		t.Errorf("got %v", err)
	}
	if now, err := store.Business(t.Context(), b.ID); err != nil || *now.Name != "theirs" {
		t.Errorf("now: %v, %v", now, err)
	}
}

// What is planned already must not take the place of what is not, however long the list of what is due.
func TestWhatAJobWaitsForIsNotDueAgain(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	long, lately := start.Add(-24*time.Hour), start.Add(-time.Hour)
	due := map[string]*models.Business{}
	for name, checked := range map[string]time.Time{"planned": long, "done": long, "planned otherwise": long, "checked lately": lately} {
		due[name] = addBusiness(t, store, fmt.Sprint(len(due)+1), name, func(b *models.Business) { b.LastCheckedAt = &checked })
	}
	for _, job := range []struct{ name, kind, state string }{
		{"planned", "check", "scheduled"}, {"done", "check", "completed"}, {"planned otherwise", "refresh", "scheduled"},
	} {
		_, err := store.Pool().Exec(t.Context(), `INSERT INTO river_job (kind, state, max_attempts, args, finalized_at)
			VALUES ($1, $2::text::river_job_state, 1, jsonb_build_object('business_id', $3::text), CASE $2::text WHEN 'completed' THEN now() END)`,
			job.kind, job.state, due[job.name].ID.String())
		if err != nil {
			t.Fatal(err)
		}
	}
	found, err := store.BusinessesToCheck(t.Context(), start.Add(-23*time.Hour), "check", 10)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, b := range found {
		got[*b.Name] = true
	}
	if diff := cmp.Diff(map[string]bool{"done": true, "planned otherwise": true}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// After a day without Meta everything is planned. Looking for what is not has to end even so: by going through that list once, not for each business.
func TestMuchMayBePlannedAtATime(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	for _, statement := range []string{
		`INSERT INTO businesses (id, meta_id, status, connected_at, created_at, last_checked_at)
			SELECT gen_random_uuid(), n::text, 'CONNECTED', now(), now(), now() - interval '2 days' FROM generate_series(1, 2000) n`,
		`DROP INDEX river_job_args_index, river_job_metadata_index`, // which only take time here
		`INSERT INTO river_job (kind, state, max_attempts, args)
			SELECT 'check', 'scheduled', 1, jsonb_build_object('business_id', gen_random_uuid()) FROM generate_series(1, 250000)`,
		`ANALYZE river_job`,
	} {
		if _, err := store.Pool().Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	due, err := store.BusinessesToCheck(t.Context(), time.Now(), "check", 1000)
	if err != nil || len(due) != 1000 {
		t.Errorf("%d are due: %v", len(due), err)
	}
}
