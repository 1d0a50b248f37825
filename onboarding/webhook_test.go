package onboarding_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/egress"
	"capiconnect/onboarding/onboardingtest"
)

func TestAPartnerIsToldOfEveryChange(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	r := newReceiver(t)
	_, secret := r.listen(b)
	o := b.Invite(onboarding.CreateInput{})
	if _, err := b.Complete(b.Holder(o), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}); err != nil {
		t.Fatal(err)
	}
	r.gets(8)
	connected, err := b.Store.BusinessByMetaID(t.Context(), onboardingtest.Coffee)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	events := r.gets(10)
	for _, e := range events {
		if !verified(t, e, secret) {
			t.Errorf("the official library refuses %s", e.body)
		}
		if strings.Contains(string(e.body), "EAA") || e.header.Get("User-Agent") != "CAPI-Connect" || e.header.Get("Content-Type") != "application/json" {
			t.Errorf("got %s with %v", e.body, e.header)
		}
	}
	want := []models.WebhookEventType{models.WebhookBusinessConnected, models.WebhookBusinessGrantsChanged, models.WebhookBusinessDatasetsChanged,
		models.WebhookBusinessRevoking, models.WebhookBusinessDisconnected}
	if diff := cmp.Diff(want, typesAbout(events, connected.ID.String())); diff != "" {
		t.Errorf("of the business (-want +got):\n%s", diff)
	}
	want = []models.WebhookEventType{models.WebhookOnboardingOpen, models.WebhookOnboardingExchanging, models.WebhookOnboardingIdentifying,
		models.WebhookOnboardingSyncing, models.WebhookOnboardingCompleted}
	if diff := cmp.Diff(want, typesAbout(events, o.ID.String())); diff != "" {
		t.Errorf("of the onboarding (-want +got):\n%s", diff)
	}
	waitFor(t, func() bool { return pending(b) == 0 })
	if b.Count("SELECT count(*) FROM webhook_deliveries WHERE state = 'SUCCEEDED'") != 10 {
		t.Error("what was taken does not count as such")
	}
}

func TestAnEventSaysWhatChanged(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	r := newReceiver(t)
	r.listen(b, models.WebhookBusinessConnected, models.WebhookBusinessDatasetsChanged, models.WebhookBusinessGrantsChanged)
	connected := b.Connect(onboardingtest.Retail)
	for _, e := range r.gets(3) {
		d := e.said.Data
		if *d.BusinessMetaID != connected.MetaID {
			t.Errorf("it is about %v", d.BusinessMetaID)
		}
		switch e.said.Type {
		case models.WebhookBusinessConnected:
			if d.Status.Before != nil || *d.Status.After != "CONNECTED" || d.Problem != nil {
				t.Errorf("got %s", e.body)
			}
		case models.WebhookBusinessDatasetsChanged:
			if d.Count != 1253 || len(d.Datasets) != 100 || d.Datasets[0].Before != nil || d.Datasets[0].After == nil || len(e.body) > 20_000 {
				t.Errorf("got %d bytes: %.300s", len(e.body), e.body)
			}
		case models.WebhookBusinessGrantsChanged:
			if len(d.Permissions) != 2 || d.Permissions[0].Permission != "ads_read" || *d.Permissions[0].After != "GRANTED" {
				t.Errorf("got %s", e.body)
			}
		}
	}
	if _, err := b.Sync(b.Staff(), connected.ID); err != nil {
		t.Fatal(err)
	}
	if told := b.Count("SELECT count(*) FROM webhook_events WHERE type LIKE 'business.%'"); told != 3 {
		t.Errorf("%d events: reading the same once more is none", told)
	}
}

// An event exists if and only if its change does, and nobody keeps events that nobody is told.
func TestAnEventGoesWithItsChange(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	early := b.Connect(onboardingtest.Florist)
	if kept := b.Count("SELECT count(*) FROM webhook_events"); kept != 0 {
		t.Errorf("%d events without an endpoint", kept)
	}
	newReceiver(t).listen(b)
	refused := errors.New("refused")
	degrade := func(after error) error {
		return b.Store.InTx(t.Context(), func(tx *models.Tx) error {
			business, err := tx.LockBusiness(early.ID)
			if err != nil {
				return err
			}
			now := b.Clock.Now()
			code := models.ProblemSyncFailing
			business.Status, business.Problem = models.Degraded, models.Problem{Code: &code, Since: &now}
			return errors.Join(tx.UpdateBusiness(business), after)
		})
	}
	if err := degrade(refused); !errors.Is(err, refused) || b.Count("SELECT count(*) FROM webhook_events") != 0 {
		t.Errorf("a change that was undone is told: %v", err)
	}
	if err := degrade(nil); err != nil || b.Count("SELECT count(*) FROM webhook_events WHERE type = 'business.degraded'") != 1 {
		t.Errorf("a change is not told: %v", err)
	}
}

// The receiver is down for a day in which clients come and go. Nothing is lost, the events of each subject come in their order, and what
// comes twice has one id.
func TestAReceiverThatWasDownForADayMissesNothing(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	r := newReceiver(t)
	r.listen(b)
	r.now(isDown)
	for _, metaID := range []string{onboardingtest.Coffee, onboardingtest.Florist, onboardingtest.Empty} {
		connected := b.Connect(metaID)
		delivering(b, 8*time.Hour)
		if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
			t.Fatal(err)
		}
	}
	told := b.Count("SELECT count(*) FROM webhook_events")
	if told < 20 || pending(b) != told || len(r.all()) != 0 {
		t.Fatalf("%d events, %d of them wait, %d arrived", told, pending(b), len(r.all()))
	}
	var tries atomic.Int64 // on one connection after the other
	r.now(func(http.ResponseWriter, *http.Request) {
		if tries.Add(1) == 3 {
			panic(http.ErrAbortHandler) // taken, but the answer is lost
		}
	})
	waitFor(t, func() bool {
		delivering(b, time.Hour)
		return pending(b) == 0
	})
	wantAllInOrder(t, b, r.all())
}

// wantAllInOrder compares what arrived with what there was to tell.
func wantAllInOrder(t *testing.T, b *onboardingtest.Bundle, arrived []taken) {
	t.Helper()
	rows, err := b.Store.Pool().Query(t.Context(), "SELECT id::text, coalesce(business_id, onboarding_id)::text FROM webhook_events ORDER BY number")
	if err != nil {
		t.Fatal(err)
	}
	told := map[string][]string{}
	for rows.Next() {
		var id, subject string
		if err := rows.Scan(&id, &subject); err != nil {
			t.Fatal(err)
		}
		told[subject] = append(told[subject], id)
	}
	came := map[string][]string{}
	for _, e := range arrived {
		if ids := came[e.subject()]; !slices.Contains(ids, e.id) {
			came[e.subject()] = append(ids, e.id)
		}
	}
	if diff := cmp.Diff(told, came); diff != "" {
		t.Errorf("what arrived, each id once (-told +came):\n%s", diff)
	}
}

func TestARotationSignsTwice(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	r := newReceiver(t)
	e, former := r.listen(b, models.WebhookBusinessConnected, models.WebhookBusinessDisconnected)
	rotated, secret, err := b.RotateWebhookSecret(b.Staff(), onboarding.RotateWebhookSecretInput{EndpointID: e.ID})
	if err != nil || *secret == former || !rotated.FormerSecretUntil.Equal(b.Clock.Now().Add(24*time.Hour)) {
		t.Fatalf("got %+v, %v", rotated, err)
	}
	connected := b.Connect(onboardingtest.Empty)
	first := r.gets(1)[0]
	if signatures := strings.Fields(first.header.Get("webhook-signature")); len(signatures) != 2 || !verified(t, first, former) || !verified(t, first, *secret) {
		t.Errorf("signed %q", signatures)
	}
	b.Pass(24 * time.Hour)
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	second := r.gets(2)[1]
	if verified(t, second, former) || !verified(t, second, *secret) {
		t.Errorf("after the overlap: signed %q", second.header.Get("webhook-signature"))
	}
	none := 0
	_, leakedAfter, err := b.RotateWebhookSecret(b.Staff(), onboarding.RotateWebhookSecretInput{EndpointID: e.ID, OverlapHours: &none})
	if err != nil {
		t.Fatal(err)
	}
	b.Connect(onboardingtest.Empty)
	if third := r.gets(3)[2]; verified(t, third, *secret) || !verified(t, third, *leakedAfter) {
		t.Error("a secret that has leaked still counts")
	}
	if b.Count("SELECT count(*) FROM webhook_secrets WHERE position($1 IN encode(ciphertext, 'escape')) > 0", *leakedAfter) != 0 {
		t.Error("a secret lies in the clear")
	}
}

func TestAReceiverThatIsGoneIsLeftAlone(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	r := newReceiver(t)
	e, _ := r.listen(b, models.WebhookBusinessConnected)
	r.now(says(http.StatusGone))
	b.Connect(onboardingtest.Empty)
	waitFor(t, func() bool { return endpoint(t, b, e).DisabledAt != nil })
	if reason := *endpoint(t, b, e).DisabledReason; reason != models.WebhookDisabledGone {
		t.Errorf("disabled since it is %s", reason)
	}
	b.Connect(onboardingtest.Florist)
	delivering(b, 30*time.Hour)
	if got := len(r.all()); got != 1 || pending(b) != 2 {
		t.Errorf("%d requests, %d events wait", got, pending(b))
	}
	r.now(takes)
	if _, err := b.EnableWebhookEndpoint(b.Staff(), e.ID); err != nil {
		t.Fatal(err)
	}
	r.gets(3)
	waitFor(t, func() bool { return pending(b) == 0 })
}

// An event that is refused for three days is given up and can be sent again; an endpoint that took none in that time is disabled.
func TestAnEventIsGivenUpAfterThreeDays(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	r := newReceiver(t)
	e, _ := r.listen(b, models.WebhookBusinessConnected)
	r.now(says(http.StatusInternalServerError))
	begun := b.Clock.Now()
	b.Connect(onboardingtest.Empty)
	waitFor(t, func() bool {
		delivering(b, time.Hour)
		return endpoint(t, b, e).DisabledAt != nil
	})
	if lasted := b.Clock.Now().Sub(begun); lasted < 72*time.Hour || lasted > 100*time.Hour {
		t.Errorf("it was given up after %s", lasted)
	}
	if reason := *endpoint(t, b, e).DisabledReason; reason != models.WebhookDisabledFailing || len(r.all()) != 10 {
		t.Errorf("disabled since it is %s, after %d requests", reason, len(r.all()))
	}
	if b.Count("SELECT count(*) FROM webhook_deliveries WHERE state = 'FAILED' AND tries = 10") != 1 {
		t.Error("the event does not count as given up")
	}
	r.now(takes)
	if _, err := b.EnableWebhookEndpoint(b.Staff(), e.ID); err != nil {
		t.Fatal(err)
	}
	_, count, err := b.ReplayWebhookEvents(b.Staff(), onboarding.ReplayWebhookEventsInput{EndpointID: e.ID, Since: begun.Add(-time.Second)})
	if err != nil || *count != 1 {
		t.Fatalf("sent again %v, %v", count, err)
	}
	if all := r.gets(11); all[10].id != all[0].id {
		t.Error("sent again, it has another id")
	}
}

func TestEventsOfARangeAreSentAgainWithTheirIDs(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	r := newReceiver(t)
	e, _ := r.listen(b)
	b.Connect(onboardingtest.Coffee)
	early := r.gets(7)
	waitFor(t, func() bool { return pending(b) == 0 })
	b.Pass(time.Hour)
	since := b.Clock.Now()
	connected := b.Connect(onboardingtest.Florist)
	waitFor(t, func() bool { return pending(b) == 0 })
	all := r.all()
	_, count, err := b.ReplayWebhookEvents(b.Staff(), onboarding.ReplayWebhookEventsInput{
		EndpointID: e.ID, Since: since, Until: nonNil(since.Add(time.Minute)), EventTypes: []models.WebhookEventType{models.WebhookBusinessConnected, models.WebhookBusinessDatasetsChanged},
	})
	if err != nil || *count != 2 {
		t.Fatalf("%v events, %v", count, err)
	}
	again := r.gets(len(all) + 2)[len(all):]
	if diff := cmp.Diff([]models.WebhookEventType{models.WebhookBusinessConnected, models.WebhookBusinessDatasetsChanged}, typesAbout(again, connected.ID.String())); diff != "" {
		t.Errorf("sent again (-want +got):\n%s", diff)
	}
	for _, e := range again {
		if !slices.ContainsFunc(all[len(early):], func(first taken) bool { return first.id == e.id && string(first.body) == string(e.body) }) {
			t.Errorf("%s has another id or body", e.body)
		}
	}
	if _, _, err := b.ReplayWebhookEvents(b.Staff(), onboarding.ReplayWebhookEventsInput{EndpointID: e.ID, Since: since, Until: &since}); codeOf(err) != onboarding.InvalidInput {
		t.Errorf("an empty range: %v", err)
	}
}

func nonNil[T any](value T) *T { return &value }

func TestATestShowsWhatCameBack(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	r := newReceiver(t)
	e, secret := r.listen(b)
	r.now(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		fmt.Fprint(w, "<b>no\x00 coffee\xff", strings.Repeat("x", 2000))
	})
	d, err := b.TestWebhookEndpoint(b.Staff(), e.ID)
	if err != nil || d.State != models.WebhookFailed {
		t.Fatalf("got %+v, %v", d, err)
	}
	attempts, err := b.Store.WebhookAttemptsOfDeliveries(t.Context(), []uuid.UUID{d.ID})
	if err != nil || len(attempts[d.ID]) != 1 {
		t.Fatalf("got %v, %v", attempts, err)
	}
	a := attempts[d.ID][0]
	if *a.Status != http.StatusTeapot || !strings.HasPrefix(*a.Answer, `<b>no\x00 coffee\xffxxx`) || len(*a.Answer) != 1024+6 || *a.Failure != models.WebhookRefused {
		t.Errorf("kept %+v: %.40q", a, *a.Answer)
	}
	if said := onboarding.ExplainWebhookFailure(&a); !strings.Contains(*said, "418") {
		t.Errorf("explained as %q", *said)
	}
	got := r.gets(1)[0]
	if got.said.Type != models.WebhookTest || !verified(t, got, secret) {
		t.Errorf("got %s", got.body)
	}
	delivering(b, time.Hour)
	if len(r.all()) != 1 {
		t.Error("a test is tried again")
	}
	r.now(takes)
	if d, err := b.TestWebhookEndpoint(b.Staff(), e.ID); err != nil || d.State != models.WebhookSucceeded {
		t.Errorf("got %+v, %v", d, err)
	}
}

// One endpoint hangs in each of its requests, and one is down. A third gets everything at once all the same.
func TestADeadEndpointDelaysNoOther(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	hanging, down, alive := newReceiver(t), newReceiver(t), newReceiver(t)
	hung, release := context.WithCancel(t.Context())
	t.Cleanup(release) // before the server closes, which waits for its requests
	hanging.now(func(http.ResponseWriter, *http.Request) { <-hung.Done() })
	down.now(isDown)
	for _, r := range []*receiver{hanging, down, alive} {
		r.listen(b)
	}
	b.Connect(onboardingtest.Coffee)
	b.Connect(onboardingtest.Florist)
	told := b.Count("SELECT count(*) FROM webhook_events")
	alive.gets(told)
	if len(hanging.all()) != 0 {
		t.Error("the hanging endpoint has answered")
	}
}

// A receiver that says when to come back is not asked before.
func TestAReceiverSaysWhenToComeBack(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	r := newReceiver(t)
	r.listen(b, models.WebhookBusinessConnected)
	r.now(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7200")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	b.Connect(onboardingtest.Empty)
	r.gets(1)
	r.now(takes)
	waitFor(t, func() bool { return b.Count("SELECT count(*) FROM webhook_attempts") == 1 })
	delivering(b, time.Hour)
	delivering(b, 59*time.Minute)
	if len(r.all()) != 1 {
		t.Error("it was asked before")
	}
	delivering(b, 2*time.Minute)
	r.gets(2)
}

// Whoever may name an address, or change what its name leads to afterwards, gets no request to what is in here. A program that is no demo
// refuses it when it is named and when it is sent to.
func TestAnAddressInHereGetsNothing(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	r := newReceiver(t)
	e, _ := r.listen(b)
	if d, err := b.TestWebhookEndpoint(b.Staff(), e.ID); err != nil || d.State != models.WebhookSucceeded || len(r.all()) != 1 {
		t.Fatalf("a demo does not send to this machine: %+v, %v", d, err)
	}
	config := b.Config
	config.Egress = egress.Rules{}
	s := b.Start(config)
	for _, address := range []string{r.URL, "http://hooks.example.com/", "https://127.0.0.1/", "https://localhost/", "https://169.254.169.254/latest/meta-data/", "https://[::1]/", "https://2130706433/", "https://db.internal/"} {
		_, _, err := s.CreateWebhookEndpoint(b.Staff(), onboarding.CreateWebhookEndpointInput{URL: address})
		if codeOf(err) != onboarding.InvalidInput {
			t.Errorf("%s: %v", address, err)
		}
		if _, err := s.UpdateWebhookEndpoint(b.Staff(), onboarding.UpdateWebhookEndpointInput{EndpointID: e.ID, URL: &address}); codeOf(err) != onboarding.InvalidInput {
			t.Errorf("%s: %v", address, err)
		}
	}
	d, err := s.TestWebhookEndpoint(b.Staff(), e.ID)
	if err != nil || d.State != models.WebhookFailed || len(r.all()) != 1 {
		t.Fatalf("it was sent to: %+v, %v", d, err)
	}
	if b.Count("SELECT count(*) FROM webhook_attempts WHERE failure = 'NOT_PUBLIC' AND status IS NULL") != 1 {
		t.Error("nobody learns why")
	}
}

func TestARedirectCountsAsAFailure(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	inside, r := newReceiver(t), newReceiver(t)
	e, _ := r.listen(b)
	r.now(func(w http.ResponseWriter, request *http.Request) {
		http.Redirect(w, request, inside.URL, http.StatusTemporaryRedirect)
	})
	d, err := b.TestWebhookEndpoint(b.Staff(), e.ID)
	if err != nil || d.State != models.WebhookFailed || len(inside.all()) != 0 {
		t.Errorf("got %+v, %v, and %d requests came to where it led", d, err, len(inside.all()))
	}
	if b.Count("SELECT count(*) FROM webhook_attempts WHERE failure = 'REDIRECT' AND status = 307") != 1 {
		t.Error("nobody learns why")
	}
}

func TestBadEndpointsAreNotMade(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	long := strings.Repeat("x", 201)
	for name, input := range map[string]onboarding.CreateWebhookEndpointInput{
		"a test chosen":         {URL: "https://hooks.example.com/", EventTypes: []models.WebhookEventType{models.WebhookTest}},
		"a long description":    {URL: "https://hooks.example.com/", Description: &long},
		"no address":            {},
		"a password in the URL": {URL: "https://me:secret@hooks.example.com/"},
	} {
		if _, _, err := b.CreateWebhookEndpoint(b.Staff(), input); codeOf(err) != onboarding.InvalidInput {
			t.Errorf("%s: %v", name, err)
		}
	}
	r := newReceiver(t)
	for range 20 {
		r.listen(b)
	}
	if _, _, err := b.CreateWebhookEndpoint(b.Staff(), onboarding.CreateWebhookEndpointInput{URL: r.URL}); codeOf(err) != onboarding.InvalidInput {
		t.Errorf("the twenty-first: %v", err)
	}
}

func TestADeletedEndpointLeavesNothing(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	r := newReceiver(t)
	e, _ := r.listen(b)
	r.now(isDown)
	b.Connect(onboardingtest.Empty)
	if _, err := b.DeleteWebhookEndpoint(b.Staff(), e.ID); err != nil {
		t.Fatal(err)
	}
	if b.Count("SELECT (SELECT count(*) FROM webhook_deliveries) + (SELECT count(*) FROM webhook_secrets)") != 0 {
		t.Error("something is left")
	}
	if _, err := b.DeleteWebhookEndpoint(b.Staff(), e.ID); codeOf(err) != onboarding.NotFound {
		t.Errorf("deleted again: %v", err)
	}
}
