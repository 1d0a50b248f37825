package metatest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"capiconnect/meta"
)

const verifyToken = "metatest-verify-token"

// told is what came to the callbacks.
type told struct {
	changes chan []meta.Change
	signed  chan meta.SignedRequest
}

// callbacks: Meta tells of a grant and of its end, in a way that our client can read and nobody can forge.
func (target Target) callbacks(t *testing.T) {
	heard, at := target.listen(t)
	target.assertTells(t, at)
	token, api := target.token(t), target.api() // the dialog tells the first
	user, err := api.Me(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	installed := soon(t, heard.changes)
	if len(installed) != 1 || installed[0].BusinessID != user.ClientBusinessID || installed[0].Kind == meta.IntegrationUninstalled || installed[0].At.IsZero() {
		t.Errorf("after the dialog: %+v", installed)
	}
	if _, err := api.DeletePermissions(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	uninstalled := soon(t, heard.changes)
	if len(uninstalled) != 1 || uninstalled[0].BusinessID != user.ClientBusinessID || uninstalled[0].Kind != meta.IntegrationUninstalled {
		t.Errorf("after the end: %+v", uninstalled)
	}
	if signed := soon(t, heard.signed); signed.UserID != user.ID || signed.IssuedAt.IsZero() {
		t.Errorf("deauthorized %+v, want user %s", signed, user.ID)
	}
}

// listen serves the callbacks and names them to Meta.
func (target Target) listen(t *testing.T) (told, Callbacks) {
	t.Helper()
	heard := told{make(chan []meta.Change, 10), make(chan meta.SignedRequest, 10)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /webhook", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("hub.mode") != "subscribe" || r.FormValue("hub.verify_token") != verifyToken {
			t.Errorf("the webhook address is verified with %v", r.Form)
		}
		_, _ = io.WriteString(w, r.FormValue("hub.challenge"))
	})
	mux.HandleFunc("POST /webhook", func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		changes, err := target.api().ReadWebhook(r.Header.Get("X-Hub-Signature-256"), body)
		if err != nil {
			t.Errorf("%s: %v", body, err)
		}
		heard.changes <- changes
	})
	mux.HandleFunc("POST /deauthorize", func(_ http.ResponseWriter, r *http.Request) {
		signed, err := target.api().ReadSignedRequest(r.FormValue("signed_request"))
		if err != nil {
			t.Errorf("deauthorize: %v", err)
		}
		heard.signed <- signed
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	at := Callbacks{Webhook: server.URL + "/webhook", VerifyToken: verifyToken, Deauthorize: server.URL + "/deauthorize"}
	target.Tell(t, at)
	return heard, at
}

// assertTells: the app can look up where Meta will tell it what.
func (target Target) assertTells(t *testing.T, at Callbacks) {
	t.Helper()
	subscriptions, err := target.api().Subscriptions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, one := range subscriptions {
		slices.Sort(one.Fields)
		found = found || one.Object == meta.ObjectApplication && one.CallbackURL == at.Webhook && one.Active && slices.Equal(one.Fields, meta.GrantFields())
	}
	if !found {
		t.Errorf("subscribed: %+v", subscriptions)
	}
	if app, err := target.api().App(t.Context()); err != nil || app.DeauthorizeURL != at.Deauthorize {
		t.Errorf("got %+v, %v", app, err)
	}
}

// soon is what comes within ten seconds.
func soon[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(10 * time.Second):
		t.Fatal("Meta tells nothing")
	}
	panic("unreachable")
}
