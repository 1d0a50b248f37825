package main

import (
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"capiconnect/meta/metasandbox"
)

// upstream is the sandbox of Meta's side, which answers so many calls at a time and no more, each after a while.
type upstream struct {
	*metasandbox.Sandbox
	address string
	slots   chan struct{}
	calls   atomic.Int64
	server  *http.Server
}

// startUpstream serves the sandbox. atOnce 0 bounds nothing.
func startUpstream(latency time.Duration, pageLimit, atOnce int) (*upstream, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	u := &upstream{
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
func (u *upstream) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if u.slots != nil {
		u.slots <- struct{}{}
		defer func() { <-u.slots }()
	}
	u.calls.Add(1)
	u.Sandbox.ServeHTTP(w, r)
}

// environment has the program take the sandbox for Meta.
func (u *upstream) environment() []string {
	url := "http://" + u.address
	return []string{
		"META_APP_ID=" + u.AppID(), "META_APP_SECRET=" + u.AppSecret(), "META_CONFIG_ID=" + u.ConfigID(), "META_GRAPH_URL=" + url, "META_DIALOG_URL=" + url,
		"META_SDK_URL=" + url + "/en_US/sdk.js", "META_WEBHOOK_VERIFY_TOKEN=" + strings.Repeat("v", 32),
	}
}
