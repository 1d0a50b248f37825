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

var (
	// defect is what the program writes when it panics, whether it survives that or not, when it does not know what an error means, and
	// what the race detector writes.
	defect = regexp.MustCompile(`(?m)^(panic|fatal error): .*|.*panicked.*|.*(answering a GraphQL field|authentication failed).*|.*DATA RACE.*`)
	// secret is the form of everything that must not be seen anywhere: Meta's tokens and codes, onboarding tokens, API keys.
	secret = regexp.MustCompile(secretForm)
)

const secretForm = `EAA[A-Za-z0-9_-]{40,}|AQ[a-z2-7]{26}[A-Z2-7]{52}|(onb|capi)_[A-Za-z0-9_-]{43}`

// faults are what a program must never write. That the database is away, it may.
func (o *output) faults() []string {
	var found []string
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, hit := range defect.FindAllString(o.text.String(), 5) {
		if !strings.Contains(hit, "database unavailable") {
			found = append(found, "it wrote "+hit)
		}
	}
	if secret.MatchString(o.text.String()) {
		found = append(found, "it wrote a secret")
	}
	return found
}
