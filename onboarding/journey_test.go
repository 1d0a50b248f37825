package onboarding_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

func stepsOf(t *testing.T, b *onboardingtest.Bundle, id uuid.UUID) []models.OnboardingStep {
	t.Helper()
	steps, err := b.Store.StepsOfOnboardings(t.Context(), []uuid.UUID{id})
	if err != nil {
		t.Fatal(err)
	}
	return steps[id]
}

func TestWhatABrowserSawIsPartOfTheJourney(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	o := b.Invite(onboarding.CreateInput{})
	for _, steps := range [][]models.StepKind{{models.StepPageOpened, models.StepSDKLoaded}, {models.StepButtonPressed, models.StepPopupBlocked}} {
		if _, err := b.ReportSteps(b.Holder(o), onboarding.ReportInput{Steps: steps}); err != nil {
			t.Fatal(err)
		}
		b.Clock.Advance(time.Minute)
	}
	if _, err := b.Complete(b.Holder(o), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}); err != nil {
		t.Fatal(err)
	}
	type step struct {
		Kind   models.StepKind
		Status models.StepStatus
	}
	var got []step
	for _, s := range stepsOf(t, b, o.ID) {
		got = append(got, step{s.Kind, s.Status})
		if s.EndedAt == nil || s.Kind == models.StepPopupBlocked && !s.StartedAt.Equal(o.CreatedAt.Add(time.Minute)) {
			t.Errorf("%+v", s)
		}
	}
	want := []step{
		{models.StepPageOpened, models.StepSucceeded}, {models.StepSDKLoaded, models.StepSucceeded}, {models.StepButtonPressed, models.StepSucceeded},
		{models.StepPopupBlocked, models.StepFailed}, {models.StepReceive, models.StepSucceeded}, {models.StepExchange, models.StepSucceeded},
		{models.StepIdentify, models.StepSucceeded}, {models.StepSync, models.StepSucceeded},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

// Whoever waits for an onboarding hears of a step that changes nothing else.
func TestAReportIsHeardOf(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	o := b.Invite(onboarding.CreateInput{})
	changed, stop := b.Config.Changes.Watch(o.ID)
	defer stop()
	for heard := false; !heard; { // what was under way before may still be told
		if _, err := b.ReportSteps(b.Staff(), onboarding.ReportInput{OnboardingID: &o.ID, Steps: []models.StepKind{models.StepSDKBlocked}}); err != nil {
			t.Fatal(err)
		}
		select {
		case <-changed:
			heard = true
		case <-time.After(5 * time.Second):
			t.Fatal("nothing was heard")
		}
	}
}

// The holder of a token, or a page that is stuck in a loop, must not fill the database; and what the workflow itself does is kept in any case.
func TestReportsAreBounded(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	o := b.Invite(onboarding.CreateInput{})
	many := make([]models.StepKind, 20)
	for i := range many {
		many[i] = models.StepButtonPressed
	}
	for range 10 {
		if _, err := b.ReportSteps(b.Holder(o), onboarding.ReportInput{Steps: many}); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(stepsOf(t, b, o.ID)); n != 100 {
		t.Errorf("%d steps are kept", n)
	}
	for name, steps := range map[string][]models.StepKind{"none": nil, "too many": append(many, models.StepButtonPressed)} {
		var told *onboarding.Error
		if _, err := b.ReportSteps(b.Holder(o), onboarding.ReportInput{Steps: steps}); !errors.As(err, &told) || told.Code != onboarding.InvalidInput {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.Complete(b.Holder(o), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}); err != nil {
		t.Fatal(err)
	}
	if n := len(stepsOf(t, b, o.ID)); n != 104 {
		t.Errorf("%d steps; want the workflow's beside the 100", n)
	}
}

// A token must reach no journey but its own, and one that is over tells of nothing new.
func TestNobodyReportsOnWhatIsNotTheirsOrOver(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	own, other, late := b.Invite(onboarding.CreateInput{}), b.Invite(onboarding.CreateInput{}), b.Invite(onboarding.CreateInput{})
	pressed := []models.StepKind{models.StepButtonPressed}
	unknown := models.NewID()
	for _, named := range []*uuid.UUID{&other.ID, &unknown} {
		var told *onboarding.Error
		if _, err := b.ReportSteps(b.Holder(own), onboarding.ReportInput{OnboardingID: named, Steps: pressed}); !errors.As(err, &told) || told.Code != onboarding.NotFound {
			t.Errorf("got %v", err)
		}
	}
	if _, err := b.Complete(b.Holder(own), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}); err != nil {
		t.Fatal(err)
	}
	before := len(stepsOf(t, b, own.ID))
	if _, err := b.ReportSteps(b.Holder(own), onboarding.ReportInput{Steps: pressed}); err != nil {
		t.Error(err)
	}
	b.Clock.Advance(time.Hour)
	if _, err := b.ReportSteps(b.Staff(), onboarding.ReportInput{OnboardingID: &late.ID, Steps: pressed}); err != nil {
		t.Error(err)
	}
	for o, want := range map[*models.Onboarding]int{own: before, other: 0, late: 0} {
		if n := len(stepsOf(t, b, o.ID)); n != want {
			t.Errorf("%d steps; want %d", n, want)
		}
	}
}
