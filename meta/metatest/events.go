package metatest

import (
	"testing"
	"time"

	"capiconnect/meta"
)

// events: an event arrives where the token may send it and nowhere else, and one that is not valid does not arrive.
func (target Target) events(t *testing.T) {
	token, api := target.token(t), target.api()
	user, err := api.Me(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	owned := all(t, api.OwnedDatasets(t.Context(), token, user.ClientBusinessID, ""))
	if len(owned) == 0 {
		t.Fatal("the token reaches no dataset of its own, so this tests nothing")
	}
	event := meta.Event{ID: "metatest", Name: "ConnectionTest", Time: time.Now(), ActionSource: "system_generated", Email: "connection-test@example.com"}
	receipt, err := api.SendTestEvent(t.Context(), token, owned[0].ID, target.TestEventCode, event)
	if err != nil || receipt.Received != 1 || receipt.FBTraceID == "" {
		t.Errorf("got %+v, %v", receipt, err)
	}
	_, err = api.SendTestEvent(t.Context(), token, nobody, target.TestEventCode, event)
	assertFailure(t, err, meta.Client, "")
	event.Time = event.Time.AddDate(0, 0, -30)
	_, err = api.SendTestEvent(t.Context(), token, owned[0].ID, target.TestEventCode, event)
	assertFailure(t, err, meta.Client, "")
}
