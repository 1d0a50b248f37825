package metasandbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"slices"
	"sync"
)

// secretBook holds the app secrets, the current one first. All of them verify
// tokens; only the first few may still be used by the app.
type secretBook struct {
	mu       sync.RWMutex
	all      []string
	accepted int // 1, or 2 in a grace
}

// usable are the secrets that the app may still authenticate with.
func (b *secretBook) usable() []string {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.all[:b.accepted]
}

func (b *secretBook) accepts(secret string) bool {
	return slices.ContainsFunc(b.usable(), func(usable string) bool {
		return subtle.ConstantTimeCompare([]byte(secret), []byte(usable)) == 1
	})
}

func (b *secretBook) rotate(secret string, accepted int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all = append([]string{secret}, b.all...)
	b.accepted = accepted
}

// previous is the secret before the last rotation.
func (b *secretBook) previous() (string, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if len(b.all) < 2 {
		return "", errors.New("the app secret was never rotated")
	}
	return b.all[1], nil
}

// AppSecret is the current app secret.
func (s *Sandbox) AppSecret() string { return s.secrets.usable()[0] }

// RotateSecret resets the app secret: the old one is refused at once, while
// tokens that were issued under it stay valid.
func (s *Sandbox) RotateSecret(secret string) { s.secrets.rotate(secret, 1) }

// RotateSecretWithGrace resets the app secret; the old one works beside it until
// EndSecretGrace or the next rotation. Webhooks are signed with the new one.
func (s *Sandbox) RotateSecretWithGrace(secret string) { s.secrets.rotate(secret, 2) }

// EndSecretGrace refuses all app secrets but the current one from now on.
func (s *Sandbox) EndSecretGrace() {
	s.secrets.mu.Lock()
	defer s.secrets.mu.Unlock()
	s.secrets.accepted = 1
}

// hmacSHA256 signs everything: webhooks and appsecret_proof carry it in hex, signed
// requests in base64, the sandbox's tokens cut short.
func hmacSHA256(secret string, message []byte) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(message)
	return mac.Sum(nil)
}

func (s *Sandbox) signingSecrets() []string {
	s.secrets.mu.RLock()
	defer s.secrets.mu.RUnlock()
	return s.secrets.all
}
