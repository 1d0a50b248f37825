package meta

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// Error is why a call failed. Its texts never hold a URL, a token, a code, a proof or an app secret, even when Meta's
// answer repeats one.
// Source: https://developers.facebook.com/docs/graph-api/guides/error-handling
type Error struct {
	Op     Op
	Class  Class  // what can be done about it
	Reason Reason // what exactly happened, where the answer says; else empty
	Status int    // HTTP status; 0 when there was no answer

	// From Meta's error; zero when the answer had none.
	Code        int
	Subcode     int
	Type        string
	Message     string // for developers, English
	UserTitle   string // for people, localised
	UserMessage string // for people, localised
	FBTraceID   string // for Meta's support, who can look it up for a short time only
	Transient   bool

	RegainAt time.Time // when this call may be tried again; zero when not throttled
	Err      error     // what went wrong where Meta gave no error: context.Canceled, context.DeadlineExceeded or only a text
}

// Error implements error.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Op, e.Class)
	if e.Code != 0 || e.Message != "" {
		fmt.Fprintf(&b, ": Meta's error %d/%d: %s", e.Code, e.Subcode, e.Message)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	if e.FBTraceID != "" {
		fmt.Fprintf(&b, " (trace %s)", e.FBTraceID)
	}
	return b.String()
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// issuedToken is the form of Meta's tokens, for those that a call meets without knowing them beforehand.
var issuedToken = regexp.MustCompile(`EAA[A-Za-z0-9_-]{20,}`)

// scrub takes secrets, written plainly or as in a URL, out of every text of e.
func (e *Error) scrub(secrets []string) {
	var pairs []string
	for _, secret := range secrets {
		if secret != "" {
			pairs = append(pairs, secret, redacted, url.QueryEscape(secret), redacted)
		}
	}
	replacer := strings.NewReplacer(pairs...)
	clean := func(s string) string { return issuedToken.ReplaceAllString(replacer.Replace(s), redacted) }
	for _, s := range []*string{&e.Type, &e.Message, &e.UserTitle, &e.UserMessage, &e.FBTraceID} {
		*s = shorten(clean(*s))
	}
	e.Err = opaque(e.Err, clean)
}

// opaque keeps of a foreign error its text and whether time was up, not the error: its own chain may print what was sent.
func opaque(err error, clean func(string) string) error {
	if err == nil {
		return nil
	}
	for _, known := range []error{context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			return known
		}
	}
	return errors.New(shorten(plain(clean(err.Error()))))
}

// shorten bounds a text that others choose.
func shorten(s string) string {
	const most = 1000
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
