package meta

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDatasetFacts(t *testing.T) {
	t.Parallel()
	yes := true
	fired := time.Date(2026, 8, 16, 8, 0, 0, 0, time.UTC)
	up := newUpstream(t, says(200, `{"data":[
		{"id":"9007199254740993","name":"Shop","creation_time":"2026-08-16T10:00:00+0200","last_fired_time":"2026-08-16T08:00:00Z",
		 "is_unavailable":true,"owner_business":{"id":"77","name":"Owner"},"surprise":{}},
		{"id":9007199254740995,"name":7,"creation_time":"yesterday","last_fired_time":1760000000,"is_unavailable":"perhaps","owner_business":null},
		{"id":"3","owner_business":{"id":"x","name":"y"}}
	]}`))
	var got []Dataset
	for page, err := range up.api().OwnedDatasets(t.Context(), NewToken(canaryToken), businessID) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, page...)
	}
	want := []Dataset{
		{
			ID: "9007199254740993", Name: "Shop", CreationTime: fired, IsUnavailable: &yes, LastFiredTime: fired,
			OwnerBusiness: Business{ID: "77", Name: "Owner"},
		},
		{ID: "9007199254740995"},
		{ID: "3"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// pixels serves lists of so many datasets as Meta does, the cursor being an offset.
func pixels(owned, shared int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		total, first := owned, 1
		if strings.HasSuffix(r.URL.Path, "/client_pixels") {
			total, first = shared, 1_000_000
		}
		limit, _ := strconv.Atoi(r.FormValue("limit"))
		after, _ := strconv.Atoi(r.FormValue("after"))
		_, _ = w.Write([]byte(pageOf(first, after, min(after+limit, total), total, r.Host)))
	}
}

func pageOf(first, from, to, total int, host string) string {
	var nodes []string
	for i := from; i < to; i++ {
		nodes = append(nodes, fmt.Sprintf(`{"id":"%d","name":"D%d"}`, first+i, i))
	}
	next := ""
	if to < total {
		next = fmt.Sprintf(`,"next":"http://%s/next?access_token=%s"`, host, canaryToken)
	}
	return fmt.Sprintf(`{"data":[%s],"paging":{"cursors":{"before":"0","after":"%d"}%s}}`, strings.Join(nodes, ","), to, next)
}

func TestDatasets(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, pixels(250, 101))
	owned, shared, err := up.api().Datasets(t.Context(), NewToken(canaryToken), businessID)
	if err != nil {
		t.Fatal(err)
	}
	if len(owned) != 250 || len(shared) != 101 || owned[249].Name != "D249" || shared[100].ID != "1000100" {
		t.Errorf("got %d owned, %d shared", len(owned), len(shared))
	}
	paths := map[string]int{}
	for _, r := range up.asked() {
		paths[r.URL.Path]++
		if r.Header.Get("Authorization") != "Bearer "+canaryToken || r.FormValue("appsecret_proof") == "" || r.FormValue("access_token") != "" {
			t.Errorf("wrongly authorised: %s", r.URL.Path)
		}
	}
	want := map[string]int{"/meta/v26.0/" + businessID + "/owned_pixels": 3, "/meta/v26.0/" + businessID + "/client_pixels": 2}
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestDatasetsOfNone(t *testing.T) {
	t.Parallel()
	owned, shared, err := newUpstream(t, pixels(0, 0)).api().Datasets(t.Context(), NewToken(canaryToken), businessID)
	if err != nil || owned == nil || shared == nil || len(owned)+len(shared) != 0 {
		t.Errorf("got %v, %v, %v", owned, shared, err)
	}
}

// Half a list is worse than none: what is missing from it would be taken for removed.
func TestDatasetsAllOrNothing(t *testing.T) {
	t.Parallel()
	good := pixels(500, 500)
	up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("after") == "200" && strings.HasSuffix(r.URL.Path, "client_pixels") {
			says(400, `{"error":{"code":190,"error_subcode":463}}`)(w, r)
			return
		}
		good(w, r)
	})
	owned, shared, err := up.api().Datasets(t.Context(), NewToken(canaryToken), businessID)
	if e := failure(t, err); e.Op != OpSharedDatasets || e.Reason != TokenExpired {
		t.Errorf("got %v", e)
	}
	if owned != nil || shared != nil {
		t.Errorf("got %d owned, %d shared beside the error", len(owned), len(shared))
	}
}

func TestPaging(t *testing.T) {
	t.Parallel()
	evil := newUpstream(t, says(200, `{"data":[]}`))
	next := `,"next":"` + evil.URL + `/?access_token=` + canaryToken + `"`
	cases := []struct {
		name    string
		answers []string // the last one is repeated
		want    int      // datasets
		failure string
	}{
		{"short and empty pages in the middle", []string{
			`{"data":[{"id":"1"}],"paging":{"cursors":{"after":"a"}` + next + `}}`,
			`{"data":[],"paging":{"cursors":{"after":"b"}` + next + `}}`,
			`{"data":[{"id":"2"},{"id":"1"}],"paging":{"cursors":{"after":"c"}}}`,
		}, 2, ""},
		{"no paging", []string{`{"data":[{"id":"1"}]}`}, 1, ""},
		{"same cursor", []string{`{"data":[{"id":"1"}],"paging":{"cursors":{"after":"a"}` + next + `}}`}, 0, errCursorRepeated.Error()},
		{"cycle", []string{
			`{"data":[],"paging":{"cursors":{"after":"a"}` + next + `}}`,
			`{"data":[],"paging":{"cursors":{"after":"b"}` + next + `}}`,
			`{"data":[],"paging":{"cursors":{"after":"a"}` + next + `}}`,
		}, 0, errCursorRepeated.Error()},
		{"no cursor", []string{`{"data":[],"paging":{"x":0` + next + `}}`}, 0, errCursorMissing.Error()},
		{"no data", []string{`{"paging":{}}`}, 0, "no data in the answer"},
		{"no id", []string{`{"data":[{"name":"x"}]}`}, 0, "a dataset without an id"},
		{"id no id", []string{`{"data":[{"id":"../me"}]}`}, 0, "not a number"},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			turn := 0
			up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
				says(200, tt.answers[min(turn, len(tt.answers)-1)])(w, r)
				turn++
			})
			got, err := collect(up.api().OwnedDatasets(t.Context(), NewToken(canaryToken), businessID))
			if tt.failure == "" && err != nil || len(got) != tt.want {
				t.Errorf("got %d datasets and %v", len(got), err)
			}
			if tt.failure != "" {
				if e := failure(t, err); e.Class != InvalidAnswer || !strings.Contains(e.Error(), tt.failure) {
					t.Errorf("got %v", e)
				}
			}
			if n := len(evil.asked()); n != 0 {
				t.Errorf("next was followed %d times", n)
			}
		})
	}
}

func TestPageCap(t *testing.T) {
	t.Parallel()
	turn := 0
	up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
		turn++
		says(200, fmt.Sprintf(`{"data":[],"paging":{"cursors":{"after":"%d"},"next":"x"}}`, turn))(w, r)
	})
	_, err := collect(up.api().OwnedDatasets(t.Context(), NewToken(canaryToken), businessID))
	if e := failure(t, err); e.Class != InvalidAnswer || e.Err != errTooManyPages {
		t.Errorf("got %v", e)
	}
	if n := len(up.asked()); n != maxPages {
		t.Errorf("%d requests, want %d", n, maxPages)
	}
}

func TestPagesStopWhenTheReaderDoes(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, pixels(1000, 0))
	pages := up.api().OwnedDatasets(t.Context(), NewToken(canaryToken), businessID)
	for range 2 { // a second range starts anew
		for page, err := range pages {
			if err != nil || page[0].ID != "1" {
				t.Errorf("got %v, %v", page, err)
			}
			break
		}
	}
	if n := len(up.asked()); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
}

func TestPagesAskForLess(t *testing.T) {
	t.Parallel()
	all := pixels(120, 0)
	cases := []struct {
		name    string
		refuses func(*http.Request) string // the error, or nothing
		want    []string                   // fields and limits that were asked for
		failure Class
	}{
		{"rich fields forbidden", func(r *http.Request) string {
			return refuseIf(strings.Contains(r.FormValue("fields"), "owner_business"), `"code":100,"message":"(#100) Missing Permission(s)"`)
		}, []string{datasetFields[0] + " 100", "id,name 100", "id,name 100"}, ""},
		{"all fields forbidden", func(r *http.Request) string {
			return refuseIf(r.FormValue("fields") != "", `"code":200,"message":"(#200) Permissions error"`)
		}, []string{datasetFields[0] + " 100", "id,name 100", " 100", " 100"}, ""},
		{"list forbidden", func(*http.Request) string {
			return refuseIf(true, `"code":200,"message":"(#200) Permissions error"`)
		}, []string{datasetFields[0] + " 100", "id,name 100", " 100"}, Permission},
		{"throttled in the words of a permission", func(*http.Request) string {
			return refuseIf(true, `"code":200,"error_subcode":4841013,"message":"Permissions error"`)
		}, []string{datasetFields[0] + " 100"}, Throttled},
		{"too much data", func(r *http.Request) string {
			limit, _ := strconv.Atoi(r.FormValue("limit"))
			return refuseIf(limit > 60, `"code":1,"message":"Please reduce the amount of data you're asking for, then retry your request"`)
		}, []string{datasetFields[0] + " 100", datasetFields[0] + " 50", datasetFields[0] + " 50", datasetFields[0] + " 50"}, ""},
		{"too much data, always", func(*http.Request) string {
			return refuseIf(true, `"code":1,"message":"Please reduce the amount of data you're asking for, then retry your request"`)
		}, []string{
			datasetFields[0] + " 100", datasetFields[0] + " 50", datasetFields[0] + " 25", datasetFields[0] + " 12",
			datasetFields[0] + " 6", datasetFields[0] + " 3", datasetFields[0] + " 1",
		}, Transient},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
				if refusal := tt.refuses(r); refusal != "" {
					says(400, refusal)(w, r)
					return
				}
				all(w, r)
			})
			got, err := collect(up.api().OwnedDatasets(t.Context(), NewToken(canaryToken), businessID))
			if tt.failure == "" && (err != nil || len(got) != 120) {
				t.Errorf("got %d datasets and %v", len(got), err)
			}
			if tt.failure != "" && failure(t, err).Class != tt.failure {
				t.Errorf("got %v", err)
			}
			var asked []string
			for _, r := range up.asked() {
				asked = append(asked, r.FormValue("fields")+" "+r.FormValue("limit"))
			}
			if diff := cmp.Diff(tt.want, asked); diff != "" {
				t.Errorf("asked (-want +got):\n%s", diff)
			}
		})
	}
}

func refuseIf(condition bool, failure string) string {
	if !condition {
		return ""
	}
	return `{"error":{` + failure + `}}`
}
