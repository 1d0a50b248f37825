package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"capiconnect/graph"
	"capiconnect/models"
	"capiconnect/onboarding"
)

var (
	errNobody     = &httpError{http.StatusUnauthorized, "UNAUTHENTICATED", "Sign in, or send an API key or an onboarding token as `Authorization: Bearer …`."}
	errBadKey     = &httpError{http.StatusUnauthorized, "UNAUTHENTICATED", "The API key is unknown, has expired or was revoked."}
	errBadToken   = &httpError{http.StatusUnauthorized, "UNAUTHENTICATED", "The onboarding token is unknown."}
	errBadBearer  = &httpError{http.StatusUnauthorized, "UNAUTHENTICATED", "The bearer secret is neither an API key (capi_…) nor an onboarding token (onb_…)."}
	errBrowserKey = &httpError{http.StatusForbidden, "FORBIDDEN", "An API key is for servers and this request came from a web page, where everybody can read the key. Use an onboarding token there, and revoke this key if it was published."}
	errOrigin     = &httpError{http.StatusForbidden, "FORBIDDEN", "The onboarding token belongs to another web origin."}
)

// authenticator finds out on whose behalf a request is made.
type authenticator struct {
	log          *slog.Logger
	now          func() time.Time
	publicOrigin string
	rates        *rates
	sameOrigin   *http.CrossOriginProtection
	sessions     *sessions
	store        *models.Store
}

// wrap hands on requests with a good credential, in whose context onboarding.ActorFrom then finds the caller.
func (a *authenticator) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !a.rates.mayTry(w, r) {
			return
		}
		actor, err := a.actor(r)
		noteOf(r).caller = actor
		var refusal *httpError
		switch {
		case err == nil && a.rates.take(w, r, actor):
		case err == nil && graph.AsksForStream(r):
			ctx, cancel := context.WithCancel(onboarding.WithActor(r.Context(), actor))
			defer cancel()
			go a.endWhenRefused(ctx, cancel, r)
			next.ServeHTTP(w, r.WithContext(ctx))
		case err == nil:
			next.ServeHTTP(w, r.WithContext(onboarding.WithActor(r.Context(), actor)))
		case errors.As(err, &refusal):
			a.refuse(w, r, refusal, err)
		default:
			a.fail(w, r, err)
		}
	})
}

// refuse counts what was no good credential. What another website made a browser send does not count: it could lock its visitors out.
func (a *authenticator) refuse(w http.ResponseWriter, r *http.Request, refusal *httpError, err error) {
	if refusal != errNobody { // or every session that ends would look like an attack
		a.log.WarnContext(r.Context(), "credential refused", "reason", refusal, "requestId", onboarding.RequestIDFrom(r.Context()))
	}
	if refusal.status == http.StatusUnauthorized && a.rates.noteRefusal(w, r) {
		return
	}
	if dead := (*deadToken)(nil); errors.As(err, &dead) {
		writeGraphQLRefusal(w, r, refusal, dead.told())
		return
	}
	writeGraphQLError(w, r, refusal)
}

// recheckEvery is how soon a stream ends after its credential has.
const recheckEvery = time.Second

// endWhenRefused ends a stream whose session, key or token is no longer good: what was true when it began may not be an hour later.
func (a *authenticator) endWhenRefused(ctx context.Context, end func(), r *http.Request) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(recheckEvery):
		}
		var refusal *httpError
		if _, err := a.actor(r); errors.As(err, &refusal) {
			end()
			return
		}
	}
}

// actor tells who is calling. A bearer secret counts alone: the cookie beside it is not looked at, so that a page of a partner which
// happens to be open in the browser of staff acts with its own rights.
func (a *authenticator) actor(r *http.Request) (onboarding.Actor, error) {
	authorization := r.Header.Get("Authorization")
	if authorization == "" {
		return a.user(r)
	}
	scheme, secret, _ := strings.Cut(authorization, " ")
	secret = strings.TrimSpace(secret)
	switch {
	case !strings.EqualFold(scheme, "Bearer"):
		return onboarding.Actor{}, errBadBearer
	case strings.HasPrefix(secret, onboarding.APIKeyPrefix):
		return a.apiKey(r, secret)
	case strings.HasPrefix(secret, onboarding.TokenPrefix):
		return a.onboardingToken(r, secret)
	}
	return onboarding.Actor{}, errBadBearer
}

func (a *authenticator) user(r *http.Request) (onboarding.Actor, error) {
	if a.sameOrigin.Check(r) != nil {
		return onboarding.Actor{}, errForeign
	}
	find := a.sessions.active
	if graph.AsksForStream(r) { // an open tab is not somebody at the keyboard
		find = a.sessions.current
	}
	session, err := find(r)
	if errors.Is(err, errNoSession) {
		return onboarding.Actor{}, errNobody
	}
	if err != nil {
		return onboarding.Actor{}, err
	}
	user := session.user
	return onboarding.Actor{
		Kind: models.ActorUser, ID: user.ID, Name: user.Email, Role: user.Role, SignedInRecently: session.isRecent(a.now()),
	}, nil
}

func (a *authenticator) apiKey(r *http.Request, secret string) (onboarding.Actor, error) {
	if r.Header.Get("Origin") != "" {
		return onboarding.Actor{}, errBrowserKey
	}
	hash := models.HashBearer(secret)
	key, err := a.store.APIKeyByHash(r.Context(), hash)
	switch {
	case errors.Is(err, models.ErrNotFound), err == nil && !key.Takes(hash, a.now()):
		return onboarding.Actor{}, errBadKey
	case err != nil:
		return onboarding.Actor{}, fmt.Errorf("looking for the API key: %w", err)
	}
	if err := a.store.NoteAPIKeyUse(r.Context(), key, a.now()); err != nil {
		return onboarding.Actor{}, fmt.Errorf("noting the use of the API key: %w", err)
	}
	return onboarding.Actor{Kind: models.ActorAPIKey, ID: key.ID, Name: key.Name, Scopes: key.ScopeList()}, nil
}

func (a *authenticator) onboardingToken(r *http.Request, secret string) (onboarding.Actor, error) {
	hash := models.HashBearer(secret)
	o, err := a.store.OnboardingByToken(r.Context(), hash)
	var end *httpError
	switch {
	case errors.Is(err, models.ErrNotFound):
		if o, err = a.store.OnboardingOfReplacedLink(r.Context(), hash); errors.Is(err, models.ErrNotFound) {
			return onboarding.Actor{}, errBadToken
		}
		end = errTokenReplaced
	case err == nil:
		end = a.endOf(o)
	}
	switch {
	case err != nil:
		return onboarding.Actor{}, fmt.Errorf("looking for the onboarding token: %w", err)
	case !a.originFits(r.Header.Get("Origin"), o.AllowedOrigin):
		return onboarding.Actor{}, errOrigin
	case end != nil:
		return onboarding.Actor{}, &deadToken{end, o}
	}
	return holderOf(o), nil
}

// holderOf is whoever holds the token of an onboarding.
func holderOf(o *models.Onboarding) onboarding.Actor {
	return onboarding.Actor{Kind: models.ActorOnboardingToken, ID: o.ID, Name: o.SupportCode, OnboardingID: o.ID, Link: o.Link}
}

// originFits compares where a page that uses the token comes from with where it may; our own pages always may. A program that is no
// browser can say what it likes, so this only ever narrows.
func (a *authenticator) originFits(origin string, allowed *string) bool {
	return origin == "" || origin == a.publicOrigin || allowed == nil || origin == *allowed
}

func (a *authenticator) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) {
		return // the caller has gone
	}
	a.log.ErrorContext(r.Context(), "authentication failed", "error", err)
	if errors.Is(err, models.ErrUnavailable) {
		writeGraphQLError(w, r, errUnavailable)
		return
	}
	writeGraphQLError(w, r, errInternal)
}
