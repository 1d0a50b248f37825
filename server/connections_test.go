package main

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// from is a connection as if it came from this address.
type from struct {
	net.Conn
	address string
}

func (f from) RemoteAddr() net.Addr {
	addr, err := net.ResolveTCPAddr("tcp", f.address)
	if err != nil {
		panic(err)
	}
	return addr
}

// An attacker opens as many connections as it can: everybody else, and the proxy that brings everybody, still gets one.
func TestOneAddressCannotTakeAllConnections(t *testing.T) {
	t.Parallel()
	held := newConnections(nil, 8, 2, func(a address) bool { return a.String() == "10.0.0.1" })
	hold := func(address string) bool {
		ours, theirs := net.Pipe()
		t.Cleanup(func() { ours.Close(); theirs.Close() })
		return held.hold(from{ours, address}) != nil
	}
	for _, step := range []struct {
		address string
		want    bool
	}{
		{"6.6.6.6:1", true}, {"6.6.6.6:2", true}, {"6.6.6.6:3", false},
		{"[2001:db8::1]:1", true}, {"[2001:db8::2]:1", true}, {"[2001:db8::3]:1", false}, // one network
		{"10.0.0.1:1", true}, {"10.0.0.1:2", true}, {"10.0.0.1:3", true}, {"1.2.3.4:1", true},
		{"1.2.3.4:2", false}, // all are taken, and none is idle
	} {
		if got := hold(step.address); got != step.want {
			t.Errorf("%s: held: %t", step.address, got)
		}
	}
}

// serveTwo is a server that holds two connections.
func serveTwo(t *testing.T) (at string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	held := newConnections(listener, 2, 2, func(address) bool { return true })
	server := &http.Server{ConnState: held.note, Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
	go func() { _ = server.Serve(held) }()
	t.Cleanup(func() { server.Close() })
	return listener.Addr().String()
}

// caller is a client that keeps its connection.
type caller struct {
	net.Conn
	answers *bufio.Reader
}

func dial(t *testing.T, address string) caller {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return caller{conn, bufio.NewReader(conn)}
}

// ask sends a request, the first part of one when it is not to be whole.
func (c caller) ask(t *testing.T, whole bool) {
	t.Helper()
	request := "GET / HTTP/1.1\r\nHost: localhost\r\n"
	if whole {
		request += "\r\n"
	}
	if _, err := io.WriteString(c, request); err != nil {
		t.Fatal(err)
	}
}

// isAnswered says whether an answer comes before the end of the connection.
func (c caller) isAnswered(t *testing.T) bool {
	t.Helper()
	response, err := http.ReadResponse(c.answers, nil)
	if err == nil {
		return response.StatusCode == http.StatusOK
	}
	var late net.Error
	if errors.As(err, &late) && late.Timeout() {
		t.Fatal("neither an answer nor the end")
	}
	return false
}

// Connections that lie idle give way to new ones, those that are busy do not.
func TestAnIdleConnectionMakesRoom(t *testing.T) {
	t.Parallel()
	address := serveTwo(t)
	idle, busy := dial(t, address), dial(t, address)
	idle.ask(t, true)
	if !idle.isAnswered(t) {
		t.Fatal("no answer to the first")
	}
	busy.ask(t, false)
	third := dial(t, address)
	third.ask(t, true)
	if !third.isAnswered(t) {
		t.Error("no room was made")
	}
	if idle.isAnswered(t) {
		t.Error("the idle connection is still there")
	}
	if _, err := io.WriteString(busy, "\r\n"); err != nil || !busy.isAnswered(t) {
		t.Error("the busy connection had to go")
	}
}

// Who comes when all connections are busy is not left to wait.
func TestWithoutRoomAConnectionEndsAtOnce(t *testing.T) {
	t.Parallel()
	address := serveTwo(t)
	first, second := dial(t, address), dial(t, address)
	first.ask(t, false)
	second.ask(t, false)
	third := dial(t, address)
	if third.isAnswered(t) {
		t.Error("a third connection was held")
	}
	first.Close()
	for {
		again := dial(t, address)
		again.ask(t, true)
		if again.isAnswered(t) {
			return
		}
	}
}
