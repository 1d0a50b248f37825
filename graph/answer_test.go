package graph

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// An answer has an end, whatever was asked for: data that is too large is refused whole, and of many errors the first ones are told.
func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	tell := func(response *graphql.Response) string {
		recorder := httptest.NewRecorder()
		(&answerer{w: recorder, mediaType: jsonType}).tell(response)
		return recorder.Body.String()
	}
	if got := tell(&graphql.Response{Data: []byte(`{"a":"` + strings.Repeat("x", maxAnswer) + `"}`)}); strings.Contains(got, `"data"`) || !strings.Contains(got, "LIMIT_EXCEEDED") {
		t.Errorf("too much data: %.200s", got)
	}
	if got := tell(&graphql.Response{Data: []byte(`{"a":"` + strings.Repeat("x", maxAnswer-8) + `"}`)}); !strings.Contains(got, `"data"`) {
		t.Errorf("just as much as is allowed: %.200s", got)
	}
	errors := make(gqlerror.List, 30)
	for i := range errors {
		errors[i] = gqlerror.Errorf("no")
	}
	if got := tell(&graphql.Response{Data: []byte(`null`), Errors: errors}); strings.Count(got, `"message"`) != maxErrors {
		t.Errorf("30 errors: %s", got)
	}
	if got := tell(nil); got != "" {
		t.Errorf("a caller who has gone was told %s", got)
	}
}

// A panic while the answers of a stream are made is one error of that stream; nothing else in its goroutine would keep it from ending the program.
func TestAStreamSurvivesAPanic(t *testing.T) {
	t.Parallel()
	events := 0
	responses := survivingPanics(func(context.Context) *graphql.Response {
		events++
		if events == 1 {
			panic("secret")
		}
		return nil
	}, func(context.Context, any) *graphql.Response {
		return &graphql.Response{Errors: gqlerror.List{gqlerror.Errorf("sorry")}}
	})
	recorder := httptest.NewRecorder()
	(&answerer{w: recorder}).stream(t.Context(), responses)
	if got := recorder.Body.String(); !strings.Contains(got, "sorry") || strings.Contains(got, "secret") || !strings.Contains(got, "event: complete") {
		t.Errorf("got %s", got)
	}
}
