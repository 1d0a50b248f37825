package metasandbox

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"
)

// appName is what Meta calls the "application" of a token.
const appName = "Sandbox app"

// Options configures a Sandbox. The zero value is a usable one.
type Options struct {
	AppID     string // empty: random
	AppSecret string // empty: random; tokens outlive a restart only with a fixed one
	ConfigID  string // empty: random

	// Permissions are those of the login configuration.
	// Empty: ads_read and business_management.
	Permissions []string
	// RequireProof refuses user and system user tokens that come without
	// appsecret_proof, as "Require App Secret" does in the App Dashboard.
	RequireProof bool
	// ReuseKillsToken ends the token that a code gave when the code is sent once
	// more, as RFC 6749 advises in 4.1.2.
	ReuseKillsToken bool
	// FaultRate, from 0 to 1, and FaultSeed make calls fail at random from the
	// start: see FailRandomly.
	FaultRate float64
	FaultSeed uint64
	// Latency is how long every call to the Graph API takes that is processed, the sandbox's own work included.
	Latency time.Duration
	// PageLimit is how many nodes a page shows at the most, however many are asked for; 0: 100.
	PageLimit int
	// Now is the clock; nil: the sandbox's own, which AdvanceClock shifts.
	Now func() time.Time
}

// Sandbox is Meta's side of one app. It is an http.Handler, safe for concurrent
// use. Make it with New.
type Sandbox struct {
	appID        string
	configID     string
	permissions  []string
	latency      time.Duration
	pageLimit    int
	requireProof bool
	reuseKills   atomic.Bool
	now          func() time.Time
	clock        *ownClock // nil: now was given

	callbacks    callbackBook
	codes        codeBook
	faults       faultList
	grants       grantBook
	journal      callLog
	postman      *postman
	redirectURIs atomic.Pointer[[]string] // registered ones; nil or empty: any
	regain       regainBook
	secrets      secretBook
	world        *world

	own    http.Handler // index, control pages and control API
	dialog http.Handler
}

// New makes a sandbox with the world as it always starts.
func New(o Options) *Sandbox {
	now, own := o.Now, (*ownClock)(nil)
	if now == nil {
		own = &ownClock{}
		now = own.Now
	}
	appID := cmp.Or(o.AppID, randomDigits(15))
	s := &Sandbox{
		appID:        appID,
		configID:     cmp.Or(o.ConfigID, randomDigits(16)),
		permissions:  slices.Clone(o.Permissions),
		latency:      o.Latency,
		pageLimit:    cmp.Or(o.PageLimit, maxLimit),
		requireProof: o.RequireProof,
		now:          now,
		clock:        own,
		grants:       newGrantBook(),
		postman:      newPostman(now),
		secrets:      secretBook{all: []string{cmp.Or(o.AppSecret, rand.Text())}, accepted: 1},
		world:        newWorld(appID, now()),
	}
	s.reuseKills.Store(o.ReuseKillsToken)
	if o.FaultRate > 0 {
		s.FailRandomly(o.FaultRate, o.FaultSeed)
	}
	if len(s.permissions) == 0 {
		s.permissions = []string{"ads_read", "business_management"}
	}
	sameOrigin := http.NewCrossOriginProtection() // a page elsewhere must not press our buttons
	s.own = sameOrigin.Handler(s.ownRoutes())
	s.dialog = sameOrigin.Handler(http.HandlerFunc(s.serveDialog))
	return s
}

// ServeHTTP serves the pages, the control interface and the Graph API. It
// dispatches by hand because Meta's first path segment is a version, a locale or
// an id, which no pattern of http.ServeMux tells apart.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !isThisMachine(r.Host) {
		http.Error(w, "The sandbox answers only under a name of this machine, such as 127.0.0.1 or localhost.", http.StatusMisdirectedRequest)
		return
	}
	path := r.URL.Path
	switch {
	case path == "/" || strings.HasPrefix(path, "/_sandbox/"):
		s.own.ServeHTTP(w, r)
	case strings.HasSuffix(path, "/sdk.js"):
		s.sdk(w, r)
	case strings.HasSuffix(path, "/dialog/oauth"):
		s.dialog.ServeHTTP(w, r)
	default:
		s.serveGraph(w, r)
	}
}

// AppID is the app's id.
func (s *Sandbox) AppID() string { return s.appID }

// ConfigID is the id of the app's login configuration.
func (s *Sandbox) ConfigID() string { return s.configID }

// Close ends the deliveries that are under way and waits for them. The sandbox
// still answers afterwards.
func (s *Sandbox) Close() { s.postman.close() }

// CheckLoopback returns an error unless addr (host:port) can be reached from
// this machine only. A sandbox gives codes to everybody who asks, so it has no
// business on a network.
func CheckLoopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("checking listen address: %w", err)
	}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("address %q is not a loopback address: the sandbox hands codes to anybody who can reach it", addr)
}

// isThisMachine tells whether a request names this machine as the one that it is
// for. A page whose own name has come to lead here (DNS rebinding) names itself, and
// to its browser would be of the same origin as the sandbox.
func isThisMachine(host string) bool {
	name := host
	if split, _, err := net.SplitHostPort(host); err == nil {
		name = split
	}
	ip := net.ParseIP(strings.Trim(name, "[]"))
	return name == "localhost" || ip != nil && ip.IsLoopback()
}

// randomDigits returns n decimal digits without a leading zero, as Meta's ids.
func randomDigits(n int) string {
	digits := make([]byte, n)
	rand.Read(digits)
	for i, b := range digits {
		digits[i] = '0' + b%10
	}
	digits[0] = '1' + digits[0]%9
	return string(digits)
}
