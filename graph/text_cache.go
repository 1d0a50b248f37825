package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/lru"
)

// parsedDocuments is how many documents are kept parsed and validated, beside our own. The largest take some 100 kB each.
const parsedDocuments = 250

// textCache keeps what was found out about documents, by text: of our pages' for good, so that no flood of others makes staff wait, and of
// others while they are among those used last.
type textCache[T any] struct {
	isOurs       map[string]bool
	ours, others graphql.Cache[T]
}

func newTextCache[T any](documents Documents) textCache[T] {
	isOurs := map[string]bool{}
	for _, text := range documents {
		isOurs[text] = true
	}
	return textCache[T]{isOurs: isOurs, ours: lru.New[T](max(len(isOurs), 1)), others: lru.New[T](parsedDocuments)}
}

func (c textCache[T]) of(text string) graphql.Cache[T] {
	if c.isOurs[text] {
		return c.ours
	}
	return c.others
}

// Get implements graphql.Cache.
func (c textCache[T]) Get(ctx context.Context, text string) (T, bool) {
	return c.of(text).Get(ctx, text)
}

// Add implements graphql.Cache.
func (c textCache[T]) Add(ctx context.Context, text string, found T) {
	c.of(text).Add(ctx, text, found)
}
