package models_test

import (
	"testing"
	"time"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

// TestTheClockIsTheDatabases: whatever this machine's clock says, times are those of the database.
func TestTheClockIsTheDatabases(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	clock, err := models.NewClock(t.Context(), store)
	if err != nil {
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
	if told.Before(before.Add(-time.Second)) || told.After(after.Add(time.Second)) {
		t.Errorf("told %v, between the database's %v and %v", told, before, after)
	}
	if told.Location() != time.UTC || told.Nanosecond()%1000 != 0 {
		t.Errorf("told %v, which PostgreSQL would not keep as it is", told)
	}
}
