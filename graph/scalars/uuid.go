// Package scalars holds the scalars that gqlgen has no fitting form of. It must know nothing but how a value is written and read.
package scalars

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// MarshalUUID writes an id, that of the installation as well, which is all zeros: gqlgen's own would make it null, also where there is no null.
func MarshalUUID(id uuid.UUID) graphql.Marshaler { return graphql.MarshalString(id.String()) }

// UnmarshalUUID reads an id. What is none is told without repeating it.
func UnmarshalUUID(value any) (uuid.UUID, error) {
	id, err := graphql.UnmarshalUUID(value)
	if err != nil {
		return uuid.Nil, &gqlerror.Error{
			Message: "An id is a UUID, exactly as this API gave it.", Extensions: map[string]any{"code": "INVALID_INPUT"},
		}
	}
	return id, nil
}
