package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

const (
	// maxNesting is how deep arrays and objects of a request may lie in each other.
	maxNesting = 32
	// maxValues is how many values a request may hold in all. A document may use each of its variables at many places.
	maxValues = 500
)

var (
	errNotUTF8   = badRequest("The body must be UTF-8.")
	errNotJSON   = badRequest("The body must be one JSON object with the members query or documentId, variables, operationName and extensions.")
	errTooNested = badRequest("The body is nested too deeply.")
	errTooMany   = badRequest("The body holds too many values.")
	errTwice     = badRequest("The body names a member of an object twice.")
	errNotOne    = badRequest("The body must have one document: its text as query, or its id as documentId.")
)

// params are the parameters of a request: a document as text or by id, and what goes with it.
type params struct {
	graphql.RawParams
	documentID string
}

// parseParams reads the parameters of a request, and takes them in one way only: a member that stands twice is another one to whoever looks for
// the first. The members' names count by the letter, and unknown ones are left alone.
// https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters
func parseParams(body []byte) (*params, *gqlerror.Error) {
	if !utf8.Valid(body) {
		return nil, errNotUTF8
	}
	read := bodyReader{Decoder: jsontext.NewDecoder(bytes.NewBuffer(body))}
	value, err := read.value(0)
	if err != nil {
		return nil, refusalOf(err)
	}
	if _, err := read.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errNotJSON
	}
	members, isObject := value.(map[string]any)
	var p params
	if !isObject || !p.take(members) {
		return nil, errNotJSON
	}
	if (p.Query == "") == (p.documentID == "") {
		return nil, errNotOne
	}
	return &p, nil
}

// take takes the members that there are, and tells whether each is of its type. A null is as good as none.
func (p *params) take(members map[string]any) (areSound bool) {
	return member(members, "query", &p.Query) && member(members, "documentId", &p.documentID) && member(members, "operationName", &p.OperationName) &&
		member(members, "variables", &p.Variables) && member(members, "extensions", &p.Extensions)
}

func member[T any](members map[string]any, name string, into *T) (isSound bool) {
	value := members[name]
	if value == nil {
		return true
	}
	*into, isSound = value.(T)
	return isSound
}

// bodyReader reads one JSON text within our limits. Names that stand twice in one object jsontext refuses by itself.
type bodyReader struct {
	*jsontext.Decoder
	values int // seen so far
}

func (r *bodyReader) value(depth int) (any, error) {
	token, err := r.ReadToken()
	if err != nil {
		return nil, err
	}
	if r.values++; r.values > maxValues {
		return nil, errTooMany
	}
	switch token.Kind() {
	case '{':
		return r.object(depth)
	case '[':
		return r.array(depth)
	case '"':
		return token.String(), nil
	case '0':
		return json.Number(token.String()), nil // as it is written: an id may be larger than a float64 is exact
	case 't', 'f':
		return token.Bool(), nil
	}
	return nil, nil
}

func (r *bodyReader) object(depth int) (map[string]any, error) {
	if depth == maxNesting {
		return nil, errTooNested
	}
	members := map[string]any{}
	for r.PeekKind() != '}' {
		token, err := r.ReadToken()
		if err != nil {
			return nil, err
		}
		name := token.String() // before the next token is read
		if members[name], err = r.value(depth + 1); err != nil {
			return nil, err
		}
	}
	_, err := r.ReadToken()
	return members, err
}

func (r *bodyReader) array(depth int) ([]any, error) {
	if depth == maxNesting {
		return nil, errTooNested
	}
	elements := []any{}
	for r.PeekKind() != ']' {
		element, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		elements = append(elements, element)
	}
	_, err := r.ReadToken()
	return elements, err
}

// refusalOf is what whoever has sent the body is told.
func refusalOf(err error) *gqlerror.Error {
	if refusal := (*gqlerror.Error)(nil); errors.As(err, &refusal) {
		return refusal
	}
	if errors.Is(err, jsontext.ErrDuplicateName) {
		return errTwice
	}
	return errNotJSON
}
