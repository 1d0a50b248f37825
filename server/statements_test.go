package main

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"capiconnect/meta/metasandbox"
)

// TestAQueryTakesOneStatementALevel: however many businesses a page has, they and the datasets below them are read with three statements, and
// who is calling with one more at the most.
func TestAQueryTakesOneStatementALevel(t *testing.T) {
	t.Parallel()
	spans := &spanCollector{t: t}
	server := httptest.NewServer(spans)
	t.Cleanup(server.Close)
	i := install(t)
	i.env["OTEL_EXPORTER_OTLP_ENDPOINT"] = server.URL
	stop := i.start()
	key := i.apiKey("onboardings:write,businesses:read")
	for _, business := range i.sandbox.Businesses()[:6] {
		code := i.code(metasandbox.CodeRequest{BusinessID: business.ID})
		if _, body := i.ask(key, `mutation ($code: String!) { completeOnboarding(input: {code: $code}) { onboarding { status } } }`, map[string]any{"code": code}); !strings.Contains(body, `"COMPLETED"`) {
			t.Fatal(body)
		}
	}
	traces := map[string]int{}
	for _, size := range []int{1, 3, 6} {
		trace := fmt.Sprintf("%032d", size)
		traces[trace] = size
		document := fmt.Sprintf(`{ businesses(first: %d) { edges { node { name status ownedDatasets(first: 20) { edges { node { id name } } } sharedDatasets(first: 10) { edges { node { id name } } } } } } }`, size)
		body := (&bundle{url: i.url}).post(t, "/graphql", `{"query":"`+document+`"}`,
			"Authorization", "Bearer "+key, "Sec-Fetch-Site", "same-origin", "Traceparent", "00-"+trace+"-"+pagesSpan+"-00").body
		if strings.Contains(body, `"errors"`) || strings.Count(body, "ownedDatasets") != size {
			t.Fatal(body)
		}
	}
	stop()
	for trace, size := range traces {
		found := spans.trace(trace)
		data, callers := 0, 0
		for _, span := range found {
			switch path := found.path(span); {
			case !strings.Contains(path, "SQL "):
			case strings.Contains(path, "GraphQL query"):
				data++
			default:
				callers++
			}
		}
		if data != 3 || callers > 1 {
			t.Errorf("%d businesses: %d statements for the data and %d for who is calling", size, data, callers)
		}
	}
}
