package meta

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseUsage(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name                   string
		app, account, business string
		want                   Usage
		regain                 time.Duration
		tier                   string
	}{
		{name: "none"},
		{
			name: "all", app: `{"call_count":28,"total_time":25.5,"total_cputime":"24"}`,
			account: `{"acc_id_util_pct":9.67,"reset_time_duration":100,"ads_api_access_tier":"standard_access"}`,
			business: `{"77":[{"type":"pages","call_count":1},{"type":"ads_management","call_count":95,"total_cputime":20,"total_time":21,
				"estimated_time_to_regain_access":30,"ads_api_access_tier":"development_access"}],"5":[{"type":"leadgen"}]}`,
			want: Usage{
				App: Load{Calls: 28, CPUTime: 24, Time: 25.5}, HasApp: true,
				AdAccount: AdAccountUsage{Percent: 9.67, ResetIn: 100 * time.Second, Tier: "standard_access"},
				Businesses: []BusinessUsage{
					{BusinessID: "5", Kind: "leadgen"},
					{
						BusinessID: "77", Kind: "ads_management", Load: Load{Calls: 95, CPUTime: 20, Time: 21},
						RegainIn: 30 * time.Minute, Tier: "development_access",
					},
					{BusinessID: "77", Kind: "pages", Load: Load{Calls: 1}},
				},
			},
			regain: 30 * time.Minute, tier: "development_access",
		},
		{
			name: "account alone", account: `{"acc_id_util_pct":100,"reset_time_duration":"90","ads_api_access_tier":"standard_access"}`,
			want:   Usage{AdAccount: AdAccountUsage{Percent: 100, ResetIn: 90 * time.Second, Tier: "standard_access"}},
			regain: 90 * time.Second, tier: "standard_access",
		},
		{name: "garbage", app: `{`, account: `[]`, business: `"x"`},
		{
			name: "absurd", app: `{"call_count":"NaN","total_time":null}`, account: `{"reset_time_duration":-5}`,
			business: `{"1":[{"estimated_time_to_regain_access":1e99}]}`,
			want:     Usage{HasApp: true, Businesses: []BusinessUsage{{BusinessID: "1", RegainIn: maxTerm}}},
			regain:   maxTerm,
		},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := parseUsage(usageHeader(tt.app, tt.account, tt.business))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got.RegainIn() != tt.regain || got.Tier() != tt.tier {
				t.Errorf("got %v, %q", got.RegainIn(), got.Tier())
			}
		})
	}
}

func usageHeader(app, account, business string) http.Header {
	header := http.Header{}
	header.Set("x-app-usage", app)
	header.Set("x-ad-account-usage", account)
	header.Set("x-business-use-case-usage", business)
	return header
}
