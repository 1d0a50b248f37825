package metasandbox

import (
	"encoding/json"
	"regexp"
	"time"
)

const (
	maxEvents   = 1000
	maxEventAge = 7 * day
)

// event is a server event as far as the sandbox looks at it.
//
// https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/server-event
type event struct {
	Name         string                     `json:"event_name"`
	Time         int64                      `json:"event_time"`
	ActionSource string                     `json:"action_source"`
	SourceURL    string                     `json:"event_source_url"`
	UserData     map[string]json.RawMessage `json:"user_data"`
}

// events takes events for a dataset that the grant selected. One that is not valid has all of them refused. Test events count as any others do:
// the time of the last event moves.
//
// https://developers.facebook.com/docs/marketing-api/conversions-api/using-the-api
func (s *Sandbox) events(c *call) (any, *graphError) {
	caller, err := s.bearer(c)
	if err != nil {
		return nil, err
	}
	d := s.selected(caller.grant, c.params[0])
	if d == nil {
		return nil, errNoObject("post", c.params[0])
	}
	if err := requireAssets(caller.grant); err != nil {
		return nil, err
	}
	events, err := c.readEvents()
	if err != nil {
		return nil, err
	}
	now := s.now()
	for _, e := range events {
		if err := e.check(now); err != nil {
			return nil, err
		}
	}
	d.fire(now)
	return object{{"events_received", len(events)}, {"messages", []string{}}, {"fbtrace_id", c.trace}}, nil
}

// selected is a dataset that the grant reaches, or nil.
func (s *Sandbox) selected(g grant, id string) *dataset {
	for _, a := range s.visible(g) {
		if a.dataset.id == id {
			return a.dataset
		}
	}
	return nil
}

// readEvents reads the parameter data, or a body that is JSON.
func (c *call) readEvents() ([]event, *graphError) {
	var events []event
	if data := c.values.Get("data"); data != "" {
		if json.Unmarshal([]byte(data), &events) != nil {
			return nil, errBadParameter("param data must be an array.")
		}
	} else {
		var body struct {
			Data []event `json:"data"`
		}
		if json.NewDecoder(c.Body).Decode(&body) != nil {
			return nil, errBadParameter("The parameter data is required")
		}
		events = body.Data
	}
	if len(events) == 0 || len(events) > maxEvents {
		return nil, errBadParameter("param data must have from 1 to %d elements.", maxEvents)
	}
	return events, nil
}

var actionSource = regexp.MustCompile(`^(email|website|app|phone_call|chat|physical_store|system_generated|business_messaging|other)$`)

func (e event) check(now time.Time) *graphError {
	age := now.Sub(time.Unix(e.Time, 0))
	_, hasAgent := e.UserData["client_user_agent"]
	switch {
	case e.Name == "":
		return errInvalidEvent("event_name is missing.")
	case !actionSource.MatchString(e.ActionSource):
		return errInvalidEvent("action_source is missing or none of Meta's.")
	case age > maxEventAge:
		return errInvalidEvent("event_time is more than 7 days ago.")
	case age < -time.Minute:
		return errInvalidEvent("event_time is in the future.")
	case len(e.UserData) == 0:
		return errInvalidEvent("user_data has nothing to know a person by.")
	case e.ActionSource == "website" && (!hasAgent || e.SourceURL == ""):
		return errInvalidEvent("A website event needs client_user_agent and event_source_url.")
	}
	return nil
}

// errInvalidEvent has a subcode of the range that Meta validates events with.
func errInvalidEvent(problem string) *graphError {
	return newError(100, 2804050, "(#100) Invalid parameter: %s", problem)
}
