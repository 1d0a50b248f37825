package crashtest

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// job is a job of the program that otherwise comes with the time: "refresh" of a business, "rekey", "tend".
type job struct {
	kind       string
	BusinessID string `json:"business_id,omitempty"`
}

// Kind implements river.JobArgs.
func (j job) Kind() string { return j.kind }

// now gives a job its turn at once.
func (in *installation) now(j job) {
	ctx := context.Background()
	conn, err := in.database.connect(ctx)
	if err != nil {
		in.t.Error(err)
		return
	}
	defer conn.Close(ctx)
	queue, err := river.NewClient(riverpgxv5.New(nil), &river.Config{})
	if err == nil {
		err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
			_, err := queue.InsertTx(ctx, tx, j, &river.InsertOpts{Queue: "upkeep"})
			return err
		})
	}
	if err != nil {
		in.t.Errorf("enqueueing %s: %v", j.kind, err)
	}
}
