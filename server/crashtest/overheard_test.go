package crashtest

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
	"sync"

	"capiconnect/meta/metasandbox"
)

// overheard is the sandbox with somebody who listens at its door: it knows every token that the program can know, which the sandbox's
// journal names by hash alone, and every proof that goes with one.
type overheard struct {
	sandbox  *metasandbox.Sandbox
	canaries *canaries
	mu       sync.Mutex
	raw      map[string]string // by SHA-256 in hex
}

var issuedToken = regexp.MustCompile(`"access_token":\s*"([^"]+)"`)

// ServeHTTP implements http.Handler.
func (o *overheard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if proof := r.URL.Query().Get("appsecret_proof"); proof != "" {
		o.canaries.add("proof", proof)
	}
	if !strings.Contains(r.URL.Path, "access_token") {
		o.sandbox.ServeHTTP(w, r)
		return
	}
	kind := "token"
	if r.FormValue("asset") != "" {
		kind = "leased token"
	}
	heard := &tee{ResponseWriter: w}
	defer func() { o.note(kind, heard.body.String()) }() // also when a fault aborts the answer
	o.sandbox.ServeHTTP(heard, r)
}

func (o *overheard) note(kind, body string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, match := range issuedToken.FindAllStringSubmatch(body, -1) {
		o.canaries.add(kind, match[1])
		o.raw[hashOf(match[1])] = match[1]
	}
}

// token is the token with a hash; empty when it never left the sandbox.
func (o *overheard) token(hash string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.raw[hash]
}

type tee struct {
	http.ResponseWriter
	body bytes.Buffer
}

func (r *tee) Write(p []byte) (int, error) {
	r.body.Write(p)
	return r.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController.
func (r *tee) Unwrap() http.ResponseWriter { return r.ResponseWriter }
