package metasandbox_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta/metasandbox"
)

func TestImpossibleWebhooks(t *testing.T) {
	t.Parallel()
	const uninstall = metasandbox.FieldUninstall
	one := []string{threeOwned}
	cases := map[string]metasandbox.Webhook{
		"nothing":           {},
		"no business":       {Field: uninstall},
		"business by name":  {Field: uninstall, BusinessIDs: []string{"me"}},
		"too many":          {Field: uninstall, BusinessIDs: make([]string, 1001)},
		"unknown field":     {Field: "leadgen", BusinessIDs: one},
		"unknown signature": {Field: uninstall, BusinessIDs: one, Treatment: metasandbox.Treatment{Signature: "md5"}},
		"too many copies":   {Field: uninstall, BusinessIDs: one, Treatment: metasandbox.Treatment{Storm: metasandbox.Storm{Copies: 1001}}},
		"spread of hours":   {Field: uninstall, BusinessIDs: one, Treatment: metasandbox.Treatment{Storm: metasandbox.Storm{SpreadMillis: 60_001}}},
		"all lost twice":    {Field: uninstall, BusinessIDs: one, Treatment: metasandbox.Treatment{Storm: metasandbox.Storm{LossRate: 2}}},
		"never rotated":     {Field: uninstall, BusinessIDs: one, Treatment: metasandbox.Treatment{Signature: metasandbox.SignedWithPrevious}},
	}
	for name, webhook := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, r := startTold(t)
			if ids, err := b.SendWebhook(webhook); err == nil {
				t.Errorf("deliveries %v", ids)
			}
			b.settle()
			if len(r.posts()) != 0 || len(b.Journal().Deliveries) != 0 {
				t.Errorf("%d posts", len(r.posts()))
			}
		})
	}
	t.Run("no address", func(t *testing.T) {
		t.Parallel()
		if _, err := start(t).SendWebhook(metasandbox.Webhook{Field: uninstall, BusinessIDs: one}); err == nil {
			t.Error("a webhook went nowhere")
		}
	})
}

// What happens to the app at a client's is told in the order in which it happened.
func TestWebhooksTellWhatHappens(t *testing.T) {
	t.Parallel()
	b, r := startTold(t)
	b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
	b.clock.advance(90 * time.Second)
	b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
	b.Uninstall(threeOwned)
	b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
	b.settle()
	const change = `{"object":"application","entry":[{"id":"%s","time":%d,"changes":[{"field":"%s","value":{"business_manager_id":"%s"%s}}]}]}`
	at := b.clock.Now().Unix()
	config := `,"tp_config_id":"` + configID + `"`
	want := []string{
		fmt.Sprintf(change, appID, at-90, metasandbox.FieldInstall, threeOwned, config),
		fmt.Sprintf(change, appID, at, metasandbox.FieldUpdate, threeOwned, ""),
		fmt.Sprintf(change, appID, at, metasandbox.FieldUninstall, threeOwned, ""),
		fmt.Sprintf(change, appID, at, metasandbox.FieldInstall, threeOwned, config),
	}
	if diff := cmp.Diff(want, r.bodies("/webhook")); diff != "" {
		t.Errorf("webhooks (-want +got):\n%s", diff)
	}
	for _, got := range r.posts() {
		if got.path == "/webhook" && (got.signature != "sha256="+proof(secret, string(got.body)) || got.kind != "application/json") {
			t.Errorf("signature %q, %s", got.signature, got.kind)
		}
	}
	if n := len(r.bodies("/deauthorize")); n != 1 {
		t.Errorf("%d deauthorizations, want 1", n)
	}
	for _, d := range b.Journal().Deliveries {
		if d.State != metasandbox.DeliveryAccepted || d.Attempts != 1 || d.Status != 200 || d.Answer != "thanks" || d.BusinessIDs[0] != threeOwned {
			t.Errorf("delivery %+v", d)
		}
	}
}

// An app that uninstalls itself over the API is told as well.
func TestDeletedPermissionsAreTold(t *testing.T) {
	t.Parallel()
	b, r := startTold(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	b.do(http.MethodDelete, "/v26.0/me/permissions", nil, token)
	b.settle()
	if bodies := r.bodies("/webhook"); len(bodies) != 2 || !strings.Contains(bodies[1], metasandbox.FieldUninstall) {
		t.Errorf("told %v", bodies)
	}
}

func TestSendWebhook(t *testing.T) {
	t.Parallel()
	webhook := metasandbox.Webhook{Field: metasandbox.FieldUninstall, BusinessIDs: []string{threeOwned}}
	with := func(change func(*metasandbox.Webhook)) metasandbox.Webhook {
		w := webhook
		change(&w)
		return w
	}
	signedBy := func(secret string) func(received) bool {
		return func(got received) bool { return got.signature == "sha256="+proof(secret, string(got.body)) }
	}
	cases := map[string]struct {
		webhook metasandbox.Webhook
		copies  int
		right   func(received) bool
	}{
		"as it is":     {webhook, 1, signedBy("new-secret")},
		"of before":    {with(func(w *metasandbox.Webhook) { w.Signature = metasandbox.SignedWithPrevious }), 1, signedBy(secret)},
		"three times":  {with(func(w *metasandbox.Webhook) { w.Copies = 3 }), 3, signedBy("new-secret")},
		"none of them": {with(func(w *metasandbox.Webhook) { w.Copies, w.LossRate = 3, 1 }), 0, nil},
		"forged": {with(func(w *metasandbox.Webhook) { w.Signature = metasandbox.SignedForged }), 1, func(got received) bool {
			return len(got.signature) == len("sha256=")+64 && !signedBy("new-secret")(got) && !signedBy(secret)(got)
		}},
		"unsigned":  {with(func(w *metasandbox.Webhook) { w.Signature = metasandbox.SignedNot }), 1, func(got received) bool { return got.signature == "" }},
		"truncated": {with(func(w *metasandbox.Webhook) { w.Truncated = true }), 1, func(got received) bool { return !signedBy("new-secret")(got) && len(got.body) < 100 }},
		"of yesterday": {with(func(w *metasandbox.Webhook) { w.AgeSeconds = 86400 }), 1, func(got received) bool {
			return strings.Contains(string(got.body), `"time":1795255200,`)
		}},
		"ids as numbers": {with(func(w *metasandbox.Webhook) { w.NumericIDs = true }), 1, func(got received) bool {
			return strings.Contains(string(got.body), `"business_manager_id":`+threeOwned+`}`) && strings.Contains(string(got.body), `"id":`+appID+`,`)
		}},
		"of two businesses": {with(func(w *metasandbox.Webhook) { w.BusinessIDs = []string{threeOwned, chain} }), 1, func(got received) bool {
			return strings.Count(string(got.body), metasandbox.FieldUninstall) == 2
		}},
		"another body": {metasandbox.Webhook{Body: `{"object":`}, 1, func(got received) bool { return string(got.body) == `{"object":` && signedBy("new-secret")(got) }},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, r := startTold(t)
			token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
			b.RotateSecretWithGrace("new-secret")
			b.settle()
			before := len(r.posts())
			ids, err := b.SendWebhook(c.webhook)
			if err != nil {
				t.Fatal(err)
			}
			b.settle()
			posts := r.posts()[before:]
			if len(ids) != c.copies || len(posts) != c.copies {
				t.Fatalf("deliveries %v, %d posts, want %d", ids, len(posts), c.copies)
			}
			for i, got := range posts {
				if !c.right(got) {
					t.Errorf("got %q signed %q", got.body, got.signature)
				}
				if d, ok := b.Journal().Delivery(ids[i]); !ok || d.BodySHA256 != sum(got.body) || d.To != metasandbox.ToWebhook {
					t.Errorf("in the journal: %+v", d)
				}
			}
			if record, _ := b.Journal().Token(token); !record.Alive {
				t.Error("a webhook alone ended the token")
			}
		})
	}
}

func TestDeliveriesAreRepeated(t *testing.T) {
	t.Parallel()
	b, r := startTold(t, 500, 302, 204)
	ids, err := b.SendWebhook(metasandbox.Webhook{Field: metasandbox.FieldUpdate, BusinessIDs: []string{threeOwned}})
	if err != nil {
		t.Fatal(err)
	}
	b.settle()
	posts := r.posts()
	if len(posts) != 4 || string(posts[0].body) != string(posts[3].body) || posts[0].signature != posts[3].signature {
		t.Errorf("%d attempts", len(posts))
	}
	if d, _ := b.Journal().Delivery(ids[0]); d.Attempts != 4 || d.Status != 200 || d.State != metasandbox.DeliveryAccepted {
		t.Errorf("in the journal: %+v", d)
	}
}

func TestCloseGivesUp(t *testing.T) {
	t.Parallel()
	b, r := startTold(t)
	r.Close()
	ids, err := b.SendWebhook(metasandbox.Webhook{Field: metasandbox.FieldUpdate, BusinessIDs: []string{threeOwned}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.WaitForDeliveries(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting in vain: %v", err)
	}
	b.Sandbox.Close()
	if d, _ := b.Journal().Delivery(ids[0]); d.State != metasandbox.DeliveryGivenUp || d.Problem == "" || d.Status != 0 || strings.Contains(d.Problem, "http") {
		t.Errorf("in the journal: %+v", d)
	}
	b.Uninstall(threeOwned) // what comes later does not wait either
	b.settle()
}

func TestStorm(t *testing.T) {
	t.Parallel()
	told := func(seed uint64) []int {
		b, r := startTold(t)
		b.Brew(metasandbox.Storm{Copies: 4, LossRate: 0.5, SpreadMillis: 30, Seed: seed})
		var counts []int
		for range 10 {
			before := len(b.Journal().Deliveries)
			b.Uninstall(threeOwned)
			counts = append(counts, len(b.Journal().Deliveries)-before)
		}
		b.settle()
		if len(r.posts()) != len(b.Journal().Deliveries) || len(r.posts()) == 0 {
			t.Errorf("%d posts of %d deliveries", len(r.posts()), len(b.Journal().Deliveries))
		}
		b.ClearFaults()
		if b.Storm() != (metasandbox.Storm{}) {
			t.Errorf("after clearing: %+v", b.Storm())
		}
		return counts
	}
	first := told(7)
	if diff := cmp.Diff(first, told(7)); diff != "" {
		t.Errorf("the same seed made another storm:\n%s", diff)
	}
	if cmp.Equal(first, told(8)) {
		t.Error("another seed made the same storm")
	}
}
