package main

import (
	"context"
	"net"
	"net/http"
	"time"

	"golang.org/x/sys/unix"
)

// noticeTime is how long the program that stops goes on taking requests, for a load balancer to find out by /readyz that it does, or to let go
// of its connections: see withFarewell.
const noticeTime = 2 * time.Second

// letInTime is how long the last ones may take to be let in.
const letInTime = 50 * time.Millisecond

// withFarewell ends each connection with the first answer that is given on it while the program stops. A proxy that keeps connections for later
// would send a request on one in the moment in which it is closed, and may not send it again.
func withFarewell(draining context.Context, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if draining.Err() != nil {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// closeBehindTheLast closes a listener in a moment in which nobody waits to be let in: the kernel resets whoever does, with what they have sent,
// and a proxy may not send that again. Whoever comes later is refused, and goes elsewhere.
func closeBehindTheLast(listener *net.TCPListener) {
	for end := time.Now().Add(letInTime); isWaitedAt(listener) && time.Now().Before(end); {
		time.Sleep(letInTime / 500)
	}
	_ = listener.Close()
	time.Sleep(letInTime) // until the server knows of the last one, or its Shutdown would not wait for it
}

// isWaitedAt tells whether a connection stands that has not been accepted.
func isWaitedAt(listener *net.TCPListener) (isWaited bool) {
	conn, err := listener.SyscallConn()
	if err != nil {
		return false
	}
	_ = conn.Control(func(fd uintptr) { // fails for a listener that is closed, at which nobody waits
		ready, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 0)
		isWaited = err == nil && ready > 0
	})
	return isWaited
}
