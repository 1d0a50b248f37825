package meta

import (
	"net/http"
	"strings"
	"testing"
)

func TestBusiness(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, says(200, `{"id":"1002003004005006","name":"Caf\u00e9 \u0000Nord","verification_status":"verified"}`))
	business, err := up.api().Business(t.Context(), NewToken(canaryToken), businessID)
	if err != nil {
		t.Fatal(err)
	}
	if business != (Business{ID: businessID, Name: "Café  Nord", VerificationStatus: "verified"}) {
		t.Errorf("got %+v", business)
	}
	query := up.asked()[0].URL.Query()
	query.Del("appsecret_proof")
	if query.Encode() != "fields=id%2Cname%2Cverification_status" || up.asked()[0].URL.Path != "/meta/v26.0/"+businessID {
		t.Errorf("got %s?%s", up.asked()[0].URL.Path, query.Encode())
	}
}

func TestBusinessWithFewerFields(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, refusal string
		requests      int
	}{
		{"field forbidden", `{"error":{"code":100,"message":"(#100) Missing Permission(s)"}}`, 2},
		{"permission missing", `{"error":{"code":200,"message":"(#200) Permissions error"}}`, 2},
		{"object forbidden", `{"error":{"code":100,"error_subcode":33,"message":"Unsupported get request."}}`, 1},
		{"a limit worded as a permission", `{"error":{"code":200,"error_subcode":4841013,"message":"Permissions error"}}`, 1},
		{"proof refused", `{"error":{"code":100,"message":"Invalid appsecret_proof provided in the API argument"}}`, 1},
		{"token dead", `{"error":{"code":190,"error_subcode":463}}`, 1},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
				if strings.Contains(r.FormValue("fields"), "verification_status") {
					says(400, tt.refusal)(w, r)
					return
				}
				says(200, `{"id":"1002003004005006","name":"N"}`)(w, r)
			})
			business, err := up.api().Business(t.Context(), NewToken(canaryToken), businessID)
			if n := len(up.asked()); n != tt.requests {
				t.Errorf("%d requests, want %d", n, tt.requests)
			}
			if (err == nil) != (tt.requests == 2) || err == nil && business.Name != "N" {
				t.Errorf("got %+v, %v", business, err)
			}
		})
	}
}

// An id that came from elsewhere must not lead the token to another endpoint.
func TestHostileIDs(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, says(200, `{"id":"1","data":[]}`))
	api, token := up.api(), NewToken(canaryToken)
	for _, id := range []string{"", "me", "../me", "1/../me", "1?x=", "1#", "%2e", " 1", "1\n", "-1", "1.5", "１", "@evil", strings.Repeat("1", 41)} {
		_, err := api.Business(t.Context(), token, id)
		if e := failure(t, err); e.Class != Bug || e.Op != OpBusiness {
			t.Errorf("business %q: %v", id, e)
		}
		_, _, err = api.Datasets(t.Context(), token, id)
		if e := failure(t, err); e.Class != Bug {
			t.Errorf("datasets of %q: %v", id, e)
		}
	}
	if n := len(up.asked()); n != 0 {
		t.Errorf("%d requests", n)
	}
}
