package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// inventor makes requests from the schema: what it allows, what it nearly allows, and bodies that are no requests. The same source of chance
// makes the same requests.
type inventor struct {
	*rand.Rand
	schema *ast.Schema
	ids    []string // of rows there are
}

// sent is a request as it goes over the wire.
type sent struct{ accept, body string }

func (d *inventor) request() sent {
	doc := &draft{inventor: d, given: map[*ast.FieldDefinition]string{}, variables: map[string]any{}}
	if d.IntN(3) == 0 {
		doc.malice = d.Float64() / 8
	}
	body := doc.body()
	if d.IntN(5) == 0 {
		body = d.mutated(body)
	}
	accept := pick(d, "application/json", "application/graphql-response+json", "*/*", "application/json;q=0.5, application/graphql-response+json")
	if doc.operation == ast.Subscription && d.IntN(8) > 0 || d.IntN(50) == 0 {
		accept = "text/event-stream"
	}
	return sent{accept, string(body)}
}

func pick[T any](d *inventor, from ...T) T { return from[d.IntN(len(from))] }

// mutated changes bytes of a body: what a fuzzer does.
func (d *inventor) mutated(body []byte) []byte {
	for range 1 + d.IntN(4) {
		at := d.IntN(len(body) + 1)
		end := min(len(body), at+d.IntN(9))
		switch d.IntN(5) {
		case 0: // overwrite
			body = slices.Concat(body[:at], []byte{byte(d.IntN(256))}, body[min(len(body), at+1):])
		case 1: // cut out
			body = slices.Concat(body[:at], body[end:])
		case 2: // repeat
			body = slices.Concat(body[:end], body[at:end], body[end:])
		case 3: // put in
			body = slices.Concat(body[:at], []byte(pick(d, nasty...)), body[at:])
		case 4: // end early
			if d.IntN(4) == 0 {
				body = body[:at]
			}
		}
	}
	return body
}

// nasty are texts that have broken programs.
var nasty = []string{
	"\x00", "\xff\xfe", `\u0000`, `\ud800`, `\udc00\ud800`, "\u202e", "'; DROP TABLE businesses; --", `" OR 1=1 --`, "%", "_%_", `\`, `\\"`, "${7*7}", "{{7*7}}", "../../etc/passwd",
	"<script>alert(1)</script>", strings.Repeat("a", 10_000), strings.Repeat("[", 60), strings.Repeat(`{"a":`, 40), "null", "NaN", "1e999", "-0", "99999999999999999999999", "9223372036854775808", "-1",
	"2147483648", "𝕏", "\ufeff", "\r\nX-Injected: 1", "#", `"""`, "...", "@", "$", "!", "query", "fragment F on Query { __typename }", "on", "infinity", "0001-01-01T00:00:00Z", "294277-01-01T00:00:00Z",
	"00000000-0000-0000-0000-000000000000", "AQcanary", "onb_", "capi_", "=cmd|' /C calc'!A0", "٣", "ſ", "İ",
}

// draft is one request that is being made.
type draft struct {
	*inventor
	malice      float64 // how often something is made otherwise than the schema says
	operation   ast.Operation
	definitions []string // of variables
	variables   map[string]any
	fragments   []string
	fields      int
	given       map[*ast.FieldDefinition]string // arguments: the same field of the same object cannot have others
}

func (d *draft) isEvil() bool { return d.Float64() < d.malice }

func (d *draft) body() []byte {
	roots := map[ast.Operation]*ast.Definition{ast.Query: d.schema.Query, ast.Mutation: d.schema.Mutation, ast.Subscription: d.schema.Subscription}
	d.operation = pick(d.inventor, ast.Query, ast.Query, ast.Query, ast.Query, ast.Query, ast.Query, ast.Mutation, ast.Subscription)
	count := 1
	if d.operation == ast.Query || d.isEvil() {
		count += d.IntN(3)
	}
	selected := d.directives() + d.selections(roots[d.operation], 1, count)
	head := string(d.operation)
	if len(d.definitions) > 0 {
		head += " Q(" + strings.Join(d.definitions, ", ") + ")"
	}
	members := map[string]any{"query": head + selected + strings.Join(d.fragments, ""), "variables": d.variables}
	if d.isEvil() {
		members["operationName"] = pick[any](d.inventor, "Q", "", "R", 7, nil)
	}
	if d.isEvil() {
		members[pick(d.inventor, "variables", "query", "extensions", "id")] = d.junk(0)
	}
	text, err := json.Marshal(members)
	if err != nil {
		panic(err) // maps, lists, texts and numbers
	}
	return text
}

// selections selects some fields of an object, at least one.
func (d *draft) selections(of *ast.Definition, depth, count int) string {
	var b strings.Builder
	b.WriteString(" {")
	fields := slices.DeleteFunc(slices.Clone(of.Fields), func(f *ast.FieldDefinition) bool { return strings.HasPrefix(f.Name, "__") && d.IntN(3) > 0 })
	for range count {
		switch choice := d.IntN(20); {
		case d.isEvil():
			b.WriteString(" " + pick(d.inventor, "nothing", "__typename", "__schema { types { name } }", "a: b", "...Missing", "... on Nothing { id }", pick(d.inventor, nasty...)))
		case len(fields) == 0 || choice == 0:
			b.WriteString(" __typename" + d.directives())
		case choice == 1 && depth < 9:
			b.WriteString(" ... on " + d.possible(of).Name + d.directives() + d.selections(of, depth, count/2+1))
		case choice == 2 && depth < 9:
			name := fmt.Sprintf("F%d", len(d.fragments))
			d.fragments = append(d.fragments, "")
			d.fragments[len(d.fragments)-1] = " fragment " + name + " on " + of.Name + d.selections(of, depth, count/2+1)
			b.WriteString(" ..." + name + d.directives())
		default:
			b.WriteString(d.field(pick(d.inventor, fields...), depth))
		}
	}
	if of.IsAbstractType() {
		for _, possible := range d.schema.GetPossibleTypes(of) {
			if d.IntN(3) == 0 {
				b.WriteString(" ... on " + possible.Name + d.selections(possible, depth, 2))
			}
		}
	}
	return b.String() + " }"
}

func (d *draft) possible(of *ast.Definition) *ast.Definition {
	if possible := d.schema.GetPossibleTypes(of); len(possible) > 0 {
		return pick(d.inventor, possible...)
	}
	return of
}

func (d *draft) field(field *ast.FieldDefinition, depth int) string {
	d.fields++
	text := " " + field.Name
	arguments, isGiven := d.given[field]
	switch {
	case d.IntN(15) == 0:
		text, arguments = fmt.Sprintf(" a%d:%s", d.fields, text), d.arguments(field.Arguments)
	case !isGiven || d.isEvil():
		arguments = d.arguments(field.Arguments)
		d.given[field] = arguments
	}
	text += arguments + d.directives()
	of := d.schema.Types[field.Type.Name()]
	switch {
	case d.isEvil():
		return text
	case !of.IsCompositeType():
		return text
	case depth > 8 || d.fields > 120:
		return text + " { __typename }"
	}
	return text + d.selections(of, depth+1, 1+d.IntN(4))
}

func (d *draft) arguments(definitions ast.ArgumentDefinitionList) string {
	var given []string
	for _, argument := range definitions {
		if !argument.Type.NonNull && d.IntN(3) > 0 || argument.Type.NonNull && d.isEvil() {
			continue
		}
		if (argument.Name == "last" || argument.Name == "after" || argument.Name == "before") && d.IntN(4) > 0 {
			continue
		}
		given = append(given, argument.Name+": "+d.value(argument.Type, 0))
	}
	if len(given) == 0 {
		return ""
	}
	return "(" + strings.Join(given, ", ") + ")"
}

func (d *draft) directives() string {
	switch {
	case d.isEvil():
		return pick(d.inventor, " @nothing", " @defer", ` @defer(label: "a")`, " @include", " @include(if: 1)", " @skip(if: true) @skip(if: false)", ` @deprecated(reason: "a")`, " @requires(role: VIEWER)", " @oneOf")
	case d.IntN(30) == 0:
		return " @" + pick(d.inventor, "include", "skip") + "(if: " + d.value(ast.NonNullNamedType("Boolean", nil), 0) + ")"
	}
	return ""
}

// value writes a value of a type as a literal, or puts it into a variable.
func (d *draft) value(of *ast.Type, depth int) string {
	if depth < 2 && d.IntN(4) == 0 {
		return d.variable(of)
	}
	if d.isEvil() {
		return pick(d.inventor, "null", "true", "-1", "99999999999999999999", "1e999", "0.1", "$missing", "[]", "{}", "[[1]]", "NOTHING", `"`+escaped(pick(d.inventor, nasty...))+`"`, `"""`+pick(d.inventor, nasty...)+`"""`)
	}
	return literal(d.sample(of, depth), d.schema.Types[of.Name()])
}

// variable declares one, now and then with a default, and gives it a value, or none.
func (d *draft) variable(of *ast.Type) string {
	name := fmt.Sprintf("v%d", len(d.definitions))
	definition := "$" + name + ": " + of.String()
	value := d.sample(of, 1)
	if d.isEvil() {
		value = d.junk(0)
	}
	if d.IntN(4) == 0 {
		definition = "$" + name + ": " + strings.TrimSuffix(of.String(), "!") + " = " + literal(d.sample(of, 1), d.schema.Types[of.Name()])
		if d.IntN(3) == 0 {
			value = nil
		}
	}
	d.definitions = append(d.definitions, definition)
	if !d.isEvil() {
		d.variables[name] = value
	}
	return "$" + name
}

// enum is a name that is written without quotes in a document.
type enum string

// sample makes a value of a type.
func (d *draft) sample(of *ast.Type, depth int) any {
	if !of.NonNull && d.IntN(12) == 0 {
		return nil
	}
	if of.Elem != nil {
		list := []any{}
		for range d.IntN(4) {
			list = append(list, d.sample(of.Elem, depth+1))
		}
		return list
	}
	definition := d.schema.Types[of.NamedType]
	switch definition.Kind {
	case ast.Enum:
		return enum(pick(d.inventor, definition.EnumValues...).Name)
	case ast.InputObject:
		object := map[string]any{}
		for _, field := range definition.Fields {
			if field.Type.NonNull || d.IntN(2) == 0 {
				object[field.Name] = d.sample(field.Type, depth+1)
			}
		}
		return object
	}
	switch of.NamedType {
	case "Boolean":
		return d.IntN(2) == 0
	case "Int":
		return pick(d.inventor, 1, 2, 3, 5, 10, 25, 100, 0, -1, 101, 1<<31)
	case "ID":
		return pick(d.inventor, d.ids...)
	case "DateTime":
		return pick(d.inventor, "2026-11-22T09:30:00Z", "2126-11-22T09:30:00.123456789+14:00", "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z")
	}
	if d.IntN(3) == 0 {
		return pick(d.inventor, nasty...)
	}
	return pick(d.inventor, "a", "Harbour", "secret-client-one", "https://partner.example", "AQcanary")
}

// junk is any JSON.
func (d *draft) junk(depth int) any {
	switch choice := d.IntN(8); {
	case choice == 0:
		return nil
	case choice == 1:
		return d.IntN(2) == 0
	case choice == 2:
		return json.Number(pick(d.inventor, "1", "-1", "1.5", "1e400", "99999999999999999999999", "-0"))
	case choice == 3 && depth < 3:
		return []any{d.junk(depth + 1), d.junk(depth + 1)}
	case choice == 4 && depth < 3:
		return map[string]any{pick(d.inventor, nasty...): d.junk(depth + 1), "id": d.junk(depth + 1)}
	}
	return pick(d.inventor, nasty...)
}

// literal writes a value as GraphQL.
func literal(value any, of *ast.Definition) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case enum:
		return string(v)
	case string:
		return `"` + escaped(v) + `"`
	case []any:
		var elements []string
		for _, element := range v {
			elements = append(elements, literal(element, of))
		}
		return "[" + strings.Join(elements, ", ") + "]"
	case map[string]any:
		var fields []string
		for _, field := range of.Fields {
			if given, isGiven := v[field.Name]; isGiven {
				fields = append(fields, field.Name+": "+literal(given, of))
			}
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	return fmt.Sprint(value)
}

// escaped leaves escapes that a text holds as they are: that is where lexers fail.
func escaped(text string) string {
	return strings.NewReplacer("\n", `\n`, "\r", `\r`, `"`, `\"`, "\x00", `\u0000`).Replace(text)
}
