package graph

import (
	"maps"
	"slices"
	"time"
)

func init() { gather = 25 * time.Millisecond }

// PlainFields are the fields, by type, that are written without gqlgen.
func PlainFields() map[string][]string {
	return map[string][]string{
		"Business": slices.Collect(maps.Keys(businessColumns)), "Dataset": slices.Collect(maps.Keys(datasetColumns)),
		"PageInfo": slices.Collect(maps.Keys(pageInfoColumns)),
	}
}
