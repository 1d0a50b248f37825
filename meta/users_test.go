package meta

import (
	"net/http"
	"net/url"
	"testing"
)

func TestMe(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, says(200, `{"client_business_id":1002003004005006,"id":"122"}`))
	user, err := up.api().Me(t.Context(), NewToken(canaryToken))
	if err != nil {
		t.Fatal(err)
	}
	if user != (SystemUser{ID: "122", ClientBusinessID: businessID}) {
		t.Errorf("got %+v", user)
	}
	assertRequest(t, up, http.MethodGet, "/meta/v26.0/me", "Bearer "+canaryToken, url.Values{
		"fields":          {"client_business_id"},
		"appsecret_proof": {wantProof},
	})
}

// A person's token, in each way that Meta has of saying so.
func TestMeWithoutBusiness(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		status int
		answer string
	}{
		{"field missing", 200, `{"id":"122"}`},
		{"field empty", 200, `{"id":"122","client_business_id":""}`},
		{"field null", 200, `{"id":"122","client_business_id":null}`},
		{"field unknown", 400, `{"error":{"code":100,"type":"OAuthException","message":"(#100) Tried accessing nonexisting field (client_business_id) on node type (User)"}}`},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := newUpstream(t, says(tt.status, tt.answer)).api().Me(t.Context(), NewToken(canaryToken))
			if e := failure(t, err); e.Class != Misconfigured || e.Reason != NotSystemUser || e.Op != OpMe {
				t.Errorf("got %s %s: %v", e.Class, e.Reason, e)
			}
		})
	}
}
