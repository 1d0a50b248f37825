// Package meta is a client of Meta's login and Graph API: the calls that turn the code of Facebook Login for Business
// into a token, ask what the token is and reaches, and take it back.
//
// It owns the wire: URLs, proofs, time-outs, limits, tolerant decoding, the errors' meaning, and that no secret leaves in
// an error, a log line or an encoding. It retries nothing: whoever calls decides what is repeated and when
// ([Class.Retryable], [Error.RegainAt]). Where a method makes several requests (pages, fewer fields, another caller), each
// is a different one.
//
// It must not know anything of ours: no rows, no workflow, no HTTP handlers. Words are Meta's, except that a pixel is
// called a dataset.
//
// Source: https://developers.facebook.com/docs/graph-api/overview
package meta

import (
	"context"
	"net/http"
	"time"
)

const (
	metaGraphURL   = "https://graph.facebook.com"
	defaultTimeout = 10 * time.Second
)

// Config says which app calls which Graph API.
type Config struct {
	AppID      string
	AppSecrets []Secret // newest first; calls use the newest, the others are still in use elsewhere during a rotation
	GraphURL   string   // without a trailing slash; Meta's when empty
	Version    string   // such as "v26.0"

	Timeout time.Duration    // of one call, 10 s when zero; an exchange, which cannot be repeated, may take twice as long
	Now     func() time.Time // time.Now when nil
	OnCall  func(Call)       // told of every call after its end; called concurrently; may be nil
}

// API calls Meta on behalf of one app. It is safe for concurrent use.
type API struct {
	config Config
	pooled *http.Transport
	once   *http.Transport
}

// New makes an API. It does not connect.
func New(config Config) *API {
	if config.GraphURL == "" {
		config.GraphURL = metaGraphURL
	}
	if config.Timeout == 0 {
		config.Timeout = defaultTimeout
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	return &API{config: config, pooled: newTransport(), once: newOnceTransport()}
}

// do sends r once and decodes the answer into into. It returns the answer for its trace id; the error is an *Error.
func (a *API) do(ctx context.Context, r request, into wire) (answer, error) {
	start := a.config.Now()
	got, failure := a.send(ctx, r)
	if failure == nil {
		failure = got.decode(into)
	}
	call := Call{Op: r.op, Status: got.status, Duration: a.config.Now().Sub(start), Usage: got.usage}
	if failure != nil {
		a.complete(failure, r, got)
		call.Class = failure.Class
	}
	if a.config.OnCall != nil {
		a.config.OnCall(call)
	}
	if failure != nil {
		return got, failure
	}
	return got, nil
}

// complete adds to a failure what only the call as a whole knows, and takes out of it what the call kept secret.
func (a *API) complete(failure *Error, r request, got answer) {
	failure.Op = r.op
	failure.Status = got.status
	if failure.FBTraceID == "" {
		failure.FBTraceID = got.traceID
	}
	if failure.Class == "" {
		failure.Class, failure.Reason = classify(r.op, failure)
	}
	if wait := got.usage.RegainIn(); failure.Class == Throttled && wait > 0 {
		failure.RegainAt = a.config.Now().Add(wait)
	}
	failure.scrub(a.secrets(r))
}
