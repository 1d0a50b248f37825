package crashtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"capiconnect/meta/metasandbox"
)

// hostile is what somebody who is not Meta can send, and what Meta's own messages look like when they are no longer what they were.
// kept says that the program keeps it, without any effect.
var hostile = []struct {
	what    string
	webhook metasandbox.Webhook
	request metasandbox.SignedRequest
	kept    bool
}{
	{what: "a forged webhook", webhook: metasandbox.Webhook{Treatment: metasandbox.Treatment{Signature: metasandbox.SignedForged}}},
	{what: "a webhook without a signature", webhook: metasandbox.Webhook{Treatment: metasandbox.Treatment{Signature: metasandbox.SignedNot}}},
	{what: "a webhook that is cut", webhook: metasandbox.Webhook{Treatment: metasandbox.Treatment{Truncated: true}}},
	{what: "an old webhook", webhook: metasandbox.Webhook{AgeSeconds: 40 * 3600}, kept: true},
	{what: "a webhook from before the grant", webhook: metasandbox.Webhook{AgeSeconds: 600}, kept: true},
	{what: "a webhook of another shape", webhook: metasandbox.Webhook{Body: `{"object": "application", "entry": [{"changes": [{"field": "business_integration_uninstall", "value": {}}]}]}`}},
	{what: "a forged request to deauthorize", request: metasandbox.SignedRequest{To: metasandbox.ToDeauthorize, Treatment: metasandbox.Treatment{Signature: metasandbox.SignedForged}}},
	{what: "a request to deauthorize with an algorithm that is none", request: metasandbox.SignedRequest{To: metasandbox.ToDeauthorize, Algorithm: "none"}},
	{what: "an old request to deauthorize", request: metasandbox.SignedRequest{To: metasandbox.ToDeauthorize, AgeSeconds: 40 * 3600}},
	{what: "a request to deauthorize that is cut", request: metasandbox.SignedRequest{To: metasandbox.ToDeauthorize, Treatment: metasandbox.Treatment{Truncated: true}}},
	{what: "a forged request to delete", request: metasandbox.SignedRequest{To: metasandbox.ToDataDeletion, Treatment: metasandbox.Treatment{Signature: metasandbox.SignedForged}}},
	{what: "a request to delete without a signature", request: metasandbox.SignedRequest{To: metasandbox.ToDataDeletion, Treatment: metasandbox.Treatment{Signature: metasandbox.SignedNot}}},
	{what: "a request to delete that is cut", request: metasandbox.SignedRequest{To: metasandbox.ToDataDeletion, Treatment: metasandbox.Treatment{Truncated: true}}},
	{what: "an old request to delete", request: metasandbox.SignedRequest{To: metasandbox.ToDataDeletion, AgeSeconds: 40 * 3600}},
}

func TestWhatIsNotMetasWordChangesNothing(t *testing.T) {
	t.Parallel()
	in := install(t)
	p := in.start(0, "")
	c := in.newClient(2, 1, codeLife)
	c.connect(t.Context(), 0)
	in.newClient(1, 0, codeLife).connect(t.Context(), 0)
	in.hearMeta()
	in.rest()
	for _, kept := range []bool{false, true} {
		before := in.dump(t, !kept)
		for _, h := range hostile {
			if h.kept == kept {
				in.send(t, c, h.webhook, h.request)
			}
		}
		in.rest()
		if after := in.dump(t, !kept); after != before {
			t.Errorf("something changed:\n%s", difference(before, after))
		}
	}
	in.wantDelivered(t)
	in.replay(t, c)
	in.mustHold(t)
	in.kill(p)
}

// wantDelivered sees to it that what is hostile has reached the program at all, and was refused unless it is Meta's.
func (in *installation) wantDelivered(t *testing.T) {
	t.Helper()
	deliveries := in.sandbox.Journal().Deliveries
	if len(deliveries) != len(hostile) {
		t.Errorf("%d deliveries of %d", len(deliveries), len(hostile))
	}
	for _, d := range deliveries {
		isMetas := d.Signature == metasandbox.SignedWithCurrent && !d.Truncated
		if d.Status < 200 || d.Status >= 500 || d.Status < 300 && !isMetas {
			t.Errorf("%s %s, signed %s, cut %t, was answered %d", d.To, d.Field, d.Signature, d.Truncated, d.Status)
		}
	}
}

func (in *installation) send(t *testing.T, c *client, w metasandbox.Webhook, r metasandbox.SignedRequest) {
	t.Helper()
	var err error
	if r.To != "" {
		r.BusinessID = c.metaID
		_, err = in.sandbox.SendSignedRequest(r)
	} else {
		w.Field, w.BusinessIDs = metasandbox.FieldUninstall, []string{c.metaID}
		_, err = in.sandbox.SendWebhook(w)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// replay sends what Meta has really said a hundred times more: it is acted on once, although the business has come back since.
func (in *installation) replay(t *testing.T, c *client) {
	t.Helper()
	in.told.ends(c.metaID, false)
	again := metasandbox.Treatment{Storm: metasandbox.Storm{Copies: 100}}
	if _, err := in.sandbox.SendWebhook(metasandbox.Webhook{Field: metasandbox.FieldUpdate, BusinessIDs: []string{c.metaID}, Treatment: again}); err != nil {
		t.Fatal(err)
	}
	in.rest()
	if n := in.database.count(t.Context(), "SELECT count(*) FROM meta_events WHERE kind = 'UPDATE' AND business_meta_id = $1", c.metaID); n != 1 {
		t.Errorf("an update that was delivered 100 times is kept %d times", n)
	}
}

// dump is every row that something from Meta could change, as text; with what is kept of the reports themselves, if asked.
func (in *installation) dump(t *testing.T, reports bool) string {
	t.Helper()
	tables := []string{"businesses", "credentials", "onboardings", "attempts", "onboarding_steps", "permission_grants", "revocations",
		"business_datasets", "datasets", "dataset_changes", "orphan_grants", "deletions"}
	if reports {
		tables = append(tables, "meta_events", "audit_events")
	}
	conn, err := in.database.connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	var text strings.Builder
	for _, table := range tables {
		rows, err := conn.Query(t.Context(), fmt.Sprintf("SELECT x::text FROM %s x ORDER BY 1", table))
		var lines []string
		if err == nil {
			lines, err = pgx.CollectRows(rows, pgx.RowTo[string])
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			fmt.Fprintf(&text, "%s %s\n", table, line)
		}
	}
	return text.String()
}

// difference is the lines that only one of two texts has.
func difference(before, after string) string {
	old, now := strings.Split(before, "\n"), strings.Split(after, "\n")
	var lines []string
	for _, line := range old {
		if !slices.Contains(now, line) {
			lines = append(lines, "- "+line)
		}
	}
	for _, line := range now {
		if !slices.Contains(old, line) {
			lines = append(lines, "+ "+line)
		}
	}
	return strings.Join(lines, "\n")
}
