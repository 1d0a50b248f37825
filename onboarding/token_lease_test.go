package onboarding_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// Datasets of Coffee besides app.
const shop = "880214467310925"

// backend is a context on behalf of a partner's backend with an API key of its own, for a workflow that leases tokens.
func backend(t *testing.T, b *onboardingtest.Bundle, scopes ...models.Scope) context.Context {
	t.Helper()
	b.Service.TokenLeases = true
	key, _, err := b.Access.CreateAPIKey(b.Staff(), onboarding.CreateAPIKeyInput{Name: "event sender", Scopes: append(scopes, models.ScopeTokensLease)})
	if err != nil {
		t.Fatal(err)
	}
	return onboarding.WithActor(t.Context(), onboarding.Actor{Kind: models.ActorAPIKey, ID: key.ID, Name: key.Name, Scopes: key.ScopeList()})
}

func leaseOf(t *testing.T, b *onboardingtest.Bundle, business *models.Business, metaID string) onboarding.LeaseInput {
	t.Helper()
	return onboarding.LeaseInput{BusinessID: business.ID, DatasetID: dataset(t, b, metaID), Purpose: "send the shop's purchases"}
}

func leased(t *testing.T, ctx context.Context, b *onboardingtest.Bundle, business *models.Business) *onboarding.LeasedToken {
	t.Helper()
	got, err := b.LeaseToken(ctx, leaseOf(t, b, business, shop))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// lives tells whether a token works at Meta.
func lives(t *testing.T, b *onboardingtest.Bundle, token string) bool {
	t.Helper()
	for _, issued := range b.Sandbox.IssuedTokens() {
		if issued.Token == token {
			return issued.Alive
		}
	}
	t.Fatal("Meta has never issued this token")
	return false
}

func leaseRow(t *testing.T, b *onboardingtest.Bundle, id uuid.UUID) *models.TokenLease {
	t.Helper()
	l, err := b.Store.TokenLease(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// assertEnded asserts that a lease is over for a reason, with Meta's word or without, and that its token is stored no more.
func assertEnded(t *testing.T, b *onboardingtest.Bundle, l *models.TokenLease, why models.TokenLeaseEnd, verified bool) {
	t.Helper()
	if l.EndedAt == nil || *l.EndReason != why || l.EndVerified != verified || l.State(b.Clock.Now()) != models.TokenLeaseOver {
		t.Errorf("the lease is %+v", l)
	}
	if b.Count("SELECT count(*) FROM credentials WHERE id = $1 AND (state <> 'RETIRED' OR ciphertext IS NOT NULL)", l.CredentialID) != 0 {
		t.Error("its token is still stored")
	}
}

func TestALeasedTokenReachesOneDataset(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	business := b.Connect(onboardingtest.Coffee)
	got := leased(t, backend(t, b), b, business)
	token := meta.NewToken(got.Token)
	event := meta.Event{ID: "1", Name: "Purchase", Time: b.Clock.Now(), ActionSource: "system_generated", Email: "a@example.com"}
	if _, err := b.Config.Meta.SendTestEvent(t.Context(), token, shop, "TEST1", event); err != nil {
		t.Errorf("its dataset does not take an event: %v", err)
	}
	if _, err := b.Config.Meta.SendTestEvent(t.Context(), token, app, "TEST1", event); err == nil {
		t.Error("another dataset takes an event")
	}
	if _, err := b.Config.Meta.DatasetToken(t.Context(), token, business.MetaID, shop, "ads_read"); err == nil {
		t.Error("it makes other tokens")
	}
	l := leaseRow(t, b, got.ID)
	if l.State(b.Clock.Now()) != models.TokenLeaseActive || l.LeasedBy != "event sender" || l.DatasetMetaID != shop || l.ExpiresAt.Sub(b.Clock.Now()).Round(time.Minute) != 60*24*time.Hour {
		t.Errorf("got %+v", l)
	}
	if b.Count("SELECT count(*) FROM audit_events WHERE subject_id = $1 AND actor_kind = 'API_KEY' AND action IN ('token lease: requested', 'token lease: granted')", l.ID) != 2 {
		t.Error("the audit does not tell who was given it")
	}
	var sealed []byte
	if err := b.Store.Pool().QueryRow(t.Context(), "SELECT ciphertext FROM credentials WHERE id = $1", l.CredentialID).Scan(&sealed); err != nil || len(sealed) == 0 || bytes.Contains(sealed, []byte(got.Token)) {
		t.Errorf("%d bytes are stored, %v", len(sealed), err)
	}
}

// Whoever has another way in must not come by a token with it; nor may anybody where the operator has not switched it on.
func TestOnlyKeysLeaseTokensAndOnlyWhereThatIsOn(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	o := b.Invite(onboarding.CreateInput{})
	business := b.Connect(onboardingtest.Coffee)
	key := backend(t, b)
	in := leaseOf(t, b, business, shop)
	for name, ctx := range map[string]context.Context{"staff": b.Staff(), "holder": b.Holder(o), "nobody": t.Context()} {
		if got, err := b.LeaseToken(ctx, in); errorCode(err) != onboarding.NotFound || got != nil {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	b.Service.TokenLeases = false
	if got, err := b.LeaseToken(key, in); errorCode(err) != onboarding.TokenLeasesOff || got != nil {
		t.Errorf("while it is off: %+v, %v", got, err)
	}
	if b.Calls("fetch") != 0 || b.Count("SELECT count(*) FROM token_leases") != 0 {
		t.Error("Meta was asked for a token")
	}
	b.Service.TokenLeases = true
	leased(t, key, b, business)
}

func TestNothingIsLeasedOfWhatIsNotConnected(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	coffee, florist, gone := b.Connect(onboardingtest.Coffee), b.Connect(onboardingtest.Florist), b.Connect(onboardingtest.Empty)
	if _, _, err := b.Revoke(b.Staff(), gone.ID, nil); err != nil {
		t.Fatal(err)
	}
	ctx, id := backend(t, b), dataset(t, b, shop)
	for name, c := range map[string]struct {
		in   onboarding.LeaseInput
		want onboarding.ErrorCode
	}{
		"no purpose":           {onboarding.LeaseInput{BusinessID: coffee.ID, DatasetID: id, Purpose: "  "}, onboarding.InvalidInput},
		"a purpose too long":   {onboarding.LeaseInput{BusinessID: coffee.ID, DatasetID: id, Purpose: strings.Repeat("é", 201)}, onboarding.InvalidInput},
		"another's dataset":    {onboarding.LeaseInput{BusinessID: florist.ID, DatasetID: id, Purpose: "p"}, onboarding.NotFound},
		"no such business":     {onboarding.LeaseInput{BusinessID: uuid.New(), DatasetID: id, Purpose: "p"}, onboarding.NotFound},
		"no such dataset":      {onboarding.LeaseInput{BusinessID: coffee.ID, DatasetID: uuid.New(), Purpose: "p"}, onboarding.NotFound},
		"a business that left": {onboarding.LeaseInput{BusinessID: gone.ID, DatasetID: id, Purpose: "p"}, onboarding.NotConnected},
	} {
		if got, err := b.LeaseToken(ctx, c.in); errorCode(err) != c.want || got != nil {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if b.Calls("fetch") != 0 {
		t.Errorf("Meta was asked %d times", b.Calls("fetch"))
	}
}

// Meta may drop a parameter that it does not know (any more), or answer with the token that there is. Whoever took its answer on trust would
// hand out everything that the client has granted.
func TestATokenThatMetaDidNotNarrowIsNotHandedOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(url.Values)
		made  int // tokens that Meta makes
	}{
		"all datasets":    {func(q url.Values) { q.Del("asset") }, 1},
		"all permissions": {func(q url.Values) { q.Del("scope") }, 1},
		"without an end":  {func(q url.Values) { q.Del("set_token_expires_in_60_days") }, 1},
		"the same token":  {func(q url.Values) { q.Set("fetch_only", "true") }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			business := b.Connect(onboardingtest.Coffee)
			ctx := backend(t, b)
			spoilt := b.Config
			spoilt.Meta, spoilt.TokenLeases = through(t, b, c.spoil), true
			replica := b.Start(spoilt)
			before := len(b.Sandbox.IssuedTokens())
			got, err := replica.LeaseToken(ctx, leaseOf(t, b, business, shop))
			if errorCode(err) != onboarding.MetaRefused || got != nil {
				t.Fatalf("got %+v, %v", got, err)
			}
			issued := b.Sandbox.IssuedTokens()
			if len(issued) != before+c.made || b.LiveTokens() != 1 || !issued[0].Alive {
				t.Errorf("%d tokens were made and %d work", len(issued)-before, b.LiveTokens())
			}
			if b.Count("SELECT count(*) FROM token_leases WHERE end_reason = 'NOT_GRANTED' AND credential_id IS NULL") != 1 {
				t.Error("the lease does not tell that it failed")
			}
			if now := b.Business(business.ID); now.Status != models.Connected {
				t.Errorf("the business is %s", now.Status)
			}
		})
	}
}

// through is Meta behind something that spoils what it is asked for.
func through(t *testing.T, b *onboardingtest.Bundle, spoil func(url.Values)) *meta.API {
	t.Helper()
	at, err := url.Parse(b.GraphURL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(at)
		if strings.HasSuffix(r.Out.URL.Path, "/system_user_access_tokens") {
			query := r.Out.URL.Query()
			spoil(query)
			r.Out.URL.RawQuery = query.Encode()
		}
	}, Transport: http.DefaultTransport}
	server := httptest.NewServer(proxy)
	t.Cleanup(server.Close)
	return meta.New(meta.Config{
		AppID: b.Sandbox.AppID(), AppSecrets: []meta.Secret{meta.NewSecret(b.Sandbox.AppSecret())}, Version: "v26.0",
		GraphURL: server.URL, Now: b.Clock.Now, Timeout: 4 * time.Second,
	})
}

func TestWhereMetaMakesNoTokenNoneIsHandedOut(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault  metasandbox.Fault
		code   onboarding.ErrorCode
		status models.ConnectionStatus
	}{
		"Meta is down":        {metasandbox.Fault{Endpoint: "fetch", Kind: "html"}, onboarding.MetaUnavailable, models.Connected},
		"the answer is lost":  {metasandbox.Fault{Endpoint: "fetch", Kind: "html_after"}, onboarding.MetaUnavailable, models.Connected},
		"Meta refuses":        {metasandbox.Fault{Endpoint: "fetch", Kind: "error", Code: 3962}, onboarding.MetaRefused, models.Connected},
		"the client has left": {metasandbox.Fault{Endpoint: "fetch", Kind: "uninstall"}, onboarding.MetaRefused, models.NeedsReconnect},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			business := b.Connect(onboardingtest.Coffee)
			ctx := backend(t, b)
			b.Sandbox.Fail(c.fault)
			if got, err := b.LeaseToken(ctx, leaseOf(t, b, business, shop)); errorCode(err) != c.code || got != nil {
				t.Errorf("got %+v, %v", got, err)
			}
			if b.Count("SELECT count(*) FROM token_leases WHERE end_reason = 'NOT_GRANTED'") != 1 {
				t.Error("the lease does not tell that it failed")
			}
			if now := b.Business(business.ID); now.Status != c.status {
				t.Errorf("the business is %s", now.Status)
			}
		})
	}
}

func TestLeasesAreLimited(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	business := b.Connect(onboardingtest.Coffee)
	often, many := backend(t, b), backend(t, b)
	oftenKey, _ := onboarding.ActorFrom(often)
	earlier := func(count int, by uuid.UUID, metaID string) {
		t.Helper()
		_, err := b.Store.Pool().Exec(t.Context(), `INSERT INTO token_leases (id, business_id, dataset_meta_id, api_key_id, leased_by, purpose, requested_at, granted_at, expires_at)
			SELECT gen_random_uuid(), $1, $2, $3, 'k', 'p', $4::timestamptz, $4, $4::timestamptz + interval '60 days' FROM generate_series(1, $5)`, business.ID, metaID, by, b.Clock.Now(), count)
		if err != nil {
			t.Fatal(err)
		}
	}
	earlier(59, oftenKey.ID, app)
	leased(t, often, b, business)
	if _, err := b.LeaseToken(often, leaseOf(t, b, business, shop)); errorCode(err) != onboarding.TooManyLeases {
		t.Errorf("the 61st within the hour: %v", err)
	}
	earlier(8, uuid.New(), shop)
	leased(t, many, b, business)
	if _, err := b.LeaseToken(many, leaseOf(t, b, business, shop)); errorCode(err) != onboarding.TooManyLeases {
		t.Errorf("the 11th of a dataset: %v", err)
	}
	b.Clock.Advance(time.Hour)
	if _, err := b.LeaseToken(often, leaseOf(t, b, business, "9480214467310926")); err != nil {
		t.Errorf("an hour later, of another dataset: %v", err)
	}
}

func TestALeaseEndsAloneAndWithProof(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	business := b.Connect(onboardingtest.Coffee)
	ctx := backend(t, b)
	one, other := leased(t, ctx, b, business), leased(t, ctx, b, business)
	if _, err := b.EndTokenLease(backend(t, b), one.ID); errorCode(err) != onboarding.NotFound || !lives(t, b, one.Token) {
		t.Errorf("another key ends it: %v", err)
	}
	for range 2 {
		ended, err := b.EndTokenLease(ctx, one.ID)
		if err != nil {
			t.Fatal(err)
		}
		assertEnded(t, b, ended, models.LeaseEndRequested, true)
	}
	if lives(t, b, one.Token) || !lives(t, b, other.Token) || b.LiveTokens() != 2 {
		t.Error("not the one token has ended")
	}
	if b.Count("SELECT count(*) FROM audit_events WHERE subject_id = $1 AND action IN ('token lease: end requested', 'token lease: ended')", one.ID) != 2 {
		t.Error("the audit does not tell")
	}
	if _, err := b.EndTokenLease(b.Staff(), other.ID); err != nil || lives(t, b, other.Token) {
		t.Errorf("staff cannot end it: %v", err)
	}
}

// What Meta has not proven has not ended, whatever it said before.
func TestALeaseThatMetaDoesNotEndGoesOn(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]metasandbox.Fault{
		"no answer":       {Endpoint: "revoke", Kind: "html"},
		"no proof":        {Endpoint: "debug_token", Kind: "html"},
		"the answer lost": {Endpoint: "revoke", Kind: "html_after"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			business := b.Connect(onboardingtest.Coffee)
			ctx := backend(t, b)
			got := leased(t, ctx, b, business)
			b.Sandbox.Fail(fault)
			if _, err := b.EndTokenLease(ctx, got.ID); errorCode(err) != onboarding.MetaUnavailable {
				t.Errorf("got %v", err)
			}
			if l := leaseRow(t, b, got.ID); l.EndedAt != nil {
				t.Errorf("it has ended: %+v", l)
			}
			b.Sandbox.ClearFaults()
			ended, err := b.EndTokenLease(ctx, got.ID)
			if err != nil {
				t.Fatal(err)
			}
			assertEnded(t, b, ended, models.LeaseEndRequested, true)
		})
	}
}

func TestLeasesEndWithTheConnection(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	business, bystander := b.Connect(onboardingtest.Coffee), b.Connect(onboardingtest.Florist)
	ctx := backend(t, b)
	one, other := leased(t, ctx, b, business), leased(t, ctx, b, business)
	kept, err := b.LeaseToken(ctx, leaseOf(t, b, bystander, "573920184466201"))
	if err != nil {
		t.Fatal(err)
	}
	if now, receipt, err := b.Revoke(b.Staff(), business.ID, nil); err != nil || now.Status != models.Disconnected || !receipt.Verified {
		t.Fatalf("got %+v, %+v, %v", now, receipt, err)
	}
	for _, got := range []*onboarding.LeasedToken{one, other} {
		if lives(t, b, got.Token) {
			t.Error("a leased token has outlived its connection")
		}
		assertEnded(t, b, leaseRow(t, b, got.ID), models.LeaseConnectionEnded, true)
	}
	if !lives(t, b, kept.Token) || leaseRow(t, b, kept.ID).EndedAt != nil {
		t.Error("another business's lease has ended too")
	}
}

// The app's removal is believed to end every token, and Meta is asked about each all the same: as long as one works, the connection has not
// ended.
func TestADisconnectionWaitsForTheProofOfEachLease(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	business := b.Connect(onboardingtest.Coffee)
	got := leased(t, backend(t, b), b, business)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "debug_token", Kind: "html", After: 1, Times: 1})
	now, receipt, err := b.Revoke(b.Staff(), business.ID, nil)
	if err != nil || now.Status != models.Revoking || receipt.EndedAt != nil {
		t.Fatalf("got %+v, %+v, %v", now, receipt, err)
	}
	if l := leaseRow(t, b, got.ID); l.EndedAt != nil {
		t.Errorf("the lease has ended without a proof: %+v", l)
	}
	b.Pass(time.Hour)
	waitFor(t, func() bool { return b.Business(business.ID).Status == models.Disconnected })
	assertEnded(t, b, leaseRow(t, b, got.ID), models.LeaseConnectionEnded, true)
}

func TestLeasesAreFoundInvalidWhenTheClientLeaves(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	business := b.Connect(onboardingtest.Coffee)
	got := leased(t, backend(t, b), b, business)
	b.Sandbox.Uninstall(business.MetaID)
	if now, err := b.Check(b.Staff(), business.ID); err != nil || now.Status != models.NeedsReconnect {
		t.Fatalf("got %+v, %v", now, err)
	}
	waitFor(t, func() bool { return leaseRow(t, b, got.ID).EndedAt != nil })
	assertEnded(t, b, leaseRow(t, b, got.ID), models.LeaseFoundInvalid, true)
}

// At Meta a new grant leaves earlier tokens alive, and a token that its holder uses must not be forgotten here.
func TestALeaseOutlivesAReconnection(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	business := b.Connect(onboardingtest.Coffee)
	ctx := backend(t, b)
	got := leased(t, ctx, b, business)
	b.Connect(onboardingtest.Coffee)
	if l := leaseRow(t, b, got.ID); l.State(b.Clock.Now()) != models.TokenLeaseActive || !lives(t, b, got.Token) {
		t.Errorf("got %+v", l)
	}
	if _, err := b.EndTokenLease(ctx, got.ID); err != nil || lives(t, b, got.Token) {
		t.Errorf("it cannot be ended: %v", err)
	}
}

func TestTheTokenOfAnExpiredLeaseIsWiped(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	business := b.Connect(onboardingtest.Coffee)
	got := leased(t, backend(t, b), b, business)
	b.Pass(61 * 24 * time.Hour)
	b.Hurry("retain")
	waitFor(t, func() bool { return leaseRow(t, b, got.ID).EndedAt != nil })
	l := leaseRow(t, b, got.ID)
	if *l.EndReason == models.LeaseExpired {
		assertEnded(t, b, l, models.LeaseExpired, false)
		return
	}
	assertEnded(t, b, l, models.LeaseFoundInvalid, true) // the daily check came first
}
