package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

const (
	issuerLimit    = 5 * time.Second // for one answer of the provider's
	maxIssuerBody  = 1 << 20
	knownFor       = time.Hour
	unreachableFor = 5 * time.Second
)

// issuer is the OpenID provider that the settings name. It is asked for its endpoints when they are first needed, and not at the start: the
// program does not depend on it.
type issuer struct {
	client      *http.Client
	config      oidcConfig
	now         func() time.Time
	redirectURL string

	mu    sync.Mutex // held while the provider is asked: those who come meanwhile get the same answer
	known *provider
	err   error
	until time.Time // how long either of them holds
}

func newIssuer(c oidcConfig, redirectURL string, now func() time.Time) *issuer {
	return &issuer{client: newIssuerClient(), config: c, now: now, redirectURL: redirectURL}
}

// provider is what is known of the issuer, asked for anew where that is too old.
func (i *issuer) provider(ctx context.Context) (*provider, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if now := i.now(); !now.Before(i.until) {
		i.known, i.err = i.discover(context.WithoutCancel(ctx))
		i.until = now.Add(knownFor)
		if i.err != nil {
			i.until = now.Add(unreachableFor)
		}
	}
	return i.known, i.err
}

// metadata is what go-oidc leaves to its users. https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
type metadata struct {
	Keys              string   `json:"jwks_uri"`
	NamesItself       bool     `json:"authorization_response_iss_parameter_supported"`
	SecretsAreTakenBy []string `json:"token_endpoint_auth_methods_supported"`
}

func (i *issuer) discover(ctx context.Context) (*provider, error) {
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, i.client), i.config.Issuer)
	if err != nil {
		return nil, refuse(ssoUnreachable, "asking the OpenID provider for its configuration: %s", shorten(err.Error()))
	}
	var more metadata
	if err := found.Claims(&more); err != nil {
		return nil, refuse(ssoUnreachable, "reading the OpenID provider's configuration: %s", shorten(err.Error()))
	}
	endpoint, err := usable(found.Endpoint(), more)
	if err != nil {
		return nil, err
	}
	return &provider{
		client: i.client,
		config: oauth2.Config{
			ClientID: i.config.ClientID, ClientSecret: i.config.ClientSecret.Reveal(), Endpoint: endpoint, RedirectURL: i.redirectURL,
			Scopes: []string{oidc.ScopeOpenID, oidc.ScopeEmail},
		},
		endpoints:   found,
		issuer:      i.config.Issuer,
		namesItself: more.NamesItself,
		verifier:    found.Verifier(&oidc.Config{ClientID: i.config.ClientID, Now: i.now}),
	}, nil
}

// usable is the endpoint with the one way in which it takes the client's secret, where all of it may be trusted.
func usable(endpoint oauth2.Endpoint, more metadata) (oauth2.Endpoint, error) {
	for _, address := range []string{endpoint.AuthURL, endpoint.TokenURL, more.Keys} {
		if !isSafeURL(address) {
			return oauth2.Endpoint{}, refuse(ssoUnreachable, "an endpoint of the OpenID provider's is not an https:// URL: %q", shorten(address))
		}
	}
	methods := more.SecretsAreTakenBy
	switch { // oauth2 would try both, and so send the code twice
	case len(methods) == 0, slices.Contains(methods, "client_secret_basic"):
		endpoint.AuthStyle = oauth2.AuthStyleInHeader
	case slices.Contains(methods, "client_secret_post"):
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	default:
		return oauth2.Endpoint{}, refuse(ssoUnreachable, "the OpenID provider takes neither client_secret_basic nor client_secret_post")
	}
	return endpoint, nil
}

// isSafeURL wants https, as what is asked there carries secrets and proves who somebody is. Plain http is for this machine only.
func isSafeURL(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname()))
}

// errElsewhere keeps the client secret, codes and tokens from whom the provider may point to.
var errElsewhere = errors.New("it answers with a redirect, which is not followed")

func newIssuerClient() *http.Client {
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return errElsewhere },
		Timeout:       issuerLimit,
		Transport:     boundedTransport{http.DefaultTransport.(*http.Transport).Clone()},
	}
}

// boundedTransport cuts answers off that are longer than any of a provider's.
type boundedTransport struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (t boundedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := t.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	response.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(response.Body, maxIssuerBody), response.Body}
	return response, nil
}

// shorten keeps a log readable to which the provider's words get.
func shorten(text string) string {
	const enough = 300
	if len(text) > enough {
		text = text[:enough] + "…"
	}
	return text
}
