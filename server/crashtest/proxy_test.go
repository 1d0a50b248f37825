package crashtest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// proxy is a stretch of network that can be broken. Each kind of weather is a toxiproxy of its own, at the same address: one whose
// connections hang in a toxic cannot be relied on to let go of it.
type proxy struct {
	t        *testing.T
	server   *toxiproxy.ApiServer
	address  string // host:port
	upstream string
	weather  *toxiproxy.Proxy
}

// newProxy puts a proxy in front of a TCP address.
func newProxy(t *testing.T, upstream string) *proxy {
	t.Helper()
	p := &proxy{t: t, server: toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop()), address: lastingAddress(t), upstream: upstream}
	p.begin("")
	t.Cleanup(p.down)
	return p
}

// lastingAddress is free, and stays so while nobody listens there: its port is below those that systems give to connections that go out.
func lastingAddress(t *testing.T) string {
	t.Helper()
	for range 100 {
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", 15_000+rand.IntN(15_000)))
		if err == nil {
			_ = listener.Close() // nobody has connected
			return listener.Addr().String()
		}
	}
	t.Fatal("no port is free")
	return ""
}

// begin begins with a new kind of weather: a toxic, as toxiproxy's API spells it, or none. A program that is just being started holds the
// address for a moment after it was closed here: until it runs, it has all that we had open.
func (p *proxy) begin(toxic string) {
	var err error
	comesTrue(p.t.Context(), 5*time.Second, func() bool {
		p.weather, err = p.start(toxic)
		return !errors.Is(err, syscall.EADDRINUSE)
	})
	if err != nil {
		p.t.Errorf("putting up a proxy at %s with %q: %v", p.address, toxic, err)
	}
}

func (p *proxy) start(toxic string) (weather *toxiproxy.Proxy, err error) {
	weather = toxiproxy.NewProxy(p.server, "wire", p.address, p.upstream)
	if toxic != "" {
		if _, err := weather.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
			return weather, err
		}
	}
	return weather, weather.Start()
}

// down breaks all connections and refuses others until up is called.
func (p *proxy) down() { p.weather.Stop() }

func (p *proxy) up() { p.begin("") }

// toxic is one way to break a network.
// https://github.com/Shopify/toxiproxy#toxics
type toxic struct{ kind, direction, attributes string }

// poison cuts all connections and breaks new ones until the function that it returns is called, which cuts those.
func (p *proxy) poison(x toxic) (heal func()) {
	p.down()
	p.begin(fmt.Sprintf(`{"name": "one", "type": %q, "stream": %q, "attributes": {%s}}`, x.kind, x.direction, x.attributes))
	return func() {
		p.down()
		p.up()
	}
}
