package main

import (
	"fmt"
	"testing"
	"time"
)

func TestThrottleDoubles(t *testing.T) {
	t.Parallel()
	tries, now := newThrottle(2, 4*time.Second), time.Now()
	for i, wait := range []time.Duration{0, time.Second, 2 * time.Second, 4 * time.Second, 4 * time.Second} {
		if early := tries.try("a", now); early != 0 {
			t.Fatalf("try %d was refused for %v", i, early)
		}
		if wait == 0 {
			continue // another try would count
		}
		if got := tries.try("a", now); got != wait {
			t.Errorf("wait after try %d: %v; want %v", i, got, wait)
		}
		now = now.Add(wait)
	}
	if wait := tries.try("b", now); wait != 0 {
		t.Error("another key has to wait")
	}
	tries.succeeded("a", true)
	if wait := tries.try("a", now); wait != 0 {
		t.Error("a key that succeeded has to wait")
	}
}

// An attacker with endless names must not take endless memory.
func TestThrottleMemoryIsBounded(t *testing.T) {
	t.Parallel()
	tries, now := newThrottle(1, time.Minute), time.Now()
	for i := range throttleKeys + 100 {
		now = now.Add(time.Microsecond)
		tries.try(fmt.Sprint(i), now)
	}
	if len(tries.keys) > throttleKeys {
		t.Errorf("%d keys", len(tries.keys))
	}
	if tries.try(fmt.Sprint(throttleKeys+99), now) == 0 {
		t.Error("the latest key was forgotten")
	}
}
