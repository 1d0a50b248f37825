package onboarding

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"
	"github.com/riverqueue/river/rivertype"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

// step begins a span for one step of the workflow, where what ctx is part of has a span. The function that it returns ends it.
func step(ctx context.Context, name string, about ...attribute.KeyValue) (context.Context, func()) {
	parent := trace.SpanFromContext(ctx)
	if !parent.SpanContext().IsSampled() {
		return ctx, func() {}
	}
	ctx, span := parent.TracerProvider().Tracer("capiconnect/onboarding").Start(ctx, "onboarding "+name, trace.WithAttributes(about...))
	return ctx, func() { span.End() }
}

func aboutOnboarding(id uuid.UUID) attribute.KeyValue {
	return attribute.String("onboarding.id", id.String())
}

func aboutBusiness(id uuid.UUID) attribute.KeyValue {
	return attribute.String("business.id", id.String())
}

// traceparent names the span of ctx to a job that it asks for; empty where there is none. https://www.w3.org/TR/trace-context/
func traceparent(ctx context.Context) string {
	if !trace.SpanContextFromContext(ctx).IsSampled() {
		return ""
	}
	carrier := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, carrier)
	return carrier.Get("traceparent")
}

// origin is where a job comes from, as its metadata tell.
type origin struct {
	Traceparent string `json:"traceparent"`
	Snoozes     int    `json:"snoozes"` // how often it has waited, which River notes
}

// traceTurn gives a turn of a job a span. The first turn is part of the trace that asked for the job; later ones, which may come weeks later,
// begin traces of their own that are linked to it. Of jobs that nobody asked for, the share that TraceOwn picks has a span.
func (s *Service) traceTurn(ctx context.Context, job *rivertype.JobRow, do func(context.Context) error) error {
	var from origin
	_ = json.Unmarshal(job.Metadata, &from) // what it does not tell is not known
	asked := trace.SpanContextFromContext(propagation.TraceContext{}.Extract(ctx, propagation.MapCarrier{"traceparent": from.Traceparent}))
	options := []trace.SpanStartOption{trace.WithSpanKind(trace.SpanKindConsumer), trace.WithAttributes(
		attribute.String("job.kind", job.Kind), attribute.String("job.queue", job.Queue), attribute.Int("job.attempt", job.Attempt))}
	switch {
	case asked.IsValid() && job.Attempt <= 1 && from.Snoozes == 0:
		ctx = trace.ContextWithRemoteSpanContext(ctx, asked)
	case asked.IsValid():
		options = append(options, trace.WithNewRoot(), trace.WithLinks(trace.Link{SpanContext: asked}))
	case !s.TraceOwn():
		return do(ctx)
	}
	ctx, span := s.Tracer.Start(ctx, "job "+job.Kind, options...)
	defer span.End()
	err := do(ctx)
	outcome := outcomeOfTurn(job, err)
	span.SetAttributes(attribute.String("job.outcome", string(outcome)))
	if outcome == TurnFailed || outcome == TurnGivenUp {
		span.SetStatus(codes.Error, string(outcome))
	}
	return err
}
