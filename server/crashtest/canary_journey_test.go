package crashtest

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
)

// journey is an installation of which everything is written down that it says to anybody, to be searched when all secrets are known.
type journey struct {
	*installation
	databasePassword string   // for which PostgreSQL does not ask
	email, password  string   // of the administrator
	program          *program // the one that runs
	lessee           *client  // of whose dataset tokens are leased

	seen sightings // so far

	mu      sync.Mutex
	remarks []remark
}

// remark is something that was said, and where.
type remark struct{ place, text string }

func beginJourney(t *testing.T) *journey {
	t.Helper()
	j := &journey{installation: installBreakable(t), email: "ada.lovelace@example.com", seen: sightings{}}
	j.password, j.databasePassword = j.canaries.invent("password"), j.canaries.invent("database password")
	j.databaseURL = strings.Replace(j.databaseURL, "app@", "app:"+j.databasePassword+"@", 1)
	j.settings = []string{"TOKEN_LEASES=on", "OTEL_EXPORTER_OTLP_ENDPOINT=" + j.collectSpans()}
	j.client.Transport = heard{j.client.Transport, j}
	j.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return j
}

// collectSpans takes what the program tells a collector of traces, and returns where that is.
func (j *journey) collectSpans() string {
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the program was killed
		}
		j.note("spans", fmt.Sprint(r.Header, string(body)))
	}))
	j.t.Cleanup(collector.Close)
	return collector.URL
}

func (j *journey) note(place, text string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.remarks = append(j.remarks, remark{place, text})
}

// heard notes every answer of the program, its headers too.
type heard struct {
	http.RoundTripper
	*journey
}

// RoundTrip implements http.RoundTripper.
func (h heard) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := h.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	response.Body.Close()
	h.note("answer to "+r.Method+" "+r.URL.Path, fmt.Sprint(response.Header, string(body)))
	rest := io.Reader(http.NoBody)
	if err != nil {
		rest = iotest.ErrReader(err)
	}
	response.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), rest))
	return response, nil
}

// capiconnect runs a command, which may fail, and returns what it wrote to its standard output.
func (j *journey) capiconnect(stdin string, settings []string, args ...string) string {
	j.t.Helper()
	_, stdout, stderr := j.execute(stdin, settings, args...)
	command := strings.Join(args[:min(2, len(args))], " ")
	j.note("stdout of capiconnect "+command, stdout)
	j.note("stderr of capiconnect "+command, stderr)
	return strings.TrimSpace(stdout)
}

// serve starts the program.
func (j *journey) serve(failpoints string) {
	j.t.Helper()
	j.program = j.start(0, failpoints)
}

// hearOut notes what the program has written, which has ended.
func (j *journey) hearOut() {
	j.ends(j.program)
	j.note("output of capiconnect serve", j.program.String())
}

// ask sends a request to the program as it stands; headers are pairs of name and value.
func (j *journey) ask(method, path, body string, headers ...string) *http.Response {
	j.t.Helper()
	return j.askAt(j.program.served.Load().url, method, path, body, headers...)
}

func (j *journey) askAt(base, method, path, body string, headers ...string) *http.Response {
	j.t.Helper()
	request, err := http.NewRequestWithContext(j.t.Context(), method, base+path, strings.NewReader(body))
	if err != nil {
		j.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := j.client.Do(request)
	if err != nil {
		j.t.Fatal(err)
	}
	response.Body.Close() // which has been noted
	return response
}

// search looks through all that was said and is kept.
func (j *journey) search() {
	j.t.Helper()
	conn, err := j.database.connect(j.t.Context())
	if err == nil {
		defer conn.Close(j.t.Context())
		err = j.canaries.exposed(j.t.Context(), conn, j.seen)
	}
	if err != nil {
		j.t.Fatal(err)
	}
	for _, remark := range j.remarks {
		j.seen.in(remark.place, j.canaries.seenIn(remark.text))
	}
	for _, a := range j.receiver.arrivals() {
		j.seen.in("event to a partner's server", j.canaries.seenIn(a.headers+a.body))
	}
	j.searchFiles("DATA_DIR", j.dataDirs[0])
	j.searchFiles("PostgreSQL's files", filepath.Join(j.database.dir, "data")+string(filepath.Separator)) // which may be a link
	j.searchFiles("PostgreSQL's log", filepath.Join(j.database.dir, "postgres.log"))
}

// searchFiles looks through a file, or all files below a directory, without the zeros that they are filled up with.
func (j *journey) searchFiles(place, root string) {
	j.t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		j.seen.in(place, j.canaries.seenIn(strings.ReplaceAll(string(content), "\x00", "")))
		return err
	})
	if err != nil {
		j.t.Fatalf("looking for secrets in %s: %v", place, err)
	}
}
