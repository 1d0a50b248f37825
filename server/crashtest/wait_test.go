package crashtest

import (
	"context"
	"testing"
	"time"
)

// pollEvery is how often something is looked at that changes in a moment; what takes longer is looked at ever more seldom, down to
// once in pollSeldom.
const (
	pollEvery  = 10 * time.Millisecond
	pollSeldom = 300 * time.Millisecond
)

// comesTrue looks again and again until something is true, at most for a time.
func comesTrue(ctx context.Context, within time.Duration, isTrue func() bool) bool {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	for interval := pollEvery; !isTrue(); interval = min(interval*5/4, pollSeldom) {
		if !pause(ctx, interval) {
			return isTrue()
		}
	}
	return true
}

// waitUntil fails the test unless something comes true in time.
func waitUntil(t *testing.T, within time.Duration, what string, isTrue func() bool) {
	t.Helper()
	if !comesTrue(t.Context(), within, isTrue) {
		t.Fatalf("not within %s: %s", within, what)
	}
}

// pause lets time pass; false when ctx ended it.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
