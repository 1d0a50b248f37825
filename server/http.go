package main

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// site is everything that the public listener serves.
type site struct {
	config    config
	draining  context.Context // ends when the program begins to stop
	files     fs.FS
	graphql   http.Handler
	log       *slog.Logger
	metrics   *metrics
	now       func() time.Time
	publicURL *url.URL
	service   *onboarding.Service
	sessions  *sessions
	store     *models.Store
	traces    tracing
}

// handler is the one place where routes, credentials and headers meet.
func (s site) handler() http.Handler {
	sameOrigin := s.sameOrigin()
	clientOf := clientBehind(s.config.TrustedProxies)
	callers := &authenticator{
		log: s.log, now: s.now, publicOrigin: originOf(s.publicURL), rates: newRates(clientOf), sameOrigin: sameOrigin, sessions: s.sessions, store: s.store,
	}
	staff := newSignIn(s, clientOf)
	built := newPages(s.files, s.config.Meta)

	mux := http.NewServeMux()
	mux.Handle("GET /{$}", http.RedirectHandler("/admin/", http.StatusFound))
	mux.HandleFunc("GET /admin/", built.adminApp)
	mux.HandleFunc("GET /admin/connect", built.staffConnectPage)
	mux.HandleFunc("GET /admin/playground", built.playgroundPage)
	client := newConnectPage(s, built)
	mux.Handle("GET /connect", withLimit(maxInFlight, maxQueued, writeError, http.HandlerFunc(client.hosted)))
	mux.Handle("GET /connect/embedded", withLimit(maxInFlight, maxQueued, writeError, http.HandlerFunc(client.embedded)))
	mux.Handle("GET /connect/logo/{hash}", withLimit(maxInFlight, maxQueued, writeError, withCallbackLifetime(http.HandlerFunc(client.logo))))
	mux.HandleFunc("GET /embed.js", built.embedScript)
	lists := newExports(s, callers)
	mux.Handle("GET /admin/export/businesses.csv", withNoStore(lists.of(exportedBusinesses(s.store))))
	mux.Handle("GET /admin/export/audit.csv", withNoStore(lists.of(exportedAudit(s.store))))
	mux.Handle("GET /admin/export/onboardings.csv", withNoStore(lists.of(exportedOnboardings(s.store))))
	mux.Handle("GET /admin/export/datasets.csv", withNoStore(lists.of(exportedDatasets(s.store, s.now))))
	auth := func(pattern string, answer http.HandlerFunc) {
		mux.Handle(pattern, withNoStore(sameOrigin.Handler(answer)))
	}
	auth("POST /auth/sign-in", staff.withPassword)
	auth("POST /auth/link", staff.withLink)
	auth("POST /auth/sign-out", staff.out)
	auth("GET /auth/account", staff.signedIn(staff.account))
	auth("GET /auth/sessions", staff.signedIn(staff.ownSessions))
	auth("POST /auth/sessions/end", staff.signedIn(staff.endSession))
	auth("POST /auth/sessions/end-others", staff.signedIn(staff.endOtherSessions))
	auth("POST /auth/password", staff.signedIn(staff.setPassword))
	auth("POST /auth/second-factor", staff.signedIn(staff.offerSecondFactor))
	auth("POST /auth/second-factor/confirm", staff.signedIn(staff.confirmSecondFactor))
	auth("POST /auth/second-factor/recovery-codes", staff.signedIn(staff.renewRecoveryCodes))
	auth("POST /auth/second-factor/remove", staff.signedIn(staff.removeSecondFactor))
	auth("POST /auth/step-up", staff.signedIn(staff.stepUp))
	auth("GET /auth/methods", s.signInMethods)
	if s.config.SingleSignOn.Issuer != "" {
		mux.Handle("/auth/oidc/", withNoStore(newSingleSignOn(s.config, s.publicURL, staff).handler()))
	}
	room := newBodies(maxBodies)
	fromMeta := callbacks{bodies: room, log: s.log, publicURL: s.publicURL, service: s.service, verifyToken: s.config.Meta.WebhookVerifyToken}
	mux.Handle("/meta/", withNoStore(fromMeta.handler()))
	deletions := deletionPage{log: s.log, service: s.service}
	mux.Handle("GET /deletion/{code}", withNoStore(withLimit(maxInFlight, maxQueued, writeError, withCallbackLifetime(http.HandlerFunc(deletions.answer)))))
	sameTab := newRedirectMode(s)
	mux.Handle("POST /oauth/start", withNoStore(withJSONBody(room, withLimit(maxInFlight, maxQueued, writeGraphQLError, callers.wrap(http.HandlerFunc(sameTab.start))))))
	mux.Handle("GET /oauth/callback", withNoStore(withLimit(maxInFlight, maxQueued, writeError, withCallbackLifetime(http.HandlerFunc(sameTab.callback)))))
	lanes := newLanes()
	s.metrics.watchLanes(lanes)
	graphql := withJSONBody(room, lanes.wrap(withLifetimes(s.draining, callers.wrap(s.graphql))))
	mux.Handle("/graphql", withNoStore(withCORS(s.config.AllowedOrigins, onlyPost(graphql))))

	answered := withHeaders(s.publicURL.Scheme == "https", withRecovery(s.log, mux))
	return s.traces.wrap(withRequestID(withAccessLog(s.log, clientOf, s.count, withFarewell(s.draining, answered))))
}

// count counts a request that was answered, and names its span.
func (s site) count(r *http.Request, status int, took time.Duration) {
	s.metrics.request(r.Pattern, r.Method, status, took)
	s.metrics.turnAway(noteOf(r).refusal)
	s.traces.answered(r, status)
}

// sameOrigin refuses what pages of other origins make a browser send with its cookie. Browsers know the program by its public URL,
// whatever name a proxy calls it by.
func (s site) sameOrigin() *http.CrossOriginProtection {
	protection := http.NewCrossOriginProtection()
	if err := protection.AddTrustedOrigin(originOf(s.publicURL)); err != nil {
		panic(err) // readConfig has checked the URL
	}
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.log.WarnContext(r.Context(), "another website's request refused", "origin", r.Header.Get("Origin"), "path", r.URL.Path,
			"requestId", onboarding.RequestIDFrom(r.Context()))
		writeError(w, r, errForeign)
	}))
	return protection
}

var errOnlyPost = &httpError{http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED", "Send GraphQL requests with POST."}

// onlyPost keeps queries out of URLs, and so out of logs and histories, and changes out of reach of a mere link.
func onlyPost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", "OPTIONS, POST")
			writeGraphQLError(w, r, errOnlyPost)
			return
		}
		next.ServeHTTP(w, r)
	})
}
