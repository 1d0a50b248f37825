package graph

import (
	"github.com/google/uuid"

	"capiconnect/models"
)

// pagingKey is a models.Paging by value, so that the same page of many parents is read in one batch. Absent is -1 or empty.
type pagingKey struct {
	first, last   int
	after, before string
}

func keyOf(first *int, after *string, last *int, before *string) pagingKey {
	return pagingKey{first: orElse(first, -1), last: orElse(last, -1), after: orElse(after, ""), before: orElse(before, "")}
}

func (k pagingKey) paging() models.Paging {
	return models.Paging{First: unless(k.first, -1), After: unless(k.after, ""), Last: unless(k.last, -1), Before: unless(k.before, "")}
}

func orElse[T any](value *T, absent T) T {
	if value == nil {
		return absent
	}
	return *value
}

func unless[T comparable](value, absent T) *T {
	if value == absent {
		return nil
	}
	return &value
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
