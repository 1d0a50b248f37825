package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
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
	if err := checkMembers(body); err != nil {
		return nil, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil || members == nil {
		return nil, errNotJSON
	}
	var p params
	for name, into := range map[string]any{
		"query": &p.Query, "documentId": &p.documentID, "operationName": &p.OperationName, "variables": &p.Variables, "extensions": &p.Extensions,
	} {
		if err := decodeMember(members[name], into); err != nil {
			return nil, errNotJSON
		}
	}
	if (p.Query == "") == (p.documentID == "") {
		return nil, errNotOne
	}
	return &p, nil
}

// decodeMember keeps numbers as they are written: an id may be larger than a float64 is exact.
func decodeMember(member json.RawMessage, into any) error {
	if member == nil {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(member))
	decoder.UseNumber()
	return decoder.Decode(into)
}

// checkMembers walks over one JSON text to its end.
func checkMembers(body []byte) *gqlerror.Error {
	walk := memberWalk{Decoder: json.NewDecoder(bytes.NewReader(body))}
	if err := walk.value(0); err != nil {
		return err
	}
	if _, err := walk.Token(); !errors.Is(err, io.EOF) {
		return errNotJSON
	}
	return nil
}

type memberWalk struct {
	*json.Decoder
	values int // seen so far
}

func (w *memberWalk) value(depth int) *gqlerror.Error {
	token, err := w.Token()
	if err != nil {
		return errNotJSON
	}
	if w.values++; w.values > maxValues {
		return errTooMany
	}
	delimiter, isNested := token.(json.Delim)
	if !isNested {
		return nil
	}
	if depth == maxNesting {
		return errTooNested
	}
	seen := map[string]bool{}
	for w.More() {
		if delimiter == '{' {
			if err := w.name(seen); err != nil {
				return err
			}
		}
		if err := w.value(depth + 1); err != nil {
			return err
		}
	}
	if _, err = w.Token(); err != nil {
		return errNotJSON
	}
	return nil
}

func (w *memberWalk) name(seen map[string]bool) *gqlerror.Error {
	token, err := w.Token()
	name, isName := token.(string)
	switch {
	case err != nil || !isName:
		return errNotJSON
	case seen[name]:
		return errTwice
	}
	seen[name] = true
	return nil
}
