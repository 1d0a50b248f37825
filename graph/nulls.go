package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// nulls refuses a null where the schema allows none. Validation lets a variable that may be null stand there as long as it has a default;
// that its caller gave a null instead is known only now, and gqlgen would panic. https://spec.graphql.org/October2021/#sec-All-Variable-Usages-are-Allowed
type nulls struct{}

// ExtensionName implements graphql.HandlerExtension.
func (nulls) ExtensionName() string { return "Nulls" }

// Validate implements graphql.HandlerExtension.
func (nulls) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext implements graphql.OperationContextMutator.
func (nulls) MutateOperationContext(_ context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	given := nullSearch{}
	for name, value := range operation.Variables {
		if value == nil {
			given[name] = true
		}
	}
	if len(given) == 0 {
		return nil
	}
	found := given.inSelections(operation.Operation.SelectionSet)
	for _, fragment := range operation.Doc.Fragments {
		found = found || given.inSelections(fragment.SelectionSet)
	}
	if !found {
		return nil
	}
	return invalid("A variable is null, and the schema allows none where it is used.")
}

// nullSearch looks for variables that are null, by their names, where they must not be.
type nullSearch map[string]bool

func (n nullSearch) inSelections(set ast.SelectionSet) (found bool) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			found = found || n.inArguments(s.Arguments) || n.inDirectives(s.Directives) || n.inSelections(s.SelectionSet)
		case *ast.InlineFragment:
			found = found || n.inDirectives(s.Directives) || n.inSelections(s.SelectionSet)
		case *ast.FragmentSpread:
			found = found || n.inDirectives(s.Directives)
		}
	}
	return found
}

func (n nullSearch) inDirectives(directives ast.DirectiveList) (found bool) {
	for _, directive := range directives {
		found = found || n.inArguments(directive.Arguments)
	}
	return found
}

func (n nullSearch) inArguments(arguments ast.ArgumentList) (found bool) {
	for _, argument := range arguments {
		found = found || n.inValue(argument.Value)
	}
	return found
}

func (n nullSearch) inValue(value *ast.Value) (found bool) {
	for _, child := range value.Children {
		found = found || n.inValue(child.Value)
	}
	return found || value.Kind == ast.Variable && n[value.Raw] && value.ExpectedType != nil && value.ExpectedType.NonNull
}
