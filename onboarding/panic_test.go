package onboarding_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"capiconnect/meta"
	"capiconnect/meta/metasandbox"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// notebook is a log that panics at one of its messages, as anything may that a job calls.
type notebook struct {
	slog.Handler
	panicsAt string
	value    any
}

// Enabled implements slog.Handler.
func (notebook) Enabled(context.Context, slog.Level) bool { return true }

// Handle implements slog.Handler.
func (n notebook) Handle(ctx context.Context, record slog.Record) error {
	if record.Message == n.panicsAt {
		panic(n.value)
	}
	return n.Handler.Handle(ctx, record)
}

// locked is a buffer for many writers.
type locked struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buffer.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buffer.String()
}

// Whoever reads the log, or the table of jobs, learns nothing from a panic with a secret in its value, in a job or in a goroutine that it has
// started; and the program goes on.
func TestAPanicTellsNoSecret(t *testing.T) {
	t.Parallel()
	const secret = "of no form that a log would know"
	for name, change := range map[string]func(*onboardingtest.Bundle, *notebook, *meta.Config){
		"in a job": func(b *onboardingtest.Bundle, n *notebook, _ *meta.Config) {
			b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "html"})
			n.panicsAt = "reading the datasets"
		},
		"in a goroutine of a job": func(_ *onboardingtest.Bundle, _ *notebook, c *meta.Config) {
			c.OnCall = func(call meta.Call) {
				if call.Op == meta.OpOwnedDatasets {
					panic(secret)
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			business := b.Connect(onboardingtest.Coffee)
			if err := b.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			var out locked
			log := &notebook{Handler: slog.NewTextHandler(&out, nil), value: secret}
			client := meta.Config{
				AppID: b.Sandbox.AppID(), AppSecrets: []meta.Secret{meta.NewSecret(b.Sandbox.AppSecret())}, Version: "v26.0", GraphURL: b.GraphURL,
				Now: b.Clock.Now, Timeout: 4 * time.Second,
			}
			change(b, log, &client)
			config := b.Config
			config.Log, config.Meta = slog.New(log), meta.New(client)
			again := b.Start(config)
			hurried, cancel := context.WithTimeout(b.Staff(), time.Second)
			defer cancel()
			_, _ = again.Sync(hurried, business.ID) // which has not come to an end by then
			waitFor(t, func() bool {
				return b.Count("SELECT count(*) FROM river_job WHERE kind = 'sync' AND cardinality(errors) > 0") == 1
			})
			if b.Count("SELECT count(*) FROM river_job WHERE errors::text LIKE '%' || $1 || '%'", secret) != 0 {
				t.Error("the table of jobs holds the secret")
			}
			waitFor(t, func() bool { return strings.Contains(out.String(), "panicked") })
			if text := out.String(); strings.Contains(text, secret) || !strings.Contains(text, "a string") {
				t.Errorf("the log: %s", text)
			}
		})
	}
}

func TestWhatGoSaysOfAPanicIsTold(t *testing.T) {
	t.Parallel()
	defer func() {
		if cause := onboarding.PanicCause(recover()); cause != "runtime error: index out of range [3] with length 0" {
			t.Errorf("told %q", cause)
		}
	}()
	index := 3
	t.Error([]int{}[index])
}
