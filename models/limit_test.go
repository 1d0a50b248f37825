package models

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Whoever asks the database gets an answer or an end, also those who set no limit: the job queue, for one, does not.
func TestEveryStatementHasALimit(t *testing.T) {
	t.Parallel()
	ctx := limiter{statementLimit, &statementSpans{}}.TraceQueryStart(t.Context(), nil, pgx.TraceQueryStartData{})
	end, limited := ctx.Deadline()
	if !limited || time.Until(end) > statementLimit {
		t.Errorf("the limit is %v, %v", end, limited)
	}
	limiter{spans: &statementSpans{}}.TraceQueryEnd(ctx, nil, pgx.TraceQueryEndData{})
	if ctx.Err() == nil {
		t.Error("a statement that has ended keeps its timer")
	}
	if _, limited := (limiter{statementLimit, &statementSpans{}}).TraceQueryStart(WithoutLimit(context.Background()), nil, pgx.TraceQueryStartData{}).Deadline(); limited {
		t.Error("a migration has a limit")
	}
}
