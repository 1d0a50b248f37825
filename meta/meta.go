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
	"cmp"
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

	// Admit says until when nothing may be sent for a business, or for the app where businessID is empty; nil admits all.
	// It is asked before every single request, the pages of a list and repetitions with fewer fields among them, and
	// concurrently. A time to come keeps the request back: the error has Class Throttled, Status 0 and that time as
	// RegainAt, Meta has seen nothing, and OnCall is not told. See [Call.Holds] for where the times come from.
	Admit func(ctx context.Context, businessID string) (until time.Time)
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
	r.businessID = cmp.Or(r.businessID, businessOf(ctx))
	if held := a.heldBack(ctx, r); held != nil {
		return answer{}, held
	}
	span := beginSpan(ctx, r.op)
	start := a.config.Now()
	got, failure := a.send(ctx, r)
	end := a.config.Now()
	got.skew = skew(got.date, start, end)
	if failure == nil {
		failure = got.decode(into)
	}
	if failure != nil {
		a.complete(failure, r, got)
	}
	span.end(got.status, failure)
	a.observe(r, got, failure, start, end)
	if failure != nil {
		return got, failure
	}
	return got, nil
}

// observe draws from an answer what outlasts the call: for how long not to call again, and how the call went.
func (a *API) observe(r request, got answer, failure *Error, start, end time.Time) {
	call := Call{
		Op: r.op, BusinessID: r.businessID, Status: got.status, Duration: end.Sub(start),
		Usage: got.usage, Holds: a.holds(r, got.usage, failure, end), Skew: got.skew,
	}
	if failure != nil {
		call.Class = failure.Class
	}
	if call.Class == Throttled {
		failure.RegainAt = regainAt(call.Holds, r.businessID)
	}
	if a.config.OnCall != nil {
		a.config.OnCall(call)
	}
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
	if failure.Reason == CursorInvalid && !r.query.Has("after") {
		failure.Reason = "" // there is no cursor to give up
	}
	failure.scrub(a.secrets(r))
}
