package onboarding

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"capiconnect/meta"
	"capiconnect/models/modelstest"
)

// A program that is told to stop before it has run for long must not forget the calls that count towards App Review.
func TestWhatWasLearntIsStoredHoweverSoonTheEndComes(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	throttle := NewThrottle(store, time.Now, slog.New(slog.DiscardHandler))
	throttle.Observe(meta.Call{Op: meta.OpMe})
	ended, end := context.WithCancel(t.Context())
	end()
	throttle.keepLearnt(ended)
	stored, err := store.Usage(t.Context(), time.Now().AddDate(0, 0, -1))
	if err != nil || len(stored) != 1 || stored[0].Calls != 1 {
		t.Errorf("got %+v, %v", stored, err)
	}
}
