package meta

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSubscriptions(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, says(200, `{"data":[
		{"object":"application","callback_url":"https://partner.example/hook","active":true,"fields":[{"name":"business_integration_install","version":"v26.0"},{"name":"business_integration_update"}]},
		{"object":"user","callback_url":"https://partner.example/old","active":"false","fields":["email"]},
		{"object":"page"}]}`))
	api := up.api()
	got, err := api.Subscriptions(t.Context())
	want := []Subscription{
		{Object: ObjectApplication, CallbackURL: "https://partner.example/hook", Active: true, Fields: []string{"business_integration_install", "business_integration_update"}},
		{Object: "user", CallbackURL: "https://partner.example/old", Fields: []string{"email"}},
		{Object: "page", Fields: []string{}},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v, (-want +got):\n%s", err, diff)
	}
	assertRequest(t, up, http.MethodGet, "/meta/v26.0/"+appID+"/subscriptions", appBearer, url.Values{"appsecret_proof": {api.proof(NewToken(api.appToken()))}})
}

// An answer without a list must not pass for an app that is subscribed to nothing.
func TestSubscriptionsThatAreNotTold(t *testing.T) {
	t.Parallel()
	if got, err := newUpstream(t, says(200, `{"data":[]}`)).api().Subscriptions(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("none: %v, %v", got, err)
	}
	for _, answer := range []string{`{}`, `{"data":null}`, `{"data":{}}`, `true`} {
		_, err := newUpstream(t, says(200, answer)).api().Subscriptions(t.Context())
		if e := failure(t, err); e.Class != InvalidAnswer {
			t.Errorf("%s: %v", answer, e)
		}
	}
}
