package meta

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// callSpan is the span of a call, where what the call is part of has one. It holds which call it was and how it ended: no URL, no token and no
// text of Meta's. Meta itself is told of no span.
type callSpan struct{ trace.Span } // nil: there is none

func beginSpan(ctx context.Context, op Op) callSpan {
	parent := trace.SpanFromContext(ctx)
	if !parent.SpanContext().IsSampled() {
		return callSpan{}
	}
	_, span := parent.TracerProvider().Tracer("capiconnect/meta").Start(ctx, "Meta "+string(op), trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(attribute.String("meta.endpoint", string(op))))
	return callSpan{span}
}

func (s callSpan) end(status int, failure *Error) {
	if s.Span == nil {
		return
	}
	s.SetAttributes(attribute.Int("http.response.status_code", status))
	if failure != nil {
		s.SetAttributes(attribute.String("meta.class", string(failure.Class)))
		s.SetStatus(codes.Error, string(failure.Class))
	}
	s.End()
}
