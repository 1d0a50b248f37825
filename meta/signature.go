package meta

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
)

// Why something that claims to come from Meta is refused. Nothing of it may be acted on.
var (
	ErrForged    = errors.New("the signature is not Meta's")
	ErrMalformed = errors.New("not of the form that Meta sends")
)

// isSigned says whether one of the app's secrets made signature for message. All of them count, since Meta goes on signing
// with the old one for a while after a rotation.
func (a *API) isSigned(signature, message []byte) bool {
	signed := false
	for _, secret := range a.config.AppSecrets {
		if !secret.IsZero() && hmac.Equal(signature, sign(secret.Reveal(), message)) {
			signed = true
		}
	}
	return signed
}

func sign(secret string, message []byte) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(message)
	return mac.Sum(nil)
}
