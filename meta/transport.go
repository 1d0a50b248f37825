package meta

import (
	"crypto/tls"
	"net"
	"net/http"
	"time"
)

// newTransport is used without an http.Client on purpose: a bare transport follows no redirect, keeps no cookie, and puts
// no URL, hence no secret, into its errors.
func newTransport() *http.Transport {
	dialer := &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		IdleConnTimeout:        90 * time.Second,
		MaxIdleConnsPerHost:    16,
		MaxResponseHeaderBytes: 256 << 10,
		Proxy:                  http.ProxyFromEnvironment,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    5 * time.Second,
	}
}

// newOnceTransport never sends a request twice. The pooled one does: net/http silently repeats a GET when a kept
// connection turns out to be dead, and a repeated exchange burns the code. A connection of its own for every request
// leaves nothing to repeat on.
func newOnceTransport() *http.Transport {
	transport := newTransport()
	transport.DisableKeepAlives = true
	return transport
}
