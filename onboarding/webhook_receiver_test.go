package onboarding_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// taken is an event as a receiver got it.
type taken struct {
	id     string
	header http.Header
	body   []byte
	said   struct {
		Type models.WebhookEventType
		Data struct {
			BusinessID, BusinessMetaID, OnboardingID, ExternalID, Problem *string
			Status                                                        struct{ Before, After *string }
			Permissions                                                   []struct {
				Permission    string
				Before, After *string
			}
			Count    int
			Datasets []struct {
				DatasetMetaID string
				Before, After *string
			}
		}
	}
}

// subject is the business or onboarding that an event is about.
func (e *taken) subject() string {
	if e.said.Data.OnboardingID != nil {
		return *e.said.Data.OnboardingID
	}
	return *e.said.Data.BusinessID
}

// receiver is a partner's server, which answers as answer says and keeps what it took.
type receiver struct {
	*httptest.Server
	t *testing.T

	mu     sync.Mutex
	answer func(http.ResponseWriter, *http.Request)
	took   []taken
}

func newReceiver(t *testing.T) *receiver {
	r := &receiver{t: t, answer: takes}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

func takes(http.ResponseWriter, *http.Request) {}

func says(status int) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
}

// isDown breaks the connection without a word.
func isDown(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return
	}
	r.mu.Lock()
	answer := r.answer
	r.mu.Unlock()
	answer(w, request)
	e := taken{id: request.Header.Get("webhook-id"), header: request.Header.Clone(), body: body}
	if err := json.Unmarshal(body, &e.said); err != nil {
		r.t.Errorf("got %s: %v", body, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.took = append(r.took, e)
}

// now lets it answer otherwise from here on.
func (r *receiver) now(answer func(http.ResponseWriter, *http.Request)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = answer
}

func (r *receiver) all() []taken {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.took)
}

// gets waits until it has got so many requests.
func (r *receiver) gets(count int) []taken {
	r.t.Helper()
	waitFor(r.t, func() bool { return len(r.all()) >= count })
	return r.all()
}

// types are what the events about one subject were about, in the order in which they came.
func typesAbout(events []taken, subject string) (types []models.WebhookEventType) {
	for _, e := range events {
		if e.subject() == subject {
			types = append(types, e.said.Type)
		}
	}
	return types
}

// listen makes an endpoint of the receiver.
func (r *receiver) listen(b *onboardingtest.Bundle, types ...models.WebhookEventType) (*models.WebhookEndpoint, string) {
	r.t.Helper()
	e, secret, err := b.CreateWebhookEndpoint(b.Staff(), onboarding.CreateWebhookEndpointInput{URL: r.URL + "/hook", EventTypes: types})
	if err != nil {
		r.t.Fatal(err)
	}
	return e, *secret
}

// verified tells whether the official library takes an event by a secret. The time of the tests is not the library's.
func verified(t *testing.T, e taken, secret string) bool {
	t.Helper()
	verifier, err := standardwebhooks.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	return verifier.VerifyIgnoringTimestamp(e.body, e.header) == nil
}

// endpoint reads an endpoint as it is now.
func endpoint(t *testing.T, b *onboardingtest.Bundle, e *models.WebhookEndpoint) *models.WebhookEndpoint {
	t.Helper()
	now, err := b.Store.WebhookEndpoint(t.Context(), e.ID)
	if err != nil {
		t.Fatal(err)
	}
	return now
}

// pending counts what waits.
func pending(b *onboardingtest.Bundle) int {
	return b.Count("SELECT count(*) FROM webhook_deliveries WHERE state = 'PENDING'")
}

// delivering lets time go by until nothing is in flight, and what has become due is sent.
func delivering(b *onboardingtest.Bundle, d time.Duration) {
	b.Pass(d)
	b.Hurry("tend")
}
