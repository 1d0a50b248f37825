package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// attacks is how many requests each kind of caller sends; ATTACK says how many in `make attack`.
const attacks = 250

// freshAfter is how many requests one credential sends. The bound on what one caller may ask is not what is tested here, and must not
// keep requests from being looked at.
const freshAfter = 90

// TestStrangersBreakNothing: all kinds of callers send documents that the schema allows, that it nearly allows, and bytes. Whatever it is, it is
// answered in the form that the specification has for it, not with an error of ours, and nothing secret is told.
func TestStrangersBreakNothing(t *testing.T) {
	t.Parallel()
	c := setupClients(t)
	count := attacks
	if given := os.Getenv("ATTACK"); given != "" {
		var err error
		if count, err = strconv.Atoi(given); err != nil {
			t.Fatal(err)
		}
	}
	for seed, kind := range c.attackers(t) {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			a := &attack{T: t, clients: c, attacker: kind, codes: map[string]int{}, inventor: &inventor{Rand: rand.New(rand.NewPCG(uint64(seed), 1)), schema: schema()}}
			for a.sent < count && !t.Failed() {
				a.next()
			}
			t.Logf("%d requests, %d executed; refused or in part refused: %v", a.sent, a.executed, a.codes)
			if a.executed*3 < a.sent && kind.name != "nobody" {
				t.Errorf("only %d of %d requests were executed, so that this proves little", a.executed, a.sent)
			}
		})
	}
}

// attacker is a kind of caller who can have any number of credentials.
type attacker struct {
	name    string
	secrets []string
	fresh   func(t *testing.T) (headers []string, id string)
}

func (c *clients) attackers(t *testing.T) []attacker {
	t.Helper()
	all := []attacker{
		{"nobody", nil, func(*testing.T) ([]string, string) { return nil, "" }},
		{"holder", c.foreignTo(c.own, c.other), c.holder},
	}
	for _, scope := range models.Scopes() {
		all = append(all, attacker{string(scope), nil, func(t *testing.T) ([]string, string) {
			t.Helper()
			return []string{"Authorization", "Bearer " + c.key(t, scope)}, ""
		}})
	}
	for _, role := range []models.Role{models.Viewer, models.Operator, models.Admin} {
		all = append(all, attacker{string(role), nil, func(t *testing.T) ([]string, string) {
			t.Helper()
			return []string{"Cookie", c.session(t, role)}, ""
		}})
	}
	return all
}

// holder makes another onboarding token, of an onboarding that has led to the business of "own".
func (c *clients) holder(t *testing.T) (headers []string, onboardingID string) {
	t.Helper()
	o, token, err := c.flow.Create(c.flow.Staff(), onboarding.CreateInput{})
	if err != nil {
		t.Fatal(err)
	}
	c.execute(t, "UPDATE onboardings SET business_id = $2 WHERE id = $1 AND EXISTS (SELECT FROM businesses WHERE id = $2)", o.ID, c.own.business.ID)
	return []string{"Authorization", "Bearer " + *token}, o.ID.String()
}

// attack is what one kind of caller does.
type attack struct {
	*testing.T
	*clients
	*inventor
	attacker
	headers        []string
	sent, executed int
	codes          map[string]int
}

func (a *attack) next() {
	if a.sent%freshAfter == 0 {
		var own string
		a.headers, own = a.fresh(a.T)
		a.ids = slices.DeleteFunc([]string{
			own, own, a.own.business.ID.String(), a.other.business.ID.String(), a.disconnected.ID.String(), a.own.onboarding.ID.String(), a.other.onboarding.ID.String(), a.orphan.String(),
			a.member(a.T).String(), a.spareKey(a.T).String(), a.flow.Login.ID().String(), models.NewID().String(), "00000000-0000-0000-0000-000000000000",
		}, func(id string) bool { return id == "" })
	}
	a.sent++
	s := a.request()
	recorder := a.send(s)
	if fault := a.fault(recorder); fault != "" {
		a.Errorf("request %d: %s\nit sent, accepting %s: %.3000s\nit was answered %d %s: %.1500s", a.sent, fault, s.accept, s.body, recorder.Code, recorder.Header().Get("Content-Type"), recorder.Body)
	}
}

// send serves the request in this process; of a stream it takes the first event.
func (a *attack) send(s sent) *httptest.ResponseRecorder {
	ctx, cancel := context.WithTimeout(a.Context(), 30*time.Second)
	defer cancel()
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", strings.NewReader(s.body))
	request.RemoteAddr = fmt.Sprintf("10.%d.%d.%d:1234", a.IntN(256), a.IntN(256), a.IntN(256))
	for i := 0; i < len(a.headers); i += 2 {
		request.Header.Set(a.headers[i], a.headers[i+1])
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", s.accept)
	recorder := &firstEvent{httptest.NewRecorder(), cancel}
	a.handler.ServeHTTP(recorder, request)
	return recorder.ResponseRecorder
}

// firstEvent is a caller who leaves after the first event of a stream.
type firstEvent struct {
	*httptest.ResponseRecorder
	leave func()
}

// Write implements http.ResponseWriter.
func (f *firstEvent) Write(event []byte) (int, error) {
	if strings.HasPrefix(f.Header().Get("Content-Type"), "text/event-stream") && bytes.HasSuffix(event, []byte("\n\n")) {
		f.leave()
	}
	return f.ResponseRecorder.Write(event)
}

// fault says what is wrong with an answer; empty where nothing is.
func (a *attack) fault(answer *httptest.ResponseRecorder) string {
	mediaType, _, _ := strings.Cut(answer.Header().Get("Content-Type"), ";")
	body := answer.Body.String()
	for _, secret := range append(a.secrets, a.always()...) {
		if strings.Contains(body, secret) {
			return "it was told the secret " + secret
		}
	}
	switch {
	case answer.Code >= http.StatusInternalServerError:
		return "it is an error of ours"
	case answer.Code == http.StatusTooManyRequests:
		return "it was not looked at"
	case answer.Code == http.StatusUnauthorized != (a.name == "nobody") && answer.Code != http.StatusRequestEntityTooLarge:
		return "it is, or is not, for nobody"
	case mediaType == "text/event-stream":
		return a.streamFault(body)
	case mediaType != "application/json" && mediaType != "application/graphql-response+json":
		return "it has another media type"
	}
	return a.answerFault(answer.Code, mediaType, answer.Body.Bytes())
}

// always are secrets of the installation, and what they look like.
func (a *attack) always() []string {
	secrets := []string{a.flow.Sandbox.AppSecret(), "EAAey", "$argon2", a.own.code, a.own.token, a.other.token}
	if len(a.headers) > 0 {
		_, secret, _ := strings.Cut(strings.Replace(a.headers[1], "=", " ", 1), " ")
		secrets = append(secrets, secret)
	}
	return secrets
}

func (a *attack) streamFault(body string) string {
	for event := range strings.SplitSeq(strings.TrimSuffix(body, "\n\n"), "\n\n") {
		kind, data, _ := strings.Cut(event, "\ndata: ")
		switch kind {
		case "event: next":
			if fault := a.answerFault(http.StatusOK, "text/event-stream", []byte(data)); fault != "" {
				return fault
			}
		case "event: complete", ":", "":
		default:
			return "it is no event: " + event
		}
	}
	return ""
}

// answerFault holds an answer against https://graphql.github.io/graphql-over-http/draft/#sec-Response and section 7 of the GraphQL specification.
func (a *attack) answerFault(status int, mediaType string, body []byte) string {
	var members map[string]json.RawMessage
	var errors []struct {
		Message    string
		Extensions struct{ Code string }
	}
	if err := json.Unmarshal(body, &members); err != nil {
		return "it is no JSON object: " + err.Error()
	}
	_, hasData := members["data"]
	told, hasErrors := members["errors"]
	if err := json.Unmarshal(told, &errors); hasErrors && err != nil {
		return "its errors are none: " + err.Error()
	}
	switch {
	case !hasData && !hasErrors:
		return "it has neither data nor errors"
	case hasErrors && len(errors) == 0:
		return "it has no errors, and says so"
	case hasData && status != http.StatusOK:
		return "it has data, and another status than 200"
	case !hasData && status == http.StatusOK && mediaType == "application/graphql-response+json":
		return "it has no data, and the status 200"
	}
	for _, name := range []string{"data", "errors", "extensions"} {
		delete(members, name)
	}
	if len(members) > 0 {
		return fmt.Sprintf("it has other members: %v", members)
	}
	if hasData {
		a.executed++
	}
	for _, e := range errors {
		a.codes[e.Extensions.Code]++
		if slices.Contains([]string{"", "INTERNAL", "INTERNAL_SERVER_ERROR", "UNAVAILABLE", "TIMEOUT"}, e.Extensions.Code) || e.Message == "" {
			return fmt.Sprintf("it has the error %q %q", e.Extensions.Code, e.Message)
		}
	}
	return ""
}
