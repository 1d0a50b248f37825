package graph_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

func TestTheOverviewFollowsWhatHappens(t *testing.T) {
	t.Parallel()
	a := setup(t)
	a.Invite(onboarding.CreateInput{})
	a.Connect(onboardingtest.Coffee)
	a.Connect(onboardingtest.Empty) // which grants no dataset: a warning
	type overview struct {
		Businesses         struct{ Connected, NeedsAttention, Disconnecting, Disconnected int }
		PendingOnboardings int
		Funnel             struct {
			Since                                               time.Time
			Opened, CodeGiven, Exchanged, Identified, Completed int
		}
		NeedsAttention []struct {
			MetaID  string
			Problem struct{ Code string }
		}
	}
	var got struct{ Overview overview }
	a.get(viewer, &got, `{ overview { businesses { connected needsAttention disconnecting disconnected } pendingOnboardings
		funnel { since opened codeGiven exchanged identified completed } needsAttention { metaId problem { code } } } }`, nil)
	var want overview
	want.Businesses.Connected, want.Businesses.NeedsAttention, want.PendingOnboardings = 2, 1, 1
	want.Funnel.Since = a.Clock.Now().AddDate(0, 0, -30)
	want.Funnel.Opened, want.Funnel.CodeGiven, want.Funnel.Exchanged, want.Funnel.Identified, want.Funnel.Completed = 3, 2, 2, 2, 2
	want.NeedsAttention = []struct {
		MetaID  string
		Problem struct{ Code string }
	}{{onboardingtest.Empty, struct{ Code string }{"NO_DATASETS"}}}
	if diff := cmp.Diff(want, got.Overview); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The list that goes without pages is as short as the limit on answers takes it for.
func TestTheOverviewNamesFewBusinesses(t *testing.T) {
	t.Parallel()
	a := setup(t)
	for n := range 8 {
		_, err := a.Store.Pool().Exec(t.Context(), `INSERT INTO businesses (id, meta_id, status, problem_code, problem_since, connected_at, created_at)
			VALUES (gen_random_uuid(), $1, 'NEEDS_RECONNECT', 'TOKEN_REVOKED', now(), now(), now())`, fmt.Sprint(n))
		if err != nil {
			t.Fatal(err)
		}
	}
	var got struct {
		Overview struct {
			Businesses     struct{ NeedsAttention int }
			NeedsAttention []struct{ ID string }
		}
	}
	a.get(key(models.ScopeBusinessesRead), &got, `{ overview { businesses { needsAttention } needsAttention { id } } }`, nil)
	if got.Overview.Businesses.NeedsAttention != 8 || len(got.Overview.NeedsAttention) != 5 {
		t.Errorf("got %+v", got.Overview)
	}
}

// BenchmarkOverview is what the page costs that staff look at all day, with 100,000 businesses and as many onboardings.
func BenchmarkOverview(b *testing.B) {
	a := setup(b)
	for _, statement := range []string{
		`INSERT INTO businesses (id, meta_id, name, status, problem_code, problem_since, connected_at, created_at)
			SELECT gen_random_uuid(), n::text, 'Business ' || n, CASE WHEN n % 50 = 0 THEN 'NEEDS_RECONNECT' ELSE 'CONNECTED' END,
				CASE WHEN n % 50 = 0 THEN 'TOKEN_REVOKED' END, CASE WHEN n % 50 = 0 THEN now() END, now(), now() FROM generate_series(1, 100000) n`,
		`INSERT INTO onboardings (id, status, business_id, config_id, support_code, tries_left, created_by, created_at, expires_at, completed_at)
			SELECT gen_random_uuid(), 'COMPLETED', id, '1', meta_id, 1, 'test', t, t, t
			FROM (SELECT id, meta_id, '2126-11-22'::timestamptz - (meta_id::int % 365) * interval '1 day' AS t FROM businesses) b`,
		`INSERT INTO attempts (id, onboarding_id, code_hmac, outcome, created_at) SELECT gen_random_uuid(), id, sha256(support_code::bytea), 'STORED', created_at FROM onboardings`,
		`VACUUM ANALYZE`,
	} {
		if _, err := a.Store.Pool().Exec(b.Context(), statement); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if got := a.ask(viewer, `{ overview { businesses { connected } pendingOnboardings funnel { opened completed } needsAttention { name } } }`, nil); len(got.Errors) > 0 {
			b.Fatal(got.Errors)
		}
	}
}
