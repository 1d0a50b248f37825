package models

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"

	"github.com/jackc/pgx/v5/pgconn"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// statementSpans gives every statement a span of its own where what it is part of has one. A span holds the statement with its placeholders and
// never a value; of an error it holds the code alone, since PostgreSQL's sentences repeat values.
type statementSpans struct{ tracer atomic.Pointer[trace.Tracer] } // nil: nobody wants any

// Trace has statements make spans from now on.
func (s *Store) Trace(tracer trace.Tracer) { s.spans.tracer.Store(&tracer) }

type statementSpan struct{}

// begin needs a parent that is recorded: what the program asks of its own accord, such as whether there is a job, would be most of all.
func (s *statementSpans) begin(ctx context.Context, statement string) context.Context {
	tracer := s.tracer.Load()
	if tracer == nil || !trace.SpanContextFromContext(ctx).IsSampled() {
		return ctx
	}
	ctx, span := (*tracer).Start(ctx, "SQL "+operationOf(statement), trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(
		attribute.String("db.system.name", "postgresql"), attribute.String("db.query.text", statement)))
	return context.WithValue(ctx, statementSpan{}, span)
}

func (s *statementSpans) end(ctx context.Context, err error) {
	span, isOurs := ctx.Value(statementSpan{}).(trace.Span)
	if !isOurs {
		return
	}
	if err != nil {
		span.SetStatus(codes.Error, stateOf(err))
	}
	span.End()
}

// operationOf is the first word of a statement, behind the comment by which the job queue names its own.
func operationOf(statement string) string {
	for strings.HasPrefix(statement, "--") {
		_, statement, _ = strings.Cut(statement, "\n")
	}
	word, _, _ := strings.Cut(strings.TrimSpace(statement), " ")
	return strings.ToUpper(strings.TrimSpace(word))
}

// stateOf is the SQLSTATE of an error; empty when PostgreSQL has not answered with one.
func stateOf(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code
	}
	return ""
}
