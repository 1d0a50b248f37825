package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"regexp"
	"strings"
)

// newLog writes for people when out is a terminal and JSON for machines otherwise.
func newLog(out io.Writer, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: redact}
	if isTerminal(out) {
		return slog.New(slog.NewTextHandler(out, options))
	}
	return slog.New(slog.NewJSONHandler(out, options))
}

// isTerminal takes every character device for one, /dev/null included, where nothing depends on it.
func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

const redacted = "[redacted]"

// redact is the last ditch: what is secret has a type that does not print itself, but a text may have swallowed it earlier.
func redact(_ []string, attr slog.Attr) slog.Attr {
	if isSecretKey(attr.Key) {
		return slog.String(attr.Key, redacted)
	}
	switch value := attr.Value.Resolve(); value.Kind() {
	case slog.KindString:
		return slog.String(attr.Key, redactText(value.String()))
	case slog.KindAny:
		switch value := value.Any().(type) {
		case slog.Level, *slog.Source: // of slog itself
		case error:
			return slog.String(attr.Key, redactText(value.Error()))
		default:
			return slog.String(attr.Key, redactText(fmt.Sprintf("%+v", value)))
		}
	}
	return attr
}

var secretKeys = []string{"token", "secret", "password", "authorization", "cookie", "proof", "keyset"}

func isSecretKey(key string) bool {
	key = strings.ToLower(key)
	if key == "code" {
		return true
	}
	for _, part := range secretKeys {
		if strings.Contains(key, part) {
			return true
		}
	}
	return false
}

// secretTexts are Meta's access tokens and codes, our own bearer secrets, and the query parameters that carry secrets in Meta's URLs.
var secretTexts = regexp.MustCompile(`EAA[A-Za-z0-9_-]{20,}|AQ[A-Za-z0-9_-]{60,}|(?:capi|dlg|link|onb|sso)_[A-Za-z0-9_-]{20,}|` +
	`(?:access_token|client_secret|code|appsecret_proof|revoke_token|input_token|fb_exchange_token)=[^&\s"]+`)

func redactText(text string) string {
	if !mayHoldSecret(text) {
		return text
	}
	return secretTexts.ReplaceAllString(text, redacted)
}

// mayHoldSecret spares most texts the search, which would take as long as all the rest of a line. What it lets pass, secretTexts cannot match.
func mayHoldSecret(text string) bool {
	const shortestBearer = len("sso_") + 20
	return strings.Contains(text, "=") ||
		len(text) >= len("EAA")+20 && (strings.Contains(text, "EAA") || strings.Contains(text, "AQ")) ||
		len(text) >= shortestBearer && strings.Contains(text, "_")
}
