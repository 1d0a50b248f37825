package main

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"capiconnect/meta"
	"capiconnect/models"
)

// metrics is what the program counts.
type metrics struct {
	registry   *prometheus.Registry
	metaCalls  *prometheus.HistogramVec
	requests   *prometheus.HistogramVec
	tokensKept prometheus.Histogram
}

func newMetrics(store *models.Store) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		metaCalls: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "capiconnect_meta_call_duration_seconds", Help: "Calls to Meta by endpoint and outcome (ok, or the class of the error).",
			Buckets: []float64{.05, .1, .25, .5, 1, 2.5, 5, 10, 20},
		}, []string{"endpoint", "class"}),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "capiconnect_http_request_duration_seconds", Help: "HTTP requests by route, method and status.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"route", "method", "status"}),
		tokensKept: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "capiconnect_token_unstored_seconds", Help: "How long a token lay between Meta's answer and the database's commit: a crash in between loses it.",
			Buckets: []float64{.001, .002, .005, .01, .02, .05, .1, .5, 1, 5},
		}),
	}
	m.registry.MustRegister(m.metaCalls, m.requests, m.tokensKept, standing{store},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

// request counts one HTTP request. The route is a pattern of ours and the method one that HTTP knows, so that callers cannot make
// up new time series.
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
