package onboarding_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

func TestSettingsAreAsTheyWereSaidLast(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	id := "shop-7"
	got, err := b.Update(b.Staff(), onboarding.UpdateInput{BusinessID: connected.ID, ExternalID: &id, Labels: []string{"new", "gold", "new"}, OneDataset: true})
	if err != nil || *got.ExternalID != id || !slices.Equal(got.LabelNames(), []string{"gold", "new"}) || code(got.Problem) != models.ProblemSeveralDatasets {
		t.Errorf("got %+v, %v", got, err)
	}
	got, err = b.Update(b.Staff(), onboarding.UpdateInput{BusinessID: connected.ID})
	if err != nil || got.ExternalID != nil || len(got.Labels) != 0 || got.OneDataset || got.Problem.Code != nil {
		t.Errorf("taken back: %+v, %v", got, err)
	}
	if _, err := b.Update(b.Staff(), onboarding.UpdateInput{BusinessID: connected.ID}); err != nil || b.Count("SELECT count(*) FROM audit_events WHERE action = 'business: settings changed'") != 2 {
		t.Errorf("what changes nothing was audited: %v", err)
	}
}

func TestSettingsFollowTheRulesOfAnOnboarding(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	empty, long := "", strings.Repeat("x", 201)
	for name, in := range map[string]onboarding.UpdateInput{
		"empty externalId": {ExternalID: &empty},
		"long externalId":  {ExternalID: &long},
		"many labels":      {Labels: make([]string, 21)},
		"empty label":      {Labels: []string{""}},
		"long label":       {Labels: []string{strings.Repeat("x", 51)}},
	} {
		in.BusinessID = connected.ID
		if _, err := b.Update(b.Staff(), in); errorCode(err) != onboarding.InvalidInput {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.Update(b.Staff(), onboarding.UpdateInput{BusinessID: uuid.New()}); errorCode(err) != onboarding.NotFound {
		t.Errorf("nobody's: %v", err)
	}
}

// The audit outlives an erasure. Whoever reads it afterwards must not find what the partner called its client.
func TestTheAuditOfSettingsDoesNotKeepThePartnersWords(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	id := "jane.doe@example.com"
	for _, labels := range [][]string{{"private-word"}, {"private-word", "other"}} {
		if _, err := b.Update(b.Staff(), onboarding.UpdateInput{BusinessID: connected.ID, ExternalID: &id, Labels: labels}); err != nil {
			t.Fatal(err)
		}
	}
	if n := b.Count("SELECT count(*) FROM audit_events WHERE concat(before, after) ~ 'jane|private-word'"); n != 0 {
		t.Errorf("%d events hold them", n)
	}
	same := b.Count(`SELECT count(*) FROM audit_events WHERE action = 'business: settings changed' AND actor_name = 'op@example.com'
		AND before->>'externalId' = after->>'externalId' AND before->>'labels' <> after->>'labels'`)
	if same != 1 {
		t.Error("it does not tell what stayed from what changed")
	}
}
