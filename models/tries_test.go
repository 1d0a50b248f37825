package models_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func TestTriesWaitTwiceAsLong(t *testing.T) {
	t.Parallel()
	tries, now := models.Tries{Name: "test", Free: 2, Longest: 4 * time.Second, Store: modelstest.Open(t)}, time.Now().UTC().Truncate(time.Microsecond)
	take := func(key string) time.Duration {
		t.Helper()
		wait, err := tries.Take(t.Context(), key, now)
		if err != nil {
			t.Fatal(err)
		}
		return wait
	}
	for i, wait := range []time.Duration{0, time.Second, 2 * time.Second, 4 * time.Second, 4 * time.Second} {
		if early := take("a"); early != 0 {
			t.Fatalf("try %d was refused for %v", i, early)
		}
		if wait == 0 {
			continue // another try would count
		}
		if got := take("a"); got != wait {
			t.Errorf("wait after try %d: %v; want %v", i, got, wait)
		}
		now = now.Add(wait)
	}
	if wait := take("b"); wait != 0 {
		t.Error("another key has to wait")
	}
	take("a")
	if err := tries.GiveBack(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if wait := take("a"); wait != 0 {
		t.Error("a key has to wait for a try that was given back")
	}
	if wait := take("a"); wait != 4*time.Second {
		t.Errorf("wait when one of many tries was given back: %v", wait)
	}
	if err := tries.Forget(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	for range tries.Free {
		if take("a") != 0 {
			t.Error("a key that was forgotten has to wait")
		}
	}
	now = now.Add(9 * time.Second)
	for range tries.Free {
		if take("a") != 0 {
			t.Error("a key that was quiet for long has to wait")
		}
	}
}

// Whoever tries at many replicas at the same time gets no more tries than at one.
func TestTriesAtTheSameTime(t *testing.T) {
	t.Parallel()
	store, now := modelstest.Open(t), time.Now()
	var trying sync.WaitGroup
	var passed atomic.Int64
	for range 20 {
		trying.Go(func() {
			tries := models.Tries{Name: "test", Free: 5, Longest: time.Minute, Store: store}
			if wait, err := tries.Take(t.Context(), "a", now); err != nil {
				t.Error(err)
			} else if wait == 0 {
				passed.Add(1)
			}
		})
	}
	trying.Wait()
	if passed.Load() != 5 {
		t.Errorf("%d of 20 passed, with 5 free", passed.Load())
	}
}
