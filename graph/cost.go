package graph

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"capiconnect/models"
)

const (
	// maxCost is how many objects one answer may hold: a page of 100 with 8 more objects each, for example, or one of 30 with a page of 30 each.
	maxCost = 1_000
	// plainList is how many objects a list without pages is taken for.
	plainList = 5
)

// cost refuses an operation whose answer could hold too many objects, before anything is read. It counts after validation, when every field
// is known, and each fragment once.
type cost struct{}

// ExtensionName implements graphql.HandlerExtension.
func (cost) ExtensionName() string { return "Cost" }

// Validate implements graphql.HandlerExtension.
func (cost) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext implements graphql.OperationContextMutator.
func (cost) MutateOperationContext(_ context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	c := counter{variables: operation.Variables, known: map[string]int{}}
	if total := c.selections(operation.Operation.SelectionSet); total > maxCost {
		return exceeded("The answer could hold %d objects; %d are allowed. Ask for smaller pages.", total, maxCost)
	}
	return nil
}

// counter counts the objects of one operation's answer, at the most.
type counter struct {
	variables map[string]any
	known     map[string]int // of fragments, by name
}

func (c counter) selections(set ast.SelectionSet) (objects int) {
	for _, selection := range set {
		objects = min(objects+c.selection(selection), saturated)
	}
	return objects
}

func (c counter) selection(selection ast.Selection) int {
	switch s := selection.(type) {
	case *ast.Field:
		return c.field(s)
	case *ast.InlineFragment:
		return c.selections(s.SelectionSet)
	case *ast.FragmentSpread:
		if _, isKnown := c.known[s.Name]; !isKnown {
			c.known[s.Name] = c.selections(s.Definition.SelectionSet)
		}
		return c.known[s.Name]
	}
	return 0 // there is no fourth kind
}

// field counts the objects that a field leads to, with what is selected of them. A page is one, whose edges are only the way to its nodes,
// and the schema is no larger than it is.
func (c counter) field(f *ast.Field) int {
	inside := c.selections(f.SelectionSet)
	switch {
	case len(f.SelectionSet) == 0 || strings.HasPrefix(f.Name, "__"):
		return 0
	case isPage(f):
		return min(1+inside*c.pageSize(f), saturated)
	case f.Name == "edges" || f.Name == "pageInfo":
		return inside
	case f.Definition.Type.Elem != nil:
		return min((1+inside)*plainList, saturated)
	}
	return 1 + inside
}

// isPage tells a list with pages by the arguments that all of them have.
func isPage(f *ast.Field) bool { return f.Definition.Arguments.ForName("first") != nil }

func (c counter) pageSize(f *ast.Field) int {
	given := f.ArgumentMap(c.variables)
	for _, name := range []string{"first", "last"} {
		if asked, ok := asInt(given[name]); ok {
			return min(max(asked, 1), models.MaxPageSize)
		}
	}
	return models.DefaultPageSize
}

// asInt reads a number that stood in the document, or in the variables.
func asInt(value any) (int, bool) {
	switch n := value.(type) {
	case int:
		return n, true
	case int64:
		return int(n), true
	case json.Number:
		whole, err := n.Int64()
		return int(whole), err == nil
	}
	return 0, false
}
