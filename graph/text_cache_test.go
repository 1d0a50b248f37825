package graph

import (
	"fmt"
	"testing"
)

// A caller with a key sends one new document after the other. What people at our pages do is still not parsed again.
func TestAFloodOfDocumentsLeavesOursInTheCache(t *testing.T) {
	t.Parallel()
	cache := newTextCache[string](Documents{"sha256:01": "{ ours }"})
	has := func(text string) bool {
		_, found := cache.Get(t.Context(), text)
		return found
	}
	if has("{ ours }") || has("{ theirs }") {
		t.Error("there is something before anything was added")
	}
	cache.Add(t.Context(), "{ ours }", "parsed")
	cache.Add(t.Context(), "{ theirs }", "parsed")
	if !has("{ ours }") || !has("{ theirs }") {
		t.Error("what was added is not there")
	}
	for i := range parsedDocuments {
		cache.Add(t.Context(), fmt.Sprintf("{ flood%d }", i), "parsed")
	}
	if !has("{ ours }") || has("{ theirs }") {
		t.Errorf("after the flood ours: %t, theirs: %t", has("{ ours }"), has("{ theirs }"))
	}
}
