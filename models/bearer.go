package models

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

// NewBearer makes a bearer secret (an API key, an onboarding token, the token of a one-time link): prefix and 256 random bits. Only
// its hash is ever stored.
func NewBearer(prefix string) (secret string, hash []byte) {
	random := make([]byte, 32)
	_, _ = rand.Read(random) // never fails: https://pkg.go.dev/crypto/rand#Read
	secret = prefix + base64.RawURLEncoding.EncodeToString(random)
	return secret, HashBearer(secret)
}

// HashBearer is the form in which a bearer secret is stored and looked up. 256 random bits need no slow hash.
func HashBearer(secret string) []byte {
	hash := sha256.Sum256([]byte(secret))
	return hash[:]
}
