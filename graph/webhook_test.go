package graph_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/models"
	"capiconnect/onboarding/onboardingtest"
)

var documentedType = regexp.MustCompile("(?m)^\\| `([a-z_]+\\.[a-z_]+)` \\|")

// The types that the program sends, that the schema names and that partners read of are the same, and every status has one.
func TestEventTypesAreTheSameEverywhere(t *testing.T) {
	t.Parallel()
	var sent, named, documented []string
	for _, known := range append(models.WebhookEventTypes(), models.WebhookTest) {
		sent = append(sent, string(known))
	}
	enum := schema().Types["WebhookEventType"]
	for _, value := range enum.EnumValues {
		dotted := strings.ToLower(strings.Replace(value.Name, "_", ".", 1))
		if named = append(named, dotted); !strings.HasPrefix(value.Description, "`"+dotted+"`: ") {
			t.Errorf("%s is described as %q", value.Name, value.Description)
		}
	}
	text, err := os.ReadFile("../docs/webhooks.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, match := range documentedType.FindAllStringSubmatch(string(text), -1) {
		documented = append(documented, match[1])
	}
	for what, types := range map[string][]string{"the schema": named, "docs/webhooks.md": documented} {
		if diff := cmp.Diff(sent, types); diff != "" {
			t.Errorf("%s (-sent +there):\n%s", what, diff)
		}
	}
	for subject, statuses := range map[string]string{"business.": "ConnectionStatus", "onboarding.": "OnboardingStatus"} {
		for _, status := range schema().Types[statuses].EnumValues {
			if !slices.Contains(sent, subject+strings.ToLower(status.Name)) {
				t.Errorf("nobody is told of %s%s", subject, status.Name)
			}
		}
	}
}

type webhookDeliveries struct {
	WebhookDeliveries struct {
		TotalCount int
		Edges      []struct {
			Node struct {
				ID, State       string
				Tries           int
				WaitsForEarlier bool
				NextAttemptAt   *time.Time
				Event           struct{ ID, Type, Payload string }
				Attempts        []struct {
					Status                       *int
					Failure, Explanation, Answer *string
				}
				Endpoint struct {
					PendingCount    int
					OldestPendingAt *time.Time
				}
			}
		}
	}
}

const listDeliveries = `query ($filter: WebhookDeliveryFilter) { webhookDeliveries(filter: $filter) { totalCount edges { node {
	id state tries waitsForEarlier nextAttemptAt event { id type payload } attempts { status failure explanation answer } endpoint { pendingCount oldestPendingAt } } } } }`

// A program of a partner's sees what was sent to its server, what came back, and what waits, and why.
func TestAPartnerSeesItsDeliveries(t *testing.T) {
	t.Parallel()
	a := setup(t)
	manager := key(models.ScopeWebhooksManage)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if body, _ := io.ReadAll(r.Body); strings.Contains(string(body), "business.connected") {
			http.Error(w, "not now", http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(receiver.Close)
	var made struct {
		CreateWebhookEndpoint struct {
			Endpoint   *struct{ ID string }
			Secret     *string
			UserErrors []struct{ Code string }
		}
	}
	a.get(manager, &made, `mutation ($url: URL!) { createWebhookEndpoint(input: {url: $url, eventTypes: [BUSINESS_CONNECTED, BUSINESS_DATASETS_CHANGED, ONBOARDING_COMPLETED]}) {
		endpoint { id } secret userErrors { code } } }`, map[string]any{"url": receiver.URL})
	if made.CreateWebhookEndpoint.Endpoint == nil || !strings.HasPrefix(*made.CreateWebhookEndpoint.Secret, "whsec_") {
		t.Fatalf("made %+v", made)
	}
	business := a.Connect(onboardingtest.Coffee)
	var told webhookDeliveries
	filter := map[string]any{"filter": map[string]any{"endpointId": made.CreateWebhookEndpoint.Endpoint.ID, "subjectId": business.ID}}
	a.waitFor(func() bool {
		a.get(manager, &told, listDeliveries, filter)
		return told.WebhookDeliveries.TotalCount == 2 && len(told.WebhookDeliveries.Edges[1].Node.Attempts) == 1
	})
	later, first := told.WebhookDeliveries.Edges[0].Node, told.WebhookDeliveries.Edges[1].Node
	if first.Event.Type != "BUSINESS_CONNECTED" || first.State != "PENDING" || first.Tries != 1 || first.WaitsForEarlier || first.NextAttemptAt == nil ||
		*first.Attempts[0].Status != 503 || *first.Attempts[0].Failure != "REFUSED" || *first.Attempts[0].Answer != "not now\n" || !strings.Contains(first.Event.Payload, business.MetaID) {
		t.Errorf("the first: %+v", first)
	}
	if later.Event.Type != "BUSINESS_DATASETS_CHANGED" || later.Tries != 0 || !later.WaitsForEarlier || later.NextAttemptAt != nil || later.Endpoint.PendingCount < 2 || later.Endpoint.OldestPendingAt == nil {
		t.Errorf("the one after it: %+v", later)
	}
	a.waitFor(func() bool {
		a.get(manager, &told, listDeliveries, map[string]any{"filter": map[string]any{"state": []string{"SUCCEEDED"}, "type": []string{"ONBOARDING_COMPLETED"}}})
		return told.WebhookDeliveries.TotalCount == 1
	})
	var one struct {
		WebhookDelivery *struct{ Event struct{ ID string } }
	}
	a.get(manager, &one, fmt.Sprintf("{ webhookDelivery(id: %q) { event { id } } }", first.ID), nil)
	if one.WebhookDelivery == nil || one.WebhookDelivery.Event.ID != first.Event.ID {
		t.Errorf("by its id: %+v", one)
	}
}
