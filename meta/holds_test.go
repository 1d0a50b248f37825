package meta

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const otherBusiness = "77"

func regain(businessID, minutes string) string {
	return `{"` + businessID + `":[{"type":"ads_management","estimated_time_to_regain_access":` + minutes + `}]}`
}

// What an answer says about pauses is heard whether the call succeeded or not.
func TestHolds(t *testing.T) {
	t.Parallel()
	const fine, full = `{"id":"1","client_business_id":"2"}`, `{"call_count":100}`
	cases := []struct {
		name                   string
		business               string // for whom the call is made
		app, account, useCases string // headers
		answer                 string
		want                   []Hold
		regainAt               time.Time
	}{
		{name: "nothing", business: businessID, answer: fine},
		{name: "an error that is no limit", business: businessID, answer: `{"error":{"code":190}}`},
		{name: "almost full", business: businessID, app: `{"call_count":99.9,"total_time":99}`, useCases: regain(businessID, "0"), answer: fine},
		{name: "success with a pause", business: businessID, useCases: regain(businessID, "30"), answer: fine, want: []Hold{{businessID, noon.Add(30 * time.Minute)}}},
		{name: "success with another's pause", business: businessID, useCases: regain(otherBusiness, "3"), answer: fine, want: []Hold{{otherBusiness, noon.Add(3 * time.Minute)}}},
		{name: "success with the app full", business: businessID, app: full, answer: fine, want: []Hold{{"", noon.Add(5 * time.Minute)}}},
		{name: "the app full by time", app: `{"total_time":"101"}`, answer: fine, want: []Hold{{"", noon.Add(5 * time.Minute)}}},
		{name: "the app's own id means all", business: businessID, useCases: regain(appID, "9"), answer: fine, want: []Hold{{"", noon.Add(9 * time.Minute)}}},
		{name: "a pause for no id", business: businessID, useCases: regain("x/y", "9"), answer: fine},
		{name: "a pause of nonsense", business: businessID, useCases: regain(businessID, `"soon"`), answer: fine},
		{name: "a pause of years", business: businessID, useCases: regain(businessID, "1e9"), answer: fine, want: []Hold{{businessID, noon.Add(24 * time.Hour)}}},
		{
			name: "refused, and told until when", business: businessID, useCases: regain(businessID, "30"), answer: `{"error":{"code":80004}}`,
			want: []Hold{{businessID, noon.Add(30 * time.Minute)}}, regainAt: noon.Add(30 * time.Minute),
		},
		{
			name: "refused without a time", business: businessID, answer: `{"error":{"code":80004}}`,
			want: []Hold{{businessID, noon.Add(5 * time.Minute)}}, regainAt: noon.Add(5 * time.Minute),
		},
		{
			name: "refused in the words of a permission", business: businessID, answer: `{"error":{"code":200,"error_subcode":4841013,"message":"Permissions error"}}`,
			want: []Hold{{businessID, noon.Add(5 * time.Minute)}}, regainAt: noon.Add(5 * time.Minute),
		},
		{
			name: "refused, and an entry that may mean it", business: businessID, useCases: regain(otherBusiness, "7"), answer: `{"error":{"code":613}}`,
			want:     []Hold{{businessID, noon.Add(7 * time.Minute)}, {otherBusiness, noon.Add(7 * time.Minute)}},
			regainAt: noon.Add(7 * time.Minute),
		},
		{
			name: "refused for nobody known", answer: `{"error":{"code":80004}}`,
			want: []Hold{{"", noon.Add(5 * time.Minute)}}, regainAt: noon.Add(5 * time.Minute),
		},
		{
			name: "the app refused", business: businessID, useCases: regain(otherBusiness, "60"), answer: `{"error":{"code":4}}`,
			want: []Hold{{"", noon.Add(5 * time.Minute)}, {otherBusiness, noon.Add(time.Hour)}}, regainAt: noon.Add(5 * time.Minute),
		},
		{
			name: "the app refused, whatever an ad account's limit says", business: businessID, account: `{"reset_time_duration":90}`, answer: `{"error":{"code":341}}`,
			want: []Hold{{"", noon.Add(5 * time.Minute)}}, regainAt: noon.Add(5 * time.Minute),
		},
		{
			name: "refused at an ad account's limit, and told until when", business: businessID, account: `{"acc_id_util_pct":100,"reset_time_duration":90}`, answer: `{"error":{"code":17}}`,
			want: []Hold{{businessID, noon.Add(90 * time.Second)}}, regainAt: noon.Add(90 * time.Second),
		},
		{
			name: "refused at a page's limit", business: businessID, answer: `{"error":{"code":32}}`,
			want: []Hold{{businessID, noon.Add(5 * time.Minute)}}, regainAt: noon.Add(5 * time.Minute),
		},
		{
			name: "refused while the app is full", business: businessID, app: full, useCases: regain(businessID, "2"), answer: `{"error":{"code":80004}}`,
			want: []Hold{{"", noon.Add(5 * time.Minute)}, {businessID, noon.Add(2 * time.Minute)}}, regainAt: noon.Add(5 * time.Minute),
		},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
				for name, values := range usageHeader(tt.app, tt.account, tt.useCases) {
					w.Header()[name] = values
				}
				says(200, tt.answer)(w, r)
			})
			config := testConfig(up.URL)
			var told Call
			config.OnCall = func(call Call) { told = call }
			_, err := New(config).Me(WithBusiness(t.Context(), tt.business), NewToken(canaryToken))
			if diff := cmp.Diff(tt.want, told.Holds); diff != "" {
				t.Errorf("holds (-want +got):\n%s", diff)
			}
			if err != nil && !failure(t, err).RegainAt.Equal(tt.regainAt) {
				t.Errorf("to be tried again at %v, want %v", failure(t, err).RegainAt, tt.regainAt)
			}
			if told.BusinessID != tt.business {
				t.Errorf("a call of %q, want %q", told.BusinessID, tt.business)
			}
		})
	}
}

// A call that is held back reaches nobody, whichever it is, and keeps a code good.
func TestAdmitHoldsBack(t *testing.T) {
	t.Parallel()
	until := noon.Add(time.Nanosecond)
	for _, c := range calls {
		t.Run(string(c.op), func(t *testing.T) {
			t.Parallel()
			up := newUpstream(t, says(200, `{}`))
			config := testConfig(up.URL)
			config.Admit = func(context.Context, string) time.Time { return until }
			config.OnCall = func(call Call) { t.Errorf("OnCall was told of %+v", call) }
			e := failure(t, c.call(t, New(config)))
			if e.Class != Throttled || e.Status != 0 || e.Op != c.op || !e.RegainAt.Equal(until) {
				t.Errorf("got %+v", e)
			}
			if n := len(up.asked()); n != 0 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

func TestAdmitIsAskedBeforeEveryRequest(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, pixels(1000, 0))
	config := testConfig(up.URL)
	var asked []string
	config.Admit = func(_ context.Context, businessID string) time.Time {
		asked = append(asked, businessID)
		if len(asked) > 2 {
			return noon.Add(time.Minute)
		}
		return noon // over by now
	}
	got, err := datasets(New(config).OwnedDatasets(t.Context(), NewToken(canaryToken), businessID, ""))
	if e := failure(t, err); e.Class != Throttled || len(got) != 300 {
		t.Errorf("got %d datasets and %v", len(got), e)
	}
	if diff := cmp.Diff([]string{businessID, businessID, businessID}, asked); diff != "" {
		t.Errorf("asked for (-want +got):\n%s", diff)
	}
	if n := len(up.asked()); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
}

// Whose call it is decides which hold stops it: the path's business, else the context's, else nobody's.
func TestBusinessOfACall(t *testing.T) {
	t.Parallel()
	want := map[Op]string{
		OpBusiness: businessID, OpOwnedDatasets: businessID, OpSharedDatasets: businessID, OpFetchToken: businessID, OpDatasetToken: businessID,
	}
	for _, c := range calls {
		t.Run(string(c.op), func(t *testing.T) {
			t.Parallel()
			config := testConfig(newUpstream(t, says(500, "")).URL)
			var asked []string
			config.Admit = func(_ context.Context, businessID string) time.Time {
				asked = append(asked, businessID)
				return time.Time{}
			}
			_ = c.call(t, New(config))
			if len(asked) != 1 || asked[0] != want[c.op] {
				t.Errorf("asked for %q, want %q", asked, want[c.op])
			}
		})
	}
}

// A caller gives up while Meta answers, as one list does when the other has failed. The answer says that Meta wants no calls; were it lost,
// everybody would go on calling.
func TestACallerThatGivesUpLosesNoHold(t *testing.T) {
	t.Parallel()
	asked, gone := make(chan struct{}), make(chan struct{})
	up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
		close(asked)
		<-gone
		w.Header().Set("X-Business-Use-Case-Usage", regain(businessID, "30"))
		says(200, `{"error":{"code":80004}}`)(w, r)
	})
	config := testConfig(up.URL)
	var told Call
	config.OnCall = func(call Call) { told = call }
	ctx, giveUp := context.WithCancel(WithBusiness(t.Context(), businessID))
	go func() {
		<-asked
		giveUp()
		close(gone)
	}()
	_, err := New(config).Me(ctx, NewToken(canaryToken))
	if e := failure(t, err); e.Class != Throttled {
		t.Errorf("got %v", e)
	}
	if len(told.Holds) != 1 || told.Holds[0].BusinessID != businessID || told.Holds[0].Until.Sub(noon) < 30*time.Minute {
		t.Errorf("the answer said %+v", told.Holds)
	}
}
