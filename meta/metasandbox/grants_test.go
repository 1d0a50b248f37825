package metasandbox_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta/metasandbox"
)

func TestInvalidateTokens(t *testing.T) {
	t.Parallel()
	for _, subcode := range []int{459, 460, 464, 467, 492} {
		b := start(t)
		token, bystander := b.token(metasandbox.CodeRequest{BusinessID: threeOwned}), b.token(metasandbox.CodeRequest{BusinessID: chain})
		if err := b.InvalidateTokens(threeOwned, subcode); err != nil {
			t.Fatal(err)
		}
		if got, want := b.get("/v26.0/me", nil, token).failure(), (failure{401, 190, subcode}); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if data := b.debug(token); data["is_valid"] != false || data["expires_at"] != 0.0 {
			t.Errorf("debug_token: %v", data)
		}
		if b.debug(bystander)["is_valid"] != true {
			t.Error("another business lost its token")
		}
		if again := b.token(metasandbox.CodeRequest{BusinessID: threeOwned}); b.debug(again)["is_valid"] != true {
			t.Error("a new grant does not work")
		}
		if ids, _ := b.walk(connected, appID+"|"+secret, ""); len(ids) != 2 {
			t.Errorf("still installed at %v", ids)
		}
	}
}

func TestWithdrawPermission(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	withdraw := func(permission string) {
		if err := b.WithdrawPermission(threeOwned, permission); err != nil {
			t.Fatal(err)
		}
	}
	withdraw("ads_read")
	if diff := cmp.Diff([]any{"business_management"}, b.debug(token)["scopes"]); diff != "" {
		t.Errorf("scopes (-want +got):\n%s", diff)
	}
	withdraw("business_management")
	if got, want := b.get("/v26.0/"+threeOwned+"/owned_pixels", nil, token).failure(), (failure{403, 200, 0}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
	if a := b.get("/v26.0/"+threeOwned+"/owned_pixels", nil, token); a.status != http.StatusOK {
		t.Errorf("after the next login: %s", a.raw)
	}
}

// RFC 6749, 4.1.2: a code that is sent again has leaked, so its token ends.
func TestReuseKillsToken(t *testing.T) {
	t.Parallel()
	for _, kills := range []bool{false, true} {
		b := startWith(t, metasandbox.Options{ReuseKillsToken: !kills})
		b.KillTokenOnReuse(kills)
		code := b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
		token := b.exchange(code).text("access_token")
		b.exchange(code, "client_secret", "wrong") // proves nothing
		if b.debug(token)["is_valid"] != true {
			t.Error("a stranger's reuse killed the token")
		}
		if got, want := b.exchange(code).failure(), (failure{400, 100, 36009}); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if b.debug(token)["is_valid"] == kills {
			t.Errorf("reuse kills %v, alive %v", kills, b.debug(token)["is_valid"])
		}
	}
}

func TestRotateSecretWithGrace(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	works := func(key string) bool {
		exchanged := b.exchange(b.code(metasandbox.CodeRequest{BusinessID: threeOwned}), "client_secret", key).status == http.StatusOK
		proven := b.get("/v26.0/me", values("appsecret_proof", proof(key, token)), token).status == http.StatusOK
		asked := b.get("/v26.0/debug_token", values("input_token", token), appID+"|"+key).status == http.StatusOK
		if exchanged != proven || proven != asked {
			t.Errorf("%q: exchange %v, proof %v, app token %v", key, exchanged, proven, asked)
		}
		return exchanged
	}
	b.RotateSecretWithGrace("second")
	if !works(secret) || !works("second") || b.AppSecret() != "second" {
		t.Error("both secrets should work")
	}
	b.RotateSecretWithGrace("third")
	if works(secret) || !works("second") || !works("third") {
		t.Error("the last two secrets should work")
	}
	b.EndSecretGrace()
	if works("second") || !works("third") {
		t.Error("the last secret alone should work")
	}
	if b.debug(token)["is_valid"] != true {
		t.Error("a rotation killed a token")
	}
}

func TestAdvanceClock(t *testing.T) {
	t.Parallel()
	s := metasandbox.New(metasandbox.Options{})
	code, err := s.IssueCode(metasandbox.CodeRequest{BusinessID: threeOwned})
	if err != nil {
		t.Fatal(err)
	}
	before, _ := s.Journal().Code(code)
	if err := s.AdvanceClock(time.Hour); err != nil {
		t.Fatal(err)
	}
	if age := time.Since(before.IssuedAt); age > time.Minute {
		t.Errorf("what is past has moved by %v", age)
	}
	again, err := s.IssueCode(metasandbox.CodeRequest{BusinessID: threeOwned})
	if err != nil {
		t.Fatal(err)
	}
	if after, _ := s.Journal().Code(again); after.IssuedAt.Sub(before.IssuedAt) < time.Hour {
		t.Errorf("issued %v later", after.IssuedAt.Sub(before.IssuedAt))
	}
	if err := start(t).AdvanceClock(time.Hour); err == nil {
		t.Error("a clock that was given has moved")
	}
}

func TestLatency(t *testing.T) {
	t.Parallel()
	b := startWith(t, metasandbox.Options{Latency: 40 * time.Millisecond})
	before := time.Now()
	b.get("/v26.0/me", nil, "")
	if took := time.Since(before); took < 40*time.Millisecond {
		t.Errorf("a call took %v", took)
	}
}

func TestAddBusiness(t *testing.T) {
	t.Parallel()
	b := start(t)
	seen := map[string]bool{}
	for range 2000 {
		seen[b.AddBusiness("Client", 2, 1)] = true
	}
	if len(seen) != 2000 {
		t.Errorf("%d different ids", len(seen))
	}
	id := b.AddBusiness("", 0, 0)
	if a := b.get("/v26.0/"+id, values("fields", "id,name"), b.token(metasandbox.CodeRequest{BusinessID: id})); a.raw != `{"id":"`+id+`","name":""}` {
		t.Errorf("empty business: %s", a.raw)
	}
	last := b.Businesses()[len(b.Businesses())-2]
	token := b.token(metasandbox.CodeRequest{BusinessID: last.ID})
	owned, _ := b.walk("/v26.0/"+last.ID+"/owned_pixels", token, "")
	shared, _ := b.walk("/v26.0/"+last.ID+"/client_pixels", token, "")
	if last.Owned != 2 || last.Shared != 1 || len(owned) != 2 || len(shared) != 1 {
		t.Errorf("%+v has %v and %v", last, owned, shared)
	}
	if page := b.get("/", nil, ""); !strings.Contains(page.raw, "more that were added") || len(page.raw) > 1<<20 {
		t.Errorf("the overview has %d bytes", len(page.raw))
	}
}
