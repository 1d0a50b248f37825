package meta

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

type holder struct {
	Exported   Token
	unexported Token
	nested     struct{ secret Secret }
	list       []Token
	pointer    *Token
	byName     map[string]Secret
}

func newHolder() holder {
	token := NewToken(canaryToken)
	h := holder{Exported: token, unexported: token, list: []Token{token}, pointer: &token}
	h.nested.secret = token.Secret
	h.byName = map[string]Secret{"x": token.Secret}
	return h
}

// Whoever logs, formats or encodes a value that holds a token must not get the token out of it.
func TestSecretIsNotPrinted(t *testing.T) {
	t.Parallel()
	token, h := NewToken(canaryToken), newHolder()
	values := []any{
		token, &token, token.Secret, &token.Secret, h, &h, []any{token, &h}, Grant{Token: token},
		map[string]any{"x": h}, Config{AppSecrets: []Secret{NewSecret(canaryToken)}}, New(testConfig("")),
	}
	for _, value := range values {
		for _, verb := range strings.Fields("%v %+v %#v %T %s %q %x %X %d %t %p %e %U %c %o %b %08x %-50s %w") {
			assertHidden(t, verb, fmt.Sprintf(verb, value))
		}
		assertHidden(t, "Sprint", fmt.Sprint(value))
		assertHidden(t, "Errorf", fmt.Errorf("with %v: %w", value, errorOf(value)).Error())
		assertEncodersHide(t, value)
	}
	if printed := fmt.Sprintf("%s %x", token, &token); printed != "[redacted] [redacted]" {
		t.Errorf("got %q", printed)
	}
}

// errorOf makes an error of a value, as careless code does.
func errorOf(value any) error { return fmt.Errorf("%v", value) }

func assertEncodersHide(t *testing.T, value any) {
	t.Helper()
	var b bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&b, nil), slog.NewJSONHandler(&b, nil)} {
		slog.New(handler).With("with", value).Info("m", "value", value, slog.Group("group", "value", value))
	}
	_ = gob.NewEncoder(&b).Encode(value)
	_ = xml.NewEncoder(&b).Encode(value)
	_ = json.NewEncoder(&b).Encode(value)
	assertHidden(t, "an encoder", b.String())
}

func assertHidden(t *testing.T, how, printed string) {
	t.Helper()
	hex := fmt.Sprintf("%x", canaryToken)
	for _, form := range []string{canaryToken, hex, strings.ToUpper(hex)} {
		if strings.Contains(printed, form) {
			t.Errorf("%s prints the secret: %s", how, printed)
		}
	}
}

func TestSecretReveals(t *testing.T) {
	t.Parallel()
	token := NewToken(canaryToken)
	if token.Reveal() != canaryToken || token.IsZero() {
		t.Error("the token is lost")
	}
	if zero := NewToken(""); zero.Reveal() != "" || !zero.IsZero() || zero != (Token{}) {
		t.Error("an empty token is not the zero token")
	}
}

// A stored "[redacted]" must fail loudly, not become a token that Meta then calls dead.
func TestSecretIsNotDecoded(t *testing.T) {
	t.Parallel()
	var into struct{ Token Token }
	err := json.Unmarshal([]byte(`{"Token":"[redacted]"}`), &into)
	if err == nil || !into.Token.IsZero() {
		t.Errorf("got %v and %q", err, into.Token.Reveal())
	}
}
