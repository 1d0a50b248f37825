package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

// facts are the values of an answer by the names of their fields and their places in lists: what it says, however it is nested. A moment counts
// as such, whatever the notation.
func facts(body []byte) ([]string, error) {
	var answer struct {
		Data   any
		Errors []any
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	if len(answer.Errors) > 0 {
		return nil, fmt.Errorf("the answer has errors: %.300s", body)
	}
	return appendFacts(nil, answer.Data), nil
}

func appendFacts(all []string, value any) []string {
	switch v := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) { // which some servers write as they come
			all = appendFacts(all, v[name])
		}
	case []any:
		for _, element := range v {
			all = appendFacts(all, element)
		}
	case string:
		if moment, err := time.Parse(time.RFC3339Nano, v); err == nil {
			v = moment.UTC().Format(time.RFC3339Nano)
		}
		all = append(all, v)
	default:
		all = append(all, fmt.Sprint(v))
	}
	return all
}
