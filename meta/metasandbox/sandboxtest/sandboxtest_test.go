package sandboxtest_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"capiconnect/meta/metasandbox"
	"capiconnect/meta/metasandbox/sandboxtest"
)

// exchange stands for a partner's own code: it turns a code into a token, or into Meta's error.
func exchange(t *testing.T, s *sandboxtest.Sandbox, code string) (token string, subcode int) {
	t.Helper()
	query := url.Values{"client_id": {s.AppID()}, "client_secret": {s.AppSecret()}, "code": {code}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/v26.0/oauth/access_token?"+query.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct {
		Token string `json:"access_token"`
		Error struct {
			Subcode int `json:"error_subcode"`
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return answer.Token, answer.Error.Subcode
}

// A partner's test of what becomes of a client's code.
func TestAPartnerScriptsWhatItsCodeHasToBear(t *testing.T) {
	t.Parallel()
	sandbox := sandboxtest.Start(t)
	if token, subcode := exchange(t, sandbox, sandbox.Code(metasandbox.Approve)); token == "" || subcode != 0 {
		t.Errorf("approved: token %q, subcode %d", token, subcode)
	}
	if token, subcode := exchange(t, sandbox, sandbox.Code(metasandbox.ExpiredCode)); token != "" || subcode != 36007 {
		t.Errorf("expired: token %q, subcode %d", token, subcode)
	}
	if token, subcode := exchange(t, sandbox, "SANDBOX-USED-CODE"); token != "" || subcode != 36009 {
		t.Errorf("used, by its fixed code: token %q, subcode %d", token, subcode)
	}
}

func TestTheEnvironmentLeadsToTheSandbox(t *testing.T) {
	t.Parallel()
	sandbox := sandboxtest.Start(t)
	environment := sandbox.Environment()
	for _, want := range []string{"META_GRAPH_URL=" + sandbox.URL, "META_APP_SECRET=" + sandbox.AppSecret()} {
		if !slices.Contains(environment, want) {
			t.Errorf("%s is missing", want)
		}
	}
}
