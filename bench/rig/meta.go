package rig

import (
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"capiconnect/meta/metasandbox"
)

// Upstream is the sandbox of Meta's side, which answers so many calls at a time and no more, each after a while.
type Upstream struct {
	*metasandbox.Sandbox
	address string
	slots   chan struct{}
	Calls   atomic.Int64
	server  *http.Server
}

// StartUpstream serves the sandbox. atOnce 0 bounds nothing.
func StartUpstream(latency time.Duration, pageLimit, atOnce int) (*Upstream, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	u := &Upstream{
		Sandbox: metasandbox.New(metasandbox.Options{Latency: latency, PageLimit: pageLimit, Permissions: []string{"ads_read", "business_management"}}),
		address: listener.Addr().String(),
	}
	if atOnce > 0 {
		u.slots = make(chan struct{}, atOnce)
	}
	u.server = &http.Server{Handler: u}
	go u.server.Serve(listener) //nolint:errcheck // it ends with Close
	return u, nil
}

// ServeHTTP implements http.Handler.
func (u *Upstream) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if u.slots != nil {
		u.slots <- struct{}{}
		defer func() { <-u.slots }()
	}
	u.Calls.Add(1)
	u.Sandbox.ServeHTTP(w, r)
}

// Environment has the program take the sandbox for Meta.
func (u *Upstream) Environment() []string {
	url := "http://" + u.address
	return []string{
		"META_APP_ID=" + u.AppID(), "META_APP_SECRET=" + u.AppSecret(), "META_CONFIG_ID=" + u.ConfigID(), "META_GRAPH_URL=" + url, "META_DIALOG_URL=" + url,
		"META_SDK_URL=" + url + "/en_US/sdk.js", "META_WEBHOOK_VERIFY_TOKEN=" + strings.Repeat("v", 32),
	}
}

// Close ends the answers.
func (u *Upstream) Close() error { return u.server.Close() }
