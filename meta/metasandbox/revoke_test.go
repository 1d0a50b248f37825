package metasandbox_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta/metasandbox"
)

func TestRevoke(t *testing.T) {
	t.Parallel()
	base := []string{"client_id", appID, "client_secret", secret}
	cases := []struct {
		name   string
		more   func(token string) []string
		bearer func(token string) string
		want   failure
		dead   bool
	}{
		{name: "by itself", more: func(token string) []string { return []string{"revoke_token", token} }, bearer: func(token string) string { return token }, want: failure{status: 200}, dead: true},
		{name: "by the app", more: func(token string) []string { return []string{"revoke_token", token} }, bearer: func(string) string { return appID + "|" + secret }, want: failure{status: 200}, dead: true},
		{name: "without a caller", more: func(token string) []string { return []string{"revoke_token", token} }, want: failure{400, 104, 0}},
		{name: "without a target", bearer: func(token string) string { return token }, want: failure{400, 100, 0}},
		{name: "a target that is none", more: func(string) []string { return []string{"revoke_token", "x"} }, bearer: func(token string) string { return token }, want: failure{401, 190, 0}},
		{name: "wrong secret", more: func(token string) []string { return []string{"revoke_token", token, "client_secret", "x"} }, bearer: func(token string) string { return token }, want: failure{400, 1, 0}},
		{name: "wrong app", more: func(token string) []string { return []string{"revoke_token", token, "client_id", "1"} }, bearer: func(token string) string { return token }, want: failure{400, 101, 0}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
			pairs, bearer := base, ""
			if c.more != nil {
				pairs = append(append([]string{}, base...), c.more(token)...)
			}
			if c.bearer != nil {
				bearer = c.bearer(token)
			}
			a := b.get("/v26.0/oauth/revoke", values(pairs...), bearer)
			if got := a.failure(); got != c.want {
				t.Errorf("got %+v, want %+v: %s", got, c.want, a.raw)
			}
			if record, _ := b.Journal().Token(token); record.Alive == c.dead {
				t.Errorf("journal says alive %v", record.Alive)
			}
			if valid := b.debug(token)["is_valid"]; valid == c.dead {
				t.Errorf("debug_token says valid %v", valid)
			}
		})
	}
}

func TestRevokedTwice(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	other := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	revoke := func() answer {
		return b.get("/v26.0/oauth/revoke", values("client_id", appID, "client_secret", secret, "revoke_token", token, "access_token", token), "")
	}
	if a := revoke(); a.text("success") != "true" {
		t.Errorf("first: %s", a.raw)
	}
	if got, want := revoke().failure(), (failure{401, 190, 466}); got != want {
		t.Errorf("second: got %+v, want %+v", got, want)
	}
	if b.debug(other)["is_valid"] != true {
		t.Error("revoking one token killed another")
	}
}

func TestDeletePermissions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, id string
		asApp    bool
	}{
		{name: "me", id: "me"},
		{name: "own id", id: "own"},
		{name: "own id, by the app", id: "own", asApp: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
			bystander := b.token(metasandbox.CodeRequest{BusinessID: chain})
			id, bearer := c.id, token
			if id == "own" {
				id = b.get("/v26.0/me", nil, token).text("id")
			}
			if c.asApp {
				bearer = appID + "|" + secret
			}
			if a := b.do(http.MethodDelete, "/v26.0/"+id+"/permissions", nil, bearer); a.body["success"] != true {
				t.Fatalf("delete: %s", a.raw)
			}
			if got, want := b.get("/v26.0/me", nil, token).failure(), (failure{401, 190, 458}); got != want {
				t.Errorf("afterwards: got %+v, want %+v", got, want)
			}
			if b.debug(bystander)["is_valid"] != true {
				t.Error("another business lost its token")
			}
			if again := b.token(metasandbox.CodeRequest{BusinessID: threeOwned}); b.debug(again)["is_valid"] != true {
				t.Error("a new grant does not work")
			}
		})
	}
}

func TestDeletePermissionsRefused(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	other := b.get("/v26.0/me", nil, b.token(metasandbox.CodeRequest{BusinessID: chain})).text("id")
	for name, got := range map[string]failure{
		"of another business": b.do(http.MethodDelete, "/v26.0/"+other+"/permissions", nil, token).failure(),
		"the app's own":       b.do(http.MethodDelete, "/v26.0/me/permissions", nil, appID+"|"+secret).failure(),
	} {
		if want := (failure{400, 100, 33}); got != want {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	}
	for _, record := range b.Journal().Tokens {
		if !record.Alive {
			t.Errorf("a refused call killed %+v", record)
		}
	}
}

func TestDeleteOnePermission(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	b.do(http.MethodDelete, "/v26.0/me/permissions/ads_read", nil, token)
	if diff := cmp.Diff([]any{"business_management"}, b.debug(token)["scopes"]); diff != "" {
		t.Errorf("scopes (-want +got):\n%s", diff)
	}
	b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
	if scopes, _ := b.debug(token)["scopes"].([]any); len(scopes) != 2 {
		t.Errorf("scopes after a new dialog: %v", scopes)
	}
}
