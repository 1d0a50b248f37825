package main

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// clientAddress finds out who sent a request.
type clientAddress func(*http.Request) address

// address is an IP address; the zero one is unknown.
type address struct{ netip.Addr }

// throttleKey is what one client has one of: with IPv6 that is a whole /64.
func (a address) throttleKey() string {
	if a.Is6() && !a.Is4In6() {
		network, _ := a.Prefix(64) // fits every IPv6 address
		return network.String()
	}
	return a.Unmap().String()
}

// network is where a client is, as exactly as is kept of where somebody signed in: enough to tell home from the office, and neither person
// from person. Empty when it is unknown.
func (a address) network() string {
	addr, bits := a.Unmap(), 24
	if addr.Is6() {
		bits = 48
	}
	network, err := addr.Prefix(bits)
	if err != nil || !network.IsValid() {
		return ""
	}
	return network.String()
}

// clientBehind believes X-Forwarded-For as far as it was written by trusted proxies: the client is the last address in it, counted
// from our side, that is not one of theirs.
func clientBehind(trusted []netip.Prefix) clientAddress {
	return func(r *http.Request) address {
		client, hops := addressOf(r.RemoteAddr), strings.Join(r.Header.Values("X-Forwarded-For"), ",")
		for client.isOneOf(trusted) {
			last := strings.LastIndexByte(hops, ',')
			forwarded, err := netip.ParseAddr(strings.TrimSpace(hops[last+1:]))
			if err != nil {
				break // nothing is left, or nothing that can be believed
			}
			client, hops = address{forwarded}, hops[:max(last, 0)]
		}
		return client
	}
}

func (a address) isOneOf(networks []netip.Prefix) bool {
	return slices.ContainsFunc(networks, func(p netip.Prefix) bool { return p.Contains(a.Unmap()) })
}

// addressOf reads the host:port of a connection's other end.
func addressOf(hostPort string) address {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		return address{}
	}
	addr, _ := netip.ParseAddr(host) // the net package wrote it
	return address{addr.WithZone("")}
}
