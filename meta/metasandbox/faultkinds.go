package metasandbox

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// faultKind is one way to misbehave. A new one is a new line in faultKinds.
type faultKind struct {
	Name  string
	About string
	only  func(*call) bool // calls it concerns; nil: all
	// strike answers the call its own way. process does the work of the call
	// and returns the honest answer.
	strike func(f *activeFault, s *Sandbox, c *call, w http.ResponseWriter, process func() reply)
}

func faultKinds() []faultKind {
	return []faultKind{
		{Name: "reset", About: "Closes the connection before the call is processed.", strike: strikeReset},
		{Name: "reset_after", About: "Processes the call, then closes the connection: the answer is lost.", strike: strikeResetAfter},
		{Name: "hang", About: "Never answers; ends when the client leaves or the faults are cleared.", strike: strikeHang},
		{Name: "slow", About: "Answers correctly after a delay of at most 5 seconds.", strike: strikeSlow},
		{Name: "html", About: "502 with an HTML page.", strike: strikeHTML},
		{Name: "empty", About: "500 without a body.", strike: strikeEmpty},
		{Name: "error", About: "A Graph error with the given code, subcode and status.", strike: strikeError},
		{Name: "throttle", About: "80004 with usage headers that say when access returns.", strike: strikeThrottle},
		{Name: "forbidden_fields", About: "(#100) Missing Permission(s) when more than id and name is asked for.", only: asksRichFields, strike: strikeForbidden},
		{Name: "truncated", About: "The honest answer, cut in the middle.", strike: strikeTruncated},
		{Name: "oversized", About: "A valid JSON answer of 2 MiB.", strike: strikeOversized},
		{Name: "repeat_cursor", About: "A list that never ends: every page names the cursor it was asked with.", only: asksList, strike: strikeRepeatCursor},
	}
}

func kindNamed(name string) *faultKind {
	for _, k := range faultKinds() {
		if k.Name == name {
			return &k
		}
	}
	return nil
}

func kindNames() []string {
	var names []string
	for _, k := range faultKinds() {
		names = append(names, k.Name)
	}
	return names
}

func strikeReset(_ *activeFault, _ *Sandbox, _ *call, w http.ResponseWriter, _ func() reply) {
	drop(w)
}

func strikeResetAfter(_ *activeFault, _ *Sandbox, _ *call, w http.ResponseWriter, process func() reply) {
	process()
	drop(w)
}

func strikeHang(f *activeFault, _ *Sandbox, c *call, w http.ResponseWriter, _ func() reply) {
	io.Copy(io.Discard, c.Body) // only then does the server notice that the client left
	select {
	case <-c.Context().Done():
	case <-f.cleared:
	}
	drop(w)
}

func strikeSlow(f *activeFault, _ *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
	timer := time.NewTimer(time.Duration(f.DelayMillis) * time.Millisecond)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-f.cleared:
	case <-c.Context().Done():
	}
	process().send(w)
}

func strikeHTML(_ *activeFault, _ *Sandbox, _ *call, w http.ResponseWriter, _ func() reply) {
	const page = "<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Sorry, something went wrong.</h1></body></html>"
	reply{
		status: http.StatusBadGateway,
		header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		body:   []byte(page),
	}.send(w)
}

func strikeEmpty(_ *activeFault, _ *Sandbox, _ *call, w http.ResponseWriter, _ func() reply) {
	reply{status: http.StatusInternalServerError}.send(w)
}

func strikeError(f *activeFault, s *Sandbox, c *call, w http.ResponseWriter, _ func() reply) {
	e := newError(f.Code, f.Subcode, "%s", cmp.Or(f.Message, "This error was asked for in the sandbox."))
	e.Status = cmp.Or(f.Status, e.Status)
	s.reply(c, nil, e).send(w)
}

// strikeThrottle does what a throttled Marketing API call meets.
//
// https://developers.facebook.com/docs/graph-api/overview/rate-limiting
func strikeThrottle(f *activeFault, s *Sandbox, c *call, w http.ResponseWriter, _ func() reply) {
	a := s.reply(c, nil, newError(80004, 2446079, "(#80004) There have been too many calls to this ad-account. Wait a bit and try again."))
	a.header.Set("X-App-Usage", appUsage(100))
	a.header.Set("X-Business-Use-Case-Usage", businessUsage(cmp.Or(s.businessInPath(c), s.appID), 100, f.RegainMinutes))
	a.send(w)
}

// businessInPath is the business of the call: named in its path, or else behind
// its token.
func (s *Sandbox) businessInPath(c *call) string {
	if len(c.params) > 0 && s.world.business(c.params[0]) != nil {
		return c.params[0]
	}
	g, _ := openToken(c.token(), s.signingSecrets())
	return g.Business
}

func asksRichFields(c *call) bool {
	fields, _ := parseFields(c.values.Get("fields"))
	for _, f := range fields {
		if f.name != "id" && f.name != "name" {
			return true
		}
	}
	return false
}

func strikeForbidden(_ *activeFault, s *Sandbox, c *call, w http.ResponseWriter, _ func() reply) {
	s.reply(c, nil, errBadParameter("Missing Permission(s)")).send(w)
}

func strikeTruncated(_ *activeFault, _ *Sandbox, _ *call, w http.ResponseWriter, process func() reply) {
	a := process()
	a.sendHeader(w)
	w.Write(a.body[:len(a.body)/2])
	http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler) // closes the connection short of the promised length
}

func strikeOversized(_ *activeFault, s *Sandbox, c *call, w http.ResponseWriter, _ func() reply) {
	const size = 2 << 20
	name := strings.Repeat("x", size)
	s.reply(c, object{{"data", []object{{{"id", "1"}, {"name", name}}}}}, nil).send(w)
}

func asksList(c *call) bool { return strings.HasSuffix(c.endpoint, "_pixels") }

// loopCursor stands in where an honest page has no cursor.
const loopCursor = "bm8tZW5k"

func strikeRepeatCursor(_ *activeFault, _ *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
	asked := c.values.Get("after")
	if asked == loopCursor {
		c.values.Del("after") // process would not know it
	}
	a := process()
	var page map[string]any
	decoder := json.NewDecoder(bytes.NewReader(a.body))
	decoder.UseNumber()
	if decoder.Decode(&page) == nil && page["error"] == nil {
		again := cmp.Or(asked, afterCursor(page), loopCursor)
		page["paging"] = object{
			{"cursors", object{{"before", again}, {"after", again}}},
			{"next", c.pageURL("after", again, c.token())},
		}
		a.body, _ = json.Marshal(page)
	}
	a.send(w)
}

func afterCursor(page map[string]any) string {
	paging, _ := page["paging"].(map[string]any)
	cursors, _ := paging["cursors"].(map[string]any)
	after, _ := cursors["after"].(string)
	return after
}

// drop ends the connection without an answer: with a TCP reset where the
// connection is ours to have.
func drop(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	conn.Close()
}
