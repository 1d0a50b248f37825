package models

import (
	"context"
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

// limiter gives every statement its limit, by the hooks that pgx has for tracing.
type limiter struct{}

type endLimit struct{}

// TraceQueryStart implements pgx.QueryTracer.
func (limiter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	if ctx.Value(unlimited{}) != nil {
		return ctx
	}
	ctx, end := context.WithTimeout(ctx, statementLimit)
	return context.WithValue(ctx, endLimit{}, end)
}

// TraceQueryEnd implements pgx.QueryTracer.
func (limiter) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryEndData) {
	if end, ok := ctx.Value(endLimit{}).(context.CancelFunc); ok {
		end()
	}
}
