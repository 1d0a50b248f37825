package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/models"
	"capiconnect/onboarding"
)

func TestAClientLogsInInTheSameTab(t *testing.T) {
	t.Parallel()
	s := setupTabs(t)
	ada, o := s.browser(), s.invite(t)

	dialog := dialogOf(t, ada.start(t, o.ID, o.bearer...))
	asked := dialog.Query()
	state := asked.Get("state")
	asked.Del("state")
	wanted := map[string][]string{
		"client_id": {s.flow.Sandbox.AppID()}, "config_id": {s.flow.Sandbox.ConfigID()}, "redirect_uri": {s.url + "/oauth/callback"},
		"response_type": {"code"}, "override_default_response_type": {"true"},
	}
	if diff := cmp.Diff(wanted, map[string][]string(asked)); diff != "" || len(state) < 43 {
		t.Errorf("the dialog is asked with the state %q (-want +got):\n%s", state, diff)
	}
	back := s.answerDialog(t, dialog, "continue")
	wantLedBack(t, ada.open(t, back), "/connect", "")

	if ada.cookies[connectCookie] != "" || s.count(t, "SELECT count(*) FROM redirect_flows") != 0 {
		t.Error("something is left of the way to the dialog")
	}
	if now := s.settled(t, o, back); now.Status != models.OnboardingCompleted || now.ID != o.ID {
		t.Errorf("the onboarding is %s", now.Status)
	}
	s.wantExchanges(t, 1)
	if got := s.steps(t, o); len(got) != 5 || got[0] != models.StepRedirected || got[1] != models.StepReceive {
		t.Errorf("steps %v", got)
	}
	for _, secret := range []string{queryOf(t, back).Get("code"), state, strings.TrimPrefix(o.bearer[1], "Bearer ")} {
		if secret == "" || strings.Contains(s.log.String(), secret) {
			t.Errorf("the log has %q", secret)
		}
	}
}

// The browser comes from Meta's site, so it sends no session. The code is taken on behalf of whoever has left, and the audit says so.
func TestStaffLogInInTheSameTab(t *testing.T) {
	t.Parallel()
	s := setupTabs(t)
	session := s.staff(t, "op@example.com", models.Operator)
	br, o := s.browser(), s.invite(t)

	back := s.answerDialog(t, dialogOf(t, br.start(t, o.ID, session...)), "continue")
	got := br.open(t, back)

	wantLedBack(t, got, "/admin/connect", "")
	if to := got.Header.Get("Location"); to != "/admin/connect?onboarding="+o.ID.String() {
		t.Errorf("leads to %s", to)
	}
	if now := s.settled(t, o, back); now.Status != models.OnboardingCompleted {
		t.Errorf("the onboarding is %s", now.Status)
	}
	if n := s.count(t, "SELECT count(*) FROM audit_events WHERE action = 'onboarding: code received' AND actor_name = 'op@example.com' AND request_id = $1", got.Header.Get("X-Request-Id")); n != 1 {
		t.Errorf("%d events name who it was", n)
	}
}

func TestWhoDeclinesIsLedBackAndTheJourneySaysSo(t *testing.T) {
	t.Parallel()
	s := setupTabs(t)
	ada, o := s.browser(), s.invite(t)
	dialog := dialogOf(t, ada.start(t, o.ID, o.bearer...))
	wantLedBack(t, ada.open(t, s.answerDialog(t, dialog, "cancel")), "/connect", loginDeclined)

	dialog = dialogOf(t, ada.start(t, o.ID, o.bearer...))
	state := dialog.Query().Get("state")
	wantLedBack(t, ada.open(t, "/oauth/callback?error=server_error&error_description=secret-words&state="+state), "/connect", loginFailed)
	wantLedBack(t, ada.open(t, "/oauth/callback?code=AQx&state="+state), "/connect", loginInterrupted) // neither does a failure leave a state behind

	if diff := cmp.Diff([]models.StepKind{models.StepRedirected, models.StepLoginDeclined, models.StepRedirected, models.StepLoginFailed}, s.steps(t, o)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	s.wantExchanges(t, 0)
	if strings.Contains(s.log.String(), "secret-words") {
		t.Error("the log repeats what came in the address")
	}
	back := s.login(t, ada, o) // and nothing of it keeps the client from another try
	if ada.open(t, back); s.settled(t, o, back).Status != models.OnboardingCompleted {
		t.Error("the client does not get through any more")
	}
}

func TestWhoMayLeaveForTheDialog(t *testing.T) {
	t.Parallel()
	s := setupTabs(t)
	o, other, done := s.invite(t), s.invite(t), s.invite(t)
	br := s.browser()
	back := s.login(t, br, done)
	br.open(t, back)
	s.settled(t, done, back)
	s.execute(t, "UPDATE onboardings SET tries_left = 0 WHERE id = $1", other.ID)
	key, hash := models.NewBearer(onboarding.APIKeyPrefix)
	s.execute(t, "INSERT INTO api_keys (id, name, key_hash, hint, scopes, created_at) VALUES ($1, 'k', $2, '', '{admin}', now())", models.NewID(), hash)
	before := s.count(t, "SELECT count(*) FROM redirect_flows")

	for name, c := range map[string]struct {
		named   invitation
		headers []string
		status  int
		code    string
	}{
		"nobody":                     {o, nil, http.StatusUnauthorized, "UNAUTHENTICATED"},
		"a viewer":                   {o, s.staff(t, "v@example.com", models.Viewer), http.StatusForbidden, "FORBIDDEN"},
		"an API key":                 {o, []string{"Authorization", "Bearer " + key}, http.StatusForbidden, "FORBIDDEN"},
		"staff, by another website":  {o, append(s.staff(t, "a@example.com", models.Admin), "Sec-Fetch-Site", "cross-site"), http.StatusForbidden, "FORBIDDEN"},
		"the holder of another":      {o, other.bearer, http.StatusConflict, "NOT_FOUND"},
		"who has used up its tries":  {other, other.bearer, http.StatusConflict, "TOO_MANY_TRIES"},
		"who has connected already":  {done, done.bearer, http.StatusConflict, "ONBOARDING_CLOSED"},
		"staff, for what is unknown": {invitation{Onboarding: &models.Onboarding{ID: models.NewID()}}, s.staff(t, "o@example.com", models.Operator), http.StatusConflict, "NOT_FOUND"},
	} {
		got := s.browser().start(t, c.named.ID, c.headers...)
		if got.StatusCode != c.status || !strings.Contains(got.body, c.code) || slices.ContainsFunc(got.Cookies(), func(c *http.Cookie) bool { return c.Name == connectCookie }) {
			t.Errorf("%s: %d %s, cookies %v", name, got.StatusCode, got.body, got.Cookies())
		}
	}
	if after := s.count(t, "SELECT count(*) FROM redirect_flows"); after != before {
		t.Errorf("%d ways were begun", after-before)
	}
}

func TestAWayToTheDialogEndsAfterTenMinutes(t *testing.T) {
	t.Parallel()
	s := setupTabs(t)
	ada, o := s.browser(), s.invite(t)
	back := s.login(t, ada, o)
	s.flow.Clock.Advance(flowLifetime + time.Second)
	wantLedBack(t, ada.open(t, back), "/connect", loginInterrupted)
	s.wantExchanges(t, 0)
}

// Each way is a row that waits: a token must not fill the table.
func TestAnOnboardingIsOnFewWaysAtATime(t *testing.T) {
	t.Parallel()
	s := setupTabs(t)
	o, other := s.invite(t), s.invite(t)
	first := s.browser()
	kept := s.login(t, first, other)
	for range 30 {
		want(t, s.browser().start(t, o.ID, o.bearer...), http.StatusOK)
	}
	if n := s.count(t, "SELECT count(*) FROM redirect_flows WHERE onboarding_id = $1", o.ID); n != 10 {
		t.Errorf("%d ways", n)
	}
	wantLedBack(t, first.open(t, kept), "/connect", "") // of others none is lost
}
