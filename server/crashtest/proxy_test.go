package crashtest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// proxy is a stretch of network that can be broken.
type proxy struct {
	t *testing.T
	*toxiproxy.Proxy
}

// newProxy puts a proxy in front of a TCP address.
func newProxy(t *testing.T, name, upstream string) *proxy {
	t.Helper()
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	p := &proxy{t, toxiproxy.NewProxy(server, name, "127.0.0.1:0", upstream)}
	p.begin()
	t.Cleanup(p.Stop)
	return p
}

func (p *proxy) begin() {
	if err := p.Start(); err != nil {
		p.t.Errorf("starting the proxy: %v", err)
	}
}

// down breaks all connections and refuses others until up is called.
func (p *proxy) down() { p.Stop() }

func (p *proxy) up() { p.begin() }

// toxic is one way to break a network.
// https://github.com/Shopify/toxiproxy#toxics
type toxic struct{ kind, direction, attributes string }

func (x toxic) String() string { return fmt.Sprintf("%s %s %s", x.kind, x.direction, x.attributes) }

// poison breaks new connections, and those that there are, until the function that it returns is called; after that there are only
// new ones.
func (p *proxy) poison(x toxic) (heal func()) {
	text := fmt.Sprintf(`{"name": "one", "type": %q, "stream": %q, "attributes": {%s}}`, x.kind, x.direction, x.attributes)
	p.Stop() // toxiproxy cannot reliably change the toxics of a connection that hangs in one
	if _, err := p.Toxics.AddToxicJson(strings.NewReader(text)); err != nil {
		p.t.Errorf("%s: %v", x, err)
	}
	p.begin()
	return func() {
		p.Stop()
		if err := p.Toxics.RemoveToxic(p.t.Context(), "one"); err != nil {
			p.t.Errorf("healing %s: %v", x, err)
		}
		p.begin()
	}
}
