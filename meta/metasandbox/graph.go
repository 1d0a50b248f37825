package metasandbox

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	latestVersion = "v26.0" // also what an unversioned call gets
	oldestMajor   = 23
	maxBody       = 1 << 20
)

// call is one request to the Graph API on its way through.
type call struct {
	*http.Request
	endpoint string
	params   []string // what stood for {} in the route
	values   url.Values
	version  string
	trace    string
	business string // whose usage it counts against; empty: the app's
	number   int    // how many calls there had been, this one included
	entry    Call   // for the journal, filled in on the way
}

// route is one line of the Graph API. {} in the path stands for one segment.
type route struct {
	endpoint string // name in the journal and in faults
	methods  string
	path     string
	answer   func(*Sandbox, *call) (any, *graphError)
}

// routes is searched from the top. A path without its method is an unsupported
// request; a path of no route is unknown.
func routes() []route {
	return []route{
		{"exchange", "GET POST", "oauth/access_token", (*Sandbox).accessToken},
		{"revoke", "GET POST DELETE", "oauth/revoke", (*Sandbox).revoke},
		{"debug_token", "GET", "debug_token", (*Sandbox).debugToken},
		{"me", "GET", "me", (*Sandbox).me},
		{"permissions", "DELETE", "{}/permissions", (*Sandbox).deletePermissions},
		{"permissions", "DELETE", "{}/permissions/{}", (*Sandbox).deletePermissions},
		{"owned_pixels", "GET", "{}/owned_pixels", (*Sandbox).ownedPixels},
		{"client_pixels", "GET", "{}/client_pixels", (*Sandbox).clientPixels},
		{"node", "GET", "{}", (*Sandbox).node},
	}
}

// endpoints are the names that the journal uses and that a Fault may aim at.
// They are finer than the routes where one address serves several purposes.
func endpoints() []string {
	return []string{"exchange", "refresh", "app_token", "debug_token", "me", "business", "owned_pixels", "client_pixels", "dataset", "revoke", "permissions", "unknown"}
}

func (s *Sandbox) serveGraph(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	formErr := r.ParseForm()
	c := &call{Request: r, endpoint: "unknown", values: r.Form, trace: newTrace()}
	answer := s.find(c)
	if formErr != nil {
		answer = func(*Sandbox, *call) (any, *graphError) { return nil, errBadParameter("Malformed request") }
	}
	c.number = s.journal.arrived(c.endpoint)

	c.entry = Call{At: s.now(), Endpoint: c.endpoint, Method: r.Method, Path: r.URL.Path}
	defer func() { s.journal.ended(c.entry) }() // deferred: a fault may abort the connection
	process := func() reply {
		body, err := answer(s, c)
		return s.reply(c, body, err)
	}
	noted := &statusWriter{ResponseWriter: w, status: &c.entry.Status}
	if f := s.faults.strike(c); f != nil {
		c.entry.Fault = f.Kind
		f.kind.strike(f, s, c, noted, process)
		return
	}
	process().send(noted)
}

var versionSegment = regexp.MustCompile(`^v(\d{1,4})\.\d+$`)

// find fills in the call's version, parameters and endpoint, and returns who answers.
func (s *Sandbox) find(c *call) func(*Sandbox, *call) (any, *graphError) {
	segments := strings.Split(strings.Trim(c.URL.Path, "/"), "/")
	c.version = latestVersion
	if m := versionSegment.FindStringSubmatch(segments[0]); m != nil {
		c.version, segments = segments[0], segments[1:]
		if major, _ := strconv.Atoi(m[1]); major < oldestMajor {
			return func(*Sandbox, *call) (any, *graphError) { return nil, errOldVersion() }
		}
	}
	known := false
	for _, route := range routes() {
		params, ok := match(route.path, segments)
		if !ok {
			continue
		}
		known = true
		if slices.Contains(strings.Fields(route.methods), c.Method) {
			c.params = params
			c.endpoint = s.endpointOf(route, c)
			return route.answer
		}
	}
	path := "/" + strings.Join(segments, "/")
	if known {
		return func(_ *Sandbox, c *call) (any, *graphError) {
			return nil, errNoObject(strings.ToLower(c.Method), segments[0])
		}
	}
	return func(*Sandbox, *call) (any, *graphError) { return nil, errUnknownPath(path) }
}

func match(pattern string, segments []string) (params []string, ok bool) {
	parts := strings.Split(pattern, "/")
	if len(parts) != len(segments) {
		return nil, false
	}
	for i, part := range parts {
		switch {
		case part == "{}":
			params = append(params, segments[i])
		case part != segments[i]:
			return nil, false
		}
	}
	return params, true
}

// endpointOf splits the routes that serve several purposes.
func (s *Sandbox) endpointOf(r route, c *call) string {
	switch {
	case r.endpoint == "exchange" && c.values.Get("grant_type") == "client_credentials":
		return "app_token"
	case r.endpoint == "exchange" && c.values.Get("grant_type") == "fb_exchange_token":
		return "refresh"
	case r.endpoint != "node":
		return r.endpoint
	case s.world.business(c.params[0]) != nil:
		return "business"
	case s.world.dataset(c.params[0]) != nil:
		return "dataset"
	}
	return "unknown"
}

// reply is a whole answer, before anything of it is sent.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (s *Sandbox) reply(c *call, body any, graphErr *graphError) reply {
	a := reply{status: http.StatusOK, header: s.headers(c)}
	if graphErr != nil {
		graphErr.Trace = c.trace
		c.entry.Code, c.entry.Subcode = graphErr.Code, graphErr.Subcode
		a.status, body = graphErr.Status, map[string]any{"error": graphErr}
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		panic(err) // our own types only
	}
	a.body = encoded
	return a
}

func (a reply) send(w http.ResponseWriter) {
	a.sendHeader(w)
	w.Write(a.body) // the client may be gone, which is its right
}

func (a reply) sendHeader(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
}

// headers are those of every Graph answer. Usage grows by a percent with every
// hundred calls and stays below the limit: only a fault throttles.
//
// https://developers.facebook.com/docs/graph-api/overview/rate-limiting
func (s *Sandbox) headers(c *call) http.Header {
	usage := min(c.number/100, 80)
	h := http.Header{}
	h.Set("Content-Type", "application/json; charset=UTF-8")
	h.Set("Cache-Control", "private, no-cache, no-store, must-revalidate")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Facebook-Api-Version", c.version)
	h.Set("X-Fb-Trace-Id", c.trace)
	h.Set("X-App-Usage", appUsage(usage))
	if c.business != "" {
		h.Set("X-Business-Use-Case-Usage", businessUsage(c.business, usage, 0))
	}
	return h
}

func appUsage(percent int) string {
	return fmt.Sprintf(`{"call_count":%d,"total_cputime":%d,"total_time":%d}`, percent, percent/2, percent/2)
}

func businessUsage(businessID string, percent, regainMinutes int) string {
	return fmt.Sprintf(`{%q:[{"type":"ads_management","call_count":%d,"total_cputime":%d,"total_time":%d,"estimated_time_to_regain_access":%d,"ads_api_access_tier":"development_access"}]}`,
		businessID, percent, percent/2, percent/2, regainMinutes)
}

func newTrace() string { return "A" + rand.Text()[:22] }

// statusWriter notes the status for the journal.
type statusWriter struct {
	http.ResponseWriter
	status *int
}

func (w *statusWriter) WriteHeader(status int) {
	*w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach Hijack and Flush.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
