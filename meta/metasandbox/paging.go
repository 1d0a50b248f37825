package metasandbox

import (
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
)

const (
	defaultLimit = 25
	maxLimit     = 100 // more is lowered without a word, unless Options.PageLimit says otherwise
)

// What a cursor points at.
const (
	datasetCursor  = "dataset:"
	businessCursor = "business:"
)

// limitOf is how many nodes a page shows.
func (s *Sandbox) limitOf(c *call) (int, *graphError) {
	text := c.values.Get("limit")
	if text == "" {
		return defaultLimit, nil
	}
	limit, err := strconv.Atoi(text)
	if err != nil || limit < 1 {
		return 0, errBadParameter("param limit must be a positive integer")
	}
	return min(limit, s.pageLimit), nil
}

// cursor stands for the place of a node in its list.
func cursor(kind, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(kind + id))
}

// aliasCursor is another name for a cursor, or for the start of any list: the
// number makes it one of many.
func aliasCursor(text string, number int) string {
	plain, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return text
	}
	place, _, _ := strings.Cut(string(plain), "~")
	return base64.RawURLEncoding.EncodeToString([]byte(place + "~" + strconv.Itoa(number)))
}

// cursorID reads a cursor: the id of its node, or nothing for the start.
func cursorID(kind, text string) (string, *graphError) {
	plain, err := base64.RawURLEncoding.DecodeString(text)
	place, _, _ := strings.Cut(string(plain), "~")
	if err == nil && place == "" && len(plain) > 0 {
		return "", nil
	}
	id, ok := strings.CutPrefix(place, kind)
	if err != nil || !ok {
		return "", errBadParameter("Invalid cursor")
	}
	return id, nil
}

// pageURL is this call's address with another cursor. It carries the access
// token, also one that came in a header: so do Meta's.
func (c *call) pageURL(direction, cursor, token string) string {
	query := url.Values{}
	for _, name := range []string{"fields", "limit", "summary"} {
		if value := c.values.Get(name); value != "" {
			query.Set(name, value)
		}
	}
	query.Set("access_token", token)
	query.Set(direction, cursor)
	scheme := "http"
	if c.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + c.Host + c.URL.Path + "?" + query.Encode()
}
