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
	page, err := b.Store.OrphanGrants(t.Context(), b.Clock.Now(), models.Paging{})
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
	for name, find := range map[string]func(*testing.T, *onboardingtest.Bundle){
		"told by a webhook": func(t *testing.T, b *onboardingtest.Bundle) {
			report(t, b, "install", onboardingtest.Coffee, b.Clock.Now())
			b.Pass(3 * time.Minute)
			outcomes(t, b, "INSTALL APPLIED")
			waitFor(t, func() bool { return b.Count("SELECT count(*) FROM orphan_grants WHERE name IS NOT NULL") == 1 })
		},
		"found in Meta's list": func(t *testing.T, b *onboardingtest.Bundle) {
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
			b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee}) // lost
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
