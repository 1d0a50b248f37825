package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/models"
	"capiconnect/onboarding"
)

// redirectMode answers /oauth/…: the login in the tab of the page itself, for browsers in which Meta's SDK or its window does not work.
// https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
type redirectMode struct {
	cookie      flowCookie
	dialog      meta.Dialog
	log         *slog.Logger
	now         func() time.Time
	redirectURI string // in the dialog's address and in the exchange, letter by letter
	service     *onboarding.Service
	store       *models.Store
}

func newRedirectMode(s site) *redirectMode {
	m := s.config.Meta
	return &redirectMode{
		cookie:      newFlowCookie("connect", s.config.PlainCookies),
		dialog:      meta.Dialog{URL: m.DialogURL, Version: m.GraphVersion, AppID: m.AppID, ConfigID: m.ConfigID},
		log:         s.log,
		now:         s.now,
		redirectURI: redirectURI(s.publicURL),
		service:     s.service,
		store:       s.store,
	}
}

// redirectURI is what has to be registered at Meta.
func redirectURI(publicURL *url.URL) string { return publicURL.JoinPath("oauth", "callback").String() }

// audience is whose page a browser is sent away from, and led back to.
type audience string

const (
	forClients audience = "client"
	forStaff   audience = "staff"
)

func (a audience) page() string {
	if a == forStaff {
		return "/admin/connect"
	}
	return "/connect"
}

var errMayNotConnect = &httpError{http.StatusForbidden, "FORBIDDEN", "Only staff who may onboard, and holders of an onboarding token, can log in at Meta for an onboarding."}

// start answers POST /oauth/start: where to send the browser that asks, which gets a cookie to come back with. The caller's credential says for
// which onboarding it goes. It answers as /graphql does.
func (m *redirectMode) start(w http.ResponseWriter, r *http.Request) {
	var input struct {
		OnboardingID *uuid.UUID `json:"onboardingId"`
	}
	if json.NewDecoder(r.Body).Decode(&input) != nil {
		writeGraphQLError(w, r, errBadBody)
		return
	}
	address, err := m.begin(w, r, input.OnboardingID)
	if err != nil {
		m.refuse(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"url": address})
}

func (m *redirectMode) begin(w http.ResponseWriter, r *http.Request, named *uuid.UUID) (address string, err error) {
	actor, _ := onboarding.ActorFrom(r.Context())
	from, mayConnect := audienceOf(actor)
	if !mayConnect {
		return "", errMayNotConnect
	}
	o, err := m.service.LeaveForDialog(r.Context(), named)
	if err != nil {
		return "", err
	}
	token, hash := models.NewBearer("dlg_")
	row := &models.RedirectFlow{TokenHash: hash, OnboardingID: o.ID, Link: o.Link, ExpiresAt: m.now().Add(flowLifetime)}
	if from == forStaff {
		row.UserID = &actor.ID
	}
	if err := m.store.BeginRedirectFlow(r.Context(), row); err != nil {
		return "", fmt.Errorf("beginning a way to the dialog: %w", err)
	}
	m.cookie.give(w, flowToken(token))
	return m.dialog.Address(m.redirectURI, string(from)+"."+flowToken(token).state())
}

func audienceOf(actor onboarding.Actor) (from audience, mayConnect bool) {
	switch actor.Kind {
	case models.ActorUser:
		return forStaff, actor.Role.Includes(models.Operator)
	case models.ActorOnboardingToken:
		return forClients, true
	}
	return "", false // an API key is for servers, which have no tab
}

func (m *redirectMode) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var refusal *httpError
	var told *onboarding.Error
	switch {
	case errors.As(err, &refusal):
	case errors.As(err, &told):
		refusal = &httpError{http.StatusConflict, string(told.Code), told.Message}
	case errors.Is(err, models.ErrUnavailable):
		refusal = errUnavailable
	default:
		m.log.ErrorContext(r.Context(), "leaving for Meta's dialog failed", "error", err, "requestId", onboarding.RequestIDFrom(r.Context()))
		refusal = errInternal
	}
	writeGraphQLError(w, r, refusal)
}

// What the page is told of a login that brought no code that was taken, besides the codes of onboarding.Error.
const (
	loginDeclined    = "DECLINED"    // by the person
	loginFailed      = "FAILED"      // Meta had another reason
	loginInterrupted = "INTERRUPTED" // this browser has not begun it, or too long ago, or has come back already
)

// loginRefusal is why a login brought nothing: a code for the page, and the reason for the log, which repeats nothing that came in the URL.
type loginRefusal struct{ code, reason string }

func (r *loginRefusal) Error() string { return r.reason }

// callback answers GET /oauth/callback: it takes Meta's answer and leads on at once, so that the code stays neither in the address bar nor in
// the history. The exchange goes on meanwhile, and the page that comes next watches it.
//
// The browser comes from another site, so it sends no cookie that is SameSite=Strict. It needs none: on whose behalf the code is taken
// was found out when the browser left.
func (m *redirectMode) callback(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	from, state, _ := strings.Cut(query.Get("state"), ".") // what is forged in front of the dot leads to another page of ours
	back := url.Values{}
	flow, err := m.end(w, r, state)
	if err == nil && flow.UserID != nil {
		back.Set("onboarding", flow.OnboardingID.String())
	}
	if err == nil {
		err = m.take(r, flow, query)
	}
	if code := m.refusalCode(r, err); code != "" {
		back.Set("login", code)
	}
	to := url.URL{Path: audience(from).page(), RawQuery: back.Encode()}
	http.Redirect(w, r, to.String(), http.StatusSeeOther)
}

func (m *redirectMode) end(w http.ResponseWriter, r *http.Request, state string) (*models.RedirectFlow, error) {
	token, err := m.cookie.take(w, r, state)
	if err != nil {
		return nil, &loginRefusal{loginInterrupted, err.Error()}
	}
	flow, err := m.store.EndRedirectFlow(r.Context(), token.hash(), m.now())
	if errors.Is(err, models.ErrNotFound) {
		return nil, &loginRefusal{loginInterrupted, "the login was finished already or its time is over"}
	}
	if err != nil {
		return nil, fmt.Errorf("ending a way to the dialog: %w", err)
	}
	return flow, nil
}

// take gives the code to the onboarding that the browser left for, and to no other.
func (m *redirectMode) take(r *http.Request, flow *models.RedirectFlow, answer url.Values) error {
	actor, err := m.actorOf(r.Context(), flow)
	if err != nil {
		return err
	}
	noteOf(r).caller = actor
	ctx := onboarding.WithActor(r.Context(), actor)
	if code := answer.Get("code"); code != "" && !answer.Has("error") {
		_, err := m.service.Accept(ctx, onboarding.CompleteInput{Code: code, OnboardingID: &flow.OnboardingID, RedirectURI: m.redirectURI})
		return err
	}
	declined := answer.Get("error") == "access_denied"
	if err := m.service.ReturnWithoutCode(ctx, flow.OnboardingID, declined); err != nil {
		return err
	}
	if declined {
		return &loginRefusal{loginDeclined, "the login was declined at Meta"}
	}
	return &loginRefusal{loginFailed, "Meta sent the browser back without a code"}
}

// actorOf is on whose behalf a browser left, as long as they may still connect.
func (m *redirectMode) actorOf(ctx context.Context, flow *models.RedirectFlow) (onboarding.Actor, error) {
	if flow.UserID == nil {
		o, err := m.store.Onboarding(ctx, flow.OnboardingID)
		if err != nil {
			return onboarding.Actor{}, fmt.Errorf("reading the onboarding: %w", err)
		}
		holder := holderOf(o)
		holder.Link = flow.Link // which may have been replaced since
		return holder, nil
	}
	user, err := m.store.User(ctx, *flow.UserID)
	if err != nil {
		return onboarding.Actor{}, fmt.Errorf("reading who has gone to the dialog: %w", err)
	}
	if user.DisabledAt != nil || !user.Role.Includes(models.Operator) {
		return onboarding.Actor{}, &loginRefusal{loginInterrupted, "whoever has gone to the dialog may not connect any more"}
	}
	return onboarding.Actor{Kind: models.ActorUser, ID: user.ID, Name: user.Email, Role: user.Role}, nil
}

// refusalCode is what the page is told of err; empty when the code was taken.
func (m *redirectMode) refusalCode(r *http.Request, err error) (code string) {
	var refusal *loginRefusal
	var told *onboarding.Error
	level := slog.LevelWarn
	switch {
	case err == nil:
		return ""
	case errors.As(err, &refusal):
		code = refusal.code
	case errors.As(err, &told):
		code = string(told.Code)
	case errors.Is(err, models.ErrUnavailable):
		code = errUnavailable.code
	default:
		code, level = errInternal.code, slog.LevelError
	}
	m.log.Log(r.Context(), level, "a login in the same tab brought no code that was taken", "reason", code, "error", err, "requestId", onboarding.RequestIDFrom(r.Context()))
	return code
}
