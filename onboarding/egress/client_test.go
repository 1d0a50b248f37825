package egress

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// counter is a server on this machine that counts who connects to it.
type counter struct {
	net.Listener
	hits atomic.Int64
}

func newCounter(t *testing.T) *counter {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &counter{Listener: listener}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return // closed
			}
			c.hits.Add(1)
			conn.Close()
		}
	}()
	return c
}

func (c *counter) port() string {
	_, port, _ := net.SplitHostPort(c.Addr().String()) // a listener's own address
	return port
}

// nameServer is a DNS server in an attacker's hands: it answers with one address after the other, and with the last one from then on.
type nameServer struct {
	net.PacketConn
	answers []netip.Addr
	asked   atomic.Int64 // for IPv4 addresses
}

func newNameServer(t *testing.T, answers ...string) *nameServer {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	s := &nameServer{PacketConn: conn}
	for _, answer := range answers {
		s.answers = append(s.answers, netip.MustParseAddr(answer))
	}
	go s.serve()
	return s
}

func (s *nameServer) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, StrictErrors: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", s.LocalAddr().String())
	}}
}

func (s *nameServer) serve() {
	query := make([]byte, 1500)
	for {
		n, from, err := s.ReadFrom(query)
		if err != nil {
			return // closed
		}
		if answer := s.answer(query[:n]); answer != nil {
			_, _ = s.WriteTo(answer, from) // who does not get it asks again
		}
	}
}

// answer spells the next address, or none to a question for anything but an IPv4 address.
// https://www.rfc-editor.org/rfc/rfc1035#section-4
func (s *nameServer) answer(query []byte) []byte {
	const header, typeA = 12, 1
	end := bytes.IndexByte(query[min(header, len(query)):], 0) + header + 1 + 4 // the name, its type and class
	if end > len(query) {
		return nil
	}
	answer := append([]byte{query[0], query[1], 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0}, query[header:end]...)
	if binary.BigEndian.Uint16(query[end-4:]) != typeA {
		return answer
	}
	next := s.answers[min(int(s.asked.Add(1)), len(s.answers))-1].As4()
	answer[7] = 1
	answer = append(answer, 0xc0, header, 0, typeA, 0, 1, 0, 0, 0, 0, 0, 4)
	return append(answer, next[:]...)
}

// internet are the rules of every program but a demo.
var internet Rules

// hostile are addresses by which somebody could try to reach this machine, its network or its cloud. %s is the port of the counter.
var hostile = []struct {
	url     string
	isTaken bool // by ParseURL, since the name is one like any other: only the client sees where it leads
}{
	// No TLS, another scheme, or none.
	{url: "http://hooks.example.com/"}, {url: "http://127.0.0.1:%s/"}, {url: "ftp://127.0.0.1:%s/"}, {url: "file:///etc/passwd"}, {url: "gopher://127.0.0.1:%s/_x"},
	{url: "dict://127.0.0.1:%s/x"}, {url: "unix:///run/docker.sock"}, {url: "//127.0.0.1:%s/"}, {url: "127.0.0.1:%s"}, {url: "https:127.0.0.1:%s"}, {url: "https:///127.0.0.1:%s"},
	{url: "javascript:alert(1)"}, {url: "data:text/plain,x"}, {url: ""}, {url: "https://"},
	// This machine by a number, in every notation.
	{url: "https://127.0.0.1/"}, {url: "https://127.0.0.1:%s/"}, {url: "https://127.1:%s/"}, {url: "https://127.0.1:%s/"}, {url: "https://2130706433:%s/"},
	{url: "https://0x7f000001:%s/"}, {url: "https://0x7f.0.0.1:%s/"}, {url: "https://0177.0.0.1:%s/"}, {url: "https://017700000001:%s/"}, {url: "https://127.0.0.0x1:%s/"},
	{url: "https://127.000.000.001:%s/"}, {url: "https://127.0.0.1.:%s/"}, {url: "https://0:%s/"}, {url: "https://0.0.0.0:%s/"}, {url: "https://0x0:%s/"}, {url: "https://127.0.0.1"},
	{url: "https://①②⑦.⓪.⓪.①:%s/"}, {url: "https://１２７.０.０.１:%s/"}, {url: "https://127。0。0。1:%s/"}, {url: "https://%31%32%37.0.0.1/"}, {url: "https://127.0.0.1%00.example.com/"},
	// IPv6, and IPv4 inside of it.
	{url: "https://[::1]:%s/"}, {url: "https://[::]:%s/"}, {url: "https://[0:0:0:0:0:0:0:1]:%s/"}, {url: "https://[::ffff:127.0.0.1]:%s/"}, {url: "https://[::ffff:7f00:1]:%s/"},
	{url: "https://[::127.0.0.1]:%s/"}, {url: "https://[64:ff9b::127.0.0.1]:%s/"}, {url: "https://[64:ff9b:1::7f00:1]/"}, {url: "https://[2002:7f00:1::]/"}, {url: "https://[fe80::1%25eth0]/"},
	{url: "https://[fd00:ec2::254]/latest/meta-data/"}, {url: "https://[::1%25lo]:%s/"}, {url: "https://[2606:4700:4700::1111]/"},
	// Networks around it, and a number that is public.
	{url: "https://10.0.0.1/"}, {url: "https://192.168.0.1/"}, {url: "https://172.16.0.1/"}, {url: "https://100.64.0.1/"}, {url: "https://169.254.169.254/latest/meta-data/"},
	{url: "https://168.63.129.16/machine"}, {url: "https://224.0.0.1/"}, {url: "https://255.255.255.255/"}, {url: "https://1.1.1.1/"},
	// Names that mean this machine or its network.
	{url: "https://localhost/"}, {url: "https://localhost:%s/"}, {url: "https://LOCALHOST:8443/"}, {url: "https://localhost.:8443/"}, {url: "https://a.localhost/"},
	{url: "https://localhost.localdomain/"}, {url: "https://printer.local/"}, {url: "https://metadata.google.internal/computeMetadata/v1/"}, {url: "https://vault.service.internal:8443/"},
	{url: "https://kubernetes.default.svc.cluster.local/"}, {url: "https://router.home.arpa/"}, {url: "https://wiki.corp/"}, {url: "https://nas.lan/"}, {url: "https://db/"}, {url: "https://metadata/"},
	{url: "https://1.0.0.127.in-addr.arpa/"}, {url: "https://hidden.onion/"}, {url: "https://hooks.example.com./"},
	// A user, a fragment, a port, or what one parser reads in another way than the next.
	{url: "https://hooks.example.com@127.0.0.1:%s/"}, {url: "https://user:password@hooks.example.com/"}, {url: "https://@hooks.example.com/"},
	{url: "https://127.0.0.1:%s#@hooks.example.com/"}, {url: "https://hooks.example.com#@127.0.0.1:%s/"}, {url: "https://hooks.example.com/#"},
	{url: `https://hooks.example.com\@127.0.0.1:%s/`}, {url: `https:\\127.0.0.1:%s\`}, {url: "https://hooks.example.com:%s/"}, {url: "https://hooks.example.com:/"},
	{url: "https://hooks.example.com:80/"}, {url: "https://hooks.example.com:22/"}, {url: "https://hooks.example.com:0443/"}, {url: "https://hooks.example.com:443:%s/"},
	{url: "https://hooks.example.com /"}, {url: "https://hooks.example.com\t/"}, {url: "https://hooks.example.com/\r\nHost: localhost"}, {url: "https://-hooks.example.com/"},
	{url: "https://hooks_in.example.com/"}, {url: "https://hooks..example.com/"}, {url: "https://*.example.com/"}, {url: "https://127.0.0.1,hooks.example.com/"},
	// Names like any other that lead here.
	{url: "https://127.0.0.1.nip.io/", isTaken: true}, {url: "https://localtest.me/", isTaken: true}, {url: "https://customer1.app.localhost.my.company.example.com:8443/", isTaken: true},
	{url: "https://0x7f000001.rebind.example.com/", isTaken: true}, {url: "https://xn--bcher-kva.example.com/", isTaken: true},
}

// Somebody who may name an address wants the program to knock at a door in here. Neither the form of the address nor, by itself, the
// client lets that happen: every name leads to this machine, and nobody comes.
func TestNoAddressLeadsToThisMachine(t *testing.T) {
	t.Parallel()
	inside := newCounter(t)
	dialer := internet.newDialer(newNameServer(t, "127.0.0.1").resolver())
	client := internet.NewClient()
	client.Transport.(*transport).DialContext = dialer.DialContext
	for _, h := range hostile {
		text := strings.ReplaceAll(h.url, "%s", inside.port())
		if _, err := internet.ParseURL(text); (err == nil) != h.isTaken {
			t.Errorf("%q: ParseURL says %v", text, err)
		}
		if response, err := client.Get(text); err == nil {
			t.Errorf("%q: answered %s", text, response.Status)
		} else if h.isTaken && !errors.Is(err, ErrNotPublic) {
			t.Errorf("%q: refused by accident: %v", text, err)
		}
		u, err := url.Parse(text)
		if err != nil {
			continue
		}
		if conn, err := dialer.DialContext(t.Context(), "tcp", net.JoinHostPort(u.Hostname(), inside.port())); err == nil {
			t.Errorf("%q: connected to %s", text, conn.RemoteAddr())
		}
	}
	if hits := inside.hits.Load(); hits != 0 {
		t.Errorf("%d connections", hits)
	}
	if len(hostile) < 60 {
		t.Errorf("only %d addresses", len(hostile))
	}
}

// A name that is public when it is looked at and this machine when it is connected to (DNS rebinding) gets nothing, while a client that only
// looked beforehand would have come.
func TestANameThatChangesItsMindGetsNothing(t *testing.T) {
	t.Parallel()
	inside := newCounter(t)
	for name, dialer := range map[string]func(*net.Resolver) *net.Dialer{
		"guarded": internet.newDialer,
		"naive":   func(r *net.Resolver) *net.Dialer { return &net.Dialer{Resolver: r} },
	} {
		before := inside.hits.Load()
		resolver := newNameServer(t, "93.184.215.14", "127.0.0.1").resolver()
		looked, err := resolver.LookupNetIP(t.Context(), "ip4", "rebind.example.com")
		if err != nil || len(looked) != 1 || !isPublic(looked[0]) {
			t.Fatalf("looked up %v, %v", looked, err)
		}
		conn, err := dialer(resolver).DialContext(t.Context(), "tcp4", "rebind.example.com:"+inside.port())
		if isGuarded := name == "guarded"; isGuarded != errors.Is(err, ErrNotPublic) {
			t.Fatalf("%s: %v", name, err)
		}
		if err == nil {
			_, _ = io.Copy(io.Discard, conn) // until the counter has counted and closed
			conn.Close()
		}
		if came := inside.hits.Load() - before; came != 0 != (name == "naive") {
			t.Errorf("%s: %d connections", name, came)
		}
	}
	client, names := internet.NewClient(), newNameServer(t, "93.184.215.14", "127.0.0.1")
	client.Transport.(*transport).DialContext = internet.newDialer(names.resolver()).DialContext
	if _, err := names.resolver().LookupNetIP(t.Context(), "ip4", "rebind.example.com"); err != nil {
		t.Fatal(err)
	}
	if response, err := client.Post("https://rebind.example.com/hook", "application/json", strings.NewReader("{}")); !errors.Is(err, ErrNotPublic) {
		t.Errorf("the client that sends: answered %v, %v", response, err)
	}
}

// The tests above hand the client a dialer with a resolver of theirs. The one that it is made with guards as well.
func TestTheClientIsMadeWithTheGuard(t *testing.T) {
	t.Parallel()
	inside := newCounter(t)
	conn, err := internet.NewClient().Transport.(*transport).DialContext(t.Context(), "tcp", inside.Addr().String())
	if !errors.Is(err, ErrNotPublic) {
		t.Errorf("connected: %v, %v", conn, err)
	}
}

// A demo also sends to this machine, by a plain address of it, and to no other one in here.
func TestOnlyADemoSendsToThisMachine(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(server.Close)
	demo := Rules{Loopback: true}
	for _, address := range []string{server.URL, strings.Replace(server.URL, "127.0.0.1", "localhost", 1)} {
		if _, err := demo.ParseURL(address); err != nil {
			t.Errorf("%s: %v", address, err)
		}
		response, err := demo.NewClient().Get(address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		response.Body.Close()
		if response, err := internet.NewClient().Get(address); err == nil || !errors.Is(err, ErrNotPublic) {
			t.Errorf("%s: outside of a demo: %v, %v", address, response, err)
		}
	}
	for _, address := range []string{"http://10.0.0.1/", "http://169.254.169.254/", "http://user@127.0.0.1/", "http://hooks.example.com/", "https://192.168.0.1/", "file://127.0.0.1/x"} {
		if u, err := demo.ParseURL(address); err == nil {
			t.Errorf("a demo takes %s", u)
		}
	}
}

// partner is a server of a partner's, to which every connection of its client leads.
type partner struct {
	*http.Client
	dialled []string
}

func newPartner(t *testing.T, tlsVersion uint16, answer http.HandlerFunc) *partner {
	t.Helper()
	server := httptest.NewUnstartedServer(answer)
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tlsVersion}
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // a refused handshake is what some want
	server.StartTLS()
	t.Cleanup(server.Close)
	p := &partner{Client: internet.NewClient()}
	way := p.Transport.(*transport)
	way.TLSClientConfig.RootCAs = x509.NewCertPool()
	way.TLSClientConfig.RootCAs.AddCert(server.Certificate())
	way.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		p.dialled = append(p.dialled, address)
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}
	return p
}

const hook = "https://example.com/hook" // for which httptest's certificate is

func TestARedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	inside := newCounter(t)
	for _, status := range []int{301, 302, 303, 307, 308} {
		p := newPartner(t, tls.VersionTLS13, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://"+inside.Addr().String()+"/", status)
		})
		response, err := p.Post(hook, "application/json", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != status || len(p.dialled) != 1 || p.dialled[0] != "example.com:443" {
			t.Errorf("%d: answered %s after connecting to %v", status, response.Status, p.dialled)
		}
	}
	if hits := inside.hits.Load(); hits != 0 {
		t.Errorf("%d connections", hits)
	}
}

// Nobody gets anything by handing the client an address that was never looked at.
func TestTheClientSendsNothingToAnAddressThatIsRefused(t *testing.T) {
	t.Parallel()
	p := newPartner(t, tls.VersionTLS13, func(http.ResponseWriter, *http.Request) {})
	for _, address := range []string{"http://example.com/hook", "https://example.com:22/hook", "https://user@example.com/hook", "https://93.184.215.14/hook"} {
		if response, err := p.Get(address); err == nil {
			t.Errorf("%s: answered %s", address, response.Status)
		}
	}
	if len(p.dialled) != 0 {
		t.Errorf("connected to %v", p.dialled)
	}
}

func TestAnAnswerIsReadUpToItsBound(t *testing.T) {
	t.Parallel()
	p := newPartner(t, tls.VersionTLS13, func(w http.ResponseWriter, _ *http.Request) {
		for range 64 {
			fmt.Fprint(w, strings.Repeat("x", maxAnswer/16))
		}
	})
	response, err := p.Get(hook)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || len(body) != maxAnswer {
		t.Errorf("read %d bytes: %v", len(body), err)
	}
}

func TestOldTLSIsRefused(t *testing.T) {
	t.Parallel()
	p := newPartner(t, tls.VersionTLS11, func(http.ResponseWriter, *http.Request) {})
	if response, err := p.Get(hook); err == nil {
		t.Errorf("answered %s over TLS %x", response.Status, response.TLS.Version)
	}
}

// A server that never answers keeps nobody, and a proxy of the environment would connect to what the client refuses to.
func TestTheClientHasLimitsAndNoProxy(t *testing.T) {
	t.Parallel()
	client := internet.NewClient()
	way := client.Transport.(*transport)
	if client.Timeout <= 0 || client.Timeout > time.Minute || way.TLSHandshakeTimeout <= 0 || way.MaxResponseHeaderBytes <= 0 || way.Proxy != nil {
		t.Errorf("%+v", way)
	}
}
