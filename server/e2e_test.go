package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"capiconnect/meta/metasandbox"
	"capiconnect/models/modelstest"
	"capiconnect/models/seal"
)

// lockedBuffer is what a running program writes to.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

// installation is the program itself, run as `serve`, between a sandbox and a database of its own.
type installation struct {
	t       testing.TB
	env     map[string]string
	output  *lockedBuffer // standard output and error, at debug level
	sandbox *metasandbox.Sandbox
	url     string
}

func install(t testing.TB) *installation {
	t.Helper()
	keyset, err := seal.NewKeyset()
	if err != nil {
		t.Fatal(err)
	}
	i := &installation{t: t, output: &lockedBuffer{}, sandbox: metasandbox.New(metasandbox.Options{RequireProof: true})}
	upstream := httptest.NewServer(i.sandbox)
	t.Cleanup(upstream.Close)
	i.env = map[string]string{
		"DATABASE_URL": modelstest.Database(t), "DATA_DIR": t.TempDir(), "ENCRYPTION_KEYSET": keyset, "LISTEN_ADDR": "127.0.0.1:0",
		"LOG_LEVEL": "debug", "META_APP_ID": i.sandbox.AppID(), "META_APP_SECRET": i.sandbox.AppSecret(), "META_CONFIG_ID": i.sandbox.ConfigID(),
		"META_GRAPH_URL": upstream.URL, "META_DIALOG_URL": upstream.URL, "META_SDK_URL": upstream.URL + "/en_US/sdk.js", "OPS_ADDR": "127.0.0.1:0",
	}
	return i
}

var servedAt = regexp.MustCompile(`CAPI Connect is at (\S+)/admin/`)

// start runs the program until stop is called, which returns its exit code.
func (i *installation) start() (stop func() int) {
	i.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	exited := make(chan int, 1)
	go func() {
		exited <- run(ctx, []string{"serve"}, i.getenv, strings.NewReader(""), i.output, i.output)
	}()
	deadline := time.After(30 * time.Second)
	for i.url == "" {
		select {
		case code := <-exited:
			i.t.Fatalf("the program ended with %d: %s", code, i.output)
		case <-deadline:
			i.t.Fatalf("the program does not start: %s", i.output)
		case <-time.After(time.Millisecond):
			if match := servedAt.FindStringSubmatch(i.output.String()); match != nil {
				i.url = match[1]
			}
		}
	}
	return sync.OnceValue(func() int {
		cancel()
		return <-exited
	})
}

func (i *installation) getenv(name string) string { return i.env[name] }

// command runs a command beside the program and returns what it printed.
func (i *installation) command(args ...string) string {
	i.t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(i.t.Context(), args, i.getenv, strings.NewReader(""), &stdout, &stderr); code != exitOK {
		i.t.Fatalf("%v ended with %d: %s", args, code, &stderr)
	}
	return strings.TrimSpace(stdout.String())
}

func (i *installation) apiKey(scopes string) string {
	return i.command("api-key", "create", "--name", "e2e", "--scopes", scopes)
}

func (i *installation) code(request metasandbox.CodeRequest) string {
	i.t.Helper()
	code, err := i.sandbox.IssueCode(request)
	if err != nil {
		i.t.Fatal(err)
	}
	return code
}

// ask calls the API and returns the status and body of the answer.
func (i *installation) ask(bearer, document string, variables map[string]any) (int, string) {
	i.t.Helper()
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		i.t.Fatal(err)
	}
	return i.post("/graphql", "Bearer "+bearer, string(body))
}

func (i *installation) post(path, authorization, body string) (int, string) {
	i.t.Helper()
	request, err := http.NewRequestWithContext(i.t.Context(), http.MethodPost, i.url+path, strings.NewReader(body))
	if err != nil {
		i.t.Fatal(err)
	}
	request.Header.Set("Authorization", authorization)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		i.t.Fatal(err)
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		i.t.Fatal(err)
	}
	return response.StatusCode, string(read)
}

// letsIn tells whether a browser would let a page of origin call the API.
func (i *installation) letsIn(origin string) bool {
	i.t.Helper()
	request, err := http.NewRequestWithContext(i.t.Context(), http.MethodOptions, i.url+"/graphql", nil)
	if err != nil {
		i.t.Fatal(err)
	}
	request.Header.Set("Origin", origin)
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		i.t.Fatal(err)
	}
	defer response.Body.Close()
	return response.Header.Get("Access-Control-Allow-Origin") == origin
}

const (
	coffee = "417283905516204"
	retail = "9174002938475561"

	completeDocument = `mutation ($code: String!) { completeOnboarding(input: {code: $code}) {
		onboarding { id status problem { code message action } }
		business { id name status ownedDatasets { totalCount edges { node { name } } } sharedDatasets { totalCount } }
		userErrors { code message }
	} }`
	revokeDocument = `mutation ($id: ID!) { revokeConnection(input: {businessId: $id}) {
		business { status problem { code } } receipt { outcome verified fbtraceIds } userErrors { code message }
	} }`
)

var businessID = regexp.MustCompile(`"business":\s*\{"id":\s*"([^"]+)"`)

// A partner's backend walks the whole way: a code becomes a business, given again it gets the same answer, and the end comes with proof.
func TestEndToEndABusinessComesAndGoes(t *testing.T) {
	t.Parallel()
	i := install(t)
	stop := i.start()
	key := i.apiKey("onboardings:write,businesses:read,connections:revoke")

	code := i.code(metasandbox.CodeRequest{BusinessID: retail})
	status, connected := i.ask(key, completeDocument, map[string]any{"code": code})
	if status != http.StatusOK || !strings.Contains(connected, `"COMPLETED"`) || !strings.Contains(connected, `"totalCount":1250`) {
		t.Fatalf("%d %s", status, connected)
	}
	if _, again := i.ask(key, completeDocument, map[string]any{"code": code}); again != connected {
		t.Errorf("the same code was answered otherwise: %s", again)
	}
	id := businessID.FindStringSubmatch(connected)[1]
	if _, revoked := i.ask(key, revokeDocument, map[string]any{"id": id}); !strings.Contains(revoked, `"DISCONNECTED"`) || !strings.Contains(revoked, `"verified":true`) {
		t.Errorf("revoking: %s", revoked)
	}
	if code := stop(); code != exitOK {
		t.Errorf("the program ended with %d", code)
	}
}

// The database may be away at any moment. While it is, no code is burnt; when it is back, the same program goes on.
func TestEndToEndWithoutADatabaseNoCodeIsBurnt(t *testing.T) {
	t.Parallel()
	i := install(t)
	stop := i.start()
	defer stop()
	key := i.apiKey("onboardings:write,businesses:read")
	if status, _ := i.ask(key, `{ viewer { name } }`, nil); status != http.StatusOK {
		t.Fatalf("%d", status)
	}
	config, err := pgx.ParseConfig(i.env["DATABASE_URL"])
	if err != nil {
		t.Fatal(err)
	}
	elsewhere, err := pgx.Connect(t.Context(), modelstest.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	defer elsewhere.Close(context.WithoutCancel(t.Context()))
	execute := func(statement string) {
		t.Helper()
		if _, err := elsewhere.Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	execute("ALTER DATABASE " + config.Database + " ALLOW_CONNECTIONS false")
	execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + config.Database + "'")

	code := i.code(metasandbox.CodeRequest{BusinessID: coffee})
	status, answer := i.ask(key, completeDocument, map[string]any{"code": code})
	if !strings.Contains(answer, "UNAVAILABLE") && status != http.StatusServiceUnavailable {
		t.Errorf("without a database: %d %s\n%s", status, answer, i.output.String())
	}
	if calls := i.sandbox.Journal().Calls["exchange"]; calls != 0 {
		t.Errorf("%d exchanges without a database", calls)
	}

	execute("ALTER DATABASE " + config.Database + " ALLOW_CONNECTIONS true")
	for tries := 0; !strings.Contains(answer, `"COMPLETED"`); tries++ { // each broken connection may cost one answer
		if tries == 50 {
			t.Fatalf("when it is back: %d %s", status, answer)
		}
		status, answer = i.ask(key, completeDocument, map[string]any{"code": code})
	}
	if calls := i.sandbox.Journal().Calls["exchange"]; calls != 1 {
		t.Errorf("%d exchanges", calls)
	}
}

func TestEndToEndADemoOffersASignInLink(t *testing.T) {
	t.Parallel()
	i := install(t)
	i.env = map[string]string{"DATABASE_URL": i.env["DATABASE_URL"], "DATA_DIR": i.env["DATA_DIR"], "LISTEN_ADDR": "127.0.0.1:0", "OPS_ADDR": "127.0.0.1:0"}
	ctx, cancel := context.WithCancel(context.Background())
	exited := make(chan int, 1)
	go func() { exited <- run(ctx, []string{"demo"}, i.getenv, strings.NewReader(""), i.output, i.output) }()
	link := regexp.MustCompile(`(?m)^Sign in: (http://localhost:\d+)/admin/sign-in#link=(\S+)$`)
	var offered []string
	for deadline := time.After(60 * time.Second); offered == nil; {
		select {
		case code := <-exited:
			t.Fatalf("the demo ended with %d: %s", code, i.output)
		case <-deadline:
			t.Fatalf("no link: %s", i.output)
		case <-time.After(20 * time.Millisecond):
			offered = link.FindStringSubmatch(i.output.String())
		}
	}
	i.url = offered[1]
	if status, body := i.post("/auth/link", "", `{"token":"`+offered[2]+`"}`); status != http.StatusNoContent {
		t.Errorf("signing in: %d %s", status, body)
	}
	if status, _ := i.post("/auth/link", "", `{"token":"`+offered[2]+`"}`); status != http.StatusUnauthorized {
		t.Errorf("the link worked twice: %d", status)
	}
	if !i.letsIn(exampleOrigins[0]) || i.letsIn("http://localhost:4005") {
		t.Error("a demo lets in other pages than those of the examples")
	}
	cancel()
	if code := <-exited; code != exitOK {
		t.Errorf("the demo ended with %d", code)
	}
}
