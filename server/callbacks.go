package main

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"capiconnect/meta"
	"capiconnect/onboarding"
)

const (
	maxWebhookBody   = 1 << 20
	maxSignedBody    = 16 << 10
	maxChallenge     = 64
	callbackLifetime = 10 * time.Second
)

var (
	errNotMeta      = &httpError{http.StatusUnauthorized, "UNAUTHENTICATED", "The request is not from Meta."}
	errNotMetaShape = &httpError{http.StatusBadRequest, "BAD_REQUEST", "The request is not one that Meta sends."}
	errMetaTooLarge = &httpError{http.StatusRequestEntityTooLarge, "REQUEST_TOO_LARGE", "The request is larger than any of Meta's."}
)

// callbacks answers Meta, which proves itself by signatures: no cookie counts here, and requests across origins are what is expected.
// Whoever is refused learns nothing about why.
type callbacks struct {
	bodies      bodies
	log         *slog.Logger
	publicURL   *url.URL
	service     *onboarding.Service
	verifyToken meta.Secret
}

func (c callbacks) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /meta/webhook", c.verify)
	mux.HandleFunc("POST /meta/webhook", c.webhook)
	mux.HandleFunc("POST /meta/deauthorize", c.deauthorize)
	mux.HandleFunc("POST /meta/data-deletion", c.deleteData)
	return c.bodies.whole(maxWebhookBody, c.refuse, withLimit(maxInFlight, maxQueued, writeError, withCallbackLifetime(mux)))
}

// withCallbackLifetime gives up on the database before Meta gives up on us; then Meta sends the same once more.
func withCallbackLifetime(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), callbackLifetime)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// verify shows Meta that the webhook's address is ours. https://developers.facebook.com/docs/graph-api/webhooks/getting-started
func (c callbacks) verify(w http.ResponseWriter, r *http.Request) {
	asked := r.URL.Query()
	challenge := asked.Get("hub.challenge")
	isNumber := challenge != "" && len(challenge) <= maxChallenge && strings.Trim(challenge, "0123456789") == ""
	if asked.Get("hub.mode") != "subscribe" || !c.isVerifyToken(asked.Get("hub.verify_token")) || !isNumber {
		writeError(w, r, errNotMeta)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, challenge) // only the connection can fail, and nobody is left to tell
}

func (c callbacks) isVerifyToken(given string) bool {
	ours, theirs := sha256.Sum256([]byte(c.verifyToken.Reveal())), sha256.Sum256([]byte(given))
	return !c.verifyToken.IsZero() && subtle.ConstantTimeCompare(ours[:], theirs[:]) == 1
}

func (c callbacks) webhook(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = c.service.ReceiveWebhook(r.Context(), r.Header.Get("X-Hub-Signature-256"), body)
	}
	if err != nil {
		c.refuse(w, r, err)
	}
}

func (c callbacks) deauthorize(w http.ResponseWriter, r *http.Request) {
	text, err := signedRequest(w, r)
	if err == nil {
		err = c.service.ReceiveDeauthorization(r.Context(), text)
	}
	if err != nil {
		c.refuse(w, r, err)
	}
}

// deleteData answers where the client can see what becomes of its request.
// https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
func (c callbacks) deleteData(w http.ResponseWriter, r *http.Request) {
	text, err := signedRequest(w, r)
	if err != nil {
		c.refuse(w, r, err)
		return
	}
	deletion, err := c.service.ReceiveDeletionRequest(r.Context(), text)
	if err != nil {
		c.refuse(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{
		"url": c.publicURL.JoinPath("deletion", deletion.Code).String(), "confirmation_code": deletion.Code,
	})
}

func signedRequest(w http.ResponseWriter, r *http.Request) (string, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxSignedBody)
	if err := r.ParseForm(); err != nil {
		return "", err
	}
	return r.PostForm.Get("signed_request"), nil
}

// refuse tells the log why. What is not the sender's fault, Meta is to send again.
func (c callbacks) refuse(w http.ResponseWriter, r *http.Request, cause error) {
	answer := errUnavailable
	switch {
	case errors.As(cause, new(*http.MaxBytesError)):
		answer = errMetaTooLarge
	case errors.Is(cause, meta.ErrForged):
		answer = errNotMeta
	case errors.Is(cause, meta.ErrMalformed), errors.As(cause, new(url.EscapeError)):
		answer = errNotMetaShape
	}
	c.log.WarnContext(r.Context(), "refusing what claims to come from Meta", "path", r.URL.Path, "status", answer.status, "error", cause,
		"requestId", onboarding.RequestIDFrom(r.Context()))
	writeError(w, r, answer)
}
