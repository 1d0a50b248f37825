package main

import (
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// Where texts for people hold GraphQL: in a block of its own, as the body of a request, and between any of three quotes.
var graphQLInText = []*regexp.Regexp{
	regexp.MustCompile("(?s)```graphql\n(.+?)```"),
	regexp.MustCompile(`(?s)"query": ?"((?:[^"\\]|\\.)+)"`),
	regexp.MustCompile("`\\s*((?:query|mutation|subscription)\\b[^`]*\\{[^`]*)`"),
	regexp.MustCompile(`'\s*((?:query|mutation|subscription)\b[^']*\{[^']*)'`),
	regexp.MustCompile(`"\s*((?:query|mutation|subscription)\b[^"\\\n]*\{[^"\\\n]*)"`),
}

// isForReaders tells whether people copy from a file. The compilers of examples/toolchains look at what is written there.
func isForReaders(name string) bool {
	isText := strings.HasSuffix(name, ".md")
	isExample := strings.HasPrefix(name, "examples/") && !strings.HasPrefix(name, "examples/toolchains/")
	isCode := strings.Contains(".html .js .mjs .ts .tsx .go ", path.Ext(name)+" ")
	return isText || isExample && isCode
}

// What the documentation and the examples ask, the API answers.
func TestTheGraphQLThatReadersCopyIsValid(t *testing.T) {
	t.Parallel()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: contentOf(t, "admin-ui/schema.graphql")})
	found := map[string]int{}
	for _, file := range sources(t) {
		if !isForReaders(file) {
			continue
		}
		for _, document := range graphQLIn(contentOf(t, file)) {
			found[file]++
			if _, err := gqlparser.LoadQueryWithRules(schema, document, rules.NewDefaultRules()); err != nil {
				t.Errorf("%s: %v in\n%s", file, err, document)
			}
		}
	}
	for _, file := range []string{"README.md", "docs/partners.md", "docs/clients.md", "examples/html/own-button.html"} {
		if found[file] == 0 {
			t.Errorf("no GraphQL was found in %s", file)
		}
	}
}

func graphQLIn(text string) (documents []string) {
	for _, pattern := range graphQLInText {
		for _, match := range pattern.FindAllStringSubmatch(text, -1) {
			documents = append(documents, strings.ReplaceAll(match[1], `\"`, `"`))
		}
	}
	return documents
}
