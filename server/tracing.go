package main

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// tracing sends spans to a collector. The zero value is none: nothing stands in anybody's way then.
//
// What is traced is decided here, once, where a trace enters: for each request and for each job that nobody asked for, by lot. Below that,
// whatever has a parent that is recorded is recorded. No caller has a say in it, neither by a flag nor by the choice of an id.
type tracing struct {
	provider *sdktrace.TracerProvider
	tracer   trace.Tracer
	share    float64
}

// tracesStopLimit is how long the last spans may take to be sent.
const tracesStopLimit = time.Second

// startTracing connects to no collector yet.
func startTracing(ctx context.Context, at *url.URL, share float64, log *slog.Logger) (tracing, error) {
	if at == nil {
		return tracing{}, nil
	}
	exporter, err := otlptrace.New(ctx, newCollector(at, log))
	if err != nil {
		return tracing{}, fmt.Errorf("preparing to send traces: %w", err)
	}
	return tracingTo(sdktrace.WithBatcher(exporter), share), nil
}

func tracingTo(sink sdktrace.TracerProviderOption, share float64) tracing {
	provider := sdktrace.NewTracerProvider(sink, sdktrace.WithSampler(sdktrace.AlwaysSample()), sdktrace.WithResource(resource.NewSchemaless(
		attribute.String("service.name", "capiconnect"), attribute.String("service.version", programVersion()))))
	return tracing{provider: provider, tracer: provider.Tracer("capiconnect/server"), share: share}
}

func (t tracing) isOn() bool { return t.tracer != nil }

// follow has the statements of a store make spans.
func (t tracing) follow(store *models.Store) {
	if t.isOn() {
		store.Trace(t.tracer)
	}
}

// stop sends what has not been sent.
func (t tracing) stop() {
	if !t.isOn() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), tracesStopLimit)
	defer cancel()
	_ = t.provider.Shutdown(ctx) // what is not sent by now is lost, and nothing depends on it
}

// draw says whether what begins now is traced.
func (t tracing) draw() bool { return rand.Float64() < t.share }

// wrap gives requests a span.
func (t tracing) wrap(next http.Handler) http.Handler {
	if !t.isOn() {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !t.draw() {
			next.ServeHTTP(w, r)
			return
		}
		ctx, span := t.begin(r)
		defer span.End()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// begin goes on with the trace that a page of ours has begun. Anybody else's is another system's: ours is linked to it and has an id of its own.
// Only browsers keep others from saying same-origin; but all that a liar gains is the choice of an id.
func (t tracing) begin(r *http.Request) (context.Context, trace.Span) {
	options := []trace.SpanStartOption{trace.WithSpanKind(trace.SpanKindServer), trace.WithAttributes(attribute.String("http.request.method", knownMethod(r.Method)))}
	ctx, caller := r.Context(), callersSpan(r)
	switch {
	case caller.IsValid() && r.Header.Get("Sec-Fetch-Site") == "same-origin":
		ctx = trace.ContextWithRemoteSpanContext(ctx, caller)
	case caller.IsValid():
		options = append(options, trace.WithNewRoot(), trace.WithLinks(trace.Link{SpanContext: caller}))
	}
	return t.tracer.Start(ctx, "HTTP", options...)
}

// callersSpan is the span that a request says it is part of, without the flags and the state that come with it.
func callersSpan(r *http.Request) trace.SpanContext {
	said := trace.SpanContextFromContext(propagation.TraceContext{}.Extract(context.Background(), propagation.HeaderCarrier(r.Header)))
	return trace.NewSpanContext(trace.SpanContextConfig{TraceID: said.TraceID(), SpanID: said.SpanID(), Remote: true})
}

// answered names the span of a request, if it has one, by the route that the request has found. The path may hold what opens something.
func (t tracing) answered(r *http.Request, status int) {
	if !t.isOn() {
		return
	}
	span := trace.SpanFromContext(r.Context())
	if !span.IsRecording() {
		return
	}
	if r.Pattern != "" {
		span.SetName("HTTP " + r.Pattern)
	}
	span.SetAttributes(attribute.String("http.route", r.Pattern), attribute.Int("http.response.status_code", status),
		attribute.String("request.id", onboarding.RequestIDFrom(r.Context())))
	if status >= http.StatusInternalServerError {
		span.SetStatus(codes.Error, "")
	}
}

// inLog has lines of the log name the trace that they are part of.
func (t tracing) inLog(log *slog.Logger) *slog.Logger {
	if !t.isOn() {
		return log
	}
	return slog.New(tracedLog{log.Handler()})
}

type tracedLog struct{ slog.Handler }

// Handle implements slog.Handler.
func (l tracedLog) Handle(ctx context.Context, line slog.Record) error {
	if span := trace.SpanContextFromContext(ctx); span.IsSampled() {
		line.AddAttrs(slog.String("trace_id", span.TraceID().String()))
	}
	return l.Handler.Handle(ctx, line)
}

// WithAttrs implements slog.Handler.
func (l tracedLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return tracedLog{l.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (l tracedLog) WithGroup(name string) slog.Handler { return tracedLog{l.Handler.WithGroup(name)} }
