package graph_test

import (
	"net/http"
	"strings"
	"testing"

	"capiconnect/onboarding"
)

// A variable with a default may stand where no null may. Whoever gives a null for it is told so: it is not our failure, and the program goes on,
// be it asked for a stream, whose answers are made where nobody else would recover.
func TestANullWhereNoneMayBeIsRefused(t *testing.T) {
	t.Parallel()
	a := setup(t)
	o := a.Invite(onboarding.CreateInput{})
	for document, accept := range map[string]string{
		`query ($v: Boolean = true) { viewer { kind @include(if: $v) } }`:                                                "application/graphql-response+json",
		`query ($v: Boolean = true) { viewer @skip(if: $v) { kind } }`:                                                   "application/graphql-response+json",
		`query ($v: Boolean = true) { viewer { ...A } } fragment A on Viewer { ... @include(if: $v) { kind } }`:          "application/graphql-response+json",
		`query ($v: Boolean = true) { viewer { ...A @include(if: $v) } } fragment A on Viewer { kind }`:                  "application/graphql-response+json",
		`query ($v: ID = "1") { business(id: $v) { id } }`:                                                               "application/graphql-response+json",
		`query ($v: Int) { metaUsage(days: $v) { calls } }`:                                                              "application/graphql-response+json",
		`mutation ($v: CompleteOnboardingInput = {code: "a"}) { completeOnboarding(input: $v) { userErrors { code } } }`: "application/graphql-response+json",
		`mutation ($v: String = "a") { completeOnboarding(input: {code: $v}) { userErrors { code } } }`:                  "application/graphql-response+json",
		`subscription ($v: Boolean = true) { onboardingUpdated(id: "` + o.ID.String() + `") { id @include(if: $v) } }`:   "text/event-stream",
		`subscription ($v: ID = "1") { onboardingUpdated(id: $v) { id } }`:                                               "text/event-stream",
	} {
		actor := operator
		got := a.post(&actor, accept, requestWith(document, map[string]any{"v": nil}))
		if got.Code >= http.StatusInternalServerError || !strings.Contains(got.Body.String(), "A variable is null") {
			t.Errorf("%s: %d %s", document, got.Code, got.Body)
		}
	}
	if got := a.ask(holder(o.ID), `query ($v: ID) { loginConfiguration(id: $v) { id } }`, map[string]any{"v": nil}); len(got.Errors) > 0 {
		t.Errorf("where null may be: %v", got.Errors)
	}
	if a.log.Len() > 0 {
		t.Errorf("the log: %s", a.log)
	}
}
