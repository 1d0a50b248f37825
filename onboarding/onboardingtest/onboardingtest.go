// Package onboardingtest sets a whole workflow up for a test: a Service on a database of its own, talking over HTTP to a sandbox of
// its own, in a time that the test moves. It must only be imported by tests.
package onboardingtest

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"capiconnect/doctor"
	"capiconnect/meta"
	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/models/modelstest"
	"capiconnect/models/seal"
	"capiconnect/onboarding"
	"capiconnect/onboarding/egress"
)

// Businesses of the sandbox's world.
const (
	Coffee  = "417283905516204"  // 3 owned datasets
	Empty   = "9283746501928374" // no datasets
	Florist = "9655501234987612" // shared datasets only
	Retail  = "9174002938475561" // 1,250 owned and 3 shared
)

// threshold is far longer than anything here takes.
const threshold = 15 * time.Second

// Clock is a time that tests move.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now implements the time of everything in a Bundle.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// NowOrNil implements the time of the job queue.
func (c *Clock) NowOrNil() *time.Time {
	now := c.Now()
	return &now
}

// Advance moves the time on.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Bundle is a workflow and all that it works with.
type Bundle struct {
	*onboarding.Service
	t        testing.TB
	Clock    *Clock
	Config   onboarding.Config
	GraphURL string // of the sandbox
	Sandbox  *metasandbox.Sandbox
	Store    *models.Store
}

// Setup gives t a workflow of its own.
func Setup(t testing.TB) *Bundle {
	t.Helper()
	c := &Clock{now: time.Date(2126, 11, 22, 9, 0, 0, 0, time.UTC)} // by the queue's rescuer, which has the real time, nothing here is old
	sandbox := metasandbox.New(metasandbox.Options{Now: c.Now, RequireProof: true})
	server := httptest.NewServer(sandbox)
	t.Cleanup(server.Close)
	store := modelstest.Open(t)
	changes := models.NewChanges(store)
	Background(t, changes.Listen)
	log := slog.New(panicless{slog.DiscardHandler, t})
	throttle := onboarding.NewThrottle(store, c.Now, log)
	b := &Bundle{t: t, Clock: c, GraphURL: server.URL, Sandbox: sandbox, Store: store, Config: onboarding.Config{
		Store: store, Changes: changes, Sealer: NewSealer(t), Now: c.Now, PublicURL: "https://capi.example.com",
		Log: log, Throttle: throttle, DataDir: t.TempDir(), QueueTime: c,
		Egress: egress.Rules{Loopback: true}, // receivers run in the test
		Meta: meta.New(meta.Config{
			AppID: sandbox.AppID(), AppSecrets: []meta.Secret{meta.NewSecret(sandbox.AppSecret())}, Version: "v26.0",
			GraphURL: server.URL, Now: c.Now, Timeout: 4 * time.Second, Admit: throttle.Admit, OnCall: throttle.Observe,
		}),
		Login: onboarding.LoginConfiguration{AppID: sandbox.AppID(), ConfigID: sandbox.ConfigID(), Permissions: []string{"ads_read", "business_management"}},
	}}
	t.Cleanup(b.tellJobs)
	b.Service = b.Start(b.Config)
	return b
}

// tellJobs shows what has become of the jobs when the test has failed.
func (b *Bundle) tellJobs() {
	if !b.t.Failed() {
		return
	}
	rows, err := b.Store.Pool().Query(context.Background(), `SELECT concat_ws(' ', id, kind, args, state, attempt, attempted_at, scheduled_at, errors[cardinality(errors)]) FROM river_job ORDER BY id`)
	if err != nil {
		return
	}
	b.t.Logf("the jobs at the end (it is %s):", b.Clock.Now())
	for rows.Next() {
		var job string
		if rows.Scan(&job) == nil {
			b.t.Log(job)
		}
	}
}

// panicless fails the test when the log tells of a panic, which the workflow survives and so would hide.
type panicless struct {
	slog.Handler
	t testing.TB
}

// Enabled implements slog.Handler.
func (panicless) Enabled(context.Context, slog.Level) bool { return true }

// Handle implements slog.Handler.
func (h panicless) Handle(_ context.Context, record slog.Record) error {
	if strings.Contains(record.Message, "panicked") {
		record.Attrs(func(attr slog.Attr) bool {
			h.t.Errorf("%s: %s", record.Message, attr)
			return true
		})
	}
	return nil
}

// Doctor checks the workflow, which nobody has made public: it is to be found at publicURL.
func (b *Bundle) Doctor(publicURL *url.URL, change ...func(*doctor.Config)) *doctor.Doctor {
	config := doctor.Config{
		Store: b.Store, Meta: b.Config.Meta, MetaIsHere: true, Sealer: b.Config.Sealer, DataDir: b.Config.DataDir, Login: b.Config.Login,
		PublicURL: publicURL, VerifyToken: meta.NewSecret("verify-me"), Now: b.Clock.Now,
	}
	config.Login.GraphVersion = "v26.0"
	for _, c := range change {
		c(&config)
	}
	return doctor.New(config)
}

// Start is another replica, or the program after a restart.
func (b *Bundle) Start(config onboarding.Config) *onboarding.Service {
	b.t.Helper()
	service, err := onboarding.New(b.t.Context(), config)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := service.Start(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), threshold)
		defer cancel()
		if err := service.Drain(ctx); err != nil {
			b.t.Errorf("work is left over: %v", err)
		}
	})
	return service
}

// Background lets run go on until the test ends.
func Background(t testing.TB, run func(context.Context)) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		run(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
}

// NewSealer makes a sealer with a keyset that nobody else has.
func NewSealer(t testing.TB) *seal.Sealer {
	t.Helper()
	keyset, err := seal.NewKeyset()
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.New(keyset)
	if err != nil {
		t.Fatal(err)
	}
	return sealer
}

// Pass lets time go by once the jobs under way have ended their turns, and those whose time has come get theirs at once.
func (b *Bundle) Pass(d time.Duration) {
	b.t.Helper()
	for deadline := time.Now().Add(threshold); b.Count("SELECT count(*) FROM river_job WHERE state = 'running'") > 0; {
		if time.Now().After(deadline) {
			b.t.Fatal("jobs do not end")
		}
	}
	b.Clock.Advance(d)
	_, err := b.Store.Pool().Exec(b.t.Context(), `UPDATE river_job SET state = 'available' WHERE state IN ('scheduled', 'retryable') AND scheduled_at <= $1`, b.Clock.Now())
	if err != nil {
		b.t.Fatal(err)
	}
}

// Hurry gives a job its turn at once that otherwise comes with the time: "tend", "schedule", "reconcile", "retain", "rekey".
func (b *Bundle) Hurry(kind string) {
	b.t.Helper()
	queue, err := river.NewClient(riverpgxv5.New(b.Store.Pool()), &river.Config{})
	if err == nil {
		_, err = queue.Insert(b.t.Context(), jobArgs{kind}, &river.InsertOpts{Queue: "upkeep", ScheduledAt: b.Clock.Now()})
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// jobArgs is a job that is known by its kind alone.
type jobArgs struct{ kind string }

// Kind implements river.JobArgs.
func (j jobArgs) Kind() string { return j.kind }

// Staff is a context on behalf of an operator.
func (b *Bundle) Staff() context.Context {
	return onboarding.WithActor(b.t.Context(), onboarding.Actor{Kind: models.ActorUser, ID: uuid.MustParse("00000000-0000-7000-8000-000000000001"), Name: "op@example.com", Role: models.Operator})
}

// Holder is a context on behalf of a browser with the onboarding's token.
func (b *Bundle) Holder(o *models.Onboarding) context.Context {
	return onboarding.WithActor(b.t.Context(), onboarding.Actor{Kind: models.ActorOnboardingToken, ID: o.ID, Name: "onboarding " + o.SupportCode, OnboardingID: o.ID, Link: o.Link})
}

func (b *Bundle) Code(request metasandbox.CodeRequest) string {
	b.t.Helper()
	code, err := b.Sandbox.IssueCode(request)
	if err != nil {
		b.t.Fatal(err)
	}
	return code
}

func (b *Bundle) Invite(input onboarding.CreateInput) *models.Onboarding {
	b.t.Helper()
	o, token, err := b.Create(b.Staff(), input)
	if err != nil || token == nil {
		b.t.Fatalf("creating an onboarding: %v", err)
	}
	return o
}

// Connect onboards a business of the sandbox.
func (b *Bundle) Connect(metaID string) *models.Business {
	b.t.Helper()
	o, err := b.Complete(b.Staff(), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: metaID})})
	if err != nil || o.Status != models.OnboardingCompleted {
		b.t.Fatalf("connecting %s: %+v, %v", metaID, o, err)
	}
	return b.Business(*o.BusinessID)
}

func (b *Bundle) Business(id uuid.UUID) *models.Business {
	b.t.Helper()
	business, err := b.Store.Business(b.t.Context(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	return business
}

func (b *Bundle) Calls(endpoint string) int { return b.Sandbox.Journal().Calls[endpoint] }

func (b *Bundle) Count(query string, args ...any) (count int) {
	b.t.Helper()
	if err := b.Store.Pool().QueryRow(b.t.Context(), query, args...).Scan(&count); err != nil {
		b.t.Fatal(err)
	}
	return count
}

// LiveTokens is how many tokens work at Meta.
func (b *Bundle) LiveTokens() (alive int) {
	for _, token := range b.Sandbox.Journal().Tokens {
		if token.Alive {
			alive++
		}
	}
	return alive
}
