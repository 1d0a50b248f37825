package graph_test

import (
	"encoding/json"
	"strings"
	"testing"

	"capiconnect/onboarding"
)

// A page that was opened with an onboarding token finds out which onboarding that is, also after a reload.
func TestAHolderFindsItsOnboarding(t *testing.T) {
	t.Parallel()
	a := setup(t)
	own := a.Invite(onboarding.CreateInput{})
	a.Invite(onboarding.CreateInput{})
	document := `{ onboarding { id supportCode } }`
	if got, want := string(a.ask(holder(own.ID), document, nil).Data), `{"onboarding":{"id":"`+own.ID.String()+`","supportCode":"`+own.SupportCode+`"}}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, actor := range []onboarding.Actor{admin, key("admin")} {
		if got := string(a.ask(actor, document, nil).Data); got != `{"onboarding":null}` {
			t.Errorf("%s: got %s", actor.Name, got)
		}
	}
}

// What a browser reports are words of a list: no text of anybody's gets into the journey, nor what only the program can know.
func TestABrowserReportsWhatItSaw(t *testing.T) {
	t.Parallel()
	a := setup(t)
	own := a.Invite(onboarding.CreateInput{})
	report := `mutation ($steps: [BrowserStep!]!) { reportSteps(input: {steps: $steps}) { onboarding { steps { kind status detail } } userErrors { code } } }`
	got := a.ask(holder(own.ID), report, map[string]any{"steps": []string{"PAGE_OPENED", "POPUP_BLOCKED"}})
	want := `{"reportSteps":{"onboarding":{"steps":[{"kind":"PAGE_OPENED","status":"SUCCEEDED","detail":null},{"kind":"POPUP_BLOCKED","status":"FAILED","detail":null}]},"userErrors":[]}}`
	if string(got.Data) != want {
		t.Errorf("got %s, %v", got.Data, got.Errors)
	}
	for _, forged := range []any{"EXCHANGE", "SYNC", "REDIRECTED", "LOGIN_DECLINED", "a text of mine", 1, nil} {
		if got := a.ask(holder(own.ID), report, map[string]any{"steps": []any{forged}}); len(got.Errors) == 0 {
			t.Errorf("%v was taken: %s", forged, got.Data)
		}
	}
	var after struct {
		ReportSteps struct{ UserErrors []struct{ Code string } }
	}
	a.get(holder(own.ID), &after, `mutation { reportSteps(input: {steps: []}) { userErrors { code } } }`, nil)
	if errors := after.ReportSteps.UserErrors; len(errors) != 1 || errors[0].Code != "INVALID_INPUT" {
		t.Errorf("got %+v", errors)
	}
	var seen struct {
		Onboarding struct{ Steps json.RawMessage }
	}
	a.get(viewer, &seen, `query ($id: ID!) { onboarding(id: $id) { steps { kind } } }`, map[string]any{"id": own.ID})
	if steps := string(seen.Onboarding.Steps); strings.Count(steps, "kind") != 2 {
		t.Errorf("staff see %s", steps)
	}
}
