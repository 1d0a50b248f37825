package metasandbox

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// reply is a whole answer, before anything of it is sent.
type reply struct {
	status int
	header http.Header
	body   []byte
	honest bool // says what processing the call gave
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
	h.Set("Date", s.now().UTC().Format(http.TimeFormat))
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
