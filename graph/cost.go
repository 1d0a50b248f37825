package graph

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"capiconnect/models"
)

const (
	// maxObjects is how many objects one answer may hold: a page of 100 with 8 more objects each, for example, or one of 30 with a page of 30 each.
	maxObjects = 1_000
	// maxAnswerFields is how many fields they may have in all. Each costs 1 to 2 kB and about 10 µs on the way.
	maxAnswerFields = 4_000
	// plainList is how many objects a list without pages is taken for.
	plainList = 5
	// usageADay is how many objects metaUsage has for a day.
	usageADay = 20
)

// cost refuses an operation whose answer could hold too much, before anything is read. It counts after validation, when every field is known,
// and each fragment once.
type cost struct{}

// ExtensionName implements graphql.HandlerExtension.
func (cost) ExtensionName() string { return "Cost" }

// Validate implements graphql.HandlerExtension.
func (cost) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext implements graphql.OperationContextMutator.
func (cost) MutateOperationContext(_ context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	c := counter{variables: operation.Variables, known: map[fragmentOfPage]amount{}}
	total := c.selections(operation.Operation.SelectionSet, 0)
	switch {
	case total.objects > maxObjects:
		return exceeded("The answer could hold %d objects; %d are allowed. Ask for smaller pages.", total.objects, maxObjects)
	case total.fields > maxAnswerFields:
		return exceeded("The answer could hold %d fields; %d are allowed. Ask for smaller pages, or for fewer fields.", total.fields, maxAnswerFields)
	}
	return nil
}

// amount is how much an answer, or a part of it, holds at the most.
type amount struct{ objects, fields int }

func (a amount) plus(b amount) amount {
	return amount{min(a.objects+b.objects, saturated), min(a.fields+b.fields, saturated)}
}

func (a amount) times(n int) amount {
	return amount{min(a.objects*n, saturated), min(a.fields*n, saturated)}
}

// counter counts what one operation's answer holds.
type counter struct {
	variables map[string]any
	known     map[fragmentOfPage]amount
}

// fragmentOfPage is a fragment where it is spread: on a page, what is in its edges counts as often as the page has some.
type fragmentOfPage struct {
	name string
	size int
}

// selections counts what is selected; of a page, size is how many edges it has.
func (c counter) selections(set ast.SelectionSet, size int) (total amount) {
	for _, selection := range set {
		total = total.plus(c.selection(selection, size))
	}
	return total
}

func (c counter) selection(selection ast.Selection, size int) amount {
	switch s := selection.(type) {
	case *ast.Field:
		return c.field(s, size)
	case *ast.InlineFragment:
		return c.selections(s.SelectionSet, size)
	case *ast.FragmentSpread:
		spread := fragmentOfPage{s.Name, size}
		if _, isKnown := c.known[spread]; !isKnown {
			c.known[spread] = c.selections(s.Definition.SelectionSet, size)
		}
		return c.known[spread]
	}
	return amount{} // there is no fourth kind
}

// field counts a field, the objects that it leads to, and what is selected of them. A page is one object, whose edges are only the way to its
// nodes; the schema is no larger than it is.
func (c counter) field(f *ast.Field, size int) amount {
	field, object := amount{fields: 1}, amount{objects: 1}
	switch {
	case len(f.SelectionSet) == 0 || strings.HasPrefix(f.Name, "__"):
		return field
	case isPage(f):
		return field.plus(object).plus(c.selections(f.SelectionSet, c.pageSize(f)))
	case f.Name == "edges":
		return field.plus(c.selections(f.SelectionSet, 0).times(size))
	case f.Name == "pageInfo":
		return field.plus(c.selections(f.SelectionSet, 0))
	case f.Definition.Type.Elem != nil:
		return field.plus(object.plus(c.selections(f.SelectionSet, 0)).times(c.listSize(f)))
	}
	return field.plus(object).plus(c.selections(f.SelectionSet, 0))
}

// isPage tells a list with pages by the arguments that all of them have.
func isPage(f *ast.Field) bool { return f.Definition.Arguments.ForName("first") != nil }

func (c counter) pageSize(f *ast.Field) int {
	given := f.ArgumentMap(c.variables)
	for _, name := range []string{"first", "last"} {
		if asked, isGiven := number(given[name]); isGiven {
			return min(max(asked, 1), models.MaxPageSize)
		}
	}
	return models.DefaultPageSize
}

func (c counter) listSize(f *ast.Field) int {
	if days, isGiven := number(f.ArgumentMap(c.variables)["days"]); isGiven {
		return min(max(days, 1), maxUsageDays) * usageADay
	}
	return plainList
}

// number reads an argument as gqlgen does, which takes a text in a variable for the number that it spells.
func number(argument any) (n int, isGiven bool) {
	if argument == nil {
		return 0, false
	}
	n, err := graphql.UnmarshalInt(argument)
	return n, err == nil
}
