package metasandbox

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// grantBook is what the sandbox remembers about grants beyond the tokens that
// carry them: how they ended and what the client ticked last.
type grantBook struct {
	mu          sync.Mutex
	lastSerial  int64
	revoked     map[string]bool         // by token fingerprint
	installed   map[string]bool         // by business id
	uninstalled map[string]int64        // business id: grants up to this serial are dead
	invalidated map[string]invalidation // by business id
	selections  map[string]selection    // business id: the latest selection
	withdrawn   map[string][]string     // business id: permissions taken back since
}

// invalidation ended all grants of a business up to a serial, for the reason that
// the subcode of 190 tells.
type invalidation struct {
	serial  int64
	subcode int
}

func newGrantBook() grantBook {
	return grantBook{
		revoked:     map[string]bool{},
		installed:   map[string]bool{},
		uninstalled: map[string]int64{},
		invalidated: map[string]invalidation{},
		selections:  map[string]selection{},
		withdrawn:   map[string][]string{},
	}
}

// nextSerial returns a number that grows with every call, also while the clock
// stands still or jumps back. The caller holds the lock.
func (b *grantBook) nextSerial(now time.Time) int64 {
	b.lastSerial = max(now.UnixNano(), b.lastSerial+1)
	return b.lastSerial
}

func (b *grantBook) serial(now time.Time) int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.nextSerial(now)
}

// approve records what the client ticked: it replaces the earlier selection for
// every token of the business. It tells whether the app was installed before.
func (b *grantBook) approve(businessID string, ticked selection) (before bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	before = b.installed[businessID]
	b.installed[businessID] = true
	b.selections[businessID] = ticked
	delete(b.withdrawn, businessID)
	return before
}

func (b *grantBook) isInstalled(businessID string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.installed[businessID]
}

func (b *grantBook) revoke(fingerprint string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.revoked[fingerprint] = true
}

func (b *grantBook) uninstall(businessID string, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.uninstalled[businessID] = b.nextSerial(now)
	delete(b.installed, businessID)
	delete(b.selections, businessID)
}

func (b *grantBook) invalidate(businessID string, subcode int, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.invalidated[businessID] = invalidation{b.nextSerial(now), subcode}
}

func (b *grantBook) withdraw(businessID, permission string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.withdrawn[businessID] = append(b.withdrawn[businessID], permission)
}

// current is g as it stands today: the latest selection, of which a narrowed grant
// has its own part, and the permissions less those withdrawn.
func (b *grantBook) current(g grant) grant {
	b.mu.Lock()
	defer b.mu.Unlock()
	if latest, ok := b.selections[g.Business]; ok && g.Narrowed {
		g.Datasets = g.Datasets.within(latest)
	} else if ok {
		g.Datasets = latest
	}
	withdrawn := b.withdrawn[g.Business]
	g.Scopes = slices.DeleteFunc(slices.Clone(g.Scopes), func(scope string) bool { return slices.Contains(withdrawn, scope) })
	return g
}

// end tells how the grant ended, or nil while the token works.
func (s *Sandbox) end(g grant, fingerprint string) *graphError {
	b := &s.grants
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lastSerial = max(b.lastSerial, g.Serial) // a later uninstall must outrank a token from before a restart
	if g.Serial > b.uninstalled[g.Business] {
		b.installed[g.Business] = true // also for a token from before a restart
	}
	now, invalidated := s.now(), b.invalidated[g.Business]
	switch {
	case b.revoked[fingerprint]:
		return errTokenRevoked()
	case g.Serial <= b.uninstalled[g.Business]:
		return errUninstalled(s.appID)
	case g.Serial <= invalidated.serial:
		return errTokenInvalidated(invalidated.subcode)
	case g.Expires != 0 && now.Unix() >= g.Expires:
		return errTokenExpired(time.Unix(g.Expires, 0), now)
	}
	return nil
}

// issueToken mints and journals a token for the grant.
func (s *Sandbox) issueToken(g grant, from provenance) string {
	g.App = s.appID
	g.Serial = s.grants.serial(s.now())
	token := g.seal(s.AppSecret())
	s.journal.issued(token, g, from)
	return token
}

// RevokeToken ends one token, as /oauth/revoke does: it answers 190/466 from now on.
func (s *Sandbox) RevokeToken(token string) { s.grants.revoke(Fingerprint(token)) }

// Uninstall removes the app from a business, as a person does in Business
// Settings: every token it gave answers 190/458 from now on. Where SetCallbacks
// named addresses, the webhook business_integration_uninstall and the deauthorize
// callback go out by themselves.
func (s *Sandbox) Uninstall(businessID string) {
	s.grants.uninstall(businessID, s.now())
	s.announceUninstall(businessID)
}

// InvalidateTokens ends every token of a business, while the app stays installed:
// they answer 190 with the subcode (459, 460, 464, 467, 492; 0: 460) from now on.
func (s *Sandbox) InvalidateTokens(businessID string, subcode int) error {
	if err := checkSubcode(subcode); err != nil {
		return err
	}
	s.grants.invalidate(businessID, cmp.Or(subcode, subcodePasswordChanged), s.now())
	return nil
}

func checkSubcode(subcode int) error {
	if subcode < 0 {
		return errors.New("a subcode is not negative")
	}
	return nil
}

// KillTokenOnReuse switches Options.ReuseKillsToken.
func (s *Sandbox) KillTokenOnReuse(kill bool) { s.reuseKills.Store(kill) }

// WithdrawPermission takes one permission back from every token of a business,
// until the client runs the dialog again. It must be one of the login
// configuration's: no token has any other.
func (s *Sandbox) WithdrawPermission(businessID, permission string) error {
	if !slices.Contains(s.permissions, permission) {
		return fmt.Errorf("permission %q is not in the login configuration", permission)
	}
	s.grants.withdraw(businessID, permission)
	return nil
}
