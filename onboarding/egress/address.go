package egress

import (
	"net/netip"
	"slices"
)

// special are the addresses that are not everybody's: those of the two registries, globally reachable or not, those for multicast, and one
// that looks public and is not.
//
// https://www.iana.org/assignments/iana-ipv4-special-registry
// https://www.iana.org/assignments/iana-ipv6-special-registry
var special = prefixes(
	"0.0.0.0/8",        // "this network"; 0.0.0.0 is this machine
	"10.0.0.0/8",       // private
	"100.64.0.0/10",    // carriers' NAT
	"127.0.0.0/8",      // loopback
	"168.63.129.16/32", // Azure's own services: https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
	"169.254.0.0/16",   // link-local, with the metadata of clouds
	"172.16.0.0/12",    // private
	"192.0.0.0/24",     // IETF protocols
	"192.0.2.0/24",     // documentation
	"192.31.196.0/24",  // AS112
	"192.52.193.0/24",  // AMT
	"192.88.99.0/24",   // 6to4 relays
	"192.168.0.0/16",   // private
	"192.175.48.0/24",  // AS112
	"198.18.0.0/15",    // benchmarks
	"198.51.100.0/24",  // documentation
	"203.0.113.0/24",   // documentation
	"224.0.0.0/4",      // multicast
	"240.0.0.0/4",      // reserved, with the broadcast

	"2001::/23",         // IETF protocols, with Teredo and ORCHID
	"2001:db8::/32",     // documentation
	"2002::/16",         // 6to4, which leads to any IPv4 address
	"2620:4f:8000::/48", // AS112
	"3fff::/20",         // documentation
)

// global6 is all of IPv6 that is given out for the internet so far. Outside of it are loopback, private and link-local addresses, multicast,
// and the forms that hold an IPv4 address, such as NAT64. https://www.iana.org/assignments/ipv6-address-space
var global6 = netip.MustParsePrefix("2000::/3")

func prefixes(texts ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		list[i] = netip.MustParsePrefix(text)
	}
	return list
}

// isPublic says whether an address is that of a server on the internet. A network that translates between IPv4 and IPv6 by a prefix of
// its own is not known here.
func isPublic(address netip.Addr) bool {
	address = address.Unmap()
	if address.Is6() && !global6.Contains(address) {
		return false
	}
	return address.IsValid() && !slices.ContainsFunc(special, func(p netip.Prefix) bool { return p.Contains(address) })
}
