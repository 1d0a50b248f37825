package graph

import (
	"context"

	"github.com/google/uuid"

	"capiconnect/models"
)

// watch sends the row with this id now and after each change, until the caller leaves or the row is gone.
func watch[T any](ctx context.Context, changes *models.Changes, id uuid.UUID, read func(context.Context, []uuid.UUID) (map[uuid.UUID]*T, error)) (<-chan *T, error) {
	changed, stop := changes.Watch(id)
	current, err := readOne(ctx, id, read)
	if err != nil {
		stop()
		return nil, err
	}
	rows := make(chan *T)
	go func() {
		defer stop()
		defer close(rows)
		for err == nil {
			select {
			case rows <- current:
			case <-ctx.Done():
				return
			}
			select {
			case <-changed:
			case <-ctx.Done():
				return
			}
			current, err = readOne(ctx, id, read)
		}
	}()
	return rows, nil
}

func readOne[T any](ctx context.Context, id uuid.UUID, read func(context.Context, []uuid.UUID) (map[uuid.UUID]*T, error)) (*T, error) {
	found, err := read(ctx, []uuid.UUID{id})
	if err == nil && found[id] == nil {
		err = errNothingToWatch
	}
	return found[id], err
}
