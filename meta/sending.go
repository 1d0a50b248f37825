package meta

import (
	"context"
	"crypto/tls"
	"net"
	"net/http/httptrace"
	"sync/atomic"
)

// sending is one request on its way. It leaves at most once: net/http silently repeats a GET when a kept connection turns out to be dead, and
// by then Meta may want no calls, or the connection of the business may have come to its end.
type sending struct {
	giveUp    context.CancelFunc
	connected atomic.Bool
	written   atomic.Bool
}

// watched has s told how a request with this context fares.
func (s *sending) watched(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn:      s.gotConn,
		WroteRequest: func(info httptrace.WroteRequestInfo) { s.written.Store(info.Err == nil || s.written.Load()) },
	})
}

// gotConn comes before the first byte is written: a hook called after the write could miss one that a time-out overtook. Closing the
// connection is what keeps a second writing from happening; cancelling the request alone may come too late for that.
func (s *sending) gotConn(info httptrace.GotConnInfo) {
	s.connected.Store(true)
	if s.written.Load() && !isHTTP2(info.Conn) {
		s.giveUp()
		_ = info.Conn.Close() // nothing was written to it
	}
}

// isHTTP2 tells connections on which only requests are repeated that the server has said it did not take.
// https://www.rfc-editor.org/rfc/rfc9113#section-8.7
func isHTTP2(conn net.Conn) bool {
	secured, isTLS := conn.(*tls.Conn)
	return isTLS && secured.ConnectionState().NegotiatedProtocol == "h2"
}

// abandon ends a request that has not left.
func (s *sending) abandon() {
	if !s.connected.Load() {
		s.giveUp()
	}
}

// class is what is known about a request that got no answer.
func (s *sending) class() Class {
	if s.connected.Load() {
		return NoAnswer
	}
	return NotSent
}
