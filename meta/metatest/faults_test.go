package metatest_test

import (
	"cmp"
	"context"
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"capiconnect/meta"
	"capiconnect/meta/metasandbox"
)

// pair is our client and the sandbox, with what the client observed.
type pair struct {
	*metasandbox.Sandbox
	api   *meta.API
	calls []meta.Call
}

func startPair(t *testing.T) *pair {
	t.Helper()
	p := &pair{Sandbox: metasandbox.New(metasandbox.Options{RequireProof: true})}
	server := httptest.NewServer(p.Sandbox)
	t.Cleanup(server.Close)
	p.api = meta.New(meta.Config{
		AppID: p.AppID(), AppSecrets: []meta.Secret{meta.NewSecret(p.AppSecret())}, GraphURL: server.URL, Version: "v26.0",
		Timeout: 5 * time.Second, OnCall: func(call meta.Call) { p.calls = append(p.calls, call) },
	})
	return p
}

func (p *pair) code(t *testing.T) string {
	t.Helper()
	code, err := p.IssueCode(metasandbox.CodeRequest{BusinessID: chain})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// walk is a client's whole journey, up to the first failure; it returns how many datasets it found.
func (p *pair) walk(ctx context.Context, code string) (datasets int, err error) {
	grant, err := p.api.ExchangeCode(ctx, code, "")
	if err != nil {
		return 0, err
	}
	info, err := p.api.DebugToken(ctx, grant.Token)
	if err != nil || !info.Valid {
		return 0, errors.Join(err, errors.New("debug_token does not say that it is valid"))
	}
	user, err := p.api.Me(ctx, grant.Token)
	if err != nil {
		return 0, err
	}
	if _, err := p.api.Business(ctx, grant.Token, user.ClientBusinessID); err != nil {
		return 0, err
	}
	for page, err := range p.api.OwnedDatasets(ctx, grant.Token, user.ClientBusinessID, "") {
		if err != nil {
			return datasets, err
		}
		datasets += len(page.Datasets)
	}
	return datasets, nil
}

const owned = 1250

// What bends an answer without breaking it does not keep our client from anything, and makes it do nothing foolish.
func TestBearableFaults(t *testing.T) {
	t.Parallel()
	for _, fault := range []metasandbox.Fault{
		{Kind: "slow", DelayMillis: 2},
		{Kind: "slow_body", DelayMillis: 20},
		{Kind: "wrong_types"},
		{Kind: "skew", SkewSeconds: 300},
		{Endpoint: "owned_pixels", Kind: "forbidden_fields"},
		{Kind: "empty_page", Times: 5},
		{Kind: "evil_next"},
	} {
		t.Run(fault.Kind, func(t *testing.T) {
			t.Parallel()
			p := startPair(t)
			code := p.code(t)
			fault.Endpoint = cmp.Or(fault.Endpoint, "*")
			p.Fail(fault)
			if n, err := p.walk(t.Context(), code); err != nil || n != owned {
				t.Errorf("%d datasets, %v", n, err)
			}
			if n := p.Journal().EvilRequests; n != 0 {
				t.Errorf("%d requests to a stranger", n)
			}
			if last := p.calls[len(p.calls)-1]; fault.Kind == "skew" && (last.Skew < 295*time.Second || last.Skew > 300*time.Second) {
				t.Errorf("a skew of %v", last.Skew)
			}
		})
	}
}

// What breaks an answer is told by its class, and by whether a code may be gone: never does the client say that Meta gave
// nothing for a code that gave a token.
func TestBreakingFaults(t *testing.T) {
	t.Parallel()
	cases := []struct {
		endpoint string
		fault    metasandbox.Fault
		class    meta.Class
		reason   meta.Reason
		found    int // datasets before it
	}{
		{"exchange", metasandbox.Fault{Kind: "reset"}, meta.NoAnswer, "", 0},
		{"exchange", metasandbox.Fault{Kind: "reset_after"}, meta.NoAnswer, "", 0},
		{"exchange", metasandbox.Fault{Kind: "truncated"}, meta.NoAnswer, "", 0},
		{"exchange", metasandbox.Fault{Kind: "html"}, meta.NoAnswer, "", 0},
		{"exchange", metasandbox.Fault{Kind: "html_after"}, meta.NoAnswer, "", 0},
		{"exchange", metasandbox.Fault{Kind: "empty"}, meta.NoAnswer, "", 0},
		{"exchange", metasandbox.Fault{Kind: "empty_after"}, meta.NoAnswer, "", 0},
		{"exchange", metasandbox.Fault{Kind: "gzip_bomb"}, meta.InvalidAnswer, "", 0},
		{"exchange", metasandbox.Fault{Kind: "oversized"}, meta.InvalidAnswer, "", 0},
		{"exchange", metasandbox.Fault{Kind: "rotate_secret"}, meta.Misconfigured, meta.AppSecretRejected, 0},
		{"exchange", metasandbox.Fault{Kind: "error", Code: 2, Status: 200}, meta.Transient, "", 0},
		{"exchange", metasandbox.Fault{Kind: "throttle", Code: 4}, meta.Throttled, "", 0},
		{"debug_token", metasandbox.Fault{Kind: "rotate_secret"}, meta.Misconfigured, meta.AppSecretRejected, 0},
		{"me", metasandbox.Fault{Kind: "error", Code: 1}, meta.Transient, "", 0},
		{"me", metasandbox.Fault{Kind: "error", Code: 506, Transient: true}, meta.Transient, "", 0},
		{"me", metasandbox.Fault{Kind: "error", Code: 99, Transient: true}, meta.Transient, "", 0},
		{"me", metasandbox.Fault{Kind: "invalidate", Subcode: 460}, meta.Auth, meta.TokenRevoked, 0},
		{"me", metasandbox.Fault{Kind: "invalidate", Subcode: 464}, meta.Auth, "", 0},
		{"business", metasandbox.Fault{Kind: "error", Code: 200, Subcode: 4841013, Message: "Permissions error"}, meta.Throttled, "", 0},
		{"owned_pixels", metasandbox.Fault{Kind: "throttle", Code: 17}, meta.Throttled, "", 0},
		{"owned_pixels", metasandbox.Fault{Kind: "throttle", Code: 613, After: 2}, meta.Throttled, "", 200},
		{"owned_pixels", metasandbox.Fault{Kind: "uninstall", After: 3}, meta.Auth, meta.Uninstalled, 300},
		{"owned_pixels", metasandbox.Fault{Kind: "invalid_cursor", After: 4}, meta.Client, meta.CursorInvalid, 500},
		{"owned_pixels", metasandbox.Fault{Kind: "repeat_cursor"}, meta.InvalidAnswer, "", 100},
	}
	for _, c := range cases {
		t.Run(c.endpoint+"/"+c.fault.Kind, func(t *testing.T) {
			t.Parallel()
			p := startPair(t)
			code := p.code(t)
			c.fault.Endpoint = c.endpoint
			p.Fail(c.fault)
			n, err := p.walk(t.Context(), code)
			var failure *meta.Error
			if !errors.As(err, &failure) || failure.Class != c.class || failure.Reason != c.reason || n != c.found {
				t.Fatalf("%d datasets, %v, want %d and %s %q", n, err, c.found, c.class, c.reason)
			}
			mayBeGone := failure.Class == meta.NoAnswer || failure.Class == meta.InvalidAnswer
			if record, _ := p.Journal().Code(code); c.endpoint == "exchange" && record.Exchanges == 1 && !mayBeGone {
				t.Error("a code gave a token, and the client says that it did not")
			}
			if record, _ := p.Journal().Code(code); record.Requests != 1 {
				t.Errorf("the code was sent %d times", record.Requests)
			}
		})
	}
}

// A pause is heard from a refusal and from a success alike.
func TestPausesAreHeard(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"throttle", "usage"} {
		p := startPair(t)
		code := p.code(t)
		p.Fail(metasandbox.Fault{Endpoint: "me", Kind: kind, RegainMinutes: 30, Times: 1})
		_, _ = p.walk(t.Context(), code)
		var held []meta.Hold
		for _, call := range p.calls {
			for _, hold := range call.Holds {
				if hold.BusinessID == chain {
					held = append(held, hold)
				}
			}
		}
		if len(held) != 1 || time.Until(held[0].Until) < 29*time.Minute || time.Until(held[0].Until) > 30*time.Minute {
			t.Errorf("%s: held %+v", kind, held)
		}
	}
}
