package onboarding

import (
	"net"
	"net/url"
	"strings"
)

// leadsBack says whether a return URL leads to the allowed origin and nowhere else, whoever reads it: browsers and Go do not take apart alike
// what has backslashes, spaces or credentials in it.
func leadsBack(text string, origin *string) bool {
	u, err := url.Parse(text)
	if err != nil || len(text) > maxReturnURL || !isPrintable(text) || strings.Contains(text, `\`) || u.User != nil || origin == nil {
		return false
	}
	safe := u.Scheme == "https" || u.Scheme == "http" && isLocal(u.Hostname())
	return safe && u.Scheme+"://"+u.Host == *origin
}

// isLocal says whether a host is the very machine of the browser, to which nobody can listen in between.
func isLocal(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}
