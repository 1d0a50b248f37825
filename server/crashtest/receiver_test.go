package crashtest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
)

// receiver is a partner's server that is told of every change. Now and then it takes nothing, or takes an event and its answer is lost.
type receiver struct {
	*httptest.Server
	dice       *dice
	endpointID string

	mu   sync.Mutex
	took []arrival
}

// arrival is one request that was taken.
type arrival struct {
	id, body string
	headers  string
	said     struct {
		Type string
		Data struct {
			BusinessID, BusinessMetaID, OnboardingID string
			Status                                   *struct{ Before, After string } // empty for what was not there
		}
	}
}

// subject is the business or onboarding that an event is about.
func (a arrival) subject() string { return cmp.Or(a.said.Data.OnboardingID, a.said.Data.BusinessID) }

// listen has the program, which must be running, tell a partner's server of every change from now on.
func (in *installation) listen() {
	in.t.Helper()
	r := &receiver{dice: in.dice}
	r.Server = httptest.NewServer(r)
	in.t.Cleanup(r.Close)
	made, err := in.call(context.Background(), in.programs()[0], in.apiKey, createWebhookEndpoint, map[string]any{"url": r.URL})
	if err != nil || made.Endpoint == nil {
		in.t.Fatalf("making a webhook endpoint: %+v, %v", made, err)
	}
	r.endpointID, in.receiver = made.Endpoint.ID, r
}

// ServeHTTP implements http.Handler. What it answers repeats what it was sent, which the program keeps.
func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	const refuses, losesTheAnswer, of = 0, 1, 40
	body, err := io.ReadAll(request.Body)
	what := r.dice.below(of)
	if err != nil || what == refuses {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	a := arrival{id: request.Header.Get("webhook-id"), body: string(body), headers: fmt.Sprint(request.Header)}
	if json.Unmarshal(body, &a.said) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	r.mu.Lock()
	r.took = append(r.took, a)
	r.mu.Unlock()
	if what == losesTheAnswer {
		panic(http.ErrAbortHandler)
	}
	fmt.Fprintln(w, a.headers, a.body)
}

// arrivals are all requests that were taken, in the order in which they came; none where nobody listens.
func (r *receiver) arrivals() []arrival {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.took)
}

// hasHeard says whether some event held a text.
func (r *receiver) hasHeard(text string) bool {
	return slices.ContainsFunc(r.arrivals(), func(a arrival) bool { return strings.Contains(a.body, text) })
}
