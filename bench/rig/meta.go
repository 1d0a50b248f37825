package rig

import (
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"time"

	"capiconnect/meta/metasandbox"
)

// Upstream is the sandbox of Meta's side, which answers so many calls at a time and no more, each after a while.
type Upstream struct {
	*metasandbox.Sandbox
	address string
	latency time.Duration
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
		Sandbox: metasandbox.New(metasandbox.Options{PageLimit: pageLimit, Permissions: []string{"ads_read", "business_management"}}),
		address: listener.Addr().String(), latency: latency,
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
	u.answerAfter(time.Now().Add(u.latency), w, r)
}

// answerAfter holds the answer back until then: the sandbox's own work is part of what a call takes, not something on top.
func (u *Upstream) answerAfter(then time.Time, w http.ResponseWriter, r *http.Request) {
	answer := httptest.NewRecorder()
	u.Sandbox.ServeHTTP(answer, r)
	time.Sleep(time.Until(then))
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes()) // to whoever has not gone
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
