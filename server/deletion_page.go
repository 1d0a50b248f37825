package main

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"regexp"
	"time"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// deletionPage shows to whoever has a confirmation code what became of a request to delete, and nothing about whose data it was.
type deletionPage struct {
	log     *slog.Logger
	service *onboarding.Service
}

// deletionState is what the page says.
type deletionState struct {
	status      int
	Title, Text string
	Requested   time.Time
	Completed   time.Time
}

var (
	deletionReceived = deletionState{status: http.StatusOK, Title: "Request received",
		Text: "The request to delete your data has been received and will be carried out shortly."}
	deletionBegun = deletionState{status: http.StatusOK, Title: "Deletion in progress",
		Text: "Your data is being deleted. A connection to your business at Meta is ended first, which can take a while when Meta is busy."}
	deletionDone = deletionState{status: http.StatusOK, Title: "Deletion completed",
		Text: "What was stored here about you before this request has been deleted."}
	deletionUnknown = deletionState{status: http.StatusNotFound, Title: "No such request",
		Text: "There is no request to delete data with this confirmation code. Check that the address is complete."}
	deletionTrouble = deletionState{status: http.StatusServiceUnavailable, Title: "Not available right now",
		Text: "The request cannot be looked up right now. Try again in a few minutes."}
)

// confirmationCode is the form of the codes that the workflow gives out.
var confirmationCode = regexp.MustCompile(`^[A-Z2-7]{26,64}$`)

func (p deletionPage) answer(w http.ResponseWriter, r *http.Request) {
	state := p.state(r)
	w.Header().Set("Content-Security-Policy", deletionPolicy.String())
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("X-Robots-Tag", "noindex, nofollow")
	w.WriteHeader(state.status)
	if err := deletionTemplate.Execute(w, state); err != nil {
		p.log.DebugContext(r.Context(), "writing the deletion page", "error", err) // the connection is gone
	}
}

func (p deletionPage) state(r *http.Request) deletionState {
	code := r.PathValue("code")
	if !confirmationCode.MatchString(code) {
		return deletionUnknown
	}
	deletion, err := p.service.Deletion(r.Context(), code)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return deletionUnknown
	case err != nil:
		p.log.WarnContext(r.Context(), "looking up a request to delete", "error", err, "requestId", onboarding.RequestIDFrom(r.Context()))
		return deletionTrouble
	}
	return stateOf(deletion)
}

func stateOf(d *models.Deletion) deletionState {
	state := deletionReceived
	switch {
	case d.CompletedAt != nil:
		state = deletionDone
		state.Completed = *d.CompletedAt
	case d.BegunAt != nil:
		state = deletionBegun
	}
	state.Requested = d.RequestedAt
	return state
}

const deletionStyle = `
:root { color-scheme: light dark; --ink: #1c1e21; --paper: #fff; --dim: #4b4f56; --line: #ccd0d5 }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e6eb; --paper: #18191a; --dim: #b0b3b8; --line: #3e4042 } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif }
main { max-width: 34rem; margin: 0 auto; padding: 3rem 1.25rem }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem }
dl { border-top: 1px solid var(--line); margin: 2rem 0 0; padding-top: 1rem }
dt { color: var(--dim); font-size: .875rem }
dd { margin: 0 0 .75rem }
`

// deletionPolicy lets the page's own style apply, and nothing else happen.
var deletionPolicy = func() policy {
	hash := sha256.Sum256([]byte(deletionStyle))
	return policy{
		"default-src 'none'", "style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'", "base-uri 'none'", "form-action 'none'",
		"frame-ancestors 'none'", "object-src 'none'",
	}
}()

var deletionTemplate = template.Must(template.New("deletion").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>{{.Title}} · Deletion of data</title>
<style>` + deletionStyle + `</style>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
<p>{{.Text}}</p>
{{- if not .Requested.IsZero}}
<dl>
<dt>Requested</dt><dd>{{template "time" .Requested}}</dd>
{{- if not .Completed.IsZero}}
<dt>Completed</dt><dd>{{template "time" .Completed}}</dd>
{{- end}}
</dl>
{{- end}}
</main>
</body>
</html>
{{define "time"}}<time datetime="{{.UTC.Format "2006-01-02T15:04:05Z07:00"}}">{{.UTC.Format "2 January 2006, 15:04 UTC"}}</time>{{end}}`))
