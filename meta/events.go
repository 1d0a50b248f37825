package meta

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Event is a conversion event of one person.
// Source: https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/server-event
type Event struct {
	ID           string    // of the sender's own; the same event under the same id counts once within 48 hours
	Name         string    // one of Meta's, such as "Purchase", or the sender's own
	Time         time.Time // when it happened, to the second: at most 7 days ago
	ActionSource string    // where it happened, such as "system_generated"
	Email        string    // of the person; only its digest is sent
}

// EventsReceipt is what Meta says of events that it has taken.
type EventsReceipt struct {
	Received  int
	FBTraceID string
}

// SendTestEvent sends an event to a dataset and has Meta show it under "Test events" in Events Manager, for whoever has the code from there.
// Meta processes it as any other event: it counts.
//
// Source: https://developers.facebook.com/docs/marketing-api/conversions-api/using-the-api
func (a *API) SendTestEvent(ctx context.Context, token Token, datasetID, testCode string, event Event) (EventsReceipt, error) {
	if !isID(datasetID) {
		return EventsReceipt{}, badID(OpEvents)
	}
	data, _ := json.Marshal([]eventNode{newEventNode(event)}) // strings and a number always marshal
	r := a.userRequest(OpEvents, datasetID+"/events", token, url.Values{})
	r.method, r.form = http.MethodPost, url.Values{"data": {string(data)}, "test_event_code": {testCode}}
	var got eventsAnswer
	sent, err := a.do(ctx, r, &got)
	if err != nil {
		return EventsReceipt{}, err
	}
	return EventsReceipt{got.EventsReceived.int(), cmp.Or(string(got.FBTraceID), sent.traceID)}, nil
}

type eventNode struct {
	Name         string   `json:"event_name"`
	Time         int64    `json:"event_time"`
	ID           string   `json:"event_id"`
	ActionSource string   `json:"action_source"`
	UserData     userData `json:"user_data"`
}

type userData struct {
	Emails []string `json:"em"`
}

func newEventNode(e Event) eventNode {
	return eventNode{e.Name, e.Time.Unix(), e.ID, e.ActionSource, userData{[]string{digest(e.Email)}}}
}

// digest is how Meta is told of what a person could be known by.
// Source: https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/customer-information-parameters
func digest(text string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.TrimSpace(text))))
	return hex.EncodeToString(sum[:])
}

type eventsAnswer struct {
	EventsReceived *number `json:"events_received"`
	FBTraceID      text    `json:"fbtrace_id"`
}

func (e *eventsAnswer) check() error {
	if e.EventsReceived == nil {
		return errors.New("no events_received in the answer")
	}
	return nil
}
