package meta

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDebugToken(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, answer string
		want         TokenInfo
	}{
		{
			"system user's", `{"data":{"app_id":"4242","type":"SYSTEM_USER","application":"X","is_valid":true,"expires_at":0,
				"data_access_expires_at":0,"issued_at":1760000000,"user_id":"122","scopes":["ads_read","business_management"],
				"granular_scopes":[{"scope":"ads_read","target_ids":["9007199254740993"]},{"scope":"business_management"},
				{"scope":"x","target_ids":[]}]}}`,
			TokenInfo{
				AppID: "4242", Type: TokenSystemUser, Valid: true, UserID: "122",
				Scopes: []string{"ads_read", "business_management"},
				GranularScopes: []GranularScope{
					{Scope: "ads_read", TargetIDs: []string{"9007199254740993"}},
					{Scope: "business_management"},
					{Scope: "x", TargetIDs: []string{}},
				},
				IssuedAt: time.Unix(1760000000, 0).UTC(),
			},
		},
		{
			"numbers for texts and the reverse",
			`{"data":{"app_id":4242,"user_id":90071992547409931,"is_valid":"true","expires_at":"1760000000","scopes":null}}`,
			TokenInfo{AppID: "4242", Valid: true, UserID: "90071992547409931", ExpiresAt: time.Unix(1760000000, 0).UTC()},
		},
		{
			"unreadable", `{"data":{"error":{"code":190,"message":"Invalid OAuth access token."},"is_valid":false,"scopes":[]}}`,
			TokenInfo{Scopes: []string{}, Err: &Error{
				Op: OpDebugToken, Class: Auth, Status: 200, Code: 190, Message: "Invalid OAuth access token.", FBTraceID: "T1",
			}},
		},
		{
			"revoked, and the answer repeats it",
			`{"data":{"app_id":"4242","is_valid":false,"error":{"code":190,"subcode":466,"message":"ECHO"}}}`,
			TokenInfo{AppID: "4242", Err: &Error{
				Op: OpDebugToken, Class: Auth, Reason: TokenRevoked, Status: 200, Code: 190, Subcode: 466, FBTraceID: "T1",
			}},
		},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-FB-Trace-ID", "T1")
				says(200, tt.answer)(w, r)
			})
			got, err := up.api().DebugToken(t.Context(), NewToken(canaryToken))
			if err != nil {
				t.Fatal(err)
			}
			if got.Err != nil {
				assertNoCanary(t, got.Err)
				if got.Err.Reason == TokenRevoked {
					got.Err.Message = ""
				}
			}
			tt.want.FBTraceID = "T1"
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			assertRequest(t, up, http.MethodGet, "/meta/v26.0/debug_token", "Bearer 4242|"+canarySecret,
				url.Values{"input_token": {canaryToken}})
		})
	}
}

// Credentials are thrown away on "not valid", so nothing else may look like it.
func TestDebugTokenDoesNotGuess(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		status int
		answer string
		want   Class
		reason Reason
	}{
		{"no data", 200, `{}`, InvalidAnswer, ""},
		{"empty data", 200, `{"data":{}}`, InvalidAnswer, ""},
		{"is_valid null", 200, `{"data":{"is_valid":null}}`, InvalidAnswer, ""},
		{"is_valid a number", 200, `{"data":{"is_valid":0}}`, InvalidAnswer, ""},
		{"app id no id", 200, `{"data":{"is_valid":true,"app_id":"../me"}}`, InvalidAnswer, ""},
		{"app token refused", 400, `{"error":{"code":190,"message":"Invalid OAuth access token signature."}}`, Misconfigured, AppSecretRejected},
		{"another app's", 400, `{"error":{"code":100,"message":"(#100) The App_id in the input_token did not match the Viewing App"}}`, Misconfigured, WrongApp},
		{"no caller", 400, `{"error":{"code":100,"message":"(#100) You must provide an app access token"}}`, Client, ""},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := newUpstream(t, says(tt.status, tt.answer)).api().DebugToken(t.Context(), NewToken(canaryToken))
			e := failure(t, err)
			if e.Class != tt.want || e.Reason != tt.reason {
				t.Errorf("got %s %s: %v", e.Class, e.Reason, e)
			}
			if diff := cmp.Diff(TokenInfo{}, got); diff != "" {
				t.Errorf("a result beside the error: %s", diff)
			}
		})
	}
}
