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

// secretForms are what secrets look like in a text: how each begins, which is looked for first, and what follows.
var secretForms = []struct{ mark, rest string }{
	{"EAA", `[A-Za-z0-9_-]{20,}`}, {"AQ", `[A-Za-z0-9_-]{60,}`}, // Meta's access tokens and codes
	{"capi_", bearerRest}, {"onb_", bearerRest}, {"link_", bearerRest}, {"sso_", bearerRest}, {"dlg_", bearerRest},
	{"access_token=", valueRest}, {"client_secret=", valueRest}, {"code=", valueRest}, {"appsecret_proof=", valueRest}, // in Meta's URLs
	{"revoke_token=", valueRest}, {"input_token=", valueRest}, {"fb_exchange_token=", valueRest},
}

const (
	bearerRest = `[A-Za-z0-9_-]{20,}`
	valueRest  = `[^&\s"]+`
)

var secretTexts = func() *regexp.Regexp {
	forms := make([]string, len(secretForms))
	for i, form := range secretForms {
		forms[i] = form.mark + form.rest
	}
	return regexp.MustCompile(strings.Join(forms, "|"))
}()

// redactText spares texts without any of the marks the search, which would take as long as all the rest of a line.
func redactText(text string) string {
	for _, form := range secretForms {
		if strings.Contains(text, form.mark) {
			return secretTexts.ReplaceAllString(text, redacted)
		}
	}
	return text
}
