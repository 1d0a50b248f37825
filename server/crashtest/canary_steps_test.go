package crashtest

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"

	"capiconnect/meta/metasandbox"
	"capiconnect/models/seal"
)

// manage runs every command that makes a secret, takes one or has to do with one.
func (j *journey) manage() {
	j.t.Helper()
	j.capiconnect("", nil, "--help")
	j.capiconnect("", nil, "serve", "--nonsense")
	j.capiconnect("", nil, "migrate")
	j.manageKeys()
	j.canaries.add("keyset", j.capiconnect("", nil, "keys", "new"))
	j.capiconnect(j.password+"\n", nil, "user", "create", "--email", j.email, "--role", "ADMIN")
	j.capiconnect(j.password+"\n", nil, "user", "create", "--email", j.email, "--role", "ADMIN") // who is there already
	j.capiconnect(strings.Repeat(j.password, 10), nil, "user", "create", "--email", "bob@example.com", "--role", "ADMIN")
	j.link("user", "create", "--email", "grace.hopper@example.com", "--role", "VIEWER")
	j.capiconnect("", nil, "user", "create", "--email", "grace.hopper@example.com", "--role", "VIEWER")
	j.capiconnect("", nil, "user", "disable", "--email", "grace.hopper@example.com")
	j.link("user", "enable", "--email", "grace.hopper@example.com")
	j.capiconnect("", nil, "user", "sign-out", "--email", "grace.hopper@example.com")
	j.capiconnect("", nil, "keys", "rotate")
	j.capiconnect("", nil, "keys", "status")
	j.capiconnect("", nil, "audit", "verify")
	j.capiconnect("", nil, "doctor")
	rotated, err := os.ReadFile(j.keyset)
	if err != nil {
		j.t.Fatal(err)
	}
	j.canaries.add("keyset", strings.TrimSpace(string(rotated)))
}

var oneTimeLink = regexp.MustCompile(`#link=(\S+)`)

// link runs a command that may print a one-time link, and returns its secret.
func (j *journey) link(args ...string) (secret string) {
	j.t.Helper()
	if found := oneTimeLink.FindStringSubmatch(j.capiconnect("", nil, args...)); found != nil {
		secret = found[1]
		j.canaries.add("one-time link", secret)
	}
	return secret
}

// key runs a command that makes a secret of an API key, which may fail.
func (j *journey) key(args ...string) {
	j.t.Helper()
	if key := j.capiconnect("", nil, append([]string{"api-key"}, args...)...); key != "" {
		j.canaries.add("API key", key)
	}
}

// manageKeys makes an API key, gives it another secret and ends it.
func (j *journey) manageKeys() {
	j.t.Helper()
	j.key("create", "--name", "canary", "--scopes", "businesses:read")
	listed := canaryKey.FindStringSubmatch(j.capiconnect("", nil, "api-key", "list"))
	if listed == nil {
		j.t.Fatal("the key is not listed")
	}
	j.key("rotate", listed[1])
	j.key("rotate", listed[1], "--overlap", "9000d") // too long
	j.capiconnect("", nil, "api-key", "revoke", listed[1])
	j.capiconnect("", nil, "api-key", "list")
}

var canaryKey = regexp.MustCompile(`(?m)^(\S+) +canary `)

// misconfigure starts the program with settings that are wrong in every way in which secrets get wrong.
func (j *journey) misconfigure() {
	j.t.Helper()
	app, other, unreachable := j.sandbox.AppSecret(), filepath.Join(j.t.TempDir(), "other-keyset"), "postgres://app:"+j.databasePassword+"@127.0.0.1:1/nothing"
	keyset, err := seal.NewKeyset()
	if err == nil {
		err = os.WriteFile(other, []byte(keyset), 0o600)
	}
	if err != nil {
		j.t.Fatal(err)
	}
	j.canaries.add("keyset", keyset)
	for name, settings := range map[string][]string{
		"not there":              {"DATABASE_URL=" + unreachable},
		"of another database":    {"ENCRYPTION_KEYSET_FILE=" + other},
		"cut":                    {"ENCRYPTION_KEYSET_FILE=", "ENCRYPTION_KEYSET=" + keyset[:len(keyset)-20], "DATABASE_URL=postgres://app:" + j.databasePassword + "@[::1"},
		"too much":               {"META_APP_SECRET=" + app + "," + app + "," + app, "META_WEBHOOK_VERIFY_TOKEN=" + verifyToken + " " + verifyToken},
		"twice":                  {"ENCRYPTION_KEYSET=" + keyset, "META_APP_SECRET_FILE=" + other},
		"instead of their files": {"META_APP_SECRET=", "META_APP_SECRET_FILE=" + app, "ENCRYPTION_KEYSET_FILE=" + keyset, "DATABASE_URL=", "DATABASE_URL_FILE=" + unreachable, "META_WEBHOOK_VERIFY_TOKEN=", "META_WEBHOOK_VERIFY_TOKEN_FILE=" + verifyToken, "OIDC_CLIENT_SECRET=", "OIDC_CLIENT_SECRET_FILE=" + app},
		"in each other's place": {"META_APP_ID=" + verifyToken + "!", "META_CONFIG_ID=" + app + "!", "META_GRAPH_VERSION=" + app, "META_PERMISSIONS=" + app,
			"META_GRAPH_URL=" + app, "PUBLIC_URL=https://ada:" + j.password + "@example.com", "LISTEN_ADDR=" + app, "OIDC_ISSUER=" + app, "LOG_LEVEL=" + app, "ALLOWED_ORIGINS=" + app, "TRUSTED_PROXIES=" + app, "OIDC_CLIENT_ID=" + app + " " + app, "TOKEN_LEASES=" + app, "OTEL_EXPORTER_OTLP_ENDPOINT=" + app, "OTEL_TRACES_SAMPLER_ARG=" + app},
	} {
		if code, _, stderr := j.execute("", settings, "serve"); code <= 0 {
			j.t.Errorf("with settings that are %s the program ended with %d", name, code)
		} else {
			j.note("stderr of capiconnect serve", stderr)
		}
	}
}

// connectClients connects two clients, by the partner's backend and by a browser, and has codes of theirs refused.
func (j *journey) connectClients() {
	ctx := j.t.Context()
	for range 2 {
		c := j.newClient(3, 2, codeLife)
		c.connectBy(ctx, invitation{bearer: j.apiKey}, 0)
		if how, ok := c.invitation(ctx); ok {
			c.connectBy(ctx, how, 0)
			j.graphql(how.bearer+"x", completeOnboarding, map[string]any{"code": j.code(c.metaID)})
			j.graphql(how.bearer, completeOnboarding, map[string]any{"code": j.code(c.metaID) + strings.Repeat("x", 3000)})
		}
	}
}

// logInInTheSameTab sends a browser to Meta's dialog and back: one that has gone there, one that has not, and either twice.
func (j *journey) logInInTheSameTab() {
	j.t.Helper()
	c := j.newClient(2, 1, codeLife)
	how, ok := c.invitation(j.t.Context())
	if !ok {
		j.t.Fatal("no invitation")
	}
	started := j.ask("POST", "/oauth/start", "{}", "Authorization", "Bearer "+how.bearer)
	if len(started.Cookies()) != 1 {
		j.t.Fatalf("leaving for the dialog: %s", started.Status)
	}
	token := started.Cookies()[0].Value
	mac := hmac.New(sha256.New, []byte(token))
	mac.Write([]byte("state"))
	state := base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	j.canaries.add("way to the dialog", token)
	j.canaries.add("state of a way to the dialog", state)
	for _, cookie := range []string{"", started.Cookies()[0].Name + "=" + token} {
		for range 2 {
			j.ask("GET", "/oauth/callback?state=client."+state+"&code="+j.code(c.metaID), "", "Cookie", cookie)
		}
	}
	j.ask("POST", "/oauth/start", `{"onboardingId": "`+j.code(c.metaID)+`"}`, "Authorization", "Bearer "+how.bearer)
	j.ask("POST", "/oauth/start", `{"code": "`+j.code(c.metaID), "Authorization", "Bearer "+how.bearer)
}

// code is a code that the program does not get from a client of ours.
func (j *journey) code(metaID string) string {
	code, err := j.sandbox.IssueCode(metasandbox.CodeRequest{BusinessID: metaID})
	if err != nil {
		j.t.Fatal(err)
	}
	j.canaries.add("code", code)
	return code
}

func (j *journey) graphql(bearer, document string, input map[string]any) {
	body, err := json.Marshal(map[string]any{"query": document, "variables": map[string]any{"input": input}})
	if err != nil {
		panic(err) // strings
	}
	j.ask("POST", "/graphql", string(body), "Authorization", "Bearer "+bearer)
}

// signIn signs staff in and out, well and badly.
func (j *journey) signIn() {
	wrong, next, link := j.canaries.invent("password"), j.canaries.invent("password"), j.link("user", "link", "--email", j.email)
	j.ask("POST", "/auth/sign-in", credentials(j.email, wrong))
	j.ask("POST", "/auth/sign-in", strings.TrimSuffix(credentials(j.email, j.password), "}"))
	j.ask("POST", "/auth/sign-in", "email="+j.email+"&password="+j.password, "Content-Type", "application/x-www-form-urlencoded")
	cookie := j.session(j.ask("POST", "/auth/sign-in", credentials(j.email, j.password)))
	j.ask("POST", "/graphql", `{"query": "{ viewer { name } }"}`, "Cookie", cookie)
	j.ask("POST", "/graphql", `{"query": "{ viewer { name } }"}`, "Cookie", cookie+"x")
	j.ask("POST", "/auth/password", `{"current": "`+wrong+`", "password": "`+next+`"}`, "Cookie", cookie)
	j.ask("POST", "/auth/link", `{"token": "`+link+`"`)
	j.ask("POST", "/auth/link", `{"token": "`+link+`x"}`)
	cookie = j.session(j.ask("POST", "/auth/link", `{"token": "`+link+`"}`))
	j.ask("POST", "/auth/link", `{"token": "`+link+`"}`)
	cookie = j.session(j.ask("POST", "/auth/password", `{"password": "`+next+`"}`, "Cookie", cookie))
	j.ask("POST", "/auth/sign-out", "", "Cookie", cookie)
	j.ask("POST", "/auth/sign-out", "", "Cookie", cookie)
	j.password = next
}

func credentials(email, password string) string {
	return `{"email": "` + email + `", "password": "` + password + `"}`
}

// session notes the session that an answer begins, and returns its cookie.
func (j *journey) session(answer *http.Response) (cookie string) {
	j.t.Helper()
	for _, c := range answer.Cookies() {
		j.canaries.add("session", c.Value)
		return c.Name + "=" + c.Value
	}
	j.t.Fatalf("%s %s began no session: %s", answer.Request.Method, answer.Request.URL.Path, answer.Status)
	return ""
}

// sendGarbledRequests sends what holds a secret and cannot be read, or is no good.
func (j *journey) sendGarbledRequests() {
	c := j.newClient(1, 0, codeLife)
	send := func(bearer, body string) {
		j.ask("POST", "/graphql", strings.ReplaceAll(body, "%s", j.code(c.metaID)), "Authorization", "Bearer "+bearer)
	}
	how, _ := c.invitation(j.t.Context())
	for _, bearer := range []string{j.apiKey, how.bearer} {
		send(bearer, `{"query": "mutation", "variables": {"code": "%s"`)
		send(bearer, `{"query": "{ viewer { name } }"} {"code": "%s"}`)
		send(bearer, `{"query": {"%s": "%s"}}`)
		send(bearer, `{"query": "mutation ($input: CompleteOnboardingInput!) { completeOnboarding(input: $input) { onboarding { id } } }", "variables": {"input": {"code": ["%s"]}}}`)
		send(bearer, `{"query": "mutation ($code: String!) { nothing(code: $code) }", "variables": {"code": "%s"}}`)
		send(bearer, `{"query": "mutation { completeOnboarding(input: {code: \"%s\", nothing: 1}) { onboarding { id } } }"}`)
		send(bearer, `{"query": "{ business(id: \"%s\") { id } }"}`)
		send(bearer, `{"query": "{ businesses(after: \"%s\") { totalCount } }"}`)
	}
	send(how.bearer, `{"query": "mutation { completeOnboarding(input: {code: %s}) { onboarding { id } } }"}`)
	j.sendWordsOfADocument()
	for _, bearer := range []string{j.sandbox.AppSecret(), verifyToken, j.password} {
		j.graphql(bearer, completeOnboarding, map[string]any{"code": j.code(c.metaID)})
		j.ask("POST", "/graphql", `{"query": "{ viewer { name } }"}`, "Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(j.email+":"+bearer)))
	}
}

// sendWordsOfADocument has the validator quote a word of the document to the key that sent it, which it may.
func (j *journey) sendWordsOfADocument() {
	for n, document := range []string{"mutation { completeOnboarding(input: {code: %s}) { onboarding { id } } }", "{ viewer { %s } }"} {
		word := fmt.Sprintf("word_%d_of_a_document", n)
		j.canaries.add("word of a document", word)
		j.ask("POST", "/graphql", `{"query": "`+strings.ReplaceAll(document, "%s", word)+`"}`, "Authorization", "Bearer "+j.apiKey)
	}
}

// putSecretsIntoURLs asks for addresses that people make by mistake, and scanners on purpose.
func (j *journey) putSecretsIntoURLs() {
	code, token := j.code(j.newClient(1, 0, codeLife).metaID), j.anyToken()
	for _, path := range []string{
		"/connect?code=" + code, "/connect/" + code, "/admin/connect?access_token=" + token, "/admin/" + token, "/graphql?query={viewer{name}}&token=" + j.apiKey,
		"/" + j.apiKey, "/auth/sign-in?email=" + j.email + "&password=" + j.password, "/admin/sign-in?link=" + j.link("user", "link", "--email", j.email),
		"/deletion/" + code, "/meta/webhook?hub.mode=subscribe&hub.challenge=17&hub.verify_token=" + verifyToken,
		"/meta/webhook?hub.mode=subscribe&hub.challenge=" + verifyToken + "&hub.verify_token=" + verifyToken, "/meta/webhook?hub.verify_token=x" + verifyToken,
	} {
		j.ask("GET", path, "", "Accept", "text/html", "Referer", "https://example.com/?code="+code)
		j.ask("POST", path, "{}")
	}
}

// anyToken is a token that Meta gave to the program.
func (j *journey) anyToken() string {
	for _, record := range j.sandbox.Journal().Tokens {
		if token := j.tokens.token(record.SHA256); token != "" {
			return token
		}
	}
	j.t.Fatal("Meta gave no token")
	return ""
}

// tokenOf is the token of a business.
func (j *journey) tokenOf(metaID string) (token string) {
	for _, record := range j.sandbox.Journal().Tokens {
		if record.BusinessID == metaID {
			token = j.tokens.token(record.SHA256)
		}
	}
	return token
}

// pretendToBeMeta sends what only Meta may, with secrets in it.
func (j *journey) pretendToBeMeta() {
	c, ctx := j.newClient(1, 0, codeLife), j.t.Context()
	c.connectBy(ctx, invitation{bearer: j.apiKey}, 0)
	for _, h := range hostile {
		j.send(j.t, c, h.webhook, h.request)
	}
	if err := j.sandbox.WaitForDeliveries(ctx); err != nil {
		j.t.Error(err)
	}
	body := `{"object": "application", "access_token": "` + j.tokenOf(c.metaID) + `", "entry": [`
	j.ask("POST", "/meta/webhook", body, "X-Hub-Signature-256", "sha256="+j.sandbox.AppSecret())
	form := url.Values{"signed_request": {j.sandbox.AppSecret() + "." + base64.RawURLEncoding.EncodeToString([]byte(body))}}.Encode()
	for _, path := range []string{"/meta/deauthorize", "/meta/data-deletion"} {
		j.ask("POST", path, form, "Content-Type", "application/x-www-form-urlencoded")
		j.ask("POST", path, form+"%", "Content-Type", "application/x-www-form-urlencoded")
	}
}

// haveMetaFail has exchanges fail in every way, and then Meta repeat, in its errors and its lists, what it was sent.
func (j *journey) haveMetaFail() {
	ctx := j.t.Context()
	for _, kind := range []string{"reset", "reset_after", "truncated", "html", "html_after", "empty_after", "oversized", "gzip_bomb", "wrong_types", "error"} {
		c := j.newClient(1, 1, inHaste)
		code := j.code(c.metaID)
		j.sandbox.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: kind, Code: 2, Status: 500, Times: 1,
			Message: "An error for code=" + code + "&client_secret=" + j.sandbox.AppSecret() + ": " + url.QueryEscape(code) + " " + j.anyToken()})
		j.graphql(j.apiKey, completeOnboarding, map[string]any{"code": code})
		j.sandbox.ClearFaults()
	}
	c := j.newClient(120, 2, inHaste)
	c.connectBy(ctx, invitation{bearer: j.apiKey}, 10)
	token := j.tokenOf(c.metaID)
	repeat := metasandbox.Fault{Endpoint: "*", Kind: "error", Code: 2, Status: 500, Times: 6,
		Message: "access_token=" + token + " is " + j.sandbox.AppID() + "|" + j.sandbox.AppSecret() + "'s, " + url.QueryEscape(token)}
	j.sandbox.Fail(repeat)
	c.check(ctx)
	c.sync(ctx)
	j.now(job{kind: "refresh", BusinessID: c.businessID})
	j.sandbox.ClearFaults()
	j.sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "evil_next", Times: 1})
	c.sync(ctx)
	j.sandbox.ClearFaults()
}

// hang begins an exchange that Meta does not answer at all; the function that it returns waits until the caller knows how that ended.
func (j *journey) hang() (wait func()) {
	before := j.sandbox.Journal().Calls["exchange"]
	code := j.code(j.newClient(1, 1, inHaste).metaID)
	j.sandbox.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "hang", Times: 1})
	var calling sync.WaitGroup
	p := j.program
	calling.Go(func() {
		_, _ = j.call(context.Background(), p, j.apiKey, completeOnboarding, map[string]any{"code": code}) // the answer, if any, has been noted
	})
	waitUntil(j.t, inHaste, "the code is on its way", func() bool { return j.sandbox.Journal().Calls["exchange"] > before })
	return calling.Wait
}

// breakNetworks cuts the program's connections to Meta and to PostgreSQL while a client connects.
func (j *journey) breakNetworks() {
	for _, wire := range []*proxy{j.meta, j.database.wire} {
		for _, x := range []toxic{{"reset_peer", "downstream", `"timeout": 100`}, {"limit_data", "downstream", `"bytes": 1500`}, {"timeout", "upstream", `"timeout": 300`}} {
			heal := wire.poison(x)
			c := j.newClient(1, 1, 2*time.Second)
			c.connectBy(j.t.Context(), invitation{bearer: j.apiKey}, 0)
			heal()
		}
	}
}

// written are tables that get a row with a secret in it, sealed or hashed.
var written = []string{"attempts", "credentials", "sessions", "sign_in_links", "api_keys", "users", "webhook_secrets"}

// haveTheDatabaseRefuse has statements fail with errors that tell the row, and others take too long.
func (j *journey) haveTheDatabaseRefuse() {
	wait := j.hang() // which takes as long
	defer wait()
	for _, table := range written {
		j.database.execute("ALTER TABLE " + table + " ADD CONSTRAINT refused CHECK (false) NOT VALID")
		j.tryConnecting(3 * time.Second)
		j.rotate()
		j.lease()
		j.ask("POST", "/auth/sign-in", credentials(j.email, j.password))
		j.link("user", "link", "--email", "grace.hopper@example.com")
		j.key("create", "--name", "refused", "--scopes", "admin")
		j.capiconnect(j.password, nil, "user", "create", "--email", "refused@example.com", "--role", "VIEWER")
		j.database.execute("ALTER TABLE " + table + " DROP CONSTRAINT refused")
	}
	conn, err := j.database.connect(j.t.Context())
	if err != nil {
		j.t.Fatal(err)
	}
	defer conn.Close(context.Background()) // and with it the lock
	if _, err := conn.Exec(j.t.Context(), "BEGIN; LOCK TABLE attempts, sessions"); err != nil {
		j.t.Fatal(err)
	}
	j.tryConnecting(lockLimit)
}

// lockLimit is when the program has given up on a lock.
const lockLimit = 12 * time.Second

// tryConnecting gives one code to the program, once, and waits that long.
func (j *journey) tryConnecting(patience time.Duration) {
	ctx, cancel := context.WithTimeout(j.t.Context(), patience)
	defer cancel()
	code := j.code(j.newClient(1, 1, inHaste).metaID)
	_, _ = j.call(ctx, j.program, j.apiKey, completeOnboarding, map[string]any{"code": code}) // the answer, if any, has been noted
}

// dumpGoroutines has the program write down what all of its goroutines are at, while one waits for Meta, and end.
func (j *journey) dumpGoroutines() {
	wait := j.hang()
	j.program.signal(syscall.SIGQUIT)
	if !j.program.endsWithin(stopLimit) || !strings.Contains(j.program.String(), "SIGQUIT: quit") {
		j.t.Errorf("no dump: %s", tail(j.program.String()))
	}
	wait()
	j.sandbox.ClearFaults()
	j.hearOut()
}

// dieWithATokenInTheSpool kills the program when it has put a token aside, because its database was away, and looks at what lies there.
func (j *journey) dieWithATokenInTheSpool() {
	for tries := 0; j.spooled() == 0; tries++ {
		if tries == misses {
			j.t.Fatalf("no token in the spool: %s", tail(j.program.String()))
		}
		j.serve("spool.after_write=kill")
		connectingWithoutDatabase(j.t.Context(), j.installation)
		if !j.program.endsWithin(killWithin) {
			j.program.kill()
		}
		j.clients.Wait()
		j.hearOut()
	}
	j.searchFiles("DATA_DIR", j.dataDirs[0])
}

// endConnections ends one connection, while Meta repeats what it was sent, and erases it.
func (j *journey) endConnections() {
	ctx := j.t.Context()
	c := j.newClient(1, 1, inHaste)
	c.connectBy(ctx, invitation{bearer: j.apiKey}, 0)
	j.sandbox.Fail(metasandbox.Fault{Endpoint: "*", Kind: "error", Code: 2, Status: 500, Times: 2, Message: "access_token=" + j.tokenOf(c.metaID)})
	c.disconnect(ctx)
	j.sandbox.ClearFaults()
	c.disconnect(ctx)
	c.erase(ctx)
}

// readMetrics reads what the program tells to its operator's machines.
func (j *journey) readMetrics() {
	for _, path := range []string{"/metrics", "/readyz", "/livez"} {
		j.askAt(j.program.served.Load().ops, "GET", path, "")
	}
}
