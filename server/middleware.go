package main

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"capiconnect/graph"
	"capiconnect/onboarding"
)

// withRequestID names a request, for its answer, its log lines and its audit rows.
func withRequestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := rand.Text()
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(onboarding.WithRequestID(r.Context(), id)))
	})
}

// withAccessLog notes every request after its end, and counts it. The query is left out: it may hold secrets. By the request's id, other lines
// of the log lead to the address here. Those that were not begun because of too many others it only counts.
func withAccessLog(log *slog.Logger, clientOf clientAddress, count func(r *http.Request, status int, took time.Duration), next http.Handler) http.Handler {
	shed := &shedLog{log: log}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		answer, noted := &recorder{ResponseWriter: w, status: http.StatusOK}, &requestNote{}
		r = r.WithContext(context.WithValue(r.Context(), noteKey{}, noted))
		defer func() {
			took := time.Since(start)
			count(r, answer.status, took)
			if noted.refusal == errOverloaded {
				shed.note()
				return
			}
			if !log.Enabled(r.Context(), slog.LevelInfo) {
				return
			}
			log.InfoContext(r.Context(), "request", "method", r.Method, "path", r.URL.Path, "status", answer.status, "bytes", answer.bytes,
				"seconds", took.Seconds(), "address", clientOf(r).throttleKey(), "actor", noted.caller.Kind, "actorId", noted.caller.ID,
				"requestId", onboarding.RequestIDFrom(r.Context()))
		}()
		next.ServeHTTP(answer, r)
	})
}

// requestNote is what the log learns of a request on the way.
type requestNote struct {
	caller  onboarding.Actor
	refusal *httpError // nil where there was none
}

type noteKey struct{}

// noteOf is the note of a request; one that nobody reads where there is no log.
func noteOf(r *http.Request) *requestNote {
	if note, ok := r.Context().Value(noteKey{}).(*requestNote); ok {
		return note
	}
	return &requestNote{}
}

// recorder remembers how a request was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int
	wrote  bool
}

func (r *recorder) WriteHeader(status int) {
	if !r.wrote {
		r.status, r.wrote = status, status >= http.StatusOK
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	r.wrote = true
	n, err := r.ResponseWriter.Write(b)
	r.bytes += n
	return n, err
}

// Flush implements http.Flusher, for streams.
func (r *recorder) Flush() {
	r.wrote = true
	_ = http.NewResponseController(r.ResponseWriter).Flush() // unsupported by nothing that net/http serves
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// withRecovery turns a panic into an answer and a log line. http.ErrAbortHandler is a handler's wish to break the connection.
func withRecovery(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch cause := recover(); cause {
			case nil:
			case http.ErrAbortHandler:
				panic(cause)
			default:
				log.ErrorContext(r.Context(), "request panicked", "cause", onboarding.PanicCause(cause), "stack", string(debug.Stack()), "requestId", onboarding.RequestIDFrom(r.Context()))
				writeError(w, r, errInternal)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

const (
	// requestLifetime ends what would otherwise hang with the database; the longest mutation waits 25 s for its work.
	requestLifetime = 40 * time.Second
	// drainingLifetime is what a request that is under way when the program begins to stop may still take. A mutation that waits for its job
	// until then leaves it to another replica, or to the next start.
	drainingLifetime = 15 * time.Second
	// streamLifetime ends a subscription that would go on for ever; clients open another.
	streamLifetime = time.Hour
)

// withLifetimes bounds every request. Streams outlive the write time-out, and end as soon as the program drains.
func withLifetimes(draining context.Context, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lifetime, isStream := requestLifetime, graph.AsksForStream(r)
		if isStream {
			lifetime = streamLifetime
			_ = http.NewResponseController(w).SetWriteDeadline(time.Time{}) // unsupported by nothing that net/http serves
		}
		ctx, cancel := context.WithTimeout(r.Context(), lifetime)
		defer cancel()
		if isStream {
			defer context.AfterFunc(draining, cancel)()
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}
