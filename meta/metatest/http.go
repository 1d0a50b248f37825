package metatest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"capiconnect/meta"
)

// object is an answer as it is written, with numbers kept as they are.
type object map[string]any

// get sends a GET in the name of token, which may be zero. The failures printed by tests must not hold what the answer
// holds: paging.next has the token in it.
func (target Target) get(t *testing.T, path string, token meta.Token, query url.Values) (int, object) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, target.GraphURL+"/"+target.Version+"/"+path, nil)
	if err != nil {
		t.Fatal("the Graph API's URL cannot be parsed")
	}
	r.URL.RawQuery = query.Encode()
	if !token.IsZero() {
		r.Header.Set("Authorization", "Bearer "+token.Reveal())
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatalf("asking for %s: %v", path, err)
	}
	defer response.Body.Close()
	if kind := response.Header.Get("Content-Type"); !strings.Contains(kind, "json") && !strings.Contains(kind, "javascript") {
		t.Errorf("%s: content type %q", path, kind)
	}
	var answer object
	decoder := json.NewDecoder(response.Body)
	decoder.UseNumber()
	if err := decoder.Decode(&answer); err != nil {
		t.Fatalf("%s: the answer is not a JSON object", path)
	}
	return response.StatusCode, answer
}

// as adds the proof that goes with token to a query given as name, value, name, value.
func (target Target) as(token meta.Token, pairs ...string) url.Values {
	mac := hmac.New(sha256.New, []byte(target.AppSecret.Reveal()))
	mac.Write([]byte(token.Reveal()))
	return values(append(pairs, "appsecret_proof", hex.EncodeToString(mac.Sum(nil)))...)
}

func values(pairs ...string) url.Values {
	query := url.Values{}
	for pair := range slices.Chunk(pairs, 2) {
		query.Set(pair[0], pair[1])
	}
	return query
}

func (o object) object(name string) object {
	inner, _ := o[name].(map[string]any)
	return inner
}

func (o object) text(name string) string {
	s, _ := o[name].(string)
	return s
}

// keys are the names in o, sorted, for messages and comparisons that leave the values out.
func (o object) keys() string { return strings.Join(slices.Sorted(maps.Keys(o)), ",") }

// assertError asserts the form of Meta's errors, and the codes of this one.
func assertError(t *testing.T, status int, answer object, code, subcode int) {
	t.Helper()
	failure := answer.object("error")
	if status < 400 || failure == nil {
		t.Fatalf("status %d with %s, want an error", status, answer.keys())
	}
	got := fmt.Sprintf("%v/%v", failure["code"], failure["error_subcode"])
	want := fmt.Sprintf("%d/%d", code, subcode)
	if subcode == 0 {
		want = fmt.Sprintf("%d/%v", code, nil)
	}
	if got != want {
		t.Errorf("error %s, want %s: %s", got, want, failure.text("message"))
	}
	if failure.text("message") == "" || failure.text("type") == "" || failure.text("fbtrace_id") == "" {
		t.Errorf("an error with %s only", failure.keys())
	}
}

// assertFailure asserts what our client makes of an error of Meta's.
func assertFailure(t *testing.T, err error, class meta.Class, reason meta.Reason) {
	t.Helper()
	var failure *meta.Error
	if !errors.As(err, &failure) {
		t.Fatalf("got %v, want %s %s", err, class, reason)
	}
	if failure.Class != class || failure.Reason != reason {
		t.Errorf("got %s %s, want %s %s: %v", failure.Class, failure.Reason, class, reason, failure)
	}
}
