package crashtest

import (
	"bytes"
	"regexp"
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
	// panicked is what the program writes when it panics, whether it survives that or not, and what the race detector writes.
	panicked = regexp.MustCompile(`(?m)^(panic|fatal error): .*|.*panicked.*|.*DATA RACE.*`)
	// secret is the form of everything that must not be seen anywhere: Meta's tokens and codes, onboarding tokens, API keys.
	secret = regexp.MustCompile(secretForm)
)

const secretForm = `EAA[A-Za-z0-9_-]{40,}|AQ[a-z2-7]{26}[A-Z2-7]{52}|(onb|capi)_[A-Za-z0-9_-]{43}`

// faults are what a program must never write.
func (o *output) faults() []string {
	var found []string
	if hit := o.find(panicked); hit != nil {
		found = append(found, "it panicked: "+hit[0])
	}
	if o.find(secret) != nil {
		found = append(found, "it wrote a secret")
	}
	return found
}
