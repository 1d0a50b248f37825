package main

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// Mallory logs in with her own business for her own onboarding, and lets Ada's browser finish it, so that Ada takes Mallory's business for hers.
func TestMallorysLoginIsNotFinishedInAdasBrowser(t *testing.T) {
	t.Parallel()
	s := setupTabs(t)
	planted := s.login(t, s.browser(), s.invite(t))

	wantLedBack(t, s.browser().open(t, planted), "/connect", loginInterrupted)
	ada, o := s.browser(), s.invite(t)
	own := s.login(t, ada, o)
	for _, forged := range []string{planted, "/oauth/callback?code=AQx", "/oauth/callback?code=AQx&state=", "/oauth/callback?code=AQx&state=client.", "/oauth/callback?error=access_denied&state=client.x"} {
		wantLedBack(t, ada.open(t, forged), "/connect", loginInterrupted)
	}
	s.wantExchanges(t, 0)
	wantLedBack(t, ada.open(t, own), "/connect", "") // what Mallory sent has not ended Ada's own way
	if s.settled(t, o, own).Status != models.OnboardingCompleted {
		t.Error("Ada does not get through")
	}
}

// Mallory sends Ada the address of the dialog that she herself has begun, for her own onboarding: Ada's grant is to end up with Mallory.
func TestAdasLoginDoesNotEndUpInMallorysOnboarding(t *testing.T) {
	t.Parallel()
	s := setupTabs(t)
	mallory, theirs := s.browser(), s.invite(t)
	dialog := dialogOf(t, mallory.start(t, theirs.ID, theirs.bearer...))
	back := s.answerDialog(t, dialog, "continue") // pressed by Ada, in Ada's browser

	ada := s.browser()
	wantLedBack(t, ada.open(t, back), "/connect", loginInterrupted)
	adas := s.invite(t)
	ada.start(t, adas.ID, adas.bearer...) // even while she is on a way of her own
	wantLedBack(t, ada.open(t, back), "/connect", loginInterrupted)
	s.wantExchanges(t, 0)
	if n := s.count(t, "SELECT count(*) FROM attempts"); n != 0 {
		t.Errorf("%d codes were taken", n)
	}
}

// Whoever finds the callback's address in a history or a proxy's log, and even the cookie, comes too late.
func TestACallbackIsTakenOnce(t *testing.T) {
	t.Parallel()
	s := setupTabs(t)
	ada, o := s.browser(), s.invite(t)
	back := s.login(t, ada, o)
	cookie := ada.cookies[connectCookie]
	wantLedBack(t, ada.open(t, back), "/connect", "")
	s.settled(t, o, back)

	mallory := s.browser()
	mallory.cookies[connectCookie] = cookie
	wantLedBack(t, mallory.open(t, back), "/connect", loginInterrupted)
	wantLedBack(t, ada.open(t, back), "/connect", loginInterrupted)
	s.wantExchanges(t, 1)
}

// A browser that sends the same twice, or somebody who tries all at once, gets one exchange.
func TestOfManyCallbacksOneIsTaken(t *testing.T) {
	t.Parallel()
	s := setupTabs(t)
	ada, o := s.browser(), s.invite(t)
	back := s.login(t, ada, o)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { s.send(t, http.MethodGet, back, "", "Cookie", connectCookie+"="+ada.cookies[connectCookie]) })
	}
	all.Wait()
	s.settled(t, o, back)
	s.wantExchanges(t, 1)
	if n := s.count(t, "SELECT count(*) FROM attempts"); n != 1 {
		t.Errorf("%d codes were taken", n)
	}
}

// The callback's code has been given before, by the page or by whoever overheard it: Meta must not see it again, and another onboarding must
// not get what came of it.
func TestACodeOfACallbackThatWasGivenBeforeIsNotSentAgain(t *testing.T) {
	t.Parallel()
	s := setupTabs(t)
	ada, o := s.browser(), s.invite(t)
	back := s.login(t, ada, o)
	code := queryOf(t, back).Get("code")
	mallorys := s.invite(t)
	if _, err := s.flow.Complete(s.flow.Holder(mallorys.Onboarding), onboarding.CompleteInput{Code: code, RedirectURI: s.url + "/oauth/callback"}); err != nil {
		t.Fatal(err)
	}
	wantLedBack(t, ada.open(t, back), "/connect", string(onboarding.CodeRefused))
	s.wantExchanges(t, 1)
	if now, err := s.flow.Store.Onboarding(t.Context(), o.ID); err != nil || now.Status != models.OnboardingOpen || now.BusinessID != nil {
		t.Errorf("Ada's onboarding is %+v, %v", now, err)
	}
}

// A cookie that is not one of ours has a state of its own, which anybody can compute.
func TestAnInventedCookieIsOnNoWay(t *testing.T) {
	t.Parallel()
	s := setupTabs(t)
	for _, token := range []string{"", "dlg_invented"} {
		br := s.browser()
		br.cookies[connectCookie] = token
		wantLedBack(t, br.open(t, "/oauth/callback?code=AQx&state=client."+flowToken(token).state()), "/connect", loginInterrupted)
	}
	s.wantExchanges(t, 0)
}

// A browser that is on the way to single sign-on is not on the way to Meta's dialog: neither cookie nor state counts for the other.
func TestAWayToTheProviderIsNoWayToTheDialog(t *testing.T) {
	t.Parallel()
	s := setupTabs(t)
	token, hash := models.NewBearer("sso_")
	s.execute(t, "INSERT INTO sign_in_flows (token_hash, return_path, fresh, expires_at) VALUES ($1, '/admin/', false, $2)", hash, s.flow.Clock.Now().Add(flowLifetime))
	br := s.browser()
	br.cookies[connectCookie], br.cookies[ssoCookie] = token, token
	wantLedBack(t, br.open(t, "/oauth/callback?code=AQx&state=client."+flowToken(token).state()), "/connect", loginInterrupted)
	s.wantExchanges(t, 0)
}

// A link to the callback is to lead on to the attacker's page, which would look like ours.
func TestTheCallbackLeadsToOurPagesOnly(t *testing.T) {
	t.Parallel()
	s := setupTabs(t)
	for _, state := range []string{"https://evil.example/.x", "//evil.example.x", "/\\evil.example.x", "staff.x", "admin.x", "x"} {
		query := url.Values{"state": {state}, "code": {"AQx"}}
		for _, name := range []string{"redirect_uri", "return", "next", "onboarding", "url"} {
			query.Set(name, "https://evil.example/")
		}
		got := s.browser().open(t, "/oauth/callback?"+query.Encode())
		page := "/connect"
		if state == "staff.x" {
			page = "/admin/connect"
		}
		if wantLedBack(t, got, page, loginInterrupted); strings.Contains(got.Header.Get("Location"), "evil") {
			t.Errorf("%s: leads to %s", state, got.Header.Get("Location"))
		}
	}
}

// Somebody who has just been dismissed still has Meta's dialog open.
func TestWhoMayNotConnectAnyMoreFinishesNothing(t *testing.T) {
	t.Parallel()
	for name, dismiss := range map[string]string{
		"disabled": "UPDATE users SET disabled_at = now()",
		"a viewer": "UPDATE users SET role = 'VIEWER'",
		"removed":  "DELETE FROM users",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setupTabs(t)
			session := s.staff(t, "op@example.com", models.Operator)
			br, o := s.browser(), s.invite(t)
			back := s.answerDialog(t, dialogOf(t, br.start(t, o.ID, session...)), "continue")
			s.execute(t, dismiss)
			wantLedBack(t, br.open(t, back), "/admin/connect", loginInterrupted)
			s.wantExchanges(t, 0)
		})
	}
}

// A code of the window is for no redirect URI, and one of the redirect for exactly its own: Meta refuses either in the other's place.
func TestACodeOfTheWindowIsNoCodeOfTheTab(t *testing.T) {
	t.Parallel()
	s := setupTabs(t)
	ada, o := s.browser(), s.invite(t)
	query := queryOf(t, s.login(t, ada, o))
	query.Set("code", s.flow.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee}))
	back := "/oauth/callback?" + query.Encode()
	wantLedBack(t, ada.open(t, back), "/connect", "")
	settled, err := s.flow.Complete(s.flow.Holder(o.Onboarding), onboarding.CompleteInput{Code: query.Get("code")})
	if err == nil || settled.Status != models.OnboardingFailed || *settled.Problem.Code != models.ProblemRedirectURIMismatch {
		t.Errorf("got %+v, %v", settled, err)
	}
}
