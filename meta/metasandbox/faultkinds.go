package metasandbox

import (
	"net/http"
	"strings"
)

// strike answers a call its own way. process does the work of the call and
// returns the honest answer; it is called at most once.
type strike func(f *activeFault, s *Sandbox, c *call, w http.ResponseWriter, process func() reply)

// faultKind is one way to misbehave. A new one is a new line in faultKinds.
type faultKind struct {
	Name   string
	About  string
	only   func(*call) bool // calls it concerns; nil: all
	strike strike
}

func faultKinds() []faultKind {
	return []faultKind{
		{Name: "reset", About: "Closes the connection before the call is processed.", strike: strikeReset},
		{Name: "reset_after", About: "Processes the call, then closes the connection: the answer is lost.", strike: afterwards(strikeReset)},
		{Name: "hang", About: "Never answers; ends when the client leaves or the faults are cleared.", strike: strikeHang},
		{Name: "hang_after", About: "Processes the call, then never answers.", strike: afterwards(strikeHang)},
		{Name: "slow", About: "Answers correctly after a delay of at most 5 seconds.", strike: strikeSlow},
		{Name: "slow_body", About: "Answers correctly, drop by drop within at most 5 seconds.", strike: strikeSlowBody},
		{Name: "truncated", About: "The honest answer, cut in the middle.", strike: strikeTruncated},
		{Name: "html", About: "502 with an HTML page.", strike: strikeHTML},
		{Name: "html_after", About: "Processes the call, then 502 with an HTML page.", strike: afterwards(strikeHTML)},
		{Name: "empty", About: "500 without a body.", strike: strikeEmpty},
		{Name: "empty_after", About: "Processes the call, then 500 without a body.", strike: afterwards(strikeEmpty)},
		{Name: "error", About: "A Graph error with the given code, subcode and status; 200 is a status too.", strike: strikeError},
		{Name: "oversized", About: "A valid JSON answer of 2 MiB.", strike: strikeOversized},
		{Name: "gzip_bomb", About: "A small compressed answer that unpacks to 16 MiB.", strike: strikeGzipBomb},
		{Name: "wrong_types", About: "The honest answer, with numbers as strings and strings of digits as numbers.", strike: strikeWrongTypes},
		{Name: "skew", About: "The honest answer, with a Date that is off by the given seconds.", strike: strikeSkew},
		{Name: "throttle", About: "80004, or the given code, with usage headers that say when access returns.", strike: strikeThrottle},
		{Name: "usage", About: "The honest answer, with a usage header that asks for a pause all the same.", strike: strikeUsage},
		{Name: "app_usage", About: "The honest answer, with X-App-Usage at 100 %, or the given percent.", strike: strikeAppUsage},
		{Name: "forbidden_fields", About: "(#100) Missing Permission(s) when more than id and name is asked for.", only: asksRichFields, strike: strikeForbidden},
		{Name: "empty_page", About: "An empty page before the one that was asked for; the list goes on behind it.", only: asksList, strike: strikeEmptyPage},
		{Name: "repeat_cursor", About: "A list that never ends: every page names the cursor it was asked with.", only: asksList, strike: strikeRepeatCursor},
		{Name: "invalid_cursor", About: "2642 for a page after the first: the list has to be read anew.", only: asksLaterPage, strike: strikeInvalidCursor},
		{Name: "evil_next", About: "A next link to another host, with the token in it. The journal counts who follows.", only: asksList, strike: strikeEvilNext},
		{Name: "uninstall", About: "The client uninstalls the app just before the call is processed.", only: namesBusiness, strike: strikeUninstall},
		{Name: "invalidate", About: "The client’s tokens end just before the call: 190 with the subcode, or 460.", only: namesBusiness, strike: strikeInvalidate},
		{Name: "rotate_secret", About: "The app secret is reset just before the call is processed.", strike: strikeRotateSecret},
	}
}

func kindNamed(name string) *faultKind {
	for _, k := range faultKinds() {
		if k.Name == name {
			return &k
		}
	}
	return nil
}

func kindNames() []string {
	var names []string
	for _, k := range faultKinds() {
		names = append(names, k.Name)
	}
	return names
}

// afterwards makes a strike come when the work is done: its answer is lost.
func afterwards(then strike) strike {
	return func(f *activeFault, s *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
		process()
		then(f, s, c, w, nil)
	}
}

func asksRichFields(c *call) bool {
	fields, _ := parseFields(c.values.Get("fields"))
	for _, f := range fields {
		if f.name != "id" && f.name != "name" {
			return true
		}
	}
	return false
}

func asksList(c *call) bool {
	return strings.HasSuffix(c.endpoint, "_pixels") || c.endpoint == "connected_businesses"
}

func asksLaterPage(c *call) bool { return asksList(c) && c.values.Get("after") != "" }

// namesBusiness holds where a business, or the token of one, takes part: strikes
// on anything else would hit nobody.
func namesBusiness(c *call) bool { return c.party != "" }
