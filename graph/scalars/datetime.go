package scalars

import (
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// MarshalDateTime writes a moment.
func MarshalDateTime(moment time.Time) graphql.Marshaler { return graphql.MarshalTime(moment) }

// UnmarshalDateTime reads a moment in RFC 3339. What is none is told without repeating it.
func UnmarshalDateTime(value any) (time.Time, error) {
	text, _ := value.(string)
	moment, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}, &gqlerror.Error{
			Message: "A moment is written as in 2026-11-22T09:30:00Z.", Extensions: map[string]any{"code": "INVALID_INPUT"},
		}
	}
	return moment, nil
}
