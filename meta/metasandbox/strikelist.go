package metasandbox

import (
	"cmp"
	"net"
	"net/http"
	"strings"
)

// loopCursor stands in where an honest page has no cursor.
const loopCursor = "bm8tZW5k"

func strikeRepeatCursor(_ *activeFault, s *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
	asked := c.values.Get("after")
	if asked == loopCursor {
		c.values.Del("after") // process would not know it
	}
	s.send(c, w, process().repaged(func(page map[string]any) {
		again := cmp.Or(asked, afterCursor(page), loopCursor)
		page["paging"] = pagingTo(again, c.pageURL("after", again, c.token()))
	}))
}

// strikeEmptyPage puts an empty page before the one that was asked for, whose
// cursor means the same place by another name.
func strikeEmptyPage(_ *activeFault, s *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
	s.send(c, w, process().repaged(func(page map[string]any) {
		again := aliasCursor(c.values.Get("after"), c.number)
		page["data"] = []object{}
		page["paging"] = pagingTo(again, c.pageURL("after", again, c.token()))
	}))
}

func strikeInvalidCursor(_ *activeFault, s *Sandbox, c *call, w http.ResponseWriter, _ func() reply) {
	s.send(c, w, s.reply(c, nil, errCursorOutdated()))
}

// evilPath is where the links of evil_next lead: to this sandbox under another
// name, so that it learns who follows them.
const evilPath = "/_sandbox/evil"

func strikeEvilNext(_ *activeFault, s *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
	s.send(c, w, process().repaged(func(page map[string]any) {
		if after := afterCursor(page); after != "" {
			page["paging"] = pagingTo(after, c.evilURL(after))
		}
	}))
}

// evilURL is the address of the page after the cursor, on another host. A machine
// is its own loopback address and localhost, which are two hosts to a client.
func (c *call) evilURL(after string) string {
	host, port, err := net.SplitHostPort(c.Host)
	if err != nil {
		host = c.Host
	}
	other := "localhost"
	if host == other {
		other = "127.0.0.1"
	}
	if port != "" {
		other = net.JoinHostPort(other, port)
	}
	return strings.Replace(c.pageURL("after", after, c.token()), "://"+c.Host, "://"+other+evilPath, 1)
}

func (s *Sandbox) servesEvil(w http.ResponseWriter, _ *http.Request) {
	s.journal.metEvil()
	writeJSON(w, http.StatusOK, object{{"data", []object{}}})
}

// repaged edits a page; a refusal stays as it is.
func (a reply) repaged(edit func(page map[string]any)) reply {
	return a.rewritten(func(body any) any {
		page, _ := body.(map[string]any)
		if page != nil && page["error"] == nil {
			edit(page)
		}
		return body
	})
}

func pagingTo(after, next string) object {
	return object{{"cursors", object{{"before", after}, {"after", after}}}, {"next", next}}
}

func afterCursor(page map[string]any) string {
	paging, _ := page["paging"].(map[string]any)
	cursors, _ := paging["cursors"].(map[string]any)
	after, _ := cursors["after"].(string)
	return after
}
