package graph

import (
	"context"

	"github.com/google/uuid"

	"capiconnect/models"
)

// pagingKey is a models.Paging by value, so that the same page of many parents is read in one batch.
type pagingKey struct {
	first, last   optional[int]
	after, before optional[string]
	columns       models.Columns
}

func keyOf(ctx context.Context, first *int, after *string, last *int, before *string) pagingKey {
	return pagingKey{first: given(first), last: given(last), after: given(after), before: given(before), columns: columnsFrom(ctx)}
}

func (k pagingKey) paging() models.Paging {
	return models.Paging{First: k.first.pointer(), After: k.after.pointer(), Last: k.last.pointer(), Before: k.before.pointer(), Columns: k.columns}
}

// optional is a pointer that compares by what it points to.
type optional[T any] struct {
	value T
	given bool
}

func given[T any](pointer *T) optional[T] {
	if pointer == nil {
		return optional[T]{}
	}
	return optional[T]{value: *pointer, given: true}
}

func (o optional[T]) pointer() *T {
	if !o.given {
		return nil
	}
	return &o.value
}

// pageKey asks for a page of what belongs to one parent.
type pageKey struct {
	parent uuid.UUID
	paging pagingKey
}

// datasetPageKey asks for a page of one business's owned or shared datasets.
type datasetPageKey struct {
	business uuid.UUID
	relation models.DatasetRelation
	paging   pagingKey
}
