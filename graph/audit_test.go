package graph_test

import (
	"testing"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/onboarding/onboardingtest"
)

// Staff see who changed what; partners' keys do not, but for those that may do anything.
func TestTheAuditIsForStaff(t *testing.T) {
	t.Parallel()
	a := setup(t)
	business := a.Connect(onboardingtest.Coffee)
	a.Connect(onboardingtest.Empty)
	const document = `query ($filter: AuditEventFilter, $after: String) { auditEvents(first: 2, after: $after, filter: $filter) {
		totalCount pageInfo { hasNextPage endCursor } edges { node { at actorKind actorName action subjectKind subjectId before after requestId } }
	} }`
	type page struct {
		AuditEvents struct {
			TotalCount int
			PageInfo   struct {
				HasNextPage bool
				EndCursor   string
			}
			Edges []struct {
				Node struct {
					At, ActorKind, ActorName, Action, SubjectKind, SubjectID string
					Before, After                                            map[string]any
					RequestID                                                *string
				}
			}
		}
	}
	var all, own, next page
	a.get(viewer, &all, document, nil)
	about := map[string]any{"subjectId": business.ID}
	a.get(viewer, &own, document, map[string]any{"filter": about})
	if all.AuditEvents.TotalCount <= own.AuditEvents.TotalCount || own.AuditEvents.TotalCount < 2 || len(own.AuditEvents.Edges) != 2 {
		t.Fatalf("all: %+v\nof one business: %+v", all, own)
	}
	for _, edge := range own.AuditEvents.Edges {
		if edge.Node.SubjectID != business.ID.String() || edge.Node.SubjectKind != "business" || edge.Node.After["status"] == nil {
			t.Errorf("an event: %+v", edge.Node)
		}
	}
	a.get(viewer, &next, document, map[string]any{"after": all.AuditEvents.PageInfo.EndCursor})
	if !all.AuditEvents.PageInfo.HasNextPage || next.AuditEvents.Edges[0].Node.At > all.AuditEvents.Edges[1].Node.At {
		t.Errorf("the next page: %+v", next)
	}
	for name, got := range map[string]answer{
		"a key that reads":       a.ask(key(models.ScopeBusinessesRead), document, nil),
		"an onboarding's holder": a.ask(holder(business.ID), document, nil),
	} {
		if got.code() != "FORBIDDEN" {
			t.Errorf("%s: %s %v", name, got.Data, got.Errors)
		}
	}
	var none page
	if a.get(key(models.ScopeAdmin), &none, document, map[string]any{"filter": map[string]any{"action": "nothing", "since": "2126-01-01T00:00:00Z"}}); none.AuditEvents.TotalCount != 0 {
		t.Errorf("of no kind: %+v", none)
	}
}

// What belongs to nobody but the installation has an id, too: else one such event would keep the whole list from being shown.
func TestTheAuditTellsOfTheInstallation(t *testing.T) {
	t.Parallel()
	a := setup(t)
	const change = `mutation { updateBranding(input: {name: "Harbour Shops"}) { userErrors { code } } }`
	if got := a.ask(admin, change, nil); len(got.Errors) > 0 {
		t.Fatal(got.Errors)
	}
	var told struct {
		AuditEvents struct {
			Edges []struct {
				Node struct{ Action, SubjectID string }
			}
		}
	}
	a.get(viewer, &told, `{ auditEvents(first: 1) { edges { node { action subjectId } } } }`, nil)
	if edges := told.AuditEvents.Edges; len(edges) != 1 || edges[0].Node.Action != "branding: changed" || edges[0].Node.SubjectID != uuid.Nil.String() {
		t.Errorf("got %+v", edges)
	}
}
