package graph

import (
	"context"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"capiconnect/onboarding"
)

// What a document may hold. Fields, aliases and directives count as if every fragment were written out wherever it is spread.
const (
	maxCharacters     = 15_000
	maxTokens         = 1_000
	maxFields         = 300     // whoever asks for one field as often keeps the validator busy for 25 ms
	maxStrangerFields = 200     // for those who hold no more than an onboarding token
	maxComparisons    = 100_000 // of fields of one selection set with each other; by fragments in fragments the validator makes them over and over
	maxDepth          = 10      // a Relay list takes two levels; what is below __schema and __type is not counted
	maxAliases        = 15
	maxDirectives     = 5
	maxRootFields     = 10 // of a query; a mutation has one
	maxSchemas        = 1  // of __schema and __type together
	maxTypeLists      = 1  // lists of what belongs to a type, in each other: tools ask for no circles
)

// limits refuse a document before it is validated: the validator's work grows with the square of the fields, and without bound with
// fragments that spread fragments. Measuring is linear in the document, since each fragment is measured once.
type limits struct {
	measured textCache[size] // of documents that were within the limits for anybody
}

// ExtensionName implements graphql.HandlerExtension.
func (limits) ExtensionName() string { return "Limits" }

// Validate implements graphql.HandlerExtension.
func (limits) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters implements graphql.OperationParameterMutator, which gqlgen calls before it parses. It leaves what is no
// document at all for gqlgen to refuse.
func (l limits) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	if len(params.Query) > maxCharacters {
		return exceeded("The document has %d characters; %d are allowed.", len(params.Query), maxCharacters)
	}
	found, isKnown := l.measured.Get(ctx, params.Query)
	if !isKnown {
		document, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: params.Query}, maxTokens)
		if err != nil {
			return nil
		}
		var refusal *gqlerror.Error
		if found, refusal = measure(document); refusal != nil {
			return refusal
		}
		l.measured.Add(ctx, params.Query, found)
	}
	if actor, _ := onboarding.ActorFrom(ctx); isStranger(actor) {
		return found.checkStranger()
	}
	return nil
}

func invalid(message string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": errcode.ValidationFailed}}
}

const limitExceeded = "LIMIT_EXCEEDED"

func exceeded(format string, values ...any) *gqlerror.Error {
	return &gqlerror.Error{Message: fmt.Sprintf(format, values...), Extensions: map[string]any{"code": limitExceeded}}
}

// size is how large a document, or a part of it, is.
type size struct {
	fields, aliases, directives int
	width                       int // fields of this selection set itself, through fragments
	comparisons                 int // of fields with each other: the square of the width, for each selection set
	depth                       int // levels of fields
	roots                       int // fields on the first level
	schemas                     int // fields that lead to the schema
	typeLists                   int // levels of lists below them
}

// saturated keeps sums of sums from overflowing into small numbers; it is beyond every limit.
const saturated = 1 << 20

func (s *size) add(other size) {
	s.fields = min(s.fields+other.fields, saturated)
	s.aliases = min(s.aliases+other.aliases, saturated)
	s.directives = min(s.directives+other.directives, saturated)
	s.width = min(s.width+other.width, saturated)
	s.comparisons = min(s.comparisons+other.comparisons, saturated)
	s.roots = min(s.roots+other.roots, saturated)
	s.schemas = min(s.schemas+other.schemas, saturated)
	s.depth = max(s.depth, other.depth)
	s.typeLists = max(s.typeLists, other.typeLists)
}

// measure adds up all operations of a document and refuses what is beyond the limits for everybody.
func measure(document *ast.QueryDocument) (size, *gqlerror.Error) {
	m := measurer{fragments: document.Fragments, known: map[string]*size{}}
	var total size
	for _, operation := range document.Operations {
		own, err := m.selections(operation.SelectionSet)
		if err != nil {
			return size{}, err
		}
		own.directives += len(operation.Directives)
		if allowed := rootFields(operation.Operation); own.roots > allowed {
			return size{}, exceeded("The %s asks for %d fields at its root; %d are allowed.", operation.Operation, own.roots, allowed)
		}
		total.add(own)
	}
	for _, fragment := range document.Fragments { // what is not measured above would be validated all the same
		if document.Fragments.ForName(fragment.Name) != fragment {
			return size{}, invalid("Two fragments have the same name.")
		}
		if _, isSpread := m.known[fragment.Name]; !isSpread {
			return size{}, invalid("A fragment is spread nowhere.")
		}
	}
	return total, total.check()
}

func rootFields(operation ast.Operation) int {
	if operation == ast.Mutation {
		return 1
	}
	return maxRootFields
}

func (s size) check() *gqlerror.Error {
	switch {
	case s.fields > maxFields:
		return exceeded("The document asks for %d fields; %d are allowed.", s.fields, maxFields)
	case s.comparisons > maxComparisons:
		return exceeded("The document's fragments hold too many fields in each other. Spread fewer, or put fewer into each.")
	case s.depth > maxDepth:
		return exceeded("The document is %d levels deep; %d are allowed.", s.depth, maxDepth)
	case s.aliases > maxAliases:
		return exceeded("The document has %d aliases; %d are allowed.", s.aliases, maxAliases)
	case s.directives > maxDirectives:
		return exceeded("The document has %d directives; %d are allowed.", s.directives, maxDirectives)
	case s.schemas > maxSchemas:
		return exceeded("The document asks for the schema %d times; %d is allowed.", s.schemas, maxSchemas)
	case s.typeLists > maxTypeLists:
		return exceeded("The document asks for the fields of the fields of a type. Ask for all types at once.")
	}
	return nil
}

// checkStranger is what else holders of an onboarding token may not ask for.
func (s size) checkStranger() *gqlerror.Error {
	switch {
	case s.fields > maxStrangerFields:
		return exceeded("The document asks for %d fields; %d are allowed.", s.fields, maxStrangerFields)
	case s.schemas > 0:
		return invalid("The schema is for staff and API keys.")
	}
	return nil
}

// measurer measures the parts of one document. A fragment that is being measured stands in known as nil.
type measurer struct {
	fragments ast.FragmentDefinitionList
	known     map[string]*size
}

func (m measurer) selections(set ast.SelectionSet) (total size, err *gqlerror.Error) {
	for _, selection := range set {
		own, err := m.selection(selection)
		if err != nil {
			return size{}, err
		}
		total.add(own)
	}
	total.comparisons = min(total.comparisons+min(total.width*total.width, saturated), saturated)
	return total, nil
}

func (m measurer) selection(selection ast.Selection) (size, *gqlerror.Error) {
	switch s := selection.(type) {
	case *ast.Field:
		return m.field(s)
	case *ast.InlineFragment:
		own, err := m.selections(s.SelectionSet)
		own.directives += len(s.Directives)
		return own, err
	case *ast.FragmentSpread:
		own, err := m.fragment(s.Name)
		own.directives += len(s.Directives)
		return own, err
	}
	return size{}, nil // there is no fourth kind
}

func (m measurer) field(f *ast.Field) (size, *gqlerror.Error) {
	own, err := m.selections(f.SelectionSet)
	own.add(size{fields: 1, directives: len(f.Directives)})
	own.width = 1
	own.depth++
	switch f.Name {
	case "fields", "inputFields", "interfaces", "possibleTypes":
		own.typeLists++
	case "__schema", "__type": // nested as deep as types are; the validator has a limit for it
		own.depth = 1
		own.schemas++
	}
	if f.Alias != f.Name {
		own.aliases++
	}
	own.roots = 1
	if f.Name == "__typename" {
		own.roots = 0 // it calls nothing, and clients add it
	}
	return own, err
}

func (m measurer) fragment(name string) (size, *gqlerror.Error) {
	if known, begun := m.known[name]; known != nil {
		return *known, nil
	} else if begun {
		return size{}, invalid("A fragment spreads itself.")
	}
	definition := m.fragments.ForName(name)
	if definition == nil {
		return size{}, invalid("A fragment that is spread is not in the document.")
	}
	m.known[name] = nil
	own, err := m.selections(definition.SelectionSet)
	own.directives += len(definition.Directives)
	m.known[name] = &own
	return own, err
}
