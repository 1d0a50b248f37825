package crashtest

import (
	"io"
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
)

// bridge is a TCP address in front of a PostgreSQL that listens on a unix socket, which has another path after each of its restarts.
type bridge struct {
	net.Listener
	mu     sync.Mutex
	socket string
}

func newBridge(t *testing.T) *bridge {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &bridge{Listener: listener}
	t.Cleanup(func() { listener.Close() })
	go b.serve()
	return b
}

// lead leads new connections to the PostgreSQL at dsn.
func (b *bridge) lead(dsn string) {
	u, err := url.Parse(dsn)
	if err != nil {
		panic(err) // localpg made it
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.socket = filepath.Join(u.Query().Get("host"), ".s.PGSQL."+u.Query().Get("port"))
}

func (b *bridge) serve() {
	for {
		near, err := b.Accept()
		if err != nil {
			return // closed
		}
		go b.join(near)
	}
}

func (b *bridge) join(near net.Conn) {
	defer near.Close()
	b.mu.Lock()
	socket := b.socket
	b.mu.Unlock()
	far, err := net.Dial("unix", socket)
	if err != nil {
		return // as if nobody listened
	}
	defer far.Close()
	go func() {
		_, _ = io.Copy(far, near)
		far.Close()
	}()
	_, _ = io.Copy(near, far)
}
