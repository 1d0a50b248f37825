package graph

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// FuzzParseParams: whatever is taken for a request is one to any other reader of JSON, with the same document.
func FuzzParseParams(f *testing.F) {
	for _, body := range []string{
		`{"query":"{ viewer { kind } }"}`, `{"query":"{ a }","variables":{"a":[1,{"b":null}]},"operationName":"A","extensions":{}}`,
		`{"query":"a","query":"b"}`, `{"query":"a"} {}`, `[{"query":"a"}]`, `{"query":"\ud800"}`, `{"documentId":"sha256:01"}`, `{"query":"a","documentId":"b"}`, "{\"query\":\"\xff\"}", `{"variables":` + strings.Repeat("[", 40), `null`, ``,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		params, refusal := parseParams(body)
		if (params == nil) == (refusal == nil) {
			t.Fatalf("%v and %v", params, refusal)
		}
		if refusal != nil {
			if len(refusal.Message) > 200 || refusal.Extensions["code"] != "BAD_REQUEST" {
				t.Errorf("refused by %v", refusal)
			}
			return
		}
		var other map[string]any
		decoder := json.NewDecoder(bytes.NewReader(body))
		if err := decoder.Decode(&other); err != nil || decoder.More() || textOf(other["query"]) != params.Query || textOf(other["documentId"]) != params.documentID {
			t.Errorf("another reader: %v %v, and we: %+v", err, other, params)
		}
	})
}

// textOf is what stands in a member; one that is missing or null is as good as empty.
func textOf(member any) string {
	text, _ := member.(string)
	return text
}
