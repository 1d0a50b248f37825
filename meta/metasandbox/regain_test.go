package metasandbox

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	coffee  = "417283905516204"
	nordic  = "9283746501928374"
	minutes = 10
)

// throttled is a sandbox that stands still in time, with a token of each of two
// businesses.
type throttled struct {
	*Sandbox
	t             *testing.T
	now           time.Time
	coffee, other string
}

func startThrottled(t *testing.T) *throttled {
	t.Helper()
	s := &throttled{t: t, now: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
	s.Sandbox = New(Options{AppSecret: "secret", Now: func() time.Time { return s.now }})
	s.coffee, s.other = s.token(coffee), s.token(nordic)
	return s
}

func (s *throttled) token(businessID string) string {
	s.t.Helper()
	if _, err := s.IssueCode(CodeRequest{BusinessID: businessID}); err != nil {
		s.t.Fatal(err)
	}
	return s.issueToken(grant{Business: businessID, Scopes: s.permissions, Type: SystemUser}, provenance{})
}

func (s *throttled) call(path, token string) {
	request := httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil)
	request.Header.Set("Authorization", "Bearer "+token)
	s.ServeHTTP(httptest.NewRecorder(), request)
}

// forgiveNothing ends the time in which calls may have been under way.
func (s *throttled) forgiveNothing() {
	for _, w := range s.regain.windows {
		w.heeded = time.Time{}
	}
}

// Whoever calls for a business that was asked to wait is found out; others are not.
func TestRegainWindows(t *testing.T) {
	t.Parallel()
	s := startThrottled(t)
	s.Fail(Fault{Endpoint: "me", Kind: "usage", RegainMinutes: minutes, Times: 1})
	s.call("/v26.0/me", s.coffee)
	s.regain.windows[0].heeded = time.Now().Add(time.Hour)
	s.call("/v26.0/me", s.coffee) // may have been under way
	s.forgiveNothing()
	s.call("/v26.0/me", s.other)
	s.call("/v26.0/debug_token?input_token="+url.QueryEscape(s.coffee), s.appToken()) // the app's own
	if n := s.Journal().CallsInsideWindows; n != 0 {
		t.Errorf("%d calls inside before there was one", n)
	}
	s.call("/v26.0/me", s.coffee)
	s.call("/v26.0/"+coffee+"/owned_pixels", s.coffee)
	s.call("/v26.0/"+coffee, s.other) // named in the path
	from := s.now
	s.now = from.Add(minutes * time.Minute)
	s.call("/v26.0/me", s.coffee)
	journal := s.Journal()
	want := []RegainWindow{{
		Subject: coffee, From: from, Until: s.now,
		Inside: map[string]int{"me": 1, "owned_pixels": 1, "business": 1},
	}}
	if diff := cmp.Diff(want, journal.Windows); diff != "" || journal.CallsInsideWindows != 3 {
		t.Errorf("%d calls inside, windows (-want +got):\n%s", journal.CallsInsideWindows, diff)
	}
}

func TestRegainWindowOfTheApp(t *testing.T) {
	t.Parallel()
	s := startThrottled(t)
	s.Fail(Fault{Endpoint: "debug_token", Kind: "throttle", Code: 4, RegainMinutes: 5, Times: 1})
	s.Fail(Fault{Endpoint: "me", Kind: "throttle", Times: 1}) // names no time
	s.call("/v26.0/debug_token", s.appToken())
	s.call("/v26.0/me", s.coffee)
	s.forgiveNothing()
	s.call("/v26.0/me", s.coffee)
	s.call("/v26.0/debug_token", s.appToken())
	journal := s.Journal()
	if len(journal.Windows) != 1 || journal.Windows[0].Subject != s.appID || journal.CallsInsideWindows != 1 {
		t.Errorf("%d calls inside, windows %+v", journal.CallsInsideWindows, journal.Windows)
	}
}

// Two windows over one another count a call once.
func TestOverlappingRegainWindows(t *testing.T) {
	t.Parallel()
	s := startThrottled(t)
	s.Fail(Fault{Endpoint: "me", Kind: "throttle", RegainMinutes: minutes, Times: 2})
	s.call("/v26.0/me", s.coffee)
	s.call("/v26.0/me", s.coffee)
	s.forgiveNothing()
	s.call("/v26.0/me", s.coffee)
	journal := s.Journal()
	if len(journal.Windows) != 2 || journal.Windows[0].Inside["me"] != 1 || journal.Windows[1].Inside["me"] != 1 || journal.CallsInsideWindows != 1 {
		t.Errorf("%d calls inside, windows %+v", journal.CallsInsideWindows, journal.Windows)
	}
}
