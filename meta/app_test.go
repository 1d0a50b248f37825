package meta

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

const appBearer = "Bearer " + appID + "|" + canarySecret

func TestApp(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", noon.Add(90*time.Second).Format(http.TimeFormat))
		says(200, `{"id":4242,"name":"Partner\u0000","deauth_callback_url":"https://partner.example/out"}`)(w, r)
	})
	api := up.api()
	app, err := api.App(t.Context())
	if want := (App{ID: appID, Name: "Partner ", DeauthorizeURL: "https://partner.example/out", Skew: 90 * time.Second}); err != nil || app != want {
		t.Errorf("got %+v, %v", app, err)
	}
	assertRequest(t, up, http.MethodGet, "/meta/v26.0/"+appID, appBearer, url.Values{
		"fields": {"id,name,deauth_callback_url"}, "appsecret_proof": {api.proof(NewToken(api.appToken()))},
	})
}

// Fields of an app come and go; what is left of it is enough to know that it is there.
func TestAnAppOfWhichMetaTellsLittle(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("fields") != "id,name" {
			says(400, `{"error":{"code":100,"message":"(#100) Tried accessing nonexisting field (deauth_callback_url) on node type (Application)"}}`)(w, r)
			return
		}
		says(200, `{"id":"4242","name":"Partner"}`)(w, r)
	})
	if app, err := up.api().App(t.Context()); err != nil || app.Name != "Partner" || app.DeauthorizeURL != "" {
		t.Errorf("got %+v, %v", app, err)
	}
}

// An app whose own token is refused has a wrong secret; nobody's grant has ended by that.
func TestAnAppWithAWrongSecret(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, says(401, `{"error":{"code":190,"message":"Invalid OAuth access token signature. ECHO"}}`))
	for _, ask := range []func() error{
		func() error { _, err := up.api().App(t.Context()); return err },
		func() error { _, err := up.api().Subscriptions(t.Context()); return err },
	} {
		if e := failure(t, ask()); e.Class != Misconfigured || e.Reason != AppSecretRejected {
			t.Errorf("got %v", e)
		}
	}
}
