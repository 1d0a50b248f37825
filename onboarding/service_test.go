package onboarding_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"capiconnect/meta"
	"capiconnect/onboarding/onboardingtest"
)

// A database that does not answer must not keep a replica from stopping in time.
func TestDrainingEndsWithItsContext(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	tx, err := b.Store.Pool().Begin(t.Context())
	if err == nil {
		_, err = tx.Exec(t.Context(), "LOCK TABLE meta_usage")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.Background()) }()
	b.Config.Throttle.Observe(meta.Call{Op: meta.OpMe}) // to be counted at the end
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	begun := time.Now()
	if err := b.Drain(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(begun); took > 4*time.Second { // the count itself takes five
		t.Errorf("it took %s", took)
	}
}
