package meta_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta"
)

// What stands in front of the path stays, and what is in the redirect URI or the state stays in it.
func TestDialogAddress(t *testing.T) {
	t.Parallel()
	dialog := meta.Dialog{URL: "https://www.facebook.com/", Version: "v26.0", AppID: "123", ConfigID: "456"}
	text, err := dialog.Address("https://capi.example.com/oauth/callback?a=b&c", "client.x&scope=email")
	if err != nil {
		t.Fatal(err)
	}
	address, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{
		"client_id": {"123"}, "config_id": {"456"}, "redirect_uri": {"https://capi.example.com/oauth/callback?a=b&c"}, "response_type": {"code"},
		"override_default_response_type": {"true"}, "state": {"client.x&scope=email"},
	}
	if diff := cmp.Diff(want, address.Query()); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
	if address.RawQuery = ""; address.String() != "https://www.facebook.com/v26.0/dialog/oauth" {
		t.Errorf("got %s", address)
	}
}
