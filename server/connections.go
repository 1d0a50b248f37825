package main

import (
	"container/list"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
)

const (
	// maxConnections is how many connections the public listener holds. Each takes some 20 kB, and up to maxBodies together for what is sent on them.
	maxConnections = 4096
	// maxOfAddress is how many of them one address may hold; a trusted proxy, which brings the connections of many, may hold all.
	maxOfAddress = maxConnections / 4
)

// connections is a listener that holds a bounded number of connections. When there is no room, the one that has been idle longest makes some;
// when none is idle, or the address has its share, the new one is closed at once, so that whoever waits for it can try elsewhere.
type connections struct {
	net.Listener
	most, ofAddress int
	isProxy         func(address) bool
	refused         atomic.Int64

	mu   sync.Mutex
	open int
	from map[string]int // how many of them, by address
	idle list.List      // of *connection, the longest idle first
}

// connection is one that is held. Its place in the list of idle ones is nil while it is busy.
type connection struct {
	net.Conn
	of     *connections
	from   string
	idle   *list.Element
	isGone bool
}

func newConnections(listener net.Listener, most, ofAddress int, isProxy func(address) bool) *connections {
	return &connections{Listener: listener, most: most, ofAddress: ofAddress, isProxy: isProxy, from: map[string]int{}}
}

// Accept implements net.Listener.
func (c *connections) Accept() (net.Conn, error) {
	for {
		conn, err := c.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if held := c.hold(conn); held != nil {
			return held, nil
		}
		c.refused.Add(1)
		_ = conn.Close() // there is nobody to tell
	}
}

// held tells how many connections there are, and how many of them are idle.
func (c *connections) held() (open, idle int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.open, c.idle.Len()
}

// hold takes the connection in; nil when there is no room.
func (c *connections) hold(conn net.Conn) net.Conn {
	from := addressOf(conn.RemoteAddr().String())
	c.mu.Lock()
	defer c.mu.Unlock()
	key := from.throttleKey()
	if !c.isProxy(from) && c.from[key] >= c.ofAddress || c.open >= c.most && !c.makeRoom() {
		return nil
	}
	c.open++
	c.from[key]++
	return &connection{Conn: conn, of: c, from: key}
}

// makeRoom closes the connection that has been idle longest, if there is one.
func (c *connections) makeRoom() bool {
	longest := c.idle.Front()
	if longest == nil {
		return false
	}
	idle := longest.Value.(*connection)
	c.forget(idle)
	_ = idle.Conn.Close() // whether or not it could say goodbye, its place is free
	return true
}

// forget gives a connection's place back, once.
func (c *connections) forget(conn *connection) {
	if conn.isGone {
		return
	}
	conn.isGone = true
	c.open--
	if c.from[conn.from]--; c.from[conn.from] == 0 {
		delete(c.from, conn.from)
	}
	c.setIdle(conn, false)
}

func (c *connections) setIdle(conn *connection, isIdle bool) {
	switch {
	case isIdle && conn.idle == nil:
		conn.idle = c.idle.PushBack(conn)
	case !isIdle && conn.idle != nil:
		c.idle.Remove(conn.idle)
		conn.idle = nil
	}
}

// note is for http.Server.ConnState: a connection is idle between two requests.
func (c *connections) note(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if held := conn.(*connection); !held.isGone { // Accept returns no others
		c.setIdle(held, state == http.StateIdle)
	}
}

// Close implements net.Conn.
func (conn *connection) Close() error {
	conn.of.mu.Lock()
	conn.of.forget(conn)
	conn.of.mu.Unlock()
	return conn.Conn.Close()
}
