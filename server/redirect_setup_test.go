package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// tabs is the public listener over a whole workflow, whose Meta is a sandbox, with browsers that log in in the same tab.
type tabs struct {
	*bundle
	flow *onboardingtest.Bundle
	log  *lockedBuffer
}

// connectCookie is the cookie of a browser that has gone to Meta's dialog.
const connectCookie = "__Host-connect"

func setupTabs(t *testing.T) *tabs {
	t.Helper()
	flow, log := onboardingtest.Setup(t), new(lockedBuffer)
	b := setup(t, func(s *site) {
		s.now, s.store, s.service, s.metrics = flow.Clock.Now, flow.Store, flow.Service, newMetrics(flow.Store)
		s.sessions = newSessions(flow.Store, s.now, clientBehind(nil), false)
		s.config.Meta = metaConfig{AppID: flow.Sandbox.AppID(), ConfigID: flow.Sandbox.ConfigID(), GraphVersion: "v26.0", DialogURL: flow.GraphURL, GraphURL: flow.GraphURL, SDKURL: flow.GraphURL + "/en_US/sdk.js"}
		s.log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	flow.Sandbox.SetRedirectURIs(b.url + "/oauth/callback")
	return &tabs{bundle: b, flow: flow, log: log}
}

// invitation is an onboarding and the header that its client sends.
type invitation struct {
	*models.Onboarding
	bearer []string
}

func (s *tabs) invite(t *testing.T) invitation {
	t.Helper()
	o, token, err := s.flow.Create(s.flow.Staff(), onboarding.CreateInput{})
	if err != nil {
		t.Fatal(err)
	}
	return invitation{o, []string{"Authorization", "Bearer " + *token}}
}

// staff signs somebody in, and returns the header that their browser sends from our own pages.
func (s *tabs) staff(t *testing.T, email string, role models.Role) []string {
	t.Helper()
	user := s.user(t, email)
	s.execute(t, "UPDATE users SET role = $2 WHERE id = $1", user.ID, role)
	in := s.post(t, "/auth/sign-in", credentials(email, goodPassword))
	want(t, in, http.StatusNoContent)
	return []string{"Cookie", in.cookie()}
}

// start asks for the way to the dialog, and keeps the cookie.
func (br *browser) start(t *testing.T, named uuid.UUID, headers ...string) answer {
	t.Helper()
	got := br.post(t, "/oauth/start", fmt.Sprintf(`{"onboardingId":%q}`, named), headers...)
	for _, cookie := range got.Cookies() {
		if cookie.Name == connectCookie {
			br.cookies[cookie.Name] = cookie.Value
		}
	}
	return got
}

// dialogOf is the address that start has answered with.
func dialogOf(t *testing.T, a answer) *url.URL {
	t.Helper()
	want(t, a, http.StatusOK)
	var started struct{ URL string }
	if err := json.Unmarshal([]byte(a.body), &started); err != nil {
		t.Fatal(err)
	}
	address, err := url.Parse(started.URL)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// answerDialog presses a button of Meta's dialog, and returns the path that the browser is sent back to.
func (s *tabs) answerDialog(t *testing.T, dialog *url.URL, decision string) string {
	t.Helper()
	form := url.Values{"step": {"datasets"}, "business": {onboardingtest.Coffee}, "dataset": {"880214467310925"}, "decision": {decision}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, dialog.String(), strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	back, err := url.Parse(response.Header.Get("Location"))
	if err != nil || response.StatusCode != http.StatusSeeOther {
		t.Fatalf("the dialog answers %d, leading to %s", response.StatusCode, response.Header.Get("Location"))
	}
	return back.RequestURI()
}

// login goes to the dialog for an invitation and approves there; it returns the path that the browser is sent back to.
func (s *tabs) login(t *testing.T, br *browser, o invitation) string {
	t.Helper()
	return s.answerDialog(t, dialogOf(t, br.start(t, o.ID, o.bearer...)), "continue")
}

// wantLedBack expects that the browser is led to a page of ours, which is told why the login brought nothing; "" when it did bring a code.
func wantLedBack(t *testing.T, got answer, page, login string) {
	t.Helper()
	to, err := url.Parse(got.Header.Get("Location"))
	if err != nil || got.StatusCode != http.StatusSeeOther || to.Path != page || to.Host != "" || to.Query().Get("login") != login {
		t.Errorf("got %d to %q; want %s with %q", got.StatusCode, got.Header.Get("Location"), page, login)
	}
	if cache, referrer := got.Header.Get("Cache-Control"), got.Header.Get("Referrer-Policy"); cache != "no-store" || referrer != "no-referrer" {
		t.Errorf("the address with the code may be kept (%s) or passed on (%s)", cache, referrer)
	}
	for _, secret := range []string{"code", "state"} {
		if to.Query().Has(secret) {
			t.Errorf("the page gets the %s: %s", secret, to)
		}
	}
}

// settled waits until the work on the code of a callback has ended: the same code given again gets the same answer.
func (s *tabs) settled(t *testing.T, o invitation, back string) *models.Onboarding {
	t.Helper()
	settled, err := s.flow.Complete(s.flow.Holder(o.Onboarding), onboarding.CompleteInput{Code: queryOf(t, back).Get("code")})
	if err != nil {
		t.Fatal(err)
	}
	return settled
}

func (s *tabs) wantExchanges(t *testing.T, n int) {
	t.Helper()
	if got := s.flow.Calls("exchange"); got != n {
		t.Errorf("%d codes were exchanged; want %d", got, n)
	}
}

func (s *tabs) steps(t *testing.T, o invitation) (kinds []models.StepKind) {
	t.Helper()
	steps, err := s.flow.Store.StepsOfOnboardings(t.Context(), []uuid.UUID{o.ID})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range steps[o.ID] {
		kinds = append(kinds, step.Kind)
	}
	return kinds
}
