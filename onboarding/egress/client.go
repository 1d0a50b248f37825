package egress

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

const (
	connectWithin = 5 * time.Second
	callWithin    = 15 * time.Second
	idleWithin    = 30 * time.Second
	maxAnswer     = 64 << 10
	maxHeader     = 16 << 10
)

// ErrNotPublic means that a server's name, or its address as such, leads to something that is not on the internet: a mistake in a partner's
// DNS, or an attempt to reach what is in here.
var ErrNotPublic = errors.New("the server's address is not public")

// NewClient makes a client for addresses that the same rules' ParseURL takes; for any other it sends nothing. It follows no redirect but returns it, uses no
// proxy, and lets at most 64 KiB of an answer be read.
//
// Its errors repeat the URL, and those of a connection the address that a name led to: they are for the log, and errors.Is with ErrNotPublic
// for the partner.
func (r Rules) NewClient() *http.Client {
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       callWithin,
		Transport: &transport{r, http.Transport{
			DialContext:            r.newDialer(net.DefaultResolver).DialContext,
			DisableCompression:     true, // or a small answer could unpack to a large one
			IdleConnTimeout:        idleWithin,
			MaxResponseHeaderBytes: maxHeader,
			Proxy:                  nil, // a proxy would connect to what we refuse to
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout:    connectWithin,
		}},
	}
}

// newDialer makes a dialer that looks at the very address that it connects to. One that looked at what the name resolves to beforehand could
// be told something else a moment later.
func (r Rules) newDialer(resolver *net.Resolver) *net.Dialer {
	return &net.Dialer{ControlContext: r.admit, Resolver: resolver, Timeout: connectWithin}
}

// admit is called with the address as it goes to the kernel, before each try to connect.
func (r Rules) admit(_ context.Context, _, address string, _ syscall.RawConn) error {
	target, err := netip.ParseAddrPort(address)
	if err != nil || !isPublic(target.Addr()) && !(r.Loopback && target.Addr().IsLoopback()) {
		return ErrNotPublic
	}
	return nil
}

// transport sends what goes to addresses that ParseURL takes, and bounds the answers.
type transport struct {
	rules Rules
	http.Transport
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if _, err := t.rules.ParseURL(r.URL.String()); err != nil {
		return nil, fmt.Errorf("%w: the address %w", ErrNotPublic, err)
	}
	response, err := t.Transport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	response.Body = boundedBody{io.LimitReader(response.Body, maxAnswer), response.Body}
	return response, nil
}

// boundedBody ends after maxAnswer bytes, whatever follows.
type boundedBody struct {
	io.Reader
	io.Closer
}
