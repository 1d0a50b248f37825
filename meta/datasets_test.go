package meta

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"slices"
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
	for page, err := range up.api().OwnedDatasets(t.Context(), NewToken(canaryToken), businessID, "") {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, page.Datasets...)
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
	owned, err := datasets(up.api().OwnedDatasets(t.Context(), NewToken(canaryToken), businessID, ""))
	if err != nil || len(owned) != 250 || owned[249].Name != "D249" {
		t.Errorf("%d owned, %v", len(owned), err)
	}
	shared, err := datasets(up.api().SharedDatasets(t.Context(), NewToken(canaryToken), businessID, ""))
	if err != nil || len(shared) != 101 || shared[100].ID != "1000100" {
		t.Errorf("%d shared, %v", len(shared), err)
	}
	paths := map[string]int{}
	for _, r := range up.asked() {
		paths[r.URL.Path]++
		if r.Header.Get("Authorization") != "Bearer "+canaryToken || r.FormValue("appsecret_proof") == "" || r.FormValue("access_token") != "" {
			t.Errorf("wrongly authorised: %s", r.URL.Path)
		}
		if fields := r.FormValue("fields"); fields != datasetFields {
			t.Errorf("%s was asked for %s", r.URL.Path, fields)
		}
	}
	want := map[string]int{"/meta/v26.0/" + businessID + "/owned_pixels": 2, "/meta/v26.0/" + businessID + "/client_pixels": 2}
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// datasets puts the pages of a list together.
func datasets(list iter.Seq2[DatasetPage, error]) ([]Dataset, error) {
	pages, err := collect(list)
	return joined(pages), err
}

func joined(pages []DatasetPage) (all []Dataset) {
	for _, page := range pages {
		all = append(all, page.Datasets...)
	}
	return all
}

func TestDatasetsOfNone(t *testing.T) {
	t.Parallel()
	pages, err := collect(newUpstream(t, pixels(0, 0)).api().OwnedDatasets(t.Context(), NewToken(canaryToken), businessID, ""))
	if diff := cmp.Diff([]DatasetPage{{Datasets: []Dataset{}}}, pages); err != nil || diff != "" {
		t.Errorf("got %v, (-want +got):\n%s", err, diff)
	}
}

// A list that was interrupted goes on behind any of its pages, and ends where the whole ends.
func TestDatasetsResumed(t *testing.T) {
	t.Parallel()
	api := newUpstream(t, pixels(650, 650)).api()
	for name, list := range map[string]func(context.Context, Token, string, string) iter.Seq2[DatasetPage, error]{
		"owned": api.OwnedDatasets, "shared": api.SharedDatasets,
	} {
		whole, err := collect(list(t.Context(), NewToken(canaryToken), businessID, ""))
		if err != nil || len(whole) != 3 || whole[0].After == "" || whole[1].After == "" || whole[2].After != "" {
			t.Fatalf("%s: %d pages, %v", name, len(whole), err)
		}
		for i := range whole[:2] {
			rest, err := datasets(list(t.Context(), NewToken(canaryToken), businessID, whole[i].After))
			if diff := cmp.Diff(joined(whole[i+1:]), rest); err != nil || diff != "" {
				t.Errorf("%s behind page %d: %v, (-want +got):\n%s", name, i, err, diff)
			}
		}
	}
}

// Only who resumes can have a wrong cursor, and asking for fewer fields does not mend it.
func TestCursorInvalid(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, after, answer string
		want                Reason
	}{
		{"invalid", "x", `{"error":{"code":2642,"message":"Invalid cursor"}}`, CursorInvalid},
		{"invalid parameter", "x", `{"error":{"code":100,"message":"(#100) Invalid cursors values"}}`, CursorInvalid},
		{"too deep", "x", `{"error":{"code":100,"message":"(#100) The After Cursor specified exceeds the max limit supported by this endpoint"}}`, CursorInvalid},
		{"no cursor to be invalid", "", `{"error":{"code":2642,"message":"Invalid cursor"}}`, ""},
		{"another parameter", "x", `{"error":{"code":100,"error_subcode":33,"message":"Unsupported get request."}}`, ""},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			up := newUpstream(t, says(400, tt.answer))
			_, err := collect(up.api().OwnedDatasets(t.Context(), NewToken(canaryToken), businessID, tt.after))
			if e := failure(t, err); e.Class != Client || e.Reason != tt.want {
				t.Errorf("got %s %q", e.Class, e.Reason)
			}
			if n := len(up.asked()); n != 1 || up.asked()[0].FormValue("after") != tt.after {
				t.Errorf("%d requests, after %q", n, up.asked()[0].FormValue("after"))
			}
		})
	}
}

func TestDataset(t *testing.T) {
	t.Parallel()
	const dataset = `{"id":"9007199254740993","name":"Shop"}`
	cases := []struct {
		name    string
		refusal string // of the rich fields
		want    []string
		class   Class
	}{
		{"usable", "", []string{datasetFields}, ""},
		{"field forbidden", `"code":100,"message":"(#100) Missing Permission(s)"`, []string{datasetFields, "id,name"}, ""},
		{"gone", `"code":100,"error_subcode":33,"message":"Unsupported get request."`, []string{datasetFields}, Client},
		{"token dead", `"code":190,"error_subcode":466`, []string{datasetFields}, Auth},
		{"throttled", `"code":80004`, []string{datasetFields}, Throttled},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
				if refusal := refuseIf(tt.refusal != "" && r.FormValue("fields") == datasetFields, tt.refusal); refusal != "" {
					says(400, refusal)(w, r)
					return
				}
				says(200, dataset)(w, r)
			})
			got, err := up.api().Dataset(t.Context(), NewToken(canaryToken), datasetID)
			want := Dataset{ID: datasetID, Name: "Shop"}
			if tt.class != "" {
				want = Dataset{}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if tt.class == "" && err != nil || tt.class != "" && failure(t, err).Class != tt.class {
				t.Errorf("got %v, want %s", err, tt.class)
			}
			var asked []string
			for _, r := range up.asked() {
				asked = append(asked, r.FormValue("fields"))
				if r.URL.Path != "/meta/v26.0/"+datasetID || r.Header.Get("Authorization") != "Bearer "+canaryToken || r.FormValue("appsecret_proof") != wantProof {
					t.Errorf("asked %s by %q", r.URL.Path, r.Header.Get("Authorization"))
				}
			}
			if diff := cmp.Diff(tt.want, asked); diff != "" {
				t.Errorf("asked (-want +got):\n%s", diff)
			}
		})
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
		}, 3, ""},
		{"no paging", []string{`{"data":[{"id":"1"}]}`}, 1, ""},
		{"same cursor", []string{`{"data":[{"id":"1"}],"paging":{"cursors":{"after":"a"}` + next + `}}`}, 1, errCursorRepeated.Error()},
		{"cycle", []string{
			`{"data":[],"paging":{"cursors":{"after":"a"}` + next + `}}`,
			`{"data":[],"paging":{"cursors":{"after":"b"}` + next + `}}`,
			`{"data":[],"paging":{"cursors":{"after":"a"}` + next + `}}`,
		}, 0, errCursorRepeated.Error()},
		{"no cursor", []string{`{"data":[],"paging":{"x":0` + next + `}}`}, 0, errCursorMissing.Error()},
		{"no data", []string{`{"paging":{}}`}, 0, "no data in the answer"},
		{"no id", []string{`{"data":[{"name":"x"}]}`}, 0, "an element without an id"},
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
			got, err := datasets(up.api().OwnedDatasets(t.Context(), NewToken(canaryToken), businessID, ""))
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
	_, err := datasets(up.api().OwnedDatasets(t.Context(), NewToken(canaryToken), businessID, ""))
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
	pages := up.api().OwnedDatasets(t.Context(), NewToken(canaryToken), businessID, "")
	for range 2 { // a second range starts anew
		for page, err := range pages {
			if err != nil || page.Datasets[0].ID != "1" {
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
		}, []string{datasetFields + " 100", "id,name 100", "id,name 200"}, ""},
		{"all fields forbidden", func(r *http.Request) string {
			return refuseIf(r.FormValue("fields") != "", `"code":200,"message":"(#200) Permissions error"`)
		}, []string{datasetFields + " 100", "id,name 100", " 100", " 200"}, ""},
		{"list forbidden", func(*http.Request) string {
			return refuseIf(true, `"code":200,"message":"(#200) Permissions error"`)
		}, []string{datasetFields + " 100", "id,name 100", " 100"}, Permission},
		{"throttled in the words of a permission", func(*http.Request) string {
			return refuseIf(true, `"code":200,"error_subcode":4841013,"message":"Permissions error"`)
		}, []string{datasetFields + " 100"}, Throttled},
		{"too much data", func(r *http.Request) string {
			limit, _ := strconv.Atoi(r.FormValue("limit"))
			return refuseIf(limit > 60, `"code":1,"message":"Please reduce the amount of data you're asking for, then retry your request"`)
		}, []string{datasetFields + " 100", datasetFields + " 50", datasetFields + " 50", datasetFields + " 50"}, ""},
		{"too much data, always", func(*http.Request) string {
			return refuseIf(true, `"code":1,"message":"Please reduce the amount of data you're asking for, then retry your request"`)
		}, []string{
			datasetFields + " 100", datasetFields + " 50", datasetFields + " 25", datasetFields + " 12",
			datasetFields + " 6", datasetFields + " 3", datasetFields + " 1",
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
			got, err := datasets(up.api().OwnedDatasets(t.Context(), NewToken(canaryToken), businessID, ""))
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

// Every page costs a call: a list of thousands is read in few where Meta gives large ones, and as before where it does not.
func TestPagesAskForMore(t *testing.T) {
	t.Parallel()
	all := pixels(3000, 0)
	atMost := func(limit int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			asked, _ := strconv.Atoi(r.FormValue("limit"))
			lowered := r.Clone(r.Context())
			lowered.Form.Set("limit", strconv.Itoa(min(asked, limit)))
			all(w, lowered)
		}
	}
	refusing := func(above int, failure string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if asked, _ := strconv.Atoi(r.FormValue("limit")); asked > above {
				says(400, refuseIf(true, failure))(w, r)
				return
			}
			all(w, r)
		}
	}
	for name, test := range map[string]struct {
		serve http.HandlerFunc
		want  []int // limits that were asked for
	}{
		"as much as asked for":        {all, []int{100, 200, 400, 800, 1000, 1000}},
		"lowered to 100 without word": {atMost(100), append([]int{100, 200}, slices.Repeat([]int{100}, 28)...)},
		"lowered to 500 without word": {atMost(500), []int{100, 200, 400, 800, 800, 800, 800, 800}},
		"refused":                     {refusing(100, `"code":100,"message":"(#100) param limit must be at most 100"`), append([]int{100, 200}, slices.Repeat([]int{100}, 29)...)},
		"too much data":               {refusing(300, `"code":1,"message":"Please reduce the amount of data you're asking for, then retry your request"`), append([]int{100, 200, 400}, slices.Repeat([]int{200}, 14)...)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			up := newUpstream(t, test.serve)
			got, err := datasets(up.api().OwnedDatasets(t.Context(), NewToken(canaryToken), businessID, ""))
			if err != nil || len(got) != 3000 {
				t.Fatalf("got %d datasets and %v", len(got), err)
			}
			var asked []int
			for _, r := range up.asked() {
				limit, _ := strconv.Atoi(r.FormValue("limit"))
				asked = append(asked, limit)
			}
			if diff := cmp.Diff(test.want, asked); diff != "" {
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
