package graph_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"
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

func TestEverythingInTheSchemaIsDescribed(t *testing.T) {
	t.Parallel()
	for name, definition := range schema().Types {
		if definition.BuiltIn || len(name) > 2 && name[:2] == "__" {
			continue
		}
		if definition.Description == "" && definition != schema().Mutation && definition != schema().Subscription {
			t.Errorf("%s", name)
		}
		for _, value := range definition.EnumValues {
			if value.Description == "" {
				t.Errorf("%s.%s", name, value.Name)
			}
		}
		for _, field := range definition.Fields {
			if field.Description == "" && !isPlain(field) {
				t.Errorf("%s.%s", name, field.Name)
			}
		}
	}
}

// isPlain: what is the same in every list, node and payload is described once, with its type.
func isPlain(field *ast.FieldDefinition) bool {
	switch field.Name {
	case "__schema", "__type", "id", "edges", "pageInfo", "node", "userErrors", "business", "onboarding", "receipt", "businessId", "field", "direction", "createdAt":
		return true
	}
	return false
}
