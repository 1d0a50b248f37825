package models_test

import (
	"testing"
	"time"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

// TestTheClockIsTheDatabases: whatever this machine's clock says, times are those of the database. A difference that may be that of the asking
// changes nothing, so that replicas on one machine agree.
func TestTheClockIsTheDatabases(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	clock, err := models.NewClock(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	for _, mistake := range []time.Duration{0, time.Hour, -10 * time.Minute, time.Second} {
		clock.Mistake(mistake)
		if err := clock.Set(t.Context()); err != nil {
			t.Fatal(err)
		}
		var before, after time.Time
		ask := func(into *time.Time) {
			if err := store.Pool().QueryRow(t.Context(), "SELECT clock_timestamp()").Scan(into); err != nil {
				t.Fatal(err)
			}
		}
		ask(&before)
		told := clock.Now()
		ask(&after)
		if told.Before(before.Add(-time.Second/2)) || told.After(after.Add(time.Second/2)) {
			t.Errorf("wrong by %s, and told %v, between the database's %v and %v", mistake, told, before, after)
		}
		if told.Location() != time.UTC || told.Nanosecond()%1000 != 0 {
			t.Errorf("told %v, which PostgreSQL would not keep as it is", told)
		}
	}
	clock.Mistake(time.Millisecond)
	wrong := clock.Now()
	if err := clock.Set(t.Context()); err != nil {
		t.Fatal(err)
	}
	if clock.Now().Before(wrong) {
		t.Error("the clock went back for nothing")
	}
}
