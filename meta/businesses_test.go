package meta

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
		for _, list := range []func(context.Context, Token, string, string) iter.Seq2[DatasetPage, error]{api.OwnedDatasets, api.SharedDatasets} {
			_, err = collect(list(t.Context(), token, id, ""))
			if e := failure(t, err); e.Class != Bug {
				t.Errorf("datasets of %q: %v", id, e)
			}
		}
		_, err = api.Dataset(t.Context(), token, id)
		if e := failure(t, err); e.Class != Bug || e.Op != OpDataset {
			t.Errorf("dataset %q: %v", id, e)
		}
		_, err = api.FetchToken(t.Context(), token, id)
		if e := failure(t, err); e.Class != Bug || e.Op != OpFetchToken {
			t.Errorf("token of %q: %v", id, e)
		}
		for _, ids := range [][2]string{{id, datasetID}, {businessID, id}} {
			_, err = api.DatasetToken(t.Context(), token, ids[0], ids[1], "ads_read")
			if e := failure(t, err); e.Class != Bug || e.Op != OpDatasetToken {
				t.Errorf("token of %q for %q: %v", ids[0], ids[1], e)
			}
		}
	}
	if n := len(up.asked()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func TestConnectedBusinesses(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("after") == "" {
			says(200, `{"data":[{"id":"1","name":"A","verification_status":"verified"}],"paging":{"cursors":{"after":"c"},"next":"x"}}`)(w, r)
			return
		}
		says(200, `{"data":[{"id":2}]}`)(w, r)
	})
	var got [][]Business
	for page, err := range up.api().ConnectedBusinesses(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, page)
	}
	want := [][]Business{{{ID: "1", Name: "A", VerificationStatus: "verified"}}, {{ID: "2"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	first := up.asked()[0]
	if first.URL.Path != "/meta/v26.0/"+appID+"/connected_client_businesses" || first.Header.Get("Authorization") != "Bearer 4242|"+canarySecret {
		t.Errorf("got %s by %q", first.URL.Path, first.Header.Get("Authorization"))
	}
	query := url.Values{"fields": {businessFields}, "limit": {"100"}, "appsecret_proof": {up.api().proof(NewToken(appID + "|" + canarySecret))}}
	if diff := cmp.Diff(query, first.URL.Query()); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
}

func TestConnectedBusinessesFail(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, says(400, `{"error":{"code":190,"error_subcode":463,"message":"ECHO"}}`))
	pages := 0
	for page, err := range up.api().ConnectedBusinesses(t.Context()) {
		pages++
		if e := failure(t, err); e.Class != Misconfigured || e.Reason != AppSecretRejected || page != nil {
			t.Errorf("got %v, %v", page, e)
		}
	}
	if pages != 1 || len(up.asked()) != 1 {
		t.Errorf("%d answers to %d requests", pages, len(up.asked()))
	}
}
