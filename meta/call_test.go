package meta

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestOnCall(t *testing.T) {
	t.Parallel()
	closed := newUpstream(t, says(200, "{}"))
	closed.Close()
	up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-App-Usage", `{"call_count":28}`)
		w.Header()["Date"] = nil
		says(200, `{"id":"1","client_business_id":"2"}`)(w, r)
	})
	usage := Usage{App: Load{Calls: 28}, HasApp: true}
	cases := []struct {
		name, url string
		call      func(*API) error
		want      Call
	}{
		{"success", up.URL, func(a *API) error {
			_, err := a.Me(t.Context(), NewToken(canaryToken))
			return err
		}, Call{Op: OpMe, Status: 200, Duration: time.Second, Usage: usage}},
		{"answer that lacks something", up.URL, func(a *API) error {
			_, err := a.AppToken(t.Context())
			return err
		}, Call{Op: OpAppToken, Status: 200, Class: InvalidAnswer, Duration: time.Second, Usage: usage}},
		{"no answer", closed.URL, func(a *API) error {
			_, err := a.DebugToken(t.Context(), NewToken(canaryToken))
			return err
		}, Call{Op: OpDebugToken, Class: NotSent, Duration: time.Second}},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			var told []Call
			config := testConfig(tt.url)
			config.OnCall = func(call Call) { told = append(told, call) }
			config.Now = everySecond()
			err := tt.call(New(config))
			if (err != nil) != (tt.want.Class != "") {
				t.Errorf("got %v", err)
			}
			if diff := cmp.Diff([]Call{tt.want}, told); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSkew(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name             string
		date, start, end time.Duration // after noon
		want             time.Duration
	}{
		{"no difference", 0, 0, 0, 0},
		{"dated while the call took place", 5 * time.Second, 0, 20 * time.Second, 0},
		{"cut to the second", 0, 999 * time.Millisecond, time.Second, 0},
		{"half a second ahead", time.Second, 0, 500 * time.Millisecond, 0},
		{"Meta ahead", 4 * time.Minute, 0, time.Second, 239 * time.Second},
		{"Meta behind", -time.Hour, 0, time.Second, -3599 * time.Second},
	}
	for _, tt := range cases {
		if got := skew(noon.Add(tt.date), noon.Add(tt.start), noon.Add(tt.end)); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
	if got := skew(time.Time{}, noon, noon); got != 0 {
		t.Errorf("without a date: %v", got)
	}
}

// everySecond is a clock that moves on by a second at each look.
func everySecond() func() time.Time {
	now := noon
	return func() time.Time {
		now = now.Add(time.Second)
		return now
	}
}
