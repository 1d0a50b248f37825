package main

import (
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"capiconnect/meta"
)

// allowanceWindow is over what time Meta counts calls; what an older answer said is no longer so.
// https://developers.facebook.com/docs/graph-api/overview/rate-limiting
const allowanceWindow = time.Hour

// allowance tells how much of what Meta allows is used up, by the headers of its answers: of the app by the last one, of businesses, which
// are too many for a series each, as a distribution.
type allowance struct {
	ofBusinesses prometheus.Histogram

	mu     sync.Mutex
	app    meta.Load
	toldAt time.Time
}

var appUsage = prometheus.NewDesc("capiconnect_meta_app_usage_ratio",
	"How much of the app's allowance is used up by measure, as Meta's last answer to this replica within the hour said; 1 is all of it.", []string{"measure"}, nil)

func newAllowance(registry prometheus.Registerer) *allowance {
	a := &allowance{ofBusinesses: prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "capiconnect_meta_business_usage_ratio", Help: "How much of a business's allowance was used up (its highest measure), by each answer that told.",
		Buckets: []float64{.1, .25, .5, .75, .9, 1},
	})}
	registry.MustRegister(a, a.ofBusinesses)
	return a
}

// Describe implements prometheus.Collector.
func (*allowance) Describe(descriptions chan<- *prometheus.Desc) { descriptions <- appUsage }

// Collect implements prometheus.Collector.
func (a *allowance) Collect(figures chan<- prometheus.Metric) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.toldAt.IsZero() || time.Since(a.toldAt) > allowanceWindow {
		return
	}
	for measure, percent := range map[string]float64{"calls": a.app.Calls, "cpu_time": a.app.CPUTime, "total_time": a.app.Time} {
		figures <- prometheus.MustNewConstMetric(appUsage, prometheus.GaugeValue, percent/100, measure)
	}
}

// observe keeps what the answer to a call told.
func (a *allowance) observe(call meta.Call) {
	for _, business := range call.Usage.Businesses {
		a.ofBusinesses.Observe(business.Highest() / 100)
	}
	if !call.Usage.HasApp {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.app, a.toldAt = call.Usage.App, time.Now()
}
