package onboarding_test

import (
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/models/modelstest"
	"capiconnect/models/seal"
	"capiconnect/onboarding"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

// Businesses of the sandbox's world.
const (
	coffee    = "417283905516204"  // 3 owned datasets
	empty     = "9283746501928374" // no datasets
	retail    = "9174002938475561" // 1,250 owned and 3 shared
	florist   = "9655501234987612" // shared datasets only
	threshold = 15 * time.Second   // far longer than anything here takes
)

// clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

type bundle struct {
	*onboarding.Service
	t       *testing.T
	clock   *clock
	sandbox *metasandbox.Sandbox
	store   *models.Store
	config  onboarding.Config
}

func setup(t *testing.T) *bundle {
	t.Helper()
	c := &clock{now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	sandbox := metasandbox.New(metasandbox.Options{Now: c.Now, RequireProof: true})
	server := httptest.NewServer(sandbox)
	t.Cleanup(server.Close)
	store := modelstest.Open(t)
	changes := models.NewChanges(store)
	background(t, changes.Listen)
	b := &bundle{t: t, clock: c, sandbox: sandbox, store: store, config: onboarding.Config{
		Store: store, Changes: changes, Sealer: newSealer(t), Now: c.Now, PublicURL: "https://capi.example.com",
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Meta: meta.New(meta.Config{
			AppID: sandbox.AppID(), AppSecrets: []meta.Secret{meta.NewSecret(sandbox.AppSecret())}, Version: "v26.0",
			GraphURL: server.URL, Now: c.Now, Timeout: time.Second,
		}),
		Login: onboarding.LoginConfiguration{AppID: sandbox.AppID(), ConfigID: sandbox.ConfigID(), Permissions: []string{"ads_read", "business_management"}},
	}}
	b.Service = b.start(b.config)
	return b
}

// start is another replica, or the program after a restart.
func (b *bundle) start(config onboarding.Config) *onboarding.Service {
	b.t.Helper()
	service, err := onboarding.New(b.t.Context(), config)
	if err != nil {
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

func background(t *testing.T, run func(context.Context)) {
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

func newSealer(t *testing.T) *seal.Sealer {
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

// staff is a context on behalf of an operator.
func (b *bundle) staff() context.Context {
	return onboarding.WithActor(b.t.Context(), onboarding.Actor{Kind: models.ActorUser, ID: uuid.MustParse("00000000-0000-7000-8000-000000000001"), Name: "op@example.com", Role: models.Operator})
}

// holder is a context on behalf of a browser with the onboarding's token.
func (b *bundle) holder(o *models.Onboarding) context.Context {
	return onboarding.WithActor(b.t.Context(), onboarding.Actor{Kind: models.ActorOnboardingToken, ID: o.ID, Name: "onboarding " + o.SupportCode, OnboardingID: o.ID})
}

func (b *bundle) code(request metasandbox.CodeRequest) string {
	b.t.Helper()
	code, err := b.sandbox.IssueCode(request)
	if err != nil {
		b.t.Fatal(err)
	}
	return code
}

func (b *bundle) create(input onboarding.CreateInput) *models.Onboarding {
	b.t.Helper()
	o, token, err := b.Create(b.staff(), input)
	if err != nil || token == nil {
		b.t.Fatalf("creating an onboarding: %v", err)
	}
	return o
}

// connect onboards a business of the sandbox.
func (b *bundle) connect(metaID string) *models.Business {
	b.t.Helper()
	o, err := b.Complete(b.staff(), onboarding.CompleteInput{Code: b.code(metasandbox.CodeRequest{BusinessID: metaID})})
	if err != nil || o.Status != models.OnboardingCompleted {
		b.t.Fatalf("connecting %s: %+v, %v", metaID, o, err)
	}
	return b.business(*o.BusinessID)
}

func (b *bundle) business(id uuid.UUID) *models.Business {
	b.t.Helper()
	business, err := b.store.Business(b.t.Context(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	return business
}

func (b *bundle) calls(endpoint string) int { return b.sandbox.Journal().Calls[endpoint] }

func (b *bundle) count(query string, args ...any) (count int) {
	b.t.Helper()
	if err := b.store.Pool().QueryRow(b.t.Context(), query, args...).Scan(&count); err != nil {
		b.t.Fatal(err)
	}
	return count
}

// liveTokens is how many tokens work at Meta.
func (b *bundle) liveTokens() (alive int) {
	for _, token := range b.sandbox.Journal().Tokens {
		if token.Alive {
			alive++
		}
	}
	return alive
}
