package crashtest

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
)

// output is what a program has written, to both of its streams.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

func (o *output) find(form *regexp.Regexp) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return form.FindStringSubmatch(o.text.String())
}

// defect is what the program writes when it panics, whether it survives that or not, when it does not know what an error means, and
// what the race detector writes.
var defect = regexp.MustCompile(`(?m)^(panic|fatal error): .*|.*panicked.*|.*(answering a GraphQL field|authentication failed).*|.*DATA RACE.*`)

// faults are what a program must never write. That the database is away, it may.
func (o *output) faults(secrets *canaries) []string {
	var found []string
	for _, secret := range secrets.seenIn(o.String()) {
		found = append(found, "it wrote a secret: "+secret)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, hit := range defect.FindAllString(o.text.String(), 5) {
		if !strings.Contains(hit, "database unavailable") {
			found = append(found, "it wrote "+hit)
		}
	}
	return found
}
