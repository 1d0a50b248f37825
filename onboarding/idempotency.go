package onboarding

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
)

// digestFor is a digest of an input by which a call that is repeated with an idempotency key is known; nil without a key.
func digestFor(key *string, input any) []byte {
	if key == nil {
		return nil
	}
	text, _ := json.Marshal(input) // strings, numbers and UUIDs always marshal
	hash := sha256.Sum256(text)
	return hash[:]
}

// sameInput refuses a key that is used once more for something else.
func sameInput(before, now []byte) error {
	if subtle.ConstantTimeCompare(before, now) == 0 {
		return &Error{
			Code: IdempotencyMismatch, Message: "This idempotency key was used with other input. Use a new key for a new call.",
			Field: []string{"input", "idempotencyKey"},
		}
	}
	return nil
}
