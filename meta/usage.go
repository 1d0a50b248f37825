package meta

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// Usage is what an answer's headers say of the limits. Any part may be missing, and is zero then.
// Source: https://developers.facebook.com/docs/graph-api/overview/rate-limiting
type Usage struct {
	App        Load
	HasApp     bool // whether the answer told of the app's limit at all
	AdAccount  AdAccountUsage
	Businesses []BusinessUsage // ordered by business id and kind
}

// Load is how much of a limit is used up, in percent of each measure; calls are refused at 100.
type Load struct {
	Calls   float64
	CPUTime float64
	Time    float64
}

// Highest is the measure of which most is used up.
func (l Load) Highest() float64 { return max(l.Calls, l.CPUTime, l.Time) }

// AdAccountUsage is the limit of the ad account that the call was about.
type AdAccountUsage struct {
	Percent float64
	ResetIn time.Duration
	Tier    string // as in BusinessUsage
}

// BusinessUsage is the limit of one business for one kind of calls.
type BusinessUsage struct {
	Load
	BusinessID string
	Kind       string        // such as "ads_management"
	RegainIn   time.Duration // until calls are let through again; 0 while they are
	Tier       string        // of the app: "development_access" (limited) or "standard_access" (full)
}

// RegainIn returns how long calls will be refused at most; 0 when that is not known.
func (u Usage) RegainIn() time.Duration {
	wait := u.AdAccount.ResetIn
	for _, business := range u.Businesses {
		wait = max(wait, business.RegainIn)
	}
	return wait
}

// Tier returns the app's Marketing API access tier as Meta's headers name it; empty when they do not.
func (u Usage) Tier() string {
	for _, business := range u.Businesses {
		if business.Tier != "" {
			return business.Tier
		}
	}
	return u.AdAccount.Tier
}

type wireLoad struct {
	CallCount    number `json:"call_count"`
	TotalCPUTime number `json:"total_cputime"`
	TotalTime    number `json:"total_time"`
}

func (w wireLoad) load() Load {
	return Load{Calls: float64(w.CallCount), CPUTime: float64(w.TotalCPUTime), Time: float64(w.TotalTime)}
}

func parseUsage(header http.Header) Usage {
	var app wireLoad
	hasApp := parseHeader(header, "X-App-Usage", &app)
	return Usage{App: app.load(), HasApp: hasApp, AdAccount: parseAdAccountUsage(header), Businesses: parseBusinessUsage(header)}
}

func parseAdAccountUsage(header http.Header) AdAccountUsage {
	var account struct {
		Percent number `json:"acc_id_util_pct"`
		ResetIn number `json:"reset_time_duration"`
		Tier    text   `json:"ads_api_access_tier"`
	}
	parseHeader(header, "X-Ad-Account-Usage", &account)
	return AdAccountUsage{
		Percent: float64(account.Percent),
		ResetIn: account.ResetIn.of(time.Second),
		Tier:    string(account.Tier),
	}
}

func parseBusinessUsage(header http.Header) []BusinessUsage {
	var businesses map[string][]struct {
		wireLoad
		Kind     text   `json:"type"`
		RegainIn number `json:"estimated_time_to_regain_access"`
		Tier     text   `json:"ads_api_access_tier"`
	}
	parseHeader(header, "X-Business-Use-Case-Usage", &businesses)
	var all []BusinessUsage
	for businessID, kinds := range businesses {
		for _, kind := range kinds {
			all = append(all, BusinessUsage{
				Load: kind.load(), BusinessID: plain(businessID), Kind: string(kind.Kind),
				RegainIn: kind.RegainIn.of(time.Minute), Tier: string(kind.Tier),
			})
		}
	}
	slices.SortFunc(all, func(a, b BusinessUsage) int {
		return cmp.Or(cmp.Compare(a.BusinessID, b.BusinessID), cmp.Compare(a.Kind, b.Kind))
	})
	return all
}

// parseHeader reads what can be read, and tells whether it was all of it: a header that Meta garbled is no reason to lose the answer under it.
func parseHeader(header http.Header, name string, into any) bool {
	value := header.Get(name)
	return value != "" && json.Unmarshal([]byte(value), into) == nil
}
