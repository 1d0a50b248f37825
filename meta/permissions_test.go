package meta

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const wantProof = "087060c0677bb03853b78544f4a6b5a267d51ebd6c545c654ee334ff9e9245a5"

func TestRevokeTokenRequest(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, says(200, `{"success":"true"}`))
	if _, err := up.api().RevokeToken(t.Context(), NewToken(canaryToken)); err != nil {
		t.Fatal(err)
	}
	assertRequest(t, up, http.MethodGet, "/meta/v26.0/oauth/revoke", "", url.Values{
		"client_id": {appID}, "client_secret": {canarySecret}, "revoke_token": {canaryToken}, "access_token": {canaryToken},
		"appsecret_proof": {wantProof},
	})
}

func TestDeletePermissionsRequest(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, says(200, `true`))
	if _, err := up.api().DeletePermissions(t.Context(), NewToken(canaryToken)); err != nil {
		t.Fatal(err)
	}
	assertRequest(t, up, http.MethodDelete, "/meta/v26.0/me/permissions", "Bearer "+canaryToken,
		url.Values{"appsecret_proof": {wantProof}})
}

func TestDeletePermissionsOfRequest(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, says(200, `{"success":true}`))
	if _, err := up.api().DeletePermissionsOf(t.Context(), "122001"); err != nil {
		t.Fatal(err)
	}
	assertRequest(t, up, http.MethodDelete, "/meta/v26.0/122001/permissions", "Bearer "+appID+"|"+canarySecret, url.Values{})
	if _, err := up.api().DeletePermissionsOf(t.Context(), "me/../x"); err == nil {
		t.Error("an id that is a path was taken")
	}
}

func TestTakingBackAnswers(t *testing.T) {
	t.Parallel()
	const dead = `{"error":{"code":190,"error_subcode":466,"fbtrace_id":"B"}}`
	cases := []struct {
		name   string
		answer string
		want   Receipt // of DeletePermissions
		class  Class   // of its error
	}{
		{"object", `{"success":true}`, Receipt{Accepted: true, FBTraceIDs: []string{"H"}}, ""},
		{"object with a text", `{"success":"true"}`, Receipt{Accepted: true, FBTraceIDs: []string{"H"}}, ""},
		{"bare", `true`, Receipt{Accepted: true, FBTraceIDs: []string{"H"}}, ""},
		{"bare text", `"true"`, Receipt{Accepted: true, FBTraceIDs: []string{"H"}}, ""},
		{"other object", `{}`, Receipt{Accepted: true, FBTraceIDs: []string{"H"}}, ""},
		{"refused", `{"success":false}`, Receipt{FBTraceIDs: []string{"H"}}, InvalidAnswer},
		{"bare refusal", `false`, Receipt{FBTraceIDs: []string{"H"}}, InvalidAnswer},
		{"dead token", dead, Receipt{AlreadyInvalid: true, FBTraceIDs: []string{"B"}}, ""},
		{"dead session", `{"error":{"code":102}}`, Receipt{AlreadyInvalid: true, FBTraceIDs: []string{"H"}}, ""},
		{"throttled", `{"error":{"code":4}}`, Receipt{FBTraceIDs: []string{"H"}}, Throttled},
		{"forbidden", `{"error":{"code":200}}`, Receipt{FBTraceIDs: []string{"H"}}, Permission},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("x-fb-trace-id", "H")
				says(200, tt.answer)(w, r)
			})
			got, err := up.api().DeletePermissions(t.Context(), NewToken(canaryToken))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if tt.class == "" && err != nil || tt.class != "" && failure(t, err).Class != tt.class {
				t.Errorf("got %v, want %s", err, tt.class)
			}
		})
	}
}

// The app steps in for a token that is no longer taken as its own executioner.
func TestRevokeTokenByApp(t *testing.T) {
	t.Parallel()
	const dead = `{"error":{"code":190,"error_subcode":459,"fbtrace_id":"T"}}`
	cases := []struct {
		name         string
		byItself     string
		byApp        string
		want         Receipt
		class        Class
		wantRequests int
	}{
		{"not needed", `{"success":true}`, "", Receipt{Accepted: true, FBTraceIDs: []string{"H"}}, "", 1},
		{"revoked by the app", dead, `{"success":true}`, Receipt{Accepted: true, FBTraceIDs: []string{"T", "H"}}, "", 2},
		{"dead for both", dead, dead, Receipt{AlreadyInvalid: true, FBTraceIDs: []string{"T", "T"}}, "", 2},
		{"app not let", dead, `{"error":{"code":100}}`, Receipt{AlreadyInvalid: true, FBTraceIDs: []string{"T", "H"}}, "", 2},
		{"app to wait", dead, `{"error":{"code":4}}`, Receipt{FBTraceIDs: []string{"T", "H"}}, Throttled, 2},
		{"own trouble is not death", `{"error":{"code":2}}`, `{"success":true}`, Receipt{FBTraceIDs: []string{"H"}}, Transient, 1},
		{"app secret wrong", `{"error":{"code":1,"message":"Error validating client secret."}}`, "", Receipt{FBTraceIDs: []string{"H"}}, Misconfigured, 1},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("x-fb-trace-id", "H")
				answer := tt.byItself
				if r.FormValue("access_token") == appID+"|"+canarySecret {
					answer = tt.byApp
				}
				says(200, answer)(w, r)
			})
			got, err := up.api().RevokeToken(t.Context(), NewToken(canaryToken))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if tt.class == "" && err != nil || tt.class != "" && failure(t, err).Class != tt.class {
				t.Errorf("got %v, want %s", err, tt.class)
			}
			if n := len(up.asked()); n != tt.wantRequests {
				t.Errorf("%d requests, want %d", n, tt.wantRequests)
			}
		})
	}
}
