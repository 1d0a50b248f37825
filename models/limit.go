package models

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// statementLimit is what any statement may take, the job queue's own among them. A database that is reachable and silent, as behind a
// network that drops everything, would otherwise keep whoever asks it, and one connection after the other until the pool is empty.
const statementLimit = 15 * time.Second

type unlimited struct{}

// WithoutLimit lets statements take as long as they need, for migrations.
func WithoutLimit(ctx context.Context) context.Context {
	return context.WithValue(ctx, unlimited{}, true)
}

// errSilent is why a statement ended that had no answer within its limit.
var errSilent = fmt.Errorf("%w: a statement had no answer in time", ErrUnavailable)

// limiter gives every statement a limit, and a span to those that are to have one, by the hooks that pgx has for tracing.
type limiter struct {
	limit time.Duration
	spans *statementSpans
}

// limitedContext tells by its error whether the statement's limit ended it or its caller did: pgx hands on nothing else, and who asks too
// much in too short a time is to be told something else than who asks a database that is silent.
type limitedContext struct {
	context.Context
	end context.CancelFunc
}

// Err implements context.Context.
func (c *limitedContext) Err() error {
	if cause := context.Cause(c.Context); errors.Is(cause, errSilent) {
		return cause
	}
	return c.Context.Err()
}

// TraceQueryStart implements pgx.QueryTracer.
func (l limiter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, query pgx.TraceQueryStartData) context.Context {
	ctx = l.spans.begin(ctx, query.SQL)
	if ctx.Value(unlimited{}) != nil {
		return ctx
	}
	ctx, end := context.WithTimeoutCause(ctx, l.limit, errSilent)
	return &limitedContext{ctx, end}
}

// TraceQueryEnd implements pgx.QueryTracer: it is called with the context that TraceQueryStart has returned.
func (l limiter) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, query pgx.TraceQueryEndData) {
	l.spans.end(ctx, query.Err)
	if limited, is := ctx.(*limitedContext); is {
		limited.end()
	}
}
