package graph_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestABodyHasOneMeaning: what two readers could read differently is refused, lest a filter in front sees another request than we do.
func TestABodyHasOneMeaning(t *testing.T) {
	t.Parallel()
	a := setup(t)
	for name, body := range map[string]string{
		"a member twice":            `{"query":"{ nothing }","query":"{ viewer { kind } }"}`,
		"a member twice, escaped":   `{"query":"{ nothing }","\u0071uery":"{ viewer { kind } }"}`,
		"a variable twice":          `{"query":"{ viewer { kind } }","variables":{"a":1,"a":2}}`,
		"a member of a list twice":  `{"query":"{ viewer { kind } }","variables":{"a":[{"b":1,"b":2}]}}`,
		"two documents":             `{"query":"{ viewer { kind } }"}{"query":"{ viewer { kind } }"}`,
		"something behind":          `{"query":"{ viewer { kind } }"} x`,
		"another case":              `{"Query":"{ viewer { kind } }"}`,
		"not UTF-8":                 "{\"query\":\"{ viewer { kind } }\",\"variables\":{\"a\":\"\xff\"}}",
		"nested 40 deep":            `{"query":"{ viewer { kind } }","variables":{"a":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}}`,
		"nested 30,000 deep":        `{"query":"{ viewer { kind } }","variables":{"a":` + strings.Repeat("[", 30000),
		"500 values in a list":      `{"query":"{ viewer { kind } }","variables":{"a":[` + strings.Repeat("1,", 499) + `1]}}`,
		"null":                      `null`,
		"a batch":                   `[{"query":"{ viewer { kind } }"}]`,
		"nothing":                   ``,
		"a text and an id":          `{"query":"{ viewer { kind } }","documentId":"sha256:01"}`,
		"an id twice":               `{"documentId":"sha256:01","documentId":"sha256:02"}`,
		"an id that is a number":    `{"documentId":1}`,
		"an id that is empty":       `{"documentId":""}`,
		"no query":                  `{}`,
		"a query that is none":      `{"query":null}`,
		"variables that are a list": `{"query":"{ viewer { kind } }","variables":[]}`,
		"an operation's number":     `{"query":"{ viewer { kind } }","operationName":1}`,
	} {
		if got := a.post(&admin, "application/json", body); got.Code != http.StatusBadRequest || strings.Contains(got.Body.String(), `"data"`) {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
	}
	for name, body := range map[string]string{
		"plain":           `{"query":"{ viewer { kind } }"}`,
		"nulls":           `{"query":"{ viewer { kind } }","variables":null,"operationName":null,"extensions":null,"documentId":null}`,
		"unknown members": `{"query":"{ viewer { kind } }","id":"7"}`,
		"many variables":  `{"query":"{ viewer { kind } }","variables":{"a":[` + strings.Repeat("1,", 399) + `1]}}`,
		"white space":     " \n{\"query\":\"{ viewer { kind } }\"}\n",
	} {
		if got := a.post(&admin, "application/json", body); got.Code != http.StatusOK || !strings.Contains(got.Body.String(), `"USER"`) {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
	}
}
