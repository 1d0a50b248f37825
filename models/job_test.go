package models_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

// A job in each of the states that the queue has. The number is also its priority among equals: the last made comes first.
const jobsOfAllStates = `
	INSERT INTO river_job (id, kind, queue, state, args, attempt, max_attempts, metadata, errors, finalized_at) VALUES
		(1, 'sync', 'onboarding', 'available', '{"business_id": "00000000-0000-7000-8000-000000000001"}', 0, 25, '{}', NULL, NULL),
		(2, 'check', 'upkeep', 'running', '{"business_id": "00000000-0000-7000-8000-000000000001"}', 1, 25, '{}', NULL, NULL),
		(3, 'check', 'upkeep', 'scheduled', '{}', 0, 25, '{}', NULL, NULL),
		(4, 'identify', 'onboarding', 'scheduled', '{"onboarding_id": "00000000-0000-7000-8000-000000000002"}', 0, 25, '{"snoozes": 7}', NULL, NULL),
		(5, 'event', 'upkeep', 'retryable', '{"event_id": "00000000-0000-7000-8000-000000000003"}', 2, 25, '{"snoozes": 1}',
			ARRAY['{"error": "the first"}', '{"error": "the second\nwith a stack"}']::jsonb[], NULL),
		(6, 'tend', 'onboarding', 'completed', '{}', 1, 25, '{}', NULL, now()),
		(7, 'delete', 'upkeep', 'cancelled', '{"deletion_id": "00000000-0000-7000-8000-000000000004"}', 1, 25, '{}', NULL, now()),
		(8, 'chain', 'upkeep', 'discarded', '{}', 25, 25, '{}', ARRAY['{"error": "the last"}']::jsonb[], now()),
		(281474976710655, 'rekey', 'upkeep', 'pending', '{}', 0, 25, '{}', NULL, NULL)`

func jobsSetup(t *testing.T) *models.Store {
	t.Helper()
	store := modelstest.Open(t)
	if _, err := store.Pool().Exec(t.Context(), jobsOfAllStates); err != nil {
		t.Fatal(err)
	}
	return store
}

func told(jobs *models.JobPage) []string {
	all := []string{}
	for _, edge := range jobs.Edges {
		j := edge.Node
		text := fmt.Sprintf("%d %s %s, %d tries", j.Number(), j.Kind, j.State, j.Tries)
		for name, id := range map[string]*uuid.UUID{"business": j.BusinessID, "onboarding": j.OnboardingID, "event": j.EventID, "deletion": j.DeletionID} {
			if id != nil {
				text += fmt.Sprintf(", %s %d", name, id[15])
			}
		}
		if j.LastError != nil {
			text += ": " + *j.LastError
		}
		all = append(all, text)
	}
	return all
}

func TestJobsAreToldInOurWords(t *testing.T) {
	t.Parallel()
	store := jobsSetup(t)
	jobs, err := store.Jobs(t.Context(), nil, models.Paging{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"281474976710655 rekey WAITING, 0 tries",
		"8 chain FAILED, 25 tries: the last",
		"7 delete CANCELLED, 1 tries, deletion 4",
		"6 tend COMPLETED, 1 tries",
		"5 event RETRYING, 3 tries, event 3: the second",
		"4 identify RETRYING, 7 tries, onboarding 2",
		"3 check PLANNED, 0 tries",
		"2 check RUNNING, 1 tries, business 1",
		"1 sync WAITING, 0 tries, business 1",
	}
	if diff := cmp.Diff(want, told(jobs)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestJobFilters(t *testing.T) {
	t.Parallel()
	store := jobsSetup(t)
	for name, test := range map[string]struct {
		filter models.JobFilter
		want   []int64
	}{
		"waiting":                  {models.JobFilter{State: []models.JobState{models.JobWaiting}}, []int64{1<<48 - 1, 1}},
		"retrying, of both kinds":  {models.JobFilter{State: []models.JobState{models.JobRetrying}}, []int64{5, 4}},
		"planned or given up":      {models.JobFilter{State: []models.JobState{models.JobPlanned, models.JobFailed}}, []int64{8, 3}},
		"of a kind":                {models.JobFilter{Kind: []string{"check"}}, []int64{3, 2}},
		"of a kind and in a state": {models.JobFilter{Kind: []string{"check", "sync"}, State: []models.JobState{models.JobRunning, models.JobRetrying}}, []int64{2}},
		"of no such kind":          {models.JobFilter{Kind: []string{"'; DROP TABLE river_job; --"}}, []int64{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := []int64{}
			paging := models.Paging{First: ptr(1)}
			for {
				page, err := store.Jobs(t.Context(), &test.filter, paging)
				if err != nil {
					t.Fatal(err)
				}
				for _, edge := range page.Edges {
					got = append(got, edge.Node.Number())
				}
				if paging.After = page.PageInfo.EndCursor(); !page.PageInfo.HasNextPage {
					break
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("page by page (-want +got):\n%s", diff)
			}
		})
	}
}

func TestJobsAreCounted(t *testing.T) {
	t.Parallel()
	store := jobsSetup(t)
	counts, err := store.JobCounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	total := map[models.JobState]int{}
	for _, count := range counts {
		total[count.State] += count.Count
	}
	want := map[models.JobState]int{
		models.JobWaiting: 2, models.JobRunning: 1, models.JobPlanned: 1, models.JobRetrying: 2, models.JobCompleted: 1, models.JobCancelled: 1, models.JobFailed: 1,
	}
	if diff := cmp.Diff(want, total); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// An id of anything else must not lead to a job, although the end of it is a number that the queue knows.
func TestOnlyAJobsIDLeadsToIt(t *testing.T) {
	t.Parallel()
	store := jobsSetup(t)
	jobs, err := store.Jobs(t.Context(), nil, models.Paging{})
	if err != nil {
		t.Fatal(err)
	}
	for _, edge := range jobs.Edges {
		if j, err := store.Job(t.Context(), edge.Node.ID); err != nil || j.Number() != edge.Node.Number() {
			t.Errorf("%s: %+v, %v", edge.Node.ID, j, err)
		}
	}
	for _, id := range []string{"00000000-0000-7000-8000-000000000001", "00000000-0000-0000-0000-000000000001", "00000000-0001-8000-8000-000000000001", "00000000-0000-8000-8001-000000000001"} {
		if j, err := store.Job(t.Context(), uuid.MustParse(id)); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: %+v, %v", id, j, err)
		}
	}
}
