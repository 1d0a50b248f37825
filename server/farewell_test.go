package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// Whoever has connected is let in before the listener is closed, although the server is slow to do so; whoever comes later is refused.
func TestTheLastOneIsLetIn(t *testing.T) {
	t.Parallel()
	listener, err := listen("LISTEN_ADDR", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	last, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer last.Close()
	accepted := make(chan error)
	time.AfterFunc(letInTime/5, func() {
		conn, err := listener.Accept()
		if err == nil {
			err = conn.Close()
		}
		accepted <- err
	})
	go closeBehindTheLast(listener)
	if err := <-accepted; err != nil {
		t.Errorf("the last one was not let in: %v", err)
	}
	if _, err := listener.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("after that: %v", err)
	}
	if _, err := net.Dial("tcp", listener.Addr().String()); err == nil {
		t.Error("one that came later was let in")
	}
}

func TestAnswersOfAProgramThatStopsEndTheirConnections(t *testing.T) {
	t.Parallel()
	draining, stop := context.WithCancel(t.Context())
	defer stop()
	handler := withFarewell(draining, http.NotFoundHandler())
	server := httptest.NewServer(handler)
	defer server.Close()
	for _, isStopping := range []bool{false, true} {
		if isStopping {
			stop()
		}
		response, err := http.Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.Close != isStopping {
			t.Errorf("stopping: %t; the connection ends: %t", isStopping, response.Close)
		}
	}
}
