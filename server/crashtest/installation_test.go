package crashtest

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"capiconnect/meta/metasandbox"
	"capiconnect/models/seal"
)

// installation is all that belongs together: one or more replicas of the program, their database and keyset, and Meta.
type installation struct {
	t        *testing.T
	apiKey   string
	canaries *canaries
	client   *http.Client
	database *database
	dice     *dice
	door     *httptest.Server // where Meta delivers to whichever replica runs
	keyset   string           // path of the keyset's file
	upstream *httptest.Server // Meta
	meta     *proxy           // the network between the program and Meta
	receiver *receiver        // a partner's server; nil while nobody listens
	sandbox  *metasandbox.Sandbox
	told     *told
	tokens   *overheard

	databaseURL, metaURL string   // what the program is given
	settings             []string // and what else, for a scenario of its own

	clients sync.WaitGroup // those that a scenario has let go

	mu       sync.Mutex
	born     int            // clients so far
	dataDirs map[int]string // by replica
	frozen   []*program
	running  []*program
	faults   []string // what programs have written and must not
	window   window
}

const verifyToken = "verify-token-of-the-crash-tests"

// install prepares everything but the first start of the program.
func install(t *testing.T) *installation {
	t.Helper()
	in := prepare(t, (*database).startFleeting)
	in.databaseURL, in.metaURL = in.database.direct(), in.upstream.URL
	in.makeAPIKey()
	return in
}

// installBreakable is install with networks that can be broken, to a PostgreSQL that can be killed.
func installBreakable(t *testing.T) *installation {
	t.Helper()
	in := prepare(t, (*database).startDurable)
	in.databaseURL, in.metaURL = in.database.wired(), "http://"+in.meta.address
	in.makeAPIKey()
	return in
}

func (in *installation) makeAPIKey() {
	in.t.Helper()
	in.apiKey = in.command("api-key", "create", "--name", "crash test", "--scopes", "admin")
	in.canaries.add("API key", in.apiKey)
}

func prepare(t *testing.T, startDatabase func(*database)) *installation {
	t.Helper()
	in := &installation{
		t: t, client: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 35 * time.Second}, dice: newDice(t.Name()),
		canaries: newCanaries(), sandbox: metasandbox.New(metasandbox.Options{RequireProof: true}), dataDirs: map[int]string{}, window: window{},
	}
	t.Logf("CRASH_SEED=%d", seed())
	in.canaries.add("app secret", in.sandbox.AppSecret())
	in.canaries.add("verify token", verifyToken)
	in.told = newTold(in.canaries)
	in.tokens = &overheard{sandbox: in.sandbox, canaries: in.canaries, raw: map[string]string{}}
	in.upstream = httptest.NewServer(in.tokens)
	t.Cleanup(in.upstream.Close)
	t.Cleanup(in.sandbox.Close)
	in.meta = newProxy(t, in.upstream.Listener.Addr().String())
	in.database = newDatabase(t)
	startDatabase(in.database)
	in.door = httptest.NewServer(http.HandlerFunc(in.deliver))
	t.Cleanup(in.door.Close)
	t.Cleanup(in.killAll)
	in.writeKeyset()
	return in
}

func (in *installation) writeKeyset() {
	in.t.Helper()
	encoded, err := seal.NewKeyset()
	if err == nil {
		in.canaries.add("keyset", encoded)
		in.keyset = filepath.Join(in.t.TempDir(), "keyset")
		err = os.WriteFile(in.keyset, []byte(encoded+"\n"), 0o600)
	}
	if err != nil {
		in.t.Fatal(err)
	}
}

// environment is what a replica gets to see, and nothing else.
func (in *installation) environment(replica int, more ...string) []string {
	in.mu.Lock()
	defer in.mu.Unlock()
	dir, ok := in.dataDirs[replica]
	if !ok {
		dir = filepath.Join(in.t.TempDir(), "data-"+strconv.Itoa(replica))
		in.dataDirs[replica] = dir
	}
	return slices.Concat([]string{
		"DATABASE_URL=" + in.databaseURL, "DATA_DIR=" + dir, "ENCRYPTION_KEYSET_FILE=" + in.keyset, "HOME=" + dir,
		"LISTEN_ADDR=127.0.0.1:0", "LOG_LEVEL=debug", "META_APP_ID=" + in.sandbox.AppID(), "META_APP_SECRET=" + in.sandbox.AppSecret(),
		"META_CONFIG_ID=" + in.sandbox.ConfigID(), "META_DIALOG_URL=" + in.metaURL, "META_GRAPH_URL=" + in.metaURL,
		"META_SDK_URL=" + in.metaURL + "/en_US/sdk.js", "META_WEBHOOK_VERIFY_TOKEN=" + verifyToken, "OPS_ADDR=127.0.0.1:0",
		"PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(),
	}, in.settings, more)
}

// command runs a command of the program beside it and returns what it printed.
func (in *installation) command(args ...string) string {
	in.t.Helper()
	code, stdout, stderr := in.execute("", nil, args...)
	if code != 0 {
		in.t.Fatalf("%v ended with %d: %s", args, code, stderr)
	}
	return strings.TrimSpace(stdout)
}

// execute is command for one that may fail, reads from its standard input, or has other settings.
func (in *installation) execute(stdin string, settings []string, args ...string) (code int, stdout, stderr string) {
	in.t.Helper()
	path, err := build()
	if err != nil {
		in.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute) // for one that goes on instead of failing
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	var out, complaint bytes.Buffer
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = in.environment(0, settings...), strings.NewReader(stdin), &out, &complaint
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		in.t.Fatalf("%v: %v", args, err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), complaint.String()
}

// start starts a replica. failpoints is what FAILPOINTS says, empty for none. One of those may end the program while it starts; then
// it is returned all the same.
func (in *installation) start(replica int, failpoints string) *program {
	in.t.Helper()
	return in.startAs(replica, failpoints, "serve")
}

// startAs is start for a replica that has only one side of the work: "serve", "--no-workers" or "work".
func (in *installation) startAs(replica int, failpoints string, command ...string) *program {
	in.t.Helper()
	p := in.launch(replica, failpoints, command...)
	if err := p.awaitServing(); err != nil && !(errors.Is(err, errEnded) && failpoints != "") {
		in.t.Fatalf("%v: %s", err, p)
	}
	return p
}

// launch is startAs without waiting until the replica serves.
func (in *installation) launch(replica int, failpoints string, command ...string) *program {
	in.t.Helper()
	p, err := launch(in.environment(replica, "FAILPOINTS="+failpoints), command...)
	if err != nil {
		in.t.Fatal(err)
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	in.running = append(in.running, p)
	return p
}

// ends is to be called for each program that has ended: it looks at what that has written.
func (in *installation) ends(p *program) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for i, of := range in.running {
		if of == p {
			in.running = append(in.running[:i], in.running[i+1:]...)
			in.faults = append(in.faults, p.faults(in.canaries)...)
			return
		}
	}
}

// fault notes what must not happen.
func (in *installation) fault(what string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.faults = append(in.faults, what)
}

// hide takes a replica that is frozen out of the load balancer's list, and show puts it back.
func (in *installation) hide(p *program) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.running = slices.DeleteFunc(in.running, func(of *program) bool { return of == p })
	in.frozen = append(in.frozen, p)
}

func (in *installation) show(p *program) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.frozen = slices.DeleteFunc(in.frozen, func(of *program) bool { return of == p })
	in.running = append(in.running, p)
}

// kill kills a replica, and keeps what it had counted.
func (in *installation) kill(p *program) {
	in.window.add(p.metrics())
	p.kill()
	in.ends(p)
}

func (in *installation) killAll() {
	for _, p := range append(in.programs(), in.frozen...) {
		p.kill()
		in.ends(p)
	}
}

// programs are those that are believed to run.
func (in *installation) programs() []*program {
	in.mu.Lock()
	defer in.mu.Unlock()
	return append([]*program{}, in.running...)
}

// any picks a program that serves, waiting for one if need be; nil when ctx ends first.
func (in *installation) any(ctx context.Context) *program {
	for {
		serving := in.programs()
		in.dice.shuffle(len(serving), func(i, j int) { serving[i], serving[j] = serving[j], serving[i] })
		for _, p := range serving {
			if p.serves() {
				return p
			}
		}
		if !pause(ctx, pollEvery) {
			return nil
		}
	}
}
