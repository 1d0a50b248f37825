package graph

import (
	"regexp"
	"time"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Operation is what an observer knows an operation by: nothing of a caller's making. The zero value stands for requests that came to none, since
// they or their documents were refused.
type Operation struct {
	Type     string // query, mutation or subscription
	Document string // the name of one of our pages' documents; empty for all others
}

// OperationEnd is what an observer learns of an operation that has been answered: of a subscription, when its stream has ended.
type OperationEnd struct {
	Operation
	Took  time.Duration
	Codes []string // of the errors that were answered
}

// Operations lists all there can be.
func (d Documents) Operations() []Operation {
	all := []Operation{{}, {Type: "query"}, {Type: "mutation"}, {Type: "subscription"}}
	for _, text := range d {
		all = append(all, operationIn(text))
	}
	return all
}

// byID names the operation of each document.
func (d Documents) byID() map[string]Operation {
	all := make(map[string]Operation, len(d))
	for id, text := range d {
		all[id] = operationIn(text)
	}
	return all
}

var operationLine = regexp.MustCompile(`(?m)^(query|mutation|subscription) (\w+)`)

// operationIn finds the operation of a document of ours: the build prints each definition from the first column on, and each operation has a name.
func operationIn(text string) Operation {
	match := operationLine.FindStringSubmatch(text)
	if match == nil {
		return Operation{}
	}
	return Operation{Type: match[1], Document: match[2]}
}

// codesOf are the stable codes of errors that are answered.
func codesOf(errors gqlerror.List) []string {
	codes := make([]string, 0, len(errors))
	for _, err := range errors {
		if code, ok := err.Extensions["code"].(string); ok {
			codes = append(codes, code)
		}
	}
	return codes
}
