// Package egress calls addresses that partners name, and lets nobody reach by that what can be reached from in here alone. It owns what
// such an address may look like, and a client that connects to public addresses only, whatever a name resolves to. It must not know what
// is sent, or to whom.
package egress

import (
	"errors"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

const (
	maxURL  = 2048
	maxHost = 253 // https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4
)

// Rules say where may be sent. By the zero value that is the internet alone. Loopback is for a demo, whose receivers run beside it: then http
// and any port of this machine are taken as well.
type Rules struct{ Loopback bool }

// ParseURL takes the address of a partner's server: https, a public DNS name, port 443 or 8443, a path and a query. It is returned in
// lower case as far as case means nothing, and without the port that https has anyhow. What is refused here is so for the sake of whoever
// typed it; that nothing but public addresses is connected to is the client's doing.
//
// Errors complete the sentence "The address …" and do not repeat it: it may hold a secret.
func (r Rules) ParseURL(text string) (*url.URL, error) {
	if u, err := url.Parse(text); r.Loopback && err == nil && isLoopback(u) {
		return u, nil
	}
	return parsePublic(text)
}

// isLoopback finds the addresses of this machine that need no name server to be known as such.
func isLoopback(u *url.URL) bool {
	address, err := netip.ParseAddr(u.Hostname())
	return u.Scheme == "http" && u.User == nil && (u.Hostname() == "localhost" || err == nil && address.IsLoopback())
}

func parsePublic(text string) (*url.URL, error) {
	if len(text) > maxURL {
		return nil, errors.New("is longer than 2048 characters")
	}
	if strings.ContainsFunc(text, isStrange) {
		return nil, errors.New("holds a space, a backslash or a character outside of ASCII: write an international name as xn--… and anything else as %…")
	}
	u, err := url.Parse(text)
	switch {
	case err != nil, u.Scheme != "https", u.Host == "":
		return nil, errors.New("must begin with https:// and the name of a server, for example https://hooks.example.com/meta")
	case u.User != nil:
		return nil, errors.New("must not hold a user name or a password")
	case strings.Contains(text, "#"):
		return nil, errors.New("must not hold a #: what follows it is never sent")
	}
	host, port, err := splitHost(strings.ToLower(u.Host))
	if err == nil {
		err = checkHost(host)
	}
	if err != nil {
		return nil, err
	}
	u.Host = host + port
	return u, nil
}

// isStrange finds what one parser of URLs takes for something else than the next.
func isStrange(r rune) bool { return r <= ' ' || r > '~' || r == '\\' }

// splitHost cuts off the port, which is returned with its colon unless it is the one that https has anyhow.
func splitHost(host string) (name, port string, err error) {
	name, port, hasPort := strings.Cut(host, ":")
	switch {
	case !hasPort, port == "443":
		return name, "", nil
	case port == "8443":
		return name, ":8443", nil
	}
	return "", "", errors.New("must name a server by its public name, and no port but 443 and 8443")
}

// publicName is two labels or more, the last of which is no number in any notation.
var publicName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)

// privateNames end names that the public DNS does not know, or that mean something else in every network.
// https://www.iana.org/assignments/special-use-domain-names, and what home and office networks use without being assigned it.
var privateNames = []string{
	"alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion", "test",
	"corp", "home", "intranet", "lan", "localdomain", "private",
}

func checkHost(host string) error {
	if len(host) > maxHost || !publicName.MatchString(host) {
		return errors.New("must name a server by its public name, such as hooks.example.com, and not by a number")
	}
	for _, private := range privateNames {
		if strings.HasSuffix(host, "."+private) {
			return errors.New("names a server that is known in some private network only: use its public name")
		}
	}
	return nil
}
