package main

import (
	"context"
	"crypto/hmac"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// provider is an issuer whose endpoints are known.
type provider struct {
	client      *http.Client
	config      oauth2.Config
	endpoints   *oidc.Provider
	issuer      string
	namesItself bool // in its answers. https://www.rfc-editor.org/rfc/rfc9207
	verifier    *oidc.IDTokenVerifier
}

// person is somebody whom the provider vouches for. The subject stays the same for ever; the e-mail address may be empty and go to somebody else.
type person struct {
	issuer, subject string
	email           string
	emailVerified   bool
	provedAt        time.Time // to the provider; zero when it does not tell
}

func (p *provider) signInURL(flow signInFlow) string {
	options := []oauth2.AuthCodeOption{oidc.Nonce(flow.nonce()), oauth2.S256ChallengeOption(flow.verifier())}
	if flow.fresh {
		options = append(options, oauth2.SetAuthURLParam("max_age", "0")) // https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
	}
	return p.config.AuthCodeURL(flow.state(), options...)
}

// codeIn is the code in the provider's answer, which must not be the answer of another provider: a mix-up.
func (p *provider) codeIn(answer url.Values) (string, error) {
	switch by, problem := answer.Get("iss"), answer.Get("error"); {
	case by != p.issuer && (by != "" || p.namesItself):
		return "", refuse(ssoNotAccepted, "the answer is one of another issuer, or of none")
	case problem == "access_denied":
		return "", refuse(ssoDeclined, "the person or the provider declined")
	case problem != "":
		return "", refuse(ssoNotAccepted, "the provider answers with the error %s", nameOf(problem))
	case answer.Get("code") == "":
		return "", refuse(ssoNotAccepted, "the answer has no code")
	}
	return answer.Get("code"), nil
}

// identify spends the code and finds out for whom it was given out.
func (p *provider) identify(ctx context.Context, code string, flow signInFlow) (person, error) {
	ctx = oidc.ClientContext(ctx, p.client)
	token, err := p.config.Exchange(ctx, code, oauth2.VerifierOption(flow.verifier()))
	if err != nil {
		return person{}, providerError("spending the code", err)
	}
	raw, _ := token.Extra("id_token").(string)
	proof, err := p.verifier.Verify(ctx, raw)
	if err != nil {
		return person{}, refuse(ssoNotAccepted, "checking the ID token: %s", shorten(err.Error()))
	}
	somebody, err := p.read(proof, flow)
	if err == nil && somebody.email == "" && p.endpoints.UserInfoEndpoint() != "" {
		err = p.askForEmail(ctx, token, &somebody)
	}
	return somebody, err
}

const (
	maxSubject = 255 // https://openid.net/specs/openid-connect-core-1_0.html#IDToken
	maxEmail   = 254 // https://www.rfc-editor.org/errata/eid1690
)

// read checks what go-oidc leaves to its users. https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
func (p *provider) read(proof *oidc.IDToken, flow signInFlow) (person, error) {
	var claims struct {
		AuthorizedParty string  `json:"azp"`
		AuthTime        float64 `json:"auth_time"` // seconds since 1970; few send it unless they were asked for a fresh proof
		Email           string  `json:"email"`
		EmailVerified   any     `json:"email_verified"` // some send a text, which proves nothing
	}
	if err := proof.Claims(&claims); err != nil {
		return person{}, refuse(ssoNotAccepted, "reading the ID token: %s", shorten(err.Error()))
	}
	party := claims.AuthorizedParty
	switch {
	case !hmac.Equal([]byte(proof.Nonce), []byte(flow.nonce())):
		return person{}, refuse(ssoNotAccepted, "the ID token was made for another sign-in")
	case party != p.config.ClientID && (party != "" || len(proof.Audience) > 1):
		return person{}, refuse(ssoNotAccepted, "the ID token was made for another program")
	case proof.Subject == "" || len(proof.Subject) > maxSubject || strings.ContainsRune(proof.Subject, 0):
		return person{}, refuse(ssoNotAccepted, "the ID token names nobody")
	}
	somebody := person{issuer: p.issuer, subject: proof.Subject}
	somebody.setEmail(claims.Email, claims.EmailVerified == true)
	if claims.AuthTime > 0 {
		somebody.provedAt = time.Unix(int64(claims.AuthTime), 0)
	}
	return somebody, nil
}

// askForEmail is for providers that keep it out of the ID token.
// https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims
func (p *provider) askForEmail(ctx context.Context, token *oauth2.Token, somebody *person) error {
	info, err := p.endpoints.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return providerError("asking for the e-mail address", err)
	}
	if info.Subject != somebody.subject {
		return refuse(ssoNotAccepted, "the provider tells about somebody else")
	}
	somebody.setEmail(info.Email, info.EmailVerified)
	return nil
}

func (p *person) setEmail(email string, verified bool) {
	if len(email) <= maxEmail && !strings.ContainsRune(email, 0) {
		p.email, p.emailVerified = email, verified && email != ""
	}
}

// provedBefore is provedAt, which a clock of the provider's that is ahead must not prolong.
func (p person) provedBefore(now time.Time) time.Time {
	if p.provedAt.After(now) {
		return now
	}
	return p.provedAt
}

// providerError says why the provider gave nothing. It never repeats its answer, which may hold the code or a token.
func providerError(doing string, err error) error {
	var refused *oauth2.RetrieveError
	var network *url.Error
	switch {
	case errors.As(err, &network):
		return refuse(ssoUnreachable, "%s: %v", doing, network.Err)
	case errors.As(err, &refused) && refused.Response.StatusCode >= 500:
		return refuse(ssoUnreachable, "%s: the provider answers with status %d", doing, refused.Response.StatusCode)
	case errors.As(err, &refused):
		return refuse(ssoNotAccepted, "%s: the provider answers with status %d and the error %s", doing, refused.Response.StatusCode, nameOf(refused.ErrorCode))
	}
	return refuse(ssoNotAccepted, "%s: the provider's answer makes no sense", doing)
}

var errorName = regexp.MustCompile(`^[a-z_]{1,40}$`)

// nameOf repeats an error's name only when it looks like one. https://www.rfc-editor.org/rfc/rfc6749#section-5.2
func nameOf(name string) string {
	if errorName.MatchString(name) {
		return name
	}
	return "of no known name"
}
