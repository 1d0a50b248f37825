package metasandbox

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"time"
)

// call is one request to the Graph API on its way through.
type call struct {
	*http.Request
	answer   func(*Sandbox, *call) (any, *graphError)
	endpoint string
	params   []string // what stood for {} in the route
	values   url.Values
	version  string
	trace    string
	business string // whose usage it counts against; empty: the app's
	subject  string // business id, or the app's: whose regain windows it minds
	party    string // id of the business that it is about in any way; empty: none
	number   int    // how many calls there had been, this one included
	minted   string // the token that was made for it, if any

	succeeded bool // processed, and not refused
	answered  bool // the honest answer is on its way
	drop      bool // the connection is to be broken in the end
	noted     bool // entry and try are in the books, which guard them from then on
	entry     *Call
	try       *ExchangeTry
}

func (s *Sandbox) serveGraph(w http.ResponseWriter, r *http.Request) {
	end := time.Now().Add(s.latency)
	c := s.receive(w, r)
	defer s.conclude(c, w) // deferred: a fault may abort the connection
	process := func() reply {
		defer func() { c.wait(time.Until(end), nil) }()
		return s.process(c)
	}
	if f := s.faults.strike(c); f != nil {
		c.entry.Fault = f.Kind
		f.kind.strike(f, s, c, w, process)
		return
	}
	s.send(c, w, process())
}

// conclude ends the call for the journal and, if that is its fate, for the client.
func (s *Sandbox) conclude(c *call, w http.ResponseWriter) {
	s.note(c)
	if c.drop {
		drop(w)
	}
}

// receive reads the request and counts it wherever arrivals are counted.
func (s *Sandbox) receive(w http.ResponseWriter, r *http.Request) *call {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	formErr := r.ParseForm()
	c := &call{Request: r, endpoint: "unknown", values: r.Form, trace: newTrace()}
	c.answer = s.find(c)
	if formErr != nil {
		c.answer = func(*Sandbox, *call) (any, *graphError) { return nil, errBadParameter("Malformed request") }
	}
	if c.endpoint == "exchange" {
		s.issueFixed(c.values.Get("code"))
		s.play(c.values.Get("code"))
	}
	now := s.now()
	c.entry = &Call{At: now, Endpoint: c.endpoint, Method: r.Method, Path: r.URL.Path}
	c.number = s.journal.arrived(c.endpoint)
	s.journal.used(c.token(), c.endpoint, now)
	business := s.businessOfCall(c)
	c.subject, c.party = cmp.Or(business, s.appID), cmp.Or(business, s.businessAskedAbout(c))
	s.regain.arrived(c.subject, c.endpoint, now)
	if c.endpoint == "exchange" {
		s.codes.arrived(c.values.Get("code"))
	}
	return c
}

// process does the work of the call and returns the honest answer.
func (s *Sandbox) process(c *call) reply {
	body, err := c.answer(s, c)
	c.entry.Processed, c.succeeded = true, err == nil
	a := s.reply(c, body, err)
	a.honest = true
	return a
}

// note writes down what became of the call: before the client can know, so that
// whoever has an answer finds it in the journal.
func (s *Sandbox) note(c *call) {
	if c.noted {
		return
	}
	c.noted = true
	c.entry.AnswerLost = c.entry.Processed && !c.answered
	c.try = &ExchangeTry{
		At:         c.entry.At,
		Fault:      c.entry.Fault,
		Processed:  c.entry.Processed,
		Succeeded:  c.succeeded,
		AnswerLost: c.entry.AnswerLost,
	}
	s.journal.ended(c.entry)
	if c.endpoint == "exchange" {
		s.codes.tried(c.values.Get("code"), c.try)
	}
	if c.minted != "" && c.entry.AnswerLost {
		s.journal.lostToken(c.minted)
	}
}

// lost corrects what was written down about an honest answer that did not get out
// whole after all.
func (s *Sandbox) lost(c *call) {
	if !c.answered {
		return // nothing was said about one
	}
	s.journal.lostAnswer(c.entry)
	if c.endpoint == "exchange" {
		s.codes.lostAnswer(c.values.Get("code"), c.try)
	}
	if c.minted != "" {
		s.journal.lostToken(c.minted)
	}
}

// send sends an answer. One to a client that has left before is lost, and so is
// one that could not be written to its end.
func (s *Sandbox) send(c *call, w http.ResponseWriter, a reply) {
	s.begin(c, a)
	a.sendHeader(w)
	_, err := w.Write(a.body)
	err = errors.Join(err, http.NewResponseController(w).Flush())
	if err != nil {
		s.lost(c)
	}
}

// begin writes the call down as one that is answered with a.
func (s *Sandbox) begin(c *call, a reply) {
	c.answered = a.honest && c.Context().Err() == nil
	c.entry.Status = a.status
	s.note(c)
}

// wait lets time pass, unless the client leaves or ended is closed before.
func (c *call) wait(d time.Duration, ended <-chan struct{}) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ended:
	case <-c.Context().Done():
	}
}
