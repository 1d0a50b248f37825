package graph_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"capiconnect/onboarding"
)

// What a document defers would wait for ever, in a goroutine each, for a caller who comes back: whoever may send 100 documents could fill the
// memory with them.
func TestNothingIsDeferred(t *testing.T) {
	t.Parallel()
	a := setup(t)
	const deferring = `{ viewer { kind ... @defer { name } } }`
	for who, actor := range map[string]onboarding.Actor{"staff": admin, "a key": key("admin"), "a holder": holder(uuid.New())} {
		if got := a.ask(actor, deferring, nil); got.code() != "GRAPHQL_VALIDATION_FAILED" || got.Data != nil {
			t.Errorf("%s: %s %v", who, got.Data, got.Errors)
		}
	}
	if got := a.ask(viewer, `{ __schema { directives { name } } }`, nil); strings.Contains(string(got.Data), "defer") || !strings.Contains(string(got.Data), "skip") {
		t.Errorf("the schema promises %s", got.Data)
	}
}
