package graph_test

import (
	"testing"

	"capiconnect/meta/metasandbox"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// What staff and the partner's programs see after a client has connected again and picked otherwise.
func TestABusinessTellsWhatItsLatestGrantChanged(t *testing.T) {
	t.Parallel()
	a := setup(t)
	connect := func(datasets ...string) {
		code := a.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee, DatasetIDs: datasets})
		if _, err := a.Complete(a.Staff(), onboarding.CompleteInput{Code: code}); err != nil {
			t.Fatal(err)
		}
	}
	var got struct {
		Businesses struct {
			Edges []struct {
				Node struct {
					Reconnection *struct {
						PermissionsGained, PermissionsLost []string
						DatasetsGained, DatasetsLost       int
						DatasetChanges                     struct {
							TotalCount int
							Edges      []struct {
								Node struct{ Kind, DatasetName string }
							}
						}
					}
				}
			}
		}
	}
	document := `{ businesses { edges { node { reconnection { permissionsGained permissionsLost datasetsGained datasetsLost datasetChanges(first: 1) {
		totalCount edges { node { kind datasetName } } } } } } } }`
	connect("880214467310925", "9480214467310926")
	a.get(viewer, &got, document, nil)
	if got.Businesses.Edges[0].Node.Reconnection != nil {
		t.Errorf("after one grant: %+v", got)
	}
	connect("9480214467310926")
	a.get(viewer, &got, document, nil)
	r := got.Businesses.Edges[0].Node.Reconnection
	if r == nil || r.DatasetsGained != 0 || r.DatasetsLost != 1 || len(r.PermissionsGained)+len(r.PermissionsLost) != 0 || r.DatasetChanges.TotalCount != 1 ||
		r.DatasetChanges.Edges[0].Node.Kind != "REMOVED" || r.DatasetChanges.Edges[0].Node.DatasetName != "Harbour & Pine web shop" {
		t.Errorf("got %+v", r)
	}
}

// A refusal of Meta's comes in words, beside the event that it is about.
func TestATestEventTellsWhatMetaSaid(t *testing.T) {
	t.Parallel()
	a := setup(t)
	business := a.Connect(onboardingtest.Coffee)
	var listed struct {
		Business struct {
			OwnedDatasets struct {
				Edges []struct{ Node struct{ ID string } }
			}
		}
	}
	a.get(viewer, &listed, `query ($id: ID!) { business(id: $id) { ownedDatasets { edges { node { id } } } } }`, map[string]any{"id": business.ID})
	send := func(dataset int) (sent struct {
		SendTestEvent struct {
			TestEvent *struct {
				EventsReceived *int
				FBTraceID      *string
				Problem        *struct{ Code, Action string }
			}
			Dataset    *struct{ LastFiredAt *string }
			UserErrors []struct{ Code string }
		}
	}) {
		a.get(operator, &sent, `mutation ($input: SendTestEventInput!) { sendTestEvent(input: $input) {
			testEvent { eventsReceived fbtraceId problem { code action } } dataset { lastFiredAt } userErrors { code } } }`, map[string]any{"input": map[string]any{
			"businessId": business.ID, "datasetId": listed.Business.OwnedDatasets.Edges[dataset].Node.ID, "testEventCode": "TEST12345",
		}})
		return sent
	}
	if got := send(0).SendTestEvent; got.TestEvent == nil || *got.TestEvent.EventsReceived != 1 || got.TestEvent.FBTraceID == nil || got.Dataset.LastFiredAt == nil || len(got.UserErrors) != 0 {
		t.Errorf("got %+v", got)
	}
	if got := send(0).SendTestEvent; got.TestEvent != nil || got.Dataset != nil || len(got.UserErrors) != 1 || got.UserErrors[0].Code != "BUSY" {
		t.Errorf("at once again: %+v", got)
	}
	a.Sandbox.Fail(metasandbox.Fault{Endpoint: "events", Kind: "error", Code: 100, Subcode: 2804050})
	if got := send(1).SendTestEvent; got.TestEvent == nil || got.TestEvent.EventsReceived != nil || got.TestEvent.Problem.Code != "META_REFUSED" || got.UserErrors[0].Code != "META_REFUSED" {
		t.Errorf("refused: %+v", got)
	}
}
