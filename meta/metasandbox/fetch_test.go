package metasandbox_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta/metasandbox"
)

func TestFetchRefused(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	path := "/v26.0/" + threeOwned + "/system_user_access_tokens"
	other := b.token(metasandbox.CodeRequest{BusinessID: chain})
	person := b.token(metasandbox.CodeRequest{BusinessID: onlyShared, TokenType: metasandbox.User})
	powerless := b.token(metasandbox.CodeRequest{BusinessID: bothLists, Permissions: []string{"ads_read"}})
	dead := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	b.RevokeToken(dead)
	of := func(token string) []string {
		return []string{"fetch_only", "true", "appsecret_proof", proof(secret, token)}
	}
	before := len(b.Journal().Tokens)
	for name, c := range map[string]struct {
		path, bearer string
		pairs        []string
		want         failure
	}{
		"by nobody":                 {path, "", nil, failure{400, 104, 0}},
		"without a proof":           {path, token, []string{"fetch_only", "true"}, failure{400, 100, 0}},
		"with another's proof":      {path, token, of(other), failure{400, 100, 0}},
		"by the app":                {path, appID + "|" + secret, of(appID + "|" + secret), failure{400, 100, 33}},
		"of another business":       {path, other, of(other), failure{400, 100, 33}},
		"by a person":               {"/v26.0/" + onlyShared + "/system_user_access_tokens", person, of(person), failure{400, 100, 33}},
		"without the permission":    {"/v26.0/" + bothLists + "/system_user_access_tokens", powerless, of(powerless), failure{403, 200, 0}},
		"with a dead token":         {path, dead, of(dead), failure{401, 190, 466}},
		"with what is no token":     {path, "x", of("x"), failure{401, 190, 0}},
		"minting without the proof": {path, token, nil, failure{400, 100, 0}},
	} {
		if got := b.do(http.MethodPost, c.path, values(c.pairs...), c.bearer).failure(); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
	if got := b.get(path, values(of(token)...), token).failure(); got != (failure{400, 100, 33}) {
		t.Errorf("by GET: %+v", got)
	}
	if n := len(b.Journal().Tokens); n != before {
		t.Errorf("%d tokens were made", n-before)
	}
}

// A token whose exchange answer was lost is not lost for good.
func TestFetchRecoversALostToken(t *testing.T) {
	t.Parallel()
	b := start(t)
	known := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	b.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "reset_after", Times: 1})
	lost := b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
	_, _ = b.try(http.MethodGet, "/v26.0/oauth/access_token", exchangeValues(lost), "")
	b.token(metasandbox.CodeRequest{BusinessID: chain}) // another's, and later
	fetched := b.fetch(threeOwned, known, "fetch_only", "true").text("access_token")
	record, ok := b.Journal().Token(fetched)
	if !ok || fetched == known || record.CodeSHA256 != sum([]byte(lost)) || record.IssuedBy != metasandbox.ByExchange || !record.AnswerLost {
		t.Errorf("fetched %+v", record)
	}
	b.RevokeToken(fetched)
	if again := b.fetch(threeOwned, known, "fetch_only", "true").text("access_token"); again != known {
		t.Error("a dead token was fetched")
	}
	if n := len(b.Journal().Tokens); n != 3 {
		t.Errorf("%d tokens, want 3: fetching makes none", n)
	}
}

func TestMint(t *testing.T) {
	t.Parallel()
	b := start(t)
	chosen := []string{"880214467310925"}
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned, DatasetIDs: chosen, ExpiresInDays: 60})
	unlimited := b.fetch(threeOwned, token).text("access_token")
	limited := b.fetch(threeOwned, token, "set_token_expires_in_60_days", "true").text("access_token")
	if unlimited == token || limited == token || b.debug(unlimited)["expires_at"] != 0.0 {
		t.Errorf("minted %q and %q", unlimited, limited)
	}
	if got, want := b.debug(limited)["expires_at"], float64(b.clock.Now().Add(60*24*time.Hour).Unix()); got != want {
		t.Errorf("expires at %v, want %v", got, want)
	}
	if diff := cmp.Diff(chosen, b.get("/v26.0/"+threeOwned+"/owned_pixels", nil, limited).ids()); diff != "" {
		t.Errorf("datasets (-want +got):\n%s", diff)
	}
}

// A program that kept its token over a restart of the sandbox gets it back.
func TestFetchAfterRestart(t *testing.T) {
	t.Parallel()
	before, after := start(t), start(t)
	token := before.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	if got := after.fetch(threeOwned, token, "fetch_only", "true").text("access_token"); got != token {
		t.Errorf("fetched %q", got)
	}
}
