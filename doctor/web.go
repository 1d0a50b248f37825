package doctor

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// maxPage bounds what is read of an answer; ours here are shorter.
const maxPage = 4 << 10

// newTransport is used without an http.Client, as in package meta: it follows no redirect, and puts no URL into its errors, for one holds
// the webhook's verify token.
func newTransport() *http.Transport {
	dialer := &net.Dialer{Timeout: callLimit}
	return &http.Transport{
		DialContext:       dialer.DialContext,
		DisableKeepAlives: true, // each check is a new visitor
		ForceAttemptHTTP2: true,
		Proxy:             http.ProxyFromEnvironment,
		TLSClientConfig:   &tls.Config{MinVersion: tls.VersionTLS12},
	}
}

// page is what our public address answered.
type page struct {
	status int
	header http.Header
	body   string
	until  time.Time // when the certificate ends; zero without TLS
}

// visit gets a path of our public address, as somebody outside would.
func (r *round) visit(ctx context.Context, path string, query url.Values) (page, error) {
	address := r.PublicURL.JoinPath(path)
	address.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return page{}, err
	}
	response, err := r.web.RoundTrip(request)
	if err != nil {
		return page{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxPage))
	got := page{status: response.StatusCode, header: response.Header, body: string(body)}
	if response.TLS != nil {
		got.until = response.TLS.PeerCertificates[0].NotAfter
	}
	return got, err
}

// url is an address of ours.
func (d *Doctor) url(path string) string { return d.PublicURL.JoinPath(path).String() }
