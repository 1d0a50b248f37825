package scalars

import (
	"encoding/json"
	"errors"
	"io"

	"github.com/99designs/gqlgen/graphql"

	"capiconnect/models"
)

// MarshalJSON writes an object as it is; null for none.
func MarshalJSON(object models.JSON) graphql.Marshaler {
	if object == nil {
		return graphql.Null
	}
	text, err := json.Marshal(object)
	if err != nil {
		return graphql.Null // cannot happen: it came from JSON
	}
	return graphql.WriterFunc(func(w io.Writer) { _, _ = w.Write(text) })
}

// UnmarshalJSON refuses: objects are only ever given out.
func UnmarshalJSON(any) (models.JSON, error) { return nil, errors.New("a JSON object cannot be given") }
