package crashtest

import "slices"

// changesAreTold compares what came to a partner's server with what the program has put in line for it, and with what became of whom it was
// about.
func changesAreTold(e *evidence) []string {
	if !e.isListening {
		return nil
	}
	events, v := eventsOnce(e.arrivals)
	v = append(v, comeInTheirOrder(e, events)...)
	return append(v, leadToWhatIsSo(e, events)...)
}

// eventsOnce are the first requests with each id. What follows under it has to be the same.
func eventsOnce(arrivals []arrival) (events []arrival, v violations) {
	bodies := map[string]string{}
	for _, a := range arrivals {
		body, isRepeated := bodies[a.id]
		if !isRepeated {
			bodies[a.id] = a.body
			events = append(events, a)
		} else if body != a.body {
			v.add("event %s came with two bodies", a.id)
		}
	}
	return events, v
}

// comeInTheirOrder compares the ids that came with those that are kept. What was erased has taken its events with it.
func comeInTheirOrder(e *evidence, events []arrival) (v violations) {
	came, kept := map[string][]string{}, map[string][]string{}
	for _, a := range events {
		came[a.subject()] = append(came[a.subject()], a.id)
	}
	for _, row := range e.outbox {
		kept[row.Subject] = append(kept[row.Subject], row.ID)
	}
	for subject := range e.statuses() {
		if !slices.Equal(came[subject], kept[subject]) {
			v.add("of %s the events %q are kept, and %q came", subject, kept[subject], came[subject])
		}
	}
	return v
}

// leadToWhatIsSo follows the statuses from one event to the next, and to what is the case: what was never put in line is missed here.
func leadToWhatIsSo(e *evidence, events []arrival) (v violations) {
	now, told := e.statuses(), map[string]string{}
	for _, a := range events {
		status := a.said.Data.Status
		if _, isThere := now[a.subject()]; !isThere || status == nil {
			continue
		}
		if before := told[a.subject()]; before != status.Before {
			v.add("%s was told to be %q and then, in %s, came from %q", a.subject(), before, a.said.Type, status.Before)
		}
		told[a.subject()] = status.After
	}
	for subject, status := range now {
		if told[subject] != status {
			v.add("%s is %s, and was told to be %q", subject, status, told[subject])
		}
	}
	return v
}
