package metasandbox

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
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
	// Now is the clock; nil: time.Now.
	Now func() time.Time
}

// Sandbox is Meta's side of one app. It is an http.Handler, safe for concurrent
// use. Make it with New.
type Sandbox struct {
	appID        string
	configID     string
	permissions  []string
	requireProof bool
	now          func() time.Time

	codes   codeBook
	faults  faultList
	grants  grantBook
	journal callLog
	world   *world

	secretMu sync.RWMutex
	secrets  []string // the current one first; the older ones only verify tokens

	own    http.Handler // index, control pages and control API
	dialog http.Handler
}

// New makes a sandbox with the world as it always starts.
func New(o Options) *Sandbox {
	now := o.Now
	if now == nil {
		now = time.Now
	}
	s := &Sandbox{
		appID:        cmp.Or(o.AppID, randomDigits(15)),
		configID:     cmp.Or(o.ConfigID, randomDigits(16)),
		permissions:  slices.Clone(o.Permissions),
		requireProof: o.RequireProof,
		now:          now,
		world:        newWorld(now()),
		secrets:      []string{cmp.Or(o.AppSecret, rand.Text())},
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

// AppSecret is the current app secret.
func (s *Sandbox) AppSecret() string {
	s.secretMu.RLock()
	defer s.secretMu.RUnlock()
	return s.secrets[0]
}

// RotateSecret resets the app secret: the old one is refused at once, while
// tokens that were issued under it stay valid.
func (s *Sandbox) RotateSecret(secret string) {
	s.secretMu.Lock()
	defer s.secretMu.Unlock()
	s.secrets = append([]string{secret}, s.secrets...)
}

func (s *Sandbox) signingSecrets() []string {
	s.secretMu.RLock()
	defer s.secretMu.RUnlock()
	return s.secrets
}

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
