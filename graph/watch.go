package graph

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
)

// watchAgain is how long a watch waits after a failure before it reads the row again.
const watchAgain = time.Second

// reader reads rows by id.
type reader[T any] func(context.Context, []uuid.UUID) (map[uuid.UUID]*T, error)

// watch sends the row with this id now and after each change, until the caller leaves or the row is gone. A database that is away
// for a while delays what is sent, and ends nothing.
func watch[T any](ctx context.Context, changes *models.Changes, id uuid.UUID, read reader[T]) (<-chan *T, error) {
	changed, stop := changes.Watch(id)
	current, err := read.one(ctx, id)
	if err != nil {
		stop()
		return nil, err
	}
	rows := make(chan *T)
	go func() {
		defer stop()
		defer close(rows)
		for !errors.Is(err, errNothingToWatch) && ctx.Err() == nil {
			if err == nil {
				send(ctx, rows, current)
			}
			wait(ctx, changed, err != nil)
			current, err = read.one(ctx, id)
		}
	}()
	return rows, nil
}

func send[T any](ctx context.Context, rows chan<- *T, row *T) {
	select {
	case rows <- row:
	case <-ctx.Done():
	}
}

// wait ends with the next change; after a failure also by itself, since a change may have been missed.
func wait(ctx context.Context, changed <-chan struct{}, failed bool) {
	var again <-chan time.Time
	if failed {
		again = time.After(watchAgain)
	}
	select {
	case <-changed:
	case <-again:
	case <-ctx.Done():
	}
}

func (read reader[T]) one(ctx context.Context, id uuid.UUID) (*T, error) {
	found, err := read(ctx, []uuid.UUID{id})
	if err == nil && found[id] == nil {
		err = errNothingToWatch
	}
	return found[id], err
}
