package metasandbox_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta/metasandbox"
)

// A client that leaves before it is answered has lost the answer, whoever's fault
// it was.
func TestAnswerToNobodyIsLost(t *testing.T) {
	t.Parallel()
	b := start(t)
	code := b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
	b.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "slow", DelayMillis: 5000, Times: 1})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, b.url+"/v26.0/oauth/access_token?"+exchangeValues(code).Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := roundTrip(request); err == nil {
		t.Fatalf("answered: %s", a.raw)
	}
	if record := b.tried(code); record.Exchanges != 1 || !record.AnswerLost || !record.Tries[0].AnswerLost {
		t.Errorf("code in the journal: %+v", record)
	}
}

// What a client with a right mind keeps is not lost: a fault that only bends the
// answer leaves it whole.
func TestBentAnswersAreNotLost(t *testing.T) {
	t.Parallel()
	for _, fault := range []metasandbox.Fault{
		{Kind: "slow", DelayMillis: 1},
		{Kind: "slow_body", DelayMillis: 1},
		{Kind: "wrong_types"},
		{Kind: "skew", SkewSeconds: 9},
		{Kind: "usage", RegainMinutes: 1},
		{Kind: "app_usage"},
	} {
		b := start(t)
		fault.Endpoint = "*"
		b.Fail(fault)
		code := b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
		if b.exchange(code).text("access_token") == "" {
			t.Errorf("%s: no token", fault.Kind)
		}
		if record := b.tried(code); record.AnswerLost || !record.Tries[0].Succeeded || record.Tries[0].Fault != fault.Kind {
			t.Errorf("%s: %+v", fault.Kind, record)
		}
	}
}

// Neither a refusal nor a code that was sent before its fault is a lost token.
func TestJournalOfTries(t *testing.T) {
	t.Parallel()
	b := start(t)
	code := b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
	b.exchange(code, "client_secret", "wrong")
	b.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "html", Times: 1})
	b.exchange(code)
	b.exchange(code)
	b.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "html_after", Times: 1})
	b.exchange(code)
	record, _ := b.Journal().Code(code)
	at := b.clock.Now()
	want := []metasandbox.ExchangeTry{
		{At: at, Processed: true},
		{At: at, Fault: "html"},
		{At: at, Processed: true, Succeeded: true},
		{At: at, Fault: "html_after", Processed: true, AnswerLost: true},
	}
	if diff := cmp.Diff(want, record.Tries); diff != "" {
		t.Errorf("tries (-want +got):\n%s", diff)
	}
	if record.Requests != 4 || record.Attempts != 2 || record.Exchanges != 1 || record.AnswerLost || record.SHA256 != sum([]byte(code)) {
		t.Errorf("code in the journal: %+v", record)
	}
}

func TestJournalOfTokens(t *testing.T) {
	t.Parallel()
	b := start(t)
	code := b.code(metasandbox.CodeRequest{BusinessID: threeOwned, ExpiresInDays: 60})
	first := b.exchange(code).text("access_token")
	b.clock.advance(time.Hour)
	refreshed := b.refresh(first).text("access_token")
	minted := b.fetch(threeOwned, refreshed).text("access_token")
	b.Fail(metasandbox.Fault{Endpoint: "refresh", Kind: "reset_after", Times: 1})
	_, _ = b.try(http.MethodGet, "/v26.0/oauth/access_token", refreshValues(first), "")
	b.get("/v26.0/me", nil, first)
	used := b.clock.Now()
	b.clock.advance(time.Hour)
	b.get("/v26.0/oauth/revoke", values("client_id", appID, "client_secret", secret, "revoke_token", first), first)
	b.get("/v26.0/me", nil, minted)
	var got []metasandbox.IssuedBy
	var lost []bool
	for _, record := range b.Journal().Tokens {
		got, lost = append(got, record.IssuedBy), append(lost, record.AnswerLost)
		if record.CodeSHA256 != sum([]byte(code)) || record.BusinessID != threeOwned {
			t.Errorf("token in the journal: %+v", record)
		}
	}
	if diff := cmp.Diff([]metasandbox.IssuedBy{metasandbox.ByExchange, metasandbox.ByRefresh, metasandbox.ByFetch, metasandbox.ByRefresh}, got); diff != "" {
		t.Errorf("ways (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]bool{false, false, false, true}, lost); diff != "" {
		t.Errorf("lost (-want +got):\n%s", diff)
	}
	record, ok := b.Journal().Token(first)
	if !ok || record.Alive || record.Subcode != 466 || record.Calls != 2 || !record.LastUsedAt.Equal(used) || record.SHA256 != sum([]byte(first)) {
		t.Errorf("first token: %+v", record)
	}
	var alive []bool
	var clear []string
	for _, token := range b.IssuedTokens() {
		alive, clear = append(alive, token.Alive), append(clear, token.Token)
	}
	if diff := cmp.Diff([]bool{false, true, true, true}, alive); diff != "" || clear[0] != first || clear[1] != refreshed || clear[2] != minted {
		t.Errorf("alive (-want +got):\n%s", diff)
	}
	if tokens := b.IssuedTokens(); !tokens[3].AnswerLost || tokens[3].IssuedBy != metasandbox.ByRefresh || tokens[3].CodeSHA256 != sum([]byte(code)) {
		t.Errorf("the lost one: %+v", tokens[3])
	}
	if a := b.get("/_sandbox/journal", nil, ""); strings.Contains(a.raw, first) || strings.Contains(a.raw, minted) {
		t.Error("the journal shows tokens")
	}
}

func refreshValues(token string) map[string][]string {
	return values("grant_type", "fb_exchange_token", "client_id", appID, "client_secret", secret,
		"set_token_expires_in_60_days", "true", "fb_exchange_token", token)
}

func (b *bundle) refresh(token string) answer {
	b.t.Helper()
	return b.get("/v26.0/oauth/access_token", refreshValues(token), "")
}

// fetch asks for a system user's token in the name of another.
func (b *bundle) fetch(businessID, token string, more ...string) answer {
	b.t.Helper()
	pairs := append([]string{"appsecret_proof", proof(secret, token)}, more...)
	return b.do(http.MethodPost, "/v26.0/"+businessID+"/system_user_access_tokens", values(pairs...), token)
}
