package egress

import (
	"net/netip"
	"strconv"
	"strings"
	"testing"
)

func TestAPartnersAddressIsTaken(t *testing.T) {
	t.Parallel()
	long := "https://hooks.example.com/" + strings.Repeat("a", maxURL-len("https://hooks.example.com/"))
	for text, want := range map[string]string{
		"https://hooks.example.com":                     "https://hooks.example.com",
		"https://hooks.example.com/":                    "https://hooks.example.com/",
		"HTTPS://Hooks.Example.COM/In?Key=Value":        "https://hooks.example.com/In?Key=Value",
		"https://hooks.example.com:443/in":              "https://hooks.example.com/in",
		"https://hooks.example.com:8443/in":             "https://hooks.example.com:8443/in",
		"https://xn--bcher-kva.example.com/a%20b?c=%C3": "https://xn--bcher-kva.example.com/a%20b?c=%C3",
		"https://a-b.c.co.uk/x?next=http://127.0.0.1/":  "https://a-b.c.co.uk/x?next=http://127.0.0.1/",
		"https://local.example.com":                     "https://local.example.com",
		long:                                            long,
	} {
		if u, err := internet.ParseURL(text); err != nil || u.String() != want {
			t.Errorf("%s: got %v %v; want %s", text, u, err, want)
		}
	}
}

func TestARefusalSaysWhatToDoAndRepeatsNothing(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"http://hooks.example.com/canary": "https://",
		"canary":                          "https://",
		"https://canary:canary@hooks.example.com":                    "password",
		"https://hooks.example.com/#canary":                          "#",
		"https://hooks.example.com:22/canary":                        "443",
		"https://127.0.0.1/canary":                                   "public name",
		"https://canary.internal":                                    "private network",
		`https://hooks.example.com/canary\in`:                        "backslash",
		"https://hooks.example.com/can ary":                          "space",
		"https://hooks.example.com/" + strings.Repeat("canary", 400): "2048",
	} {
		_, err := internet.ParseURL(text)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%.60s: got %v; want something about %s", text, err, want)
		}
	}
}

// What is taken is a public name in its one spelling, whatever was typed.
func FuzzParseURL(f *testing.F) {
	for _, h := range hostile {
		f.Add(h.url)
	}
	f.Add("https://hooks.example.com:8443/in?a=b")
	f.Fuzz(func(t *testing.T, text string) {
		u, err := internet.ParseURL(text)
		if err != nil {
			return
		}
		host := u.Hostname()
		_, isAddress := netip.ParseAddr(host)
		switch port := u.Port(); {
		case u.Scheme != "https", u.User != nil, u.Opaque != "", u.Fragment != "", port != "" && port != "8443":
			t.Errorf("%q became %#v", text, u)
		case isAddress == nil, isNumeric(host), !strings.Contains(host, "."), strings.HasSuffix(host, "."), host != strings.ToLower(host):
			t.Errorf("%q names the host %q", text, host)
		case checkHost(host) != nil:
			t.Errorf("%q names the host %q, which is refused by itself", text, host)
		}
		again, err := internet.ParseURL(u.String())
		if err != nil || again.String() != u.String() {
			t.Errorf("%q became %q and then %v (%v)", text, u, again, err)
		}
	})
}

// isNumeric says whether some parser could take a host for an IPv4 address: its last label is a number, as C and browsers spell numbers.
// https://url.spec.whatwg.org/#ends-in-a-number-checker
func isNumeric(host string) bool {
	last := host[strings.LastIndex(host, ".")+1:]
	_, err := strconv.ParseUint(last, 0, 64)
	return err == nil || strings.Trim(last, "0123456789") == ""
}
