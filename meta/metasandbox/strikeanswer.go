package metasandbox

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

func strikeHTML(_ *activeFault, s *Sandbox, c *call, w http.ResponseWriter, _ func() reply) {
	const page = "<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Sorry, something went wrong.</h1></body></html>"
	s.send(c, w, reply{
		status: http.StatusBadGateway,
		header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		body:   []byte(page),
	})
}

func strikeEmpty(_ *activeFault, s *Sandbox, c *call, w http.ResponseWriter, _ func() reply) {
	s.send(c, w, reply{status: http.StatusInternalServerError})
}

func strikeError(f *activeFault, s *Sandbox, c *call, w http.ResponseWriter, _ func() reply) {
	e := newError(f.Code, f.Subcode, "%s", cmp.Or(f.Message, "This error was asked for in the sandbox."))
	e.Status = cmp.Or(f.Status, e.Status)
	e.Transient = e.Transient || f.Transient
	s.send(c, w, s.reply(c, nil, e))
}

func strikeForbidden(_ *activeFault, s *Sandbox, c *call, w http.ResponseWriter, _ func() reply) {
	s.send(c, w, s.reply(c, nil, errBadParameter("Missing Permission(s)")))
}

func strikeOversized(_ *activeFault, s *Sandbox, c *call, w http.ResponseWriter, _ func() reply) {
	const size = 2 << 20
	name := strings.Repeat("x", size)
	s.send(c, w, s.reply(c, object{{"data", []object{{{"id", "1"}, {"name", name}}}}}, nil))
}

// bomb is a valid JSON answer of 16 MiB, compressed to some 16 KiB: the parts of a
// gzip stream unpack to one whole.
var bomb = sync.OnceValue(func() []byte {
	const size, block = 16 << 20, 1 << 18
	padding := zipped(strings.Repeat("x", block))
	return slices.Concat(zipped(`{"data":[],"padding":"`), bytes.Repeat(padding, size/block), zipped(`"}`))
})

func zipped(text string) []byte {
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	zip.Write([]byte(text))
	zip.Close()
	return packed.Bytes()
}

func strikeGzipBomb(_ *activeFault, s *Sandbox, c *call, w http.ResponseWriter, _ func() reply) {
	h := s.headers(c)
	h.Set("Content-Encoding", "gzip")
	s.send(c, w, reply{status: http.StatusOK, header: h, body: bomb()})
}

func strikeWrongTypes(_ *activeFault, s *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
	s.send(c, w, process().rewritten(func(body any) any { return wrongTypes(body) }))
}

// wrongTypes turns numbers into strings, and strings that are numbers into them.
func wrongTypes(value any) any {
	switch value := value.(type) {
	case json.Number:
		return value.String()
	case string:
		if numeric(value) && (value == "0" || value[0] != '0') {
			return json.Number(value)
		}
	case []any:
		for i := range value {
			value[i] = wrongTypes(value[i])
		}
	case map[string]any:
		for name := range value {
			value[name] = wrongTypes(value[name])
		}
	}
	return value
}

// rewritten is the answer with another body; one that is no JSON stays as it is.
func (a reply) rewritten(rewrite func(body any) any) reply {
	var body any
	decoder := json.NewDecoder(bytes.NewReader(a.body))
	decoder.UseNumber()
	if decoder.Decode(&body) != nil {
		return a
	}
	encoded, err := json.Marshal(rewrite(body))
	if err != nil {
		panic(err) // what was JSON before
	}
	a.body = encoded
	return a
}

func strikeSkew(f *activeFault, s *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
	a := process()
	off := s.now().Add(time.Duration(f.SkewSeconds) * time.Second)
	a.header.Set("Date", off.UTC().Format(http.TimeFormat))
	s.send(c, w, a)
}

func strikeUninstall(_ *activeFault, s *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
	s.Uninstall(c.party)
	s.send(c, w, process())
}

func strikeInvalidate(f *activeFault, s *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
	_ = s.InvalidateTokens(c.party, f.Subcode) // Validate has refused what it refuses
	s.send(c, w, process())
}

func strikeRotateSecret(_ *activeFault, s *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
	s.RotateSecret(rand.Text())
	s.send(c, w, process())
}

// strikeThrottle does what a throttled Marketing API call meets.
//
// https://developers.facebook.com/docs/graph-api/overview/rate-limiting
func strikeThrottle(f *activeFault, s *Sandbox, c *call, w http.ResponseWriter, _ func() reply) {
	code, subcode := f.Code, f.Subcode
	if code == 0 {
		code, subcode = 80004, cmp.Or(subcode, 2446079)
	}
	message := cmp.Or(f.Message, "There have been too many calls. Wait a bit and try again.")
	e := newError(code, subcode, "(#%d) %s", code, message)
	e.Status = cmp.Or(f.Status, e.Status)
	a := s.reply(c, nil, e)
	if c.subject == s.appID || slices.Contains([]int{4, 341}, code) { // else only the business is at its limit
		a.header.Set("X-App-Usage", appUsage(100))
	}
	s.sendRegain(f, c, w, a)
}

func strikeUsage(f *activeFault, s *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
	s.sendRegain(f, c, w, process())
}

// sendRegain sends the answer with a header that says when access returns, and
// counts the calls that come earlier from then on.
func (s *Sandbox) sendRegain(f *activeFault, c *call, w http.ResponseWriter, a reply) {
	a.header.Set("X-Business-Use-Case-Usage", businessUsage(c.subject, 100, f.RegainMinutes))
	s.send(c, w, a)
	s.regain.announce(c.subject, s.now(), f.RegainMinutes)
}

func strikeAppUsage(f *activeFault, s *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
	a := process()
	a.header.Set("X-App-Usage", appUsage(cmp.Or(f.UsagePercent, 100)))
	s.send(c, w, a)
}
