package main

import (
	"cmp"

	"github.com/prometheus/client_golang/prometheus"

	"capiconnect/graph"
	"capiconnect/onboarding"
)

// operations counts what is asked of the GraphQL API.
type operations struct {
	took   map[graph.Operation]prometheus.Observer // made beforehand, as looking labels up takes longer than counting
	errors *prometheus.CounterVec
	told   *prometheus.CounterVec
}

// unforeseen is the code of errors that are the program's own.
const unforeseen = "INTERNAL"

func newOperations(registry prometheus.Registerer, known []graph.Operation) *operations {
	took := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "capiconnect_graphql_operation_duration_seconds",
		Help:    "GraphQL operations by type and document of ours (other: not one of our pages'; type refused: nothing was executed). A subscription takes as long as its stream.",
		Buckets: []float64{.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 30},
	}, []string{"type", "document"})
	o := &operations{took: make(map[graph.Operation]prometheus.Observer, len(known)), errors: prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "capiconnect_graphql_errors_total", Help: "Errors of GraphQL answers by their stable code.",
	}, []string{"code"}), told: prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "capiconnect_graphql_user_errors_total", Help: "Errors in payloads of mutations, which are for their caller to mend, by their stable code.",
	}, []string{"code"})}
	for _, operation := range known {
		o.took[operation] = took.WithLabelValues(cmp.Or(operation.Type, "refused"), cmp.Or(operation.Document, "other"))
	}
	o.errors.WithLabelValues(unforeseen) // 0 from the start, so that the first one is an increase
	registry.MustRegister(took, o.errors, o.told)
	return o
}

// count counts an operation that was answered.
func (o *operations) count(end graph.OperationEnd) {
	o.took[end.Operation].Observe(end.Took.Seconds())
	for _, code := range end.Codes {
		o.errors.WithLabelValues(code).Inc()
	}
}

// countUserError counts an error that a mutation has told its caller.
func (o *operations) countUserError(code onboarding.ErrorCode) {
	o.told.WithLabelValues(string(code)).Inc()
}
