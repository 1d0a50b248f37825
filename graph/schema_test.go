package graph_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/formatter"
)

const schemaFile = "../admin-ui/schema.graphql"

// The schema as one file is what front ends and tools work with. UPDATE_SNAPSHOTS=1 writes it.
func TestTheSchemaFileIsCurrent(t *testing.T) {
	t.Parallel()
	var printed bytes.Buffer
	formatter.NewFormatter(&printed, formatter.WithIndent("  ")).FormatSchema(schema())
	if os.Getenv("UPDATE_SNAPSHOTS") != "" {
		if err := os.WriteFile(schemaFile, printed.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(written), printed.String()); diff != "" {
		t.Errorf("run `make generate` (-file +schema):\n%s", diff)
	}
}
