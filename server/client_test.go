package main

import (
	"net/http"
	"net/netip"
	"testing"
)

// A client must not choose the address that its tries are counted under.
func TestClientAddress(t *testing.T) {
	t.Parallel()
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for name, c := range map[string]struct {
		peer, forwarded, client string
		trusted                 []netip.Prefix
	}{
		"nobody trusted":         {"10.0.0.1:1", "1.2.3.4", "10.0.0.1", nil},
		"no proxy":               {"9.9.9.9:1", "1.2.3.4", "9.9.9.9", trusted},
		"one proxy":              {"10.0.0.1:1", "1.2.3.4", "1.2.3.4", trusted},
		"invented hop":           {"10.0.0.1:1", "6.6.6.6, 1.2.3.4", "1.2.3.4", trusted},
		"two proxies":            {"10.0.0.1:1", "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4", trusted},
		"garbage":                {"10.0.0.1:1", "1.2.3.4, <script>", "10.0.0.1", trusted},
		"no header":              {"10.0.0.1:1", "", "10.0.0.1", trusted},
		"IPv6 client":            {"[fd00::1]:1", "2001:db8:1:2:3::4", "2001:db8:1:2::/64", trusted},
		"mapped IPv4":            {"[::ffff:10.0.0.1]:1", "::ffff:1.2.3.4", "1.2.3.4", trusted},
		"chain of proxies alone": {"10.0.0.1:1", "10.0.0.3, 10.0.0.2", "10.0.0.3", trusted},
	} {
		r := &http.Request{RemoteAddr: c.peer, Header: http.Header{"X-Forwarded-For": {c.forwarded}}}
		if got := clientBehind(c.trusted)(r).throttleKey(); got != c.client {
			t.Errorf("%s: got %s; want %s", name, got, c.client)
		}
	}
}
