package models

import (
	"context"
	"time"
)

// A test that waits for a change of a key must not be helped by time.
func init() { keyKept = time.Hour }

// OpenWithLimit is Open with another limit for statements than the one that nobody wants to wait for in a test.
func OpenWithLimit(ctx context.Context, dsn string, limit time.Duration) (*Store, error) {
	return open(ctx, dsn, limiter{limit, &statementSpans{}})
}

// Mistake makes the clock wrong, as that of a machine may be.
func (c *Clock) Mistake(by time.Duration) {
	known := *c.known.Load()
	known.shown = known.shown.Add(by)
	c.known.Store(&known)
}

// Set is what Follow does again and again.
func (c *Clock) Set(ctx context.Context) error { return c.set(ctx) }

// Over is closed once the transaction has no more time.
func (tx *Tx) Over() <-chan struct{} { return tx.db.Statement.Context.Done() }
