package meta

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"
)

func TestTolerantTypes(t *testing.T) {
	t.Parallel()
	type all struct {
		ID   id       `json:"id"`
		Text text     `json:"text"`
		Flag flag     `json:"flag"`
		Num  number   `json:"num"`
		Unix unixTime `json:"unix"`
		Date dateTime `json:"date"`
		Seen shownID  `json:"seen"`
	}
	cases := []struct{ name, given, want string }{
		{"as documented", `{"id":"7","text":"x","flag":true,"num":1.5,"unix":1,"date":"2026-08-16T10:00:00+0000","seen":"8"}`,
			"7|x|true|1.5|1970-01-01T00:00:01Z|2026-08-16T10:00:00Z|8"},
		{"the other way round", `{"id":7,"text":7,"flag":"TRUE","num":"1.5","unix":"1","date":"2026-08-16T10:00:00.5+02:00","seen":8}`,
			"7||true|1.5|1970-01-01T00:00:01Z|2026-08-16T08:00:00Z|8"},
		{"null", `{"id":null,"text":null,"flag":null,"num":null,"unix":null,"date":null,"seen":null}`, "|||0|||"},
		{"empty", `{"id":"","text":"","flag":"","num":"","unix":"","date":"","seen":""}`, "|||0|||"},
		{"objects", `{"text":{},"flag":{},"num":{},"unix":{},"date":{},"seen":{}}`, "|||0|||"},
		{"absurd", `{"text":"a\u0000b\nc","num":"NaN","unix":1e300,"date":"2026-13-45T99:00:00+0000","seen":"x"}`, "|a b c||0|||"},
		{"negative", `{"num":-2,"unix":-2}`, "|||-2|||"},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var v all
			if err := json.Unmarshal([]byte(tt.given), &v); err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprintf("%s|%s|%s|%v|%s|%s|%s",
				v.ID, v.Text, v.Flag, v.Num, stamp(v.Unix), stamp(unixTime(v.Date)), v.Seen); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func stamp(v unixTime) string {
	if v.IsZero() {
		return ""
	}
	return v.Format("2006-01-02T15:04:05Z07:00")
}

func TestIDsAreStrict(t *testing.T) {
	t.Parallel()
	for _, given := range []string{`"x"`, `"1/2"`, `1.5`, `-1`, `1e5`, `true`, `{}`, `["1"]`, `"１"`, `"` + strings.Repeat("1", 41) + `"`} {
		var v id
		if err := json.Unmarshal([]byte(given), &v); err == nil || v != "" {
			t.Errorf("%s was taken as %q", given, v)
		}
	}
}

// Whatever Meta sends, decoding ends in a whole value or an *Error of a known class, and ids stay ids.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"access_token":"t","token_type":"bearer","expires_in":5183944}`, `true`, `{"success":"true"}`, `null`, `[]`, ``, `<html>`,
		`{"data":{"app_id":"1","is_valid":true,"scopes":["a"],"granular_scopes":[{"scope":"a","target_ids":["1"]}],"error":{"code":190,"subcode":466}}}`,
		`{"error":{"message":"m","type":"OAuthException","code":190,"error_subcode":460,"is_transient":false,"fbtrace_id":"A"}}`,
		`{"error":"x"}`, `{"error":null,"id":"1","client_business_id":2}`, pageOf(1, 0, 3, 9, "h"),
	} {
		f.Add(200, []byte(seed))
		f.Add(500, []byte(seed))
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		for _, into := range []wire{&grantAnswer{}, &debugAnswer{}, &meAnswer{}, &businessNode{}, &listAnswer[datasetNode]{}, new(successAnswer)} {
			a := answer{status: status, body: body}
			failure := a.decode(into)
			if failure != nil {
				New(Config{}).complete(failure, request{op: OpMe}, a)
				assertWhole(t, failure)
				continue
			}
			if status < 200 || status > 299 || into.check() != nil {
				t.Fatalf("%d %q was taken for success", status, body)
			}
			if page, ok := into.(*listAnswer[datasetNode]); ok {
				for _, dataset := range datasetPage(page.page()).Datasets {
					if !isID(dataset.ID) || dataset.OwnerBusiness.ID != "" && !isID(dataset.OwnerBusiness.ID) {
						t.Fatalf("%q is an id", dataset.ID)
					}
				}
			}
		}
	})
}

func assertWhole(t *testing.T, e *Error) {
	t.Helper()
	switch e.Class {
	case NotSent, "":
		t.Fatalf("class %q of %v", e.Class, e)
	}
	if len(e.Error()) > 6000 || strings.ContainsFunc(e.Error(), unicode.IsControl) {
		t.Fatalf("not fit for a log: %q", e.Error())
	}
}

func BenchmarkDecodePage(b *testing.B) {
	var nodes []string
	for i := range 100 {
		nodes = append(nodes, fmt.Sprintf(`{"id":"%d","name":"Dataset of shop %d","creation_time":"2026-08-16T10:00:00+0000",
			"last_fired_time":"2026-11-22T09:00:00+0000","is_unavailable":false,"owner_business":{"id":"1002003004005006","name":"Owner"}}`, 9007199254740993+i, i))
	}
	body := []byte(`{"data":[` + strings.Join(nodes, ",") + `],"paging":{"cursors":{"before":"a","after":"b"}}}`)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		var page listAnswer[datasetNode]
		a := answer{status: 200, body: body}
		if err := a.decode(&page); err != nil || len(datasetPage(page.page()).Datasets) != 100 {
			b.Fatal(err)
		}
	}
}
