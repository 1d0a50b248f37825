package onboarding_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// shownOrphans are the orphan grants that people see, open ones first.
func shownOrphans(t *testing.T, b *onboardingtest.Bundle) []*models.OrphanGrant {
	t.Helper()
	page, err := b.Store.OrphanGrants(t.Context(), nil, b.Clock.Now(), models.Paging{})
	if err != nil {
		t.Fatal(err)
	}
	var shown []*models.OrphanGrant
	for _, edge := range page.Edges {
		shown = append(shown, edge.Node)
	}
	return shown
}

// reconciled lets a whole comparison with Meta's list begin and end.
func reconciled(t *testing.T, b *onboardingtest.Bundle) {
	t.Helper()
	before := b.Count("SELECT coalesce(max(id), 0) FROM river_job")
	b.Hurry("reconcile")
	waitFor(t, func() bool {
		return b.Count(`SELECT count(*) FROM river_job WHERE kind = 'reconcile' AND id > $1
			AND (state = 'completed' OR state = 'scheduled' AND attempted_at IS NOT NULL)`, before) > 0
	})
}

// A client who approved and closed the window too early has given a grant that would otherwise be known to Meta alone.
func TestAGrantThatNeverCameHereIsShownAndCanBeClaimed(t *testing.T) {
	t.Parallel()
	loseCode := func(b *onboardingtest.Bundle) { b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee}) }
	for name, find := range map[string]func(*testing.T, *onboardingtest.Bundle){
		"told by a webhook": func(t *testing.T, b *onboardingtest.Bundle) {
			// The comparison at the program's start would find the grant, too, and shows it later.
			waitFor(t, func() bool {
				return b.Count("SELECT count(*) FROM river_job WHERE kind = 'reconcile' AND state = 'completed'") > 0
			})
			loseCode(b)
			report(t, b, "install", onboardingtest.Coffee, b.Clock.Now())
			b.Pass(3 * time.Minute)
			outcomes(t, b, "INSTALL APPLIED")
			waitFor(t, func() bool { return b.Count("SELECT count(*) FROM orphan_grants WHERE name IS NOT NULL") == 1 })
		},
		"found in Meta's list": func(t *testing.T, b *onboardingtest.Bundle) {
			loseCode(b)
			reconciled(t, b)
			if len(shownOrphans(t, b)) != 0 {
				t.Error("it is shown while its code may be on its way")
			}
			b.Pass(3 * time.Minute)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			find(t, b)
			shown := shownOrphans(t, b)
			if len(shown) != 1 || shown[0].BusinessMetaID != onboardingtest.Coffee || shown[0].Name == nil || shown[0].Outcome != nil {
				t.Fatalf("got %+v", shown)
			}
			external := "client-7"
			o, token, err := b.ClaimOrphan(b.Staff(), shown[0].ID, onboarding.CreateInput{ExternalID: &external})
			if err != nil || token == nil {
				t.Fatalf("claiming: %v", err)
			}
			if bound := shownOrphans(t, b)[0].OnboardingID; bound == nil || *bound != o.ID {
				t.Errorf("bound to %v, not %s", bound, o.ID)
			}
			done, err := b.Complete(b.Holder(o), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})})
			if err != nil || done.Status != models.OnboardingCompleted {
				t.Fatalf("completing: %+v, %v", done, err)
			}
			ended := shownOrphans(t, b)
			if len(ended) != 1 || ended[0].Outcome == nil || *ended[0].Outcome != models.OrphanConnected {
				t.Errorf("afterwards: %+v", ended)
			}
			var told *onboarding.Error
			if _, _, err := b.ClaimOrphan(b.Staff(), shown[0].ID, onboarding.CreateInput{}); !errors.As(err, &told) || told.Code != onboarding.NotFound {
				t.Errorf("claiming what has ended: %v", err)
			}
		})
	}
}

func TestClaimingChecksItsInput(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	var told *onboarding.Error
	if _, _, err := b.ClaimOrphan(b.Staff(), uuid.New(), onboarding.CreateInput{}); !errors.As(err, &told) || told.Code != onboarding.NotFound {
		t.Errorf("an orphan that is none: %v", err)
	}
	b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})
	reconciled(t, b)
	b.Pass(3 * time.Minute)
	empty := ""
	if _, _, err := b.ClaimOrphan(b.Staff(), shownOrphans(t, b)[0].ID, onboarding.CreateInput{ExternalID: &empty}); !errors.As(err, &told) || told.Code != onboarding.InvalidInput {
		t.Errorf("an empty externalId: %v", err)
	}
	if b.Count("SELECT count(*) FROM onboardings") != 0 {
		t.Error("an onboarding was made")
	}
}

// Who repeats a claim that failed half-way must not get an onboarding whose token nobody has seen.
func TestAClaimThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})
	reconciled(t, b)
	b.Pass(3 * time.Minute)
	execute(t, b, `CREATE TRIGGER full_disk BEFORE UPDATE ON orphan_grants FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`)
	grant, key := shownOrphans(t, b)[0].ID, "once"
	if _, _, err := b.ClaimOrphan(b.Staff(), grant, onboarding.CreateInput{IdempotencyKey: &key}); err == nil {
		t.Fatal("it did not fail")
	}
	if b.Count("SELECT count(*) FROM onboardings") != 0 {
		t.Error("an onboarding was made")
	}
	execute(t, b, "DROP TRIGGER full_disk ON orphan_grants")
	o, token, err := b.ClaimOrphan(b.Staff(), grant, onboarding.CreateInput{IdempotencyKey: &key})
	if err != nil || token == nil {
		t.Fatalf("again: %v, %v", token, err)
	}
	if bound := shownOrphans(t, b)[0].OnboardingID; bound == nil || *bound != o.ID {
		t.Errorf("bound to %v, not %s", bound, o.ID)
	}
}

func TestAConnectionBringsItsYoungOrphanToNothing(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	given := b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})
	reconciled(t, b) // in the moment between the grant and its code
	if _, err := b.Complete(b.Staff(), onboarding.CompleteInput{Code: given}); err != nil {
		t.Fatal(err)
	}
	if b.Count("SELECT count(*) FROM orphan_grants") != 0 {
		t.Error("an ordinary onboarding left an orphan behind")
	}
}

func TestAnOrphanEndsWhenMetaListsItNoMore(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})
	reconciled(t, b)
	b.Pass(time.Hour)
	b.Sandbox.Uninstall(onboardingtest.Coffee)

	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "*", Kind: "html"})
	reconciled(t, b)
	if shown := shownOrphans(t, b); len(shown) != 1 || shown[0].Outcome != nil {
		t.Errorf("a list that could not be read ended an orphan: %+v", shown)
	}
	b.Sandbox.ClearFaults()
	b.Pass(2 * time.Hour)
	waitFor(t, func() bool { return b.Count("SELECT count(*) FROM orphan_grants WHERE outcome = 'GONE'") == 1 })
}

// Half of a list says nothing about what is missing from it.
func TestConnectedBusinessesThatMetaDoesNotListAreChecked(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Pass(time.Hour)
	b.Sandbox.Uninstall(onboardingtest.Coffee) // and no webhook comes
	reconciled(t, b)
	waitFor(t, func() bool { return b.Business(connected.ID).Status == models.NeedsReconnect })
}

func TestWhatHasJustBeenDisconnectedIsNoOrphan(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	report(t, b, "install", onboardingtest.Coffee, b.Clock.Now().Add(-time.Minute)) // of the grant that is over
	b.Pass(3 * time.Minute)
	outcomes(t, b, "INSTALL OLD")
	if len(shownOrphans(t, b)) != 0 {
		t.Error("an orphan was found")
	}
}

// However much has changed since the last comparison, it is written down in steps: one that fails does not undo the others.
func TestManyOrphansEndInSteps(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	execute(t, b, `INSERT INTO orphan_grants (id, business_meta_id, found_at)
		SELECT gen_random_uuid(), n::text, $1 FROM generate_series(1, 250) n`, b.Clock.Now().Add(-time.Hour))
	execute(t, b, `CREATE FUNCTION fail_on_the_last() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN
			IF NEW.id = (SELECT id FROM orphan_grants ORDER BY id DESC LIMIT 1) THEN RAISE EXCEPTION 'full disk'; END IF;
			RETURN NEW;
		END $$`)
	execute(t, b, `CREATE TRIGGER fail BEFORE UPDATE ON orphan_grants FOR EACH ROW EXECUTE FUNCTION fail_on_the_last()`)
	ended := func(count int) func() bool {
		return func() bool { return b.Count("SELECT count(*) FROM orphan_grants WHERE outcome = 'GONE'") == count }
	}
	b.Hurry("reconcile")
	b.Pass(0)
	waitFor(t, ended(200))
	execute(t, b, "DROP TRIGGER fail ON orphan_grants")
	b.Hurry("reconcile")
	b.Pass(0)
	waitFor(t, ended(250))
}

// A list of a hundred thousand businesses takes minutes. The queue must not take who reads it for lost, as it does others by then.
func TestALongComparisonIsNotTakenForLost(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	if err := b.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	execute(t, b, `INSERT INTO river_job (kind, state, queue, max_attempts, attempt, attempted_at, args)
		SELECT kind, 'running', 'upkeep', 25, 1, now() - interval '6 minutes', '{}' FROM unnest('{reconcile,schedule}'::text[]) kind`)
	reading := b.Count("SELECT max(id) FROM river_job WHERE kind = 'reconcile'")
	running := "SELECT count(*) FROM river_job WHERE state = 'running' AND attempted_at < now()"
	b.Start(b.Config)
	waitFor(t, func() bool { return b.Count(running+" AND kind = 'schedule'") == 0 })
	if b.Count(running+" AND id = $1", reading) != 1 {
		t.Error("another one reads the same list")
	}
}
