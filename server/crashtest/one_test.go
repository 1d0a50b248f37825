package crashtest

import (
	"bufio"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"capiconnect/meta/metasandbox"
)

// several are replicas that are to be one to whoever calls any of them.
type several struct {
	*installation
	replicas []*program
}

// send sends a request to one of them and returns the answer's status and cookies.
func (s *several) send(replica int, path, body string, headers ...string) (status int, cookie string) {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.replicas[replica].served.Load().url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := s.client.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	for _, c := range response.Cookies() {
		cookie = c.Name + "=" + c.Value
	}
	return response.StatusCode, cookie
}

func (s *several) want(replica int, status int, path, body string, headers ...string) (cookie string) {
	s.t.Helper()
	got, cookie := s.send(replica, path, body, headers...)
	if got != status {
		s.t.Errorf("replica %d answers %s with %d; want %d", replica, path, got, status)
	}
	return cookie
}

// wantSoon asks until the answer is the one that is wanted, for as long as a replica may take to hear of a change.
func (s *several) wantSoon(replica int, status int, path, body string, headers ...string) {
	s.t.Helper()
	got := 0
	for deadline := time.Now().Add(2 * time.Second); got != status && time.Now().Before(deadline); {
		got, _ = s.send(replica, path, body, headers...)
	}
	if got != status {
		s.t.Errorf("replica %d answers %s with %d; want %d soon", replica, path, got, status)
	}
}

const anything = `{"query": "{ __typename }"}`

// Whichever of three replicas is asked, and whichever of them works the jobs: staff stay signed in, tries and keys count everywhere, a change
// is seen everywhere, what Meta has said to one of them holds for all, and all have the keyset of the day.
func TestReplicasAreOne(t *testing.T) {
	t.Parallel()
	in := install(t)
	s := &several{in, []*program{in.startAs(1, "", "serve", "--no-workers"), in.startAs(2, "", "serve", "--no-workers"), in.start(3, "")}}
	for name, agree := range map[string]func(){
		"a session": s.shareASession, "tries at a password": s.shareTries, "a key": s.shareAKey, "a subscription": s.shareAChange,
		"a regain window": s.shareAHold, "a keyset": s.shareAKeyset,
	} {
		agree()
		if t.Failed() {
			t.Fatalf("replicas are not one with %s", name)
		}
	}
	in.sandbox.ClearFaults()
	in.mustHold(t)
}

func (s *several) administrator(email string) (password string) {
	s.t.Helper()
	password = s.canaries.invent("password")
	if code, _, stderr := s.execute(password, nil, "user", "create", "--email", email, "--role", "ADMIN"); code != 0 {
		s.t.Fatal(stderr)
	}
	return password
}

func (s *several) shareASession() {
	password := s.administrator("ada@example.com")
	cookie := s.want(0, http.StatusNoContent, "/auth/sign-in", credentials("ada@example.com", password))
	for i := range s.replicas {
		s.want(i, http.StatusOK, "/graphql", anything, "Cookie", cookie)
	}
	s.want(1, http.StatusNoContent, "/auth/sign-out", "{}", "Cookie", cookie)
	for i := range s.replicas {
		s.want(i, http.StatusUnauthorized, "/graphql", anything, "Cookie", cookie)
	}
}

func (s *several) shareTries() {
	s.administrator("bob@example.com")
	const free = 5
	for n := range free {
		s.want(n%3, http.StatusUnauthorized, "/auth/sign-in", credentials("bob@example.com", "a wrong password"))
	}
	for n := range free { // each replica by itself would take as many; the first wait, of a second, may be over when a slow machine gets here
		if got, _ := s.send(n%3, "/auth/sign-in", credentials("bob@example.com", "a wrong password")); got == http.StatusTooManyRequests {
			return
		}
	}
	s.t.Errorf("after %d tries at three replicas, none makes anybody wait", 2*free)
}

var keyID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)

func (s *several) shareAKey() {
	key := s.command("api-key", "create", "--name", "of all replicas", "--scopes", "admin")
	s.canaries.add("API key", key)
	for i := range s.replicas {
		s.want(i, http.StatusOK, "/graphql", anything, "Authorization", "Bearer "+key)
	}
	for line := range strings.Lines(s.command("api-key", "list")) {
		if strings.Contains(line, "of all replicas") {
			s.command("api-key", "revoke", keyID.FindString(line))
		}
	}
	for i := range s.replicas {
		s.wantSoon(i, http.StatusUnauthorized, "/graphql", anything, "Authorization", "Bearer "+key)
	}
}

// shareAChange invites at one replica, watches at another and connects at the third.
func (s *several) shareAChange() {
	got, err := s.call(s.t.Context(), s.replicas[0], s.apiKey, createOnboarding, map[string]any{})
	if err != nil {
		s.t.Fatal(err)
	}
	body := fmt.Sprintf(`{"query": "subscription { onboardingUpdated(id: \"%s\") { status } }"}`, got.Onboarding.ID)
	request, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.replicas[1].served.Load().url+"/graphql", strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header = http.Header{"Content-Type": {"application/json"}, "Accept": {"text/event-stream"}, "Authorization": {"Bearer " + s.apiKey}}
	stream, err := s.client.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer stream.Body.Close()
	events := bufio.NewScanner(stream.Body)
	heard := func(word string) bool {
		for events.Scan() {
			if strings.Contains(events.Text(), word) {
				return true
			}
		}
		return false
	}
	if !heard(`"OPEN"`) {
		s.t.Fatal("the subscription says nothing")
	}
	s.clients.Go(func() { s.connectAt(2, 1, map[string]any{"onboardingId": got.Onboarding.ID}) })
	if !heard(`"COMPLETED"`) {
		s.t.Error("the subscription did not tell of a change that came by another replica")
	}
	s.clients.Wait()
}

// connectAt connects a new client at one replica.
func (s *several) connectAt(replica, owned int, input map[string]any) (*client, payload) {
	c := s.newClient(owned, 0, codeLife)
	code, err := s.sandbox.IssueCode(metasandbox.CodeRequest{BusinessID: c.metaID})
	if err != nil {
		s.t.Error(err)
		return c, payload{}
	}
	s.told.give(code, c.metaID, "")
	input["code"] = code
	got, err := s.call(s.t.Context(), s.replicas[replica], s.apiKey, completeOnboarding, input)
	if err != nil || got.Onboarding == nil {
		s.t.Errorf("connecting: %+v, %v", got, err)
		return c, got
	}
	s.told.answered(code, *got.Onboarding, got.Business)
	return c, got
}

// shareAHold has Meta ask for a minute of quiet in an answer to the replica that works jobs. The others do not ask Meta for that client either.
func (s *several) shareAHold() {
	c, got := s.connectAt(0, 1, map[string]any{})
	if s.t.Failed() {
		return
	}
	s.sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "throttle", RegainMinutes: 1, BusinessID: c.metaID})
	input := map[string]any{"businessId": got.Business.ID}
	if _, err := s.call(s.t.Context(), s.replicas[0], s.apiKey, syncDatasets, input); err != nil {
		s.t.Error(err)
	}
	before := s.sandbox.Journal().Calls["debug_token"]
	for i := range s.replicas {
		checked, err := s.call(s.t.Context(), s.replicas[i], s.apiKey, checkConnection, input)
		if err != nil || checked.code() != "META_UNAVAILABLE" {
			s.t.Errorf("replica %d: %+v, %v", i, checked, err)
		}
	}
	if now := s.sandbox.Journal().Calls["debug_token"]; now != before {
		s.t.Errorf("Meta was asked %d times while it wants no calls", now-before)
	}
}

// shareAKeyset rotates the keyset: what one replica seals with the new key, the others open.
func (s *several) shareAKeyset() {
	s.command("keys", "rotate")
	for i := range s.replicas {
		if _, got := s.connectAt(i, 1, map[string]any{}); got.Onboarding != nil && got.Onboarding.Status != "COMPLETED" {
			s.t.Errorf("replica %d after a rotation: %+v", i, got.Onboarding)
		}
	}
	s.now(job{kind: "rekey"})
	waitUntil(s.t, time.Minute, "everything is sealed with the newest key", s.isRekeyed)
}
