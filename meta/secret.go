package meta

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
)

const redacted = "[redacted]"

// Secret is a text that no verb of fmt, no logger and no encoder prints, not even from an unexported field of another
// struct: there fmt goes around methods, and meets a pointer. Reveal is the only way out. The zero Secret is empty.
//
// Two secrets made from the same text are not ==; compare what they reveal.
type Secret struct{ text *string }

// NewSecret hides text.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{text: &text}
}

// Reveal returns the text.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// IsZero says whether there is no text.
func (s Secret) IsZero() bool { return s.text == nil }

// Format implements fmt.Formatter for every verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// LogValue implements slog.LogValuer.
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText implements encoding.TextMarshaler, and so governs JSON and XML too.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// UnmarshalText always fails: what MarshalText wrote is not a secret, and must not be taken for one.
func (*Secret) UnmarshalText([]byte) error { return errors.New("a secret cannot be decoded from text") }

// Token is an access token, as hidden as any Secret.
// Source: https://developers.facebook.com/docs/facebook-login/guides/access-tokens
type Token struct{ Secret }

// NewToken hides an access token.
func NewToken(text string) Token { return Token{NewSecret(text)} }
