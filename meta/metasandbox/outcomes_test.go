package metasandbox_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"capiconnect/meta/metasandbox"
)

// What an outcome promises is what the calls that follow a code find.
func TestOutcomesOfTheExchange(t *testing.T) {
	t.Parallel()
	b := start(t)
	for outcome, want := range map[metasandbox.Outcome]failure{
		metasandbox.ExpiredCode: {400, 100, 36007},
		metasandbox.UsedCode:    {400, 100, 36009},
		metasandbox.MetaDown:    {503, 2, 0},
	} {
		code := b.code(metasandbox.CodeRequest{Outcome: outcome})
		if got := b.exchange(code).failure(); got != want {
			t.Errorf("%s: got %+v, want %+v", outcome, got, want)
		}
	}
	if a, err := b.try(http.MethodGet, "/v26.0/oauth/access_token", exchangeValues(b.code(metasandbox.CodeRequest{Outcome: metasandbox.AnswerLost})), ""); err == nil {
		t.Errorf("%s: %d", metasandbox.AnswerLost, a.status)
	}
	if left := b.Faults(); len(left) != 0 {
		t.Errorf("left over: %+v", left)
	}
}

func TestOutcomesOfTheGrant(t *testing.T) {
	t.Parallel()
	b := start(t)
	for outcome, want := range map[metasandbox.Outcome]struct {
		owned  int
		scopes string
		kind   string
	}{
		metasandbox.Approve:           {3, "ads_read business_management", "SYSTEM_USER"},
		metasandbox.OneDataset:        {1, "ads_read business_management", "SYSTEM_USER"},
		metasandbox.ManyDatasets:      {100, "ads_read business_management", "SYSTEM_USER"}, // the first page
		metasandbox.NoDatasets:        {0, "ads_read business_management", "SYSTEM_USER"},
		metasandbox.MissingPermission: {3, "business_management", "SYSTEM_USER"},
		metasandbox.UserToken:         {3, "ads_read business_management", "USER"},
	} {
		code := b.code(metasandbox.CodeRequest{Outcome: outcome})
		token := b.exchange(code).text("access_token")
		data := b.debug(token)
		if scopes := strings.Trim(fmt.Sprint(data["scopes"]), "[]"); scopes != want.scopes || data["type"] != want.kind {
			t.Errorf("%s: %q of type %v", outcome, scopes, data["type"])
		}
		codes := b.Journal().Codes
		id := codes[len(codes)-1].BusinessID
		if owned := len(b.get("/v26.0/"+id+"/owned_pixels", url.Values{"limit": {"100"}}, token).ids()); owned != want.owned {
			t.Errorf("%s: %d datasets", outcome, owned)
		}
	}
}

// login is one whose code has been exchanged.
type login struct {
	*bundle
	told   *receiver
	answer answer
	begun  time.Time
}

// get reads by the token that the exchange gave.
func (l login) get(path string) failure {
	l.t.Helper()
	return l.bundle.get("/v26.0/"+path, nil, l.answer.text("access_token")).failure()
}

// What an outcome promises for the time of the exchange, and for the time that follows.
func TestOutcomesOfTime(t *testing.T) {
	t.Parallel()
	works, ended := failure{status: http.StatusOK}, func(subcode int) failure { return failure{401, 190, subcode} }
	for outcome, keeps := range map[metasandbox.Outcome]func(login) bool{
		metasandbox.Throttled: func(l login) bool {
			refused, windows := l.get(threeOwned+"/owned_pixels"), l.Journal().Windows
			l.clock.advance(time.Minute)
			return refused == failure{400, 80004, 2446079} && l.get(threeOwned+"/owned_pixels") == works &&
				len(windows) == 1 && windows[0].Subject == threeOwned && windows[0].Until.Equal(l.clock.Now())
		},
		metasandbox.Slow: func(l login) bool { return time.Since(l.begun) >= 4*time.Second },
		metasandbox.NoWebhook: func(l login) bool {
			l.settle()
			silent := len(l.told.posts()) == 0
			l.code(metasandbox.CodeRequest{Outcome: metasandbox.Approve})
			l.settle()
			return silent && len(l.told.posts()) == 1
		},
		metasandbox.Uninstalled: func(l login) bool {
			l.until(func() bool { return len(l.told.bodies("/deauthorize")) == 1 })
			return l.get("me") == ended(458) && time.Since(l.begun) >= 2*time.Second
		},
		metasandbox.ExpiringToken: func(l login) bool {
			l.clock.advance(60*24*time.Hour - time.Second)
			lasted := l.get("me")
			l.clock.advance(time.Second)
			return lasted == works && l.get("me") == ended(463) && l.answer.body["expires_in"] == 5_184_000.0
		},
	} {
		t.Run(string(outcome), func(t *testing.T) {
			t.Parallel()
			b, told := startTold(t)
			begun := time.Now()
			l := login{b, told, b.exchange(b.code(metasandbox.CodeRequest{Outcome: outcome})), begun}
			if l.answer.text("access_token") == "" || !keeps(l) {
				t.Errorf("the exchange answered %s; then there were the windows %+v and the posts %s", l.answer.raw, b.Journal().Windows, told.posts())
			}
		})
	}
}

// Tests run side by side: what is scripted for one business must not strike another, nor before its code is exchanged.
func TestAnOutcomeStrikesItsOwnBusiness(t *testing.T) {
	t.Parallel()
	b := start(t)
	_ = b.code(metasandbox.CodeRequest{BusinessID: threeOwned, Outcome: metasandbox.MetaDown})
	if a := b.exchange(b.code(metasandbox.CodeRequest{BusinessID: threeOwned})); a.status != http.StatusOK {
		t.Errorf("a code that was not exchanged strikes: %s", a.raw)
	}
	dying := b.code(metasandbox.CodeRequest{BusinessID: threeOwned, Outcome: metasandbox.TokenDies})
	token, bystander := b.exchange(dying).text("access_token"), b.token(metasandbox.CodeRequest{BusinessID: noDatasets})
	if a := b.get("/v26.0/"+noDatasets+"/owned_pixels", nil, bystander); a.status != http.StatusOK {
		t.Errorf("a bystander: %s", a.raw)
	}
	if got := b.get("/v26.0/"+threeOwned+"/owned_pixels", nil, token).failure(); got.code != 190 {
		t.Errorf("its own: %+v", got)
	}
}

func TestAFixedCodeNeedsNoRequestAndWorksOnce(t *testing.T) {
	t.Parallel()
	b := start(t)
	for _, code := range []string{"SANDBOX-APPROVE", "SANDBOX-APPROVE.42"} {
		if a := b.exchange(code); a.status != http.StatusOK {
			t.Errorf("%s: %s", code, a.raw)
		}
		if got := b.exchange(code).failure(); got != (failure{400, 100, 36009}) {
			t.Errorf("%s once more: %+v", code, got)
		}
	}
	for _, code := range []string{"SANDBOX-NONSENSE", "SANDBOX-DECLINE", "SANDBOX-"} {
		if a := b.exchange(code); a.status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", code, a.status, a.raw)
		}
	}
}

func TestOutcomesOverHTTP(t *testing.T) {
	t.Parallel()
	b := start(t)
	if a := b.get("/_sandbox/outcomes", nil, ""); a.status != http.StatusOK || !strings.Contains(a.raw, `{"outcome":"used-code","about":"`) || !strings.Contains(a.raw, `"fixedCode":"SANDBOX-USED-CODE"`) {
		t.Errorf("%d %s", a.status, a.raw)
	}
	for _, outcome := range metasandbox.Outcomes() {
		a := b.post("/_sandbox/codes", `{"outcome":"`+string(outcome)+`"}`)
		if hasNone := outcome == metasandbox.Decline || outcome == metasandbox.Cancel; hasNone != (a.status == http.StatusBadRequest) {
			t.Errorf("%s: %d %s", outcome, a.status, a.raw)
		}
	}
}

func TestOutcomesInTheDialog(t *testing.T) {
	t.Parallel()
	b := start(t)
	play := func(query url.Values, outcome metasandbox.Outcome) answer {
		return b.submit(query, url.Values{"decision": {"script"}, "outcome": {string(outcome)}})
	}
	declined := play(dialogQuery(), metasandbox.Decline)
	if to := declined.header.Get("Location"); declined.status != http.StatusSeeOther || !strings.Contains(to, "error_reason=user_denied") {
		t.Errorf("declined: %d to %s", declined.status, to)
	}
	if a := play(popupQuery(), metasandbox.Cancel); a.status != http.StatusOK || !strings.Contains(a.raw, "closes the window") || strings.Contains(a.raw, "data-channel") {
		t.Errorf("cancelled: %d %s", a.status, a.raw)
	}
	a := play(dialogQuery(), metasandbox.ExpiredCode)
	back, err := url.Parse(a.header.Get("Location"))
	if err != nil || back.Query().Get("code") == "" {
		t.Fatalf("expired: %d to %v, %v", a.status, back, err)
	}
	if got := b.exchange(back.Query().Get("code"), "redirect_uri", partnerCallback).failure(); got != (failure{400, 100, 36007}) {
		t.Errorf("expired: %+v", got)
	}
	if a := play(dialogQuery(), "nonsense"); a.status != http.StatusBadRequest {
		t.Errorf("nonsense: %d", a.status)
	}
}

// A page whose name has been made to lead to this machine is of the sandbox's own origin to its browser, and could take codes.
func TestOnlyNamesOfThisMachineAreAnswered(t *testing.T) {
	t.Parallel()
	b := start(t)
	for host, want := range map[string]int{
		"evil.example": http.StatusMisdirectedRequest, "evil.example:8082": http.StatusMisdirectedRequest, "127.0.0.1.evil.example": http.StatusMisdirectedRequest,
		"localhost.evil.example": http.StatusMisdirectedRequest, "10.0.0.1": http.StatusMisdirectedRequest, "0.0.0.0": http.StatusMisdirectedRequest,
		"localhost": http.StatusOK, "localhost:8082": http.StatusOK, "127.0.0.1:1": http.StatusOK, "[::1]:8082": http.StatusOK,
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.url+"/_sandbox/codes", strings.NewReader(`{"outcome":"approve"}`))
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		a, err := roundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		if a.status != want || (want != http.StatusOK) == strings.Contains(a.raw, `"code"`) {
			t.Errorf("%s: %d %s", host, a.status, a.raw)
		}
	}
}
