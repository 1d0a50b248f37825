package graph_test

import (
	"fmt"
	"testing"

	"capiconnect/models"
	"capiconnect/onboarding/onboardingtest"
)

type jobs struct {
	Jobs struct {
		TotalCount int
		Edges      []struct {
			Node struct {
				ID, Kind, State string
				Business        *struct{ Name string }
				CancelObstacle  *string
			}
		}
	}
}

const listJobs = `query ($state: [JobState!]) { jobs(filter: {state: $state, kind: ["check"]}) {
	totalCount edges { node { id kind state business { name } cancelObstacle } } } }`

// Everybody on the staff sees the jobs; who may operate gives one its turn or ends it, and the audit knows who that was.
func TestOperatorsRetryAndCancelJobs(t *testing.T) {
	t.Parallel()
	a := setup(t)
	business := a.Connect(onboardingtest.Coffee)
	_, err := a.Store.Pool().Exec(t.Context(), `INSERT INTO river_job (kind, queue, state, max_attempts, args, scheduled_at)
		VALUES ('check', 'upkeep', 'scheduled', 25, jsonb_build_object('business_id', $1::text), '2127-01-01')`, business.ID.String())
	if err != nil {
		t.Fatal(err)
	}
	planned := map[string]any{"state": []string{"PLANNED"}}
	var before jobs
	a.get(viewer, &before, listJobs, planned)
	if before.Jobs.TotalCount != 1 || before.Jobs.Edges[0].Node.Business.Name != *business.Name || before.Jobs.Edges[0].Node.CancelObstacle != nil {
		t.Fatalf("the jobs: %+v", before)
	}
	id := before.Jobs.Edges[0].Node.ID
	for _, mutation := range []string{"retryJob", "cancelJob"} {
		document := fmt.Sprintf(`mutation { %s(input: {jobId: %q}) { job { state } userErrors { code } } }`, mutation, id)
		if got := a.ask(viewer, document, nil); got.code() != "FORBIDDEN" {
			t.Errorf("a viewer, %s: %s %v", mutation, got.Data, got.Errors)
		}
		if got := a.ask(key(models.ScopeConnectionsRevoke), document, nil); got.code() != "FORBIDDEN" {
			t.Errorf("a key, %s: %s %v", mutation, got.Data, got.Errors)
		}
	}
	var cancelled struct {
		CancelJob struct {
			Job        *struct{ State string }
			UserErrors []struct{ Code string }
		}
	}
	document := fmt.Sprintf(`mutation { cancelJob(input: {jobId: %q}) { job { state } userErrors { code } } }`, id)
	if a.get(operator, &cancelled, document, nil); cancelled.CancelJob.Job.State != "CANCELLED" {
		t.Errorf("got %+v", cancelled)
	}
	if a.get(operator, &cancelled, document, nil); cancelled.CancelJob.UserErrors[0].Code != "JOB_OVER" {
		t.Errorf("once more: %+v", cancelled)
	}
	var told struct {
		AuditEvents struct {
			Edges []struct {
				Node struct {
					ActorName, SubjectKind string
					IsSigned               bool
					After                  map[string]string
				}
			}
		}
	}
	a.get(viewer, &told, `query ($id: ID!) { auditEvents(filter: {subjectId: $id}) { edges { node { actorName subjectKind isSigned after } } } }`, map[string]any{"id": id})
	if len(told.AuditEvents.Edges) != 1 {
		t.Fatalf("the audit: %+v", told)
	}
	if e := told.AuditEvents.Edges[0].Node; e.ActorName != operator.Name || e.SubjectKind != "job" || !e.IsSigned || e.After["business"] != business.ID.String() {
		t.Errorf("the audit: %+v", e)
	}
}
