package main

import (
	"net/http"
	"runtime"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"capiconnect/meta"
	"capiconnect/models"
	"capiconnect/onboarding"
)

// metrics is what the program counts. No label is of a caller's making, so that nobody can make up time series.
type metrics struct {
	registry   *prometheus.Registry
	jobs       *prometheus.HistogramVec
	jobWaits   *prometheus.HistogramVec
	metaCalls  *prometheus.HistogramVec
	requests   *prometheus.HistogramVec
	turnedAway *prometheus.CounterVec
	tokensKept prometheus.Histogram
}

func newMetrics(store *models.Store) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		jobs: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "capiconnect_job_duration_seconds",
			Help:    "Turns of jobs by kind and outcome: done, waiting (goes on later, as planned), failed (is tried again), cancelled, given_up, panicked.",
			Buckets: []float64{.01, .05, .1, .5, 1, 5, 10, 25, 60, 300, 1200},
		}, []string{"kind", "outcome"}),
		jobWaits: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "capiconnect_job_wait_seconds", Help: "How long a job waited for a worker once its time had come, by queue.",
			Buckets: []float64{.01, .05, .1, .25, .5, 1, 5, 30, 60, 300, 1800},
		}, []string{"queue"}),
		metaCalls: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "capiconnect_meta_call_duration_seconds", Help: "Calls to Meta by endpoint and outcome (ok, or the class of the error).",
			Buckets: []float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 20},
		}, []string{"endpoint", "class"}),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "capiconnect_http_request_duration_seconds", Help: "HTTP requests by route, method and status.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"route", "method", "status"}),
		turnedAway: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "capiconnect_http_turned_away_total", Help: "Requests that were told to come back later, by reason.",
		}, []string{"reason"}),
		tokensKept: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "capiconnect_token_unstored_seconds", Help: "How long a token lay between Meta's answer and the database's commit: a crash in between loses it.",
			Buckets: []float64{.001, .002, .005, .01, .02, .05, .1, .5, 1, 5},
		}),
	}
	m.registry.MustRegister(m.jobs, m.jobWaits, m.metaCalls, m.requests, m.turnedAway, m.tokensKept, newStanding(store, time.Now), pools{store}, buildInfo(),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, reason := range reasonsToComeBack {
		m.turnedAway.WithLabelValues(reason) // 0 from the start, so that the first one is an increase
	}
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

// buildInfo tells which build this is: replicas of different versions are seen side by side.
func buildInfo() prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "capiconnect_build_info", Help: "1, for the version of the program and of Go that its labels tell.",
		ConstLabels: prometheus.Labels{"version": programVersion(), "go_version": runtime.Version()},
	}, func() float64 { return 1 })
}

// request counts one HTTP request, by a pattern of ours and a method that HTTP knows.
func (m *metrics) request(route, method string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(route, knownMethod(method), strconv.Itoa(status)).Observe(took.Seconds())
}

func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPost:
		return method
	}
	return "other"
}

// reasonsToComeBack are the refusals that have nothing to do with the request itself.
var reasonsToComeBack = map[*httpError]string{
	errHashingBusy: "passwords_busy", errOverloaded: "overloaded", errTooManyExports: "exports_busy", errTooManyRequests: "rate_limited", errTooManyTries: "too_many_tries",
}

// turnAway counts a request that was refused, if that was for want of room or patience.
func (m *metrics) turnAway(refusal *httpError) {
	if reason, isOne := reasonsToComeBack[refusal]; isOne {
		m.turnedAway.WithLabelValues(reason).Inc()
	}
}

// jobTurn counts one turn of a job.
func (m *metrics) jobTurn(turn onboarding.JobTurn) {
	m.jobs.WithLabelValues(turn.Kind, string(turn.Outcome)).Observe(turn.Took.Seconds())
	m.jobWaits.WithLabelValues(turn.Queue).Observe(turn.Waited.Seconds())
}

// metaCall counts one call to Meta.
func (m *metrics) metaCall(call meta.Call) {
	class := string(call.Class)
	if class == "" {
		class = "ok"
	}
	m.metaCalls.WithLabelValues(string(call.Op), class).Observe(call.Duration.Seconds())
}

// tokenKept counts one token that was stored.
func (m *metrics) tokenKept(after time.Duration) { m.tokensKept.Observe(after.Seconds()) }
