package main

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"capiconnect/graph/generated"
)

// selection is a field with all that it leads to, each type once and as near to the root as it comes.
type selection struct {
	name     string // Business.name, or of a root field with several argument lists Query.node(a business)
	alias    string
	argument string
	on       string // the type of an inline fragment, which has no name
	isObject bool
	refused  bool
	children []*selection
}

func schema() *ast.Schema { return generated.NewExecutableSchema(generated.Config{}).Schema() }

// fieldsOf are the fields of an object; none of anything else, nor of what GraphQL itself defines.
func fieldsOf(definition *ast.Definition) (fields []*ast.FieldDefinition) {
	if definition.Kind != ast.Object || strings.HasPrefix(definition.Name, "__") {
		return nil
	}
	for _, field := range definition.Fields {
		if !strings.HasPrefix(field.Name, "__") {
			fields = append(fields, field)
		}
	}
	return fields
}

func isRoot(definition *ast.Definition) bool {
	return definition.Name == "Query" || definition.Name == "Mutation" || definition.Name == "Subscription"
}

type rootField struct {
	name       string
	operation  ast.Operation
	definition *ast.FieldDefinition
}

func rootFields() (all []rootField) {
	s := schema()
	for operation, definition := range map[ast.Operation]*ast.Definition{ast.Query: s.Query, ast.Mutation: s.Mutation, ast.Subscription: s.Subscription} {
		for _, field := range fieldsOf(definition) {
			all = append(all, rootField{definition.Name + "." + field.Name, operation, field})
		}
	}
	slices.SortFunc(all, func(a, b rootField) int { return strings.Compare(a.name, b.name) })
	return all
}

// everything selects all that a root field leads to, from the root on until no more fits into maxFields; where that is an interface, of the type
// that will be found.
func everything(root rootField, found string, maxFields int) *selection {
	top := &selection{name: root.name, alias: root.definition.Name}
	type open struct {
		of         *selection
		definition *ast.Definition
		depth      int
	}
	const deepest = 8 // an object there can still say its type's name within the limit
	s, known, size := schema(), map[string]bool{}, 2
	for queue := []open{{top, s.Types[root.definition.Type.Name()], 1}}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		at.of.isObject = at.definition.IsCompositeType()
		fields := fieldsOf(at.definition)
		added := 0
		for _, field := range fields {
			if added++; s.Types[field.Type.Name()].IsCompositeType() {
				added++ // __typename
			}
		}
		if known[at.definition.Name] || at.depth > deepest || size+added > maxFields {
			continue
		}
		size += added
		known[at.definition.Name] = at.of.isObject
		if at.definition.IsAbstractType() {
			for _, possible := range s.GetPossibleTypes(at.definition) {
				if possible.Name != found {
					continue
				}
				child := &selection{on: possible.Name}
				at.of.children = append(at.of.children, child)
				queue = append(queue, open{child, possible, at.depth})
			}
		}
		for _, field := range fields {
			child := &selection{name: at.definition.Name + "." + field.Name, alias: field.Name}
			if field.Arguments.ForName("first") != nil {
				child.argument = "first: 1"
			}
			at.of.children = append(at.of.children, child)
			queue = append(queue, open{child, s.Types[field.Type.Name()], at.depth + 1})
		}
	}
	return top
}

// text is the selection as GraphQL, without what was refused before.
func (s *selection) text() string {
	if s.refused {
		return ""
	}
	text := " " + s.alias
	if s.on != "" {
		text = " ... on " + s.on
	}
	if s.argument != "" {
		text += "(" + s.argument + ")"
	}
	if !s.isObject {
		return text
	}
	text += " { __typename"
	for _, child := range s.children {
		text += child.text()
	}
	return text + " }"
}

// at finds the field that the path of an error leads to; the whole where it leads nowhere. gqlgen leaves a subscription's own name out.
func (s *selection) at(path []any) *selection {
	names := slices.DeleteFunc(slices.Clone(path), func(step any) bool { _, isName := step.(string); return !isName })
	if len(names) > 0 && names[0] == s.alias {
		names = names[1:]
	}
	return s.below(names)
}

func (s *selection) below(names []any) *selection {
	if len(names) == 0 {
		return s
	}
	for _, child := range s.children {
		var found *selection
		switch {
		case child.on != "":
			found = child.below(names)
		case child.alias == names[0]:
			found = child.below(names[1:])
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// observe notes what an object holds of the selection.
func (s *selection) observe(parent map[string]any, principal string, m matrix) {
	if s.on != "" {
		s.observeObject(parent, principal, m)
		return
	}
	value, isThere := parent[s.alias]
	switch value := value.(type) {
	case nil:
		if isThere {
			m.note(s.name, principal, "null")
		}
		return
	case []any:
		for _, element := range value {
			s.observeObject(element, principal, m)
		}
	default:
		s.observeObject(value, principal, m)
	}
	m.note(s.name, principal, "yes")
}

func (s *selection) observeObject(value any, principal string, m matrix) {
	object, isObject := value.(map[string]any)
	if !isObject || s.on != "" && object["__typename"] != s.on {
		return
	}
	for _, child := range s.children {
		child.observe(object, principal, m)
	}
}
