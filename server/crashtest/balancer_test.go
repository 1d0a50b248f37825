package crashtest

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"
	"time"
)

// balancer does in front of the replicas what deploy/nginx/capiconnect.conf has nginx do: it takes them in turn, goes on to the next where one
// cannot be reached, keeps connections to them for a second, and sends nothing again that one of them has been sent.
type balancer struct {
	*httptest.Server

	mu       sync.Mutex
	replicas []string // host and port of each
	turn     int
}

var errNoReplica = errors.New("no replica can be reached")

func newBalancer(t *testing.T, replicas int) *balancer {
	t.Helper()
	b := &balancer{replicas: make([]string, replicas)}
	transport := &http.Transport{DialContext: b.dial, DisableCompression: true, IdleConnTimeout: time.Second, MaxIdleConnsPerHost: 32}
	b.Server = httptest.NewServer(&httputil.ReverseProxy{
		FlushInterval: -1,
		Transport:     transport,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host = "http", "replicas"
			r.Out.GetBody = nil // by which the transport could send it again
			r.SetXForwarded()
		},
	})
	t.Cleanup(transport.CloseIdleConnections)
	t.Cleanup(b.Close)
	return b
}

// lead sends requests to a program in the place of the replica before it.
func (b *balancer) lead(replica int, p *program) {
	u, err := url.Parse(p.served.Load().url)
	if err != nil {
		panic(err) // the program's own
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.replicas[replica] = u.Host
}

// inTurn are the replicas in the order in which one connection tries them.
func (b *balancer) inTurn() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.turn = (b.turn + 1) % len(b.replicas)
	return append(append([]string{}, b.replicas[b.turn:]...), b.replicas[:b.turn]...)
}

func (b *balancer) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	for _, replica := range b.inTurn() {
		if conn, err := new(net.Dialer).DialContext(ctx, "tcp", replica); err == nil {
			return conn, nil
		}
	}
	return nil, errNoReplica
}

// program is how clients call the balancer, who take it for the program.
func (b *balancer) program() *program {
	p := &program{output: &output{}, ended: make(chan struct{})}
	p.served.Store(&addresses{url: b.URL})
	return p
}
