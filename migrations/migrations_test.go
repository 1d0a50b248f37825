package migrations_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"capiconnect/migrations"
	"capiconnect/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

// Replicas start together; each migration must be applied once, and all must come up.
func TestProgramsThatMigrateAtOnceApplyEachMigrationOnce(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	if _, err := store.Pool().Exec(t.Context(), "DROP SCHEMA public CASCADE; CREATE SCHEMA public"); err != nil {
		t.Fatal(err)
	}
	if pending, err := migrations.Pending(t.Context(), store.SQL()); err != nil || !pending {
		t.Fatalf("before: pending %t, %v", pending, err)
	}
	var applied atomic.Int32
	var replicas sync.WaitGroup
	for range 3 {
		replicas.Go(func() {
			n, err := migrations.Up(t.Context(), store.SQL())
			if err != nil {
				t.Error(err)
			}
			applied.Add(int32(n))
		})
	}
	replicas.Wait()
	var versions int32
	if err := store.Pool().QueryRow(t.Context(), "SELECT count(*) FROM goose_db_version WHERE version_id > 0").Scan(&versions); err != nil {
		t.Fatal(err)
	}
	if applied.Load() != versions || versions == 0 {
		t.Errorf("%d migrations were applied, %d are noted", applied.Load(), versions)
	}
	if pending, err := migrations.Pending(t.Context(), store.SQL()); err != nil || pending {
		t.Errorf("after: pending %t, %v", pending, err)
	}
}
