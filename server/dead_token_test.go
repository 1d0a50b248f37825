package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// Each end has its own words for the holder, and is at once; who holds nothing learns nothing.
func TestTheHolderOfADeadTokenIsToldHowItDied(t *testing.T) {
	t.Parallel()
	s := setupTabs(t)
	unknown := []string{"Authorization", "Bearer " + onboarding.TokenPrefix + strings.Repeat("A", 43)}
	wantUnknown := func() {
		t.Helper()
		got := s.post(t, "/graphql", "{}", unknown...)
		if got.StatusCode != http.StatusUnauthorized || !strings.Contains(got.body, "is unknown") || strings.Contains(got.body, "reason") {
			t.Errorf("an invented token: %d %s", got.StatusCode, got.body)
		}
	}
	for reason, end := range map[onboarding.ErrorCode]func(o invitation) error{
		onboarding.Cancelled: func(o invitation) error { _, err := s.flow.Cancel(s.flow.Staff(), o.ID, nil); return err },
		onboarding.Replaced: func(o invitation) error {
			_, _, err := s.flow.Resend(s.flow.Staff(), onboarding.ResendInput{OnboardingID: o.ID})
			return err
		},
		onboarding.TimeOver: func(invitation) error {
			s.flow.Clock.Advance(time.Hour)
			return nil
		},
	} {
		o := s.invite(t)
		want(t, s.post(t, "/graphql", "{}", o.bearer...), http.StatusOK)
		wantUnknown()
		if err := end(o); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/graphql", "/oauth/start"} {
			got := s.post(t, path, "{}", o.bearer...)
			if got.StatusCode != http.StatusUnauthorized || !strings.Contains(got.body, `"code":"UNAUTHENTICATED"`) || !strings.Contains(got.body, `"reason":"`+string(reason)+`"`) {
				t.Errorf("%s: %s answers %d %s", reason, path, got.StatusCode, got.body)
			}
			if !strings.Contains(got.body, `"supportCode":"`+o.SupportCode+`"`) {
				t.Errorf("%s: %s leaves out the code to quote: %s", reason, path, got.body)
			}
			if strings.Contains(got.body, o.ID.String()) {
				t.Errorf("%s: %s tells the id to who holds a dead token", reason, path)
			}
		}
		wantUnknown()
	}
}

// A client, or whoever stole its link, is in Meta's dialog when the link is taken back or replaced: nobody comes back from there.
func TestADeadLinkEndsItsWaysToTheDialog(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		end  func(s *tabs, o invitation) error
		want onboarding.ErrorCode
	}{
		"cancelled": {func(s *tabs, o invitation) error { _, err := s.flow.Cancel(s.flow.Staff(), o.ID, nil); return err }, onboarding.Cancelled},
		"replaced": {func(s *tabs, o invitation) error {
			_, _, err := s.flow.Resend(s.flow.Staff(), onboarding.ResendInput{OnboardingID: o.ID})
			return err
		}, onboarding.Replaced},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setupTabs(t)
			o, granted, declined := s.invite(t), s.browser(), s.browser()
			back, other := s.login(t, granted, o), s.answerDialog(t, dialogOf(t, declined.start(t, o.ID, o.bearer...)), "cancel")
			before := len(s.steps(t, o))
			if err := test.end(s, o); err != nil {
				t.Fatal(err)
			}
			wantLedBack(t, granted.open(t, back), "/connect", string(test.want))
			declined.open(t, other)
			s.wantExchanges(t, 0)
			if n := s.count(t, "SELECT count(*) FROM attempts"); n != 0 || len(s.steps(t, o)) != before {
				t.Errorf("%d codes were taken, and the steps are %v", n, s.steps(t, o))
			}
		})
	}
}

// Staff who have gone to the dialog themselves hold no link, so that a new one for the client ends nothing of theirs.
func TestANewLinkDoesNotEndTheWayOfStaff(t *testing.T) {
	t.Parallel()
	s := setupTabs(t)
	session, br, o := s.staff(t, "op@example.com", models.Operator), s.browser(), s.invite(t)
	back := s.answerDialog(t, dialogOf(t, br.start(t, o.ID, session...)), "continue")
	if _, _, err := s.flow.Resend(s.flow.Staff(), onboarding.ResendInput{OnboardingID: o.ID}); err != nil {
		t.Fatal(err)
	}
	wantLedBack(t, br.open(t, back), "/admin/connect", "")
}
