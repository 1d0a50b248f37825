package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"capiconnect/bench/rig"
	"capiconnect/models"
)

// hashing is how long it takes to find a thousand businesses that are due among those of which so many are planned.
type hashing struct {
	planned int
	took    time.Duration
	ended   bool // within the time that a statement may take
}

// measureHashing plans more and more, for businesses that are not there: what they are called does not matter to whoever leaves them out.
func measureHashing(ctx context.Context, d rig.Data) (all []hashing, err error) {
	store, err := models.Open(ctx, d.URL)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	for _, planned := range []int{12_000, 100_000, 300_000} {
		if err := plan(ctx, d, planned); err != nil {
			return nil, err
		}
		begun := time.Now()
		_, err := store.BusinessesToCheck(ctx, time.Now(), "check", 1000)
		if err != nil && !errors.Is(err, models.ErrUnavailable) {
			return nil, err
		}
		all = append(all, hashing{planned, time.Since(begun), err == nil})
	}
	return all, nil
}

func plan(ctx context.Context, d rig.Data, jobs int) error {
	conn, err := pgx.Connect(ctx, d.URL)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	for _, statement := range []string{
		"DELETE FROM river_job WHERE kind = 'check'",
		fmt.Sprintf(`INSERT INTO river_job (state, max_attempts, args, kind, queue, scheduled_at)
			SELECT 'scheduled', 25, jsonb_build_object('business_id', gen_random_uuid()), 'check', 'upkeep', now() + interval '30 minutes' FROM generate_series(1, %d)`, jobs),
		"VACUUM ANALYZE river_job",
	} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
