package meta

import (
	"context"
	"errors"
	"iter"
	"net/url"
	"strconv"
	"strings"
)

const (
	maxPages  = 10_000 // a million businesses, where Meta gives a hundred at a time
	sureLimit = 100    // what these edges certainly take
	mostLimit = 1000   // what is asked for where Meta gives it: every page costs a call, and its time
)

var (
	errCursorMissing  = errors.New("there is a next page but no cursor")
	errCursorRepeated = errors.New("the cursor repeats itself")
	errTooManyPages   = errors.New("more than 10000 pages")
)

// listing is a walk along one list.
// Source: https://developers.facebook.com/docs/graph-api/results
type listing struct {
	op         Op
	token      Token
	nodeID     string // whose list it is
	edge       string
	businessID string // for whose business; as in request

	after  string
	fields []string        // still worth asking for, the most first. One that may not be read fails the whole call; none is the id
	limit  int             // how many nodes the next page may have
	atMost int             // what limit may still grow to
	seen   map[string]bool // cursors
}

// page is one page of a list. It is the last when it has no cursor.
type page[N node] struct {
	nodes []N
	after string
}

// pages walks along l and tells each page as a T. The first error ends it.
func pages[N node, T any](ctx context.Context, a *API, l listing, told func(page[N]) T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		l := l // each range over the sequence starts anew
		l.limit, l.atMost, l.seen = sureLimit, mostLimit, map[string]bool{l.after: true}
		for more := true; more; {
			got, err := nextPage[N](ctx, a, &l)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			more = yield(told(got), nil) && got.after != ""
		}
	}
}

// nextPage reads a page and moves l behind it.
func nextPage[N node](ctx context.Context, a *API, l *listing) (page[N], error) {
	if !isID(l.nodeID) {
		return page[N]{}, badID(l.op)
	}
	got, err := readPage[N](ctx, a, l)
	if err != nil {
		return page[N]{}, err
	}
	l.learnFrom(len(got.nodes))
	return got, l.advance(got.after)
}

// learnFrom asks for twice as much after a full page. One that is no fuller than those before, Meta has lowered without a word: then it is asked
// for no more than it gives.
func (l *listing) learnFrom(nodes int) {
	switch {
	case nodes >= l.limit:
		l.limit = min(2*l.limit, l.atMost)
	case l.limit > sureLimit && nodes <= l.limit/2:
		l.askForAtMost(l.limit / 2)
	}
}

func (l *listing) askForAtMost(limit int) { l.limit, l.atMost = limit, limit }

// readPage reads one page, asking for less until Meta gives it.
func readPage[N node](ctx context.Context, a *API, l *listing) (page[N], error) {
	for {
		var got listAnswer[N]
		r := a.userRequest(l.op, l.nodeID+"/"+l.edge, l.token, l.query())
		r.businessID = l.businessID
		_, err := a.do(ctx, r, &got)
		if err == nil {
			return got.page(), nil
		}
		if !l.askForLess(err) {
			return page[N]{}, err
		}
	}
}

func (l *listing) query() url.Values {
	query := url.Values{"limit": {strconv.Itoa(l.limit)}}
	if l.fields[0] != "" {
		query.Set("fields", l.fields[0])
	}
	if l.after != "" {
		query.Set("after", l.after)
	}
	return query
}

// askForLess says whether there is anything left to leave out that err may be about, and leaves it out from now on.
func (l *listing) askForLess(err error) bool {
	switch {
	case isTooMuchData(err) && l.limit > 1:
		l.askForAtMost(l.limit / 2)
		return true
	case isBadParameter(err) && l.limit > sureLimit: // not the fields, which the first page had
		l.askForAtMost(sureLimit)
		return true
	case isFieldForbidden(err) && len(l.fields) > 1:
		l.fields = l.fields[1:]
		return true
	}
	return false
}

// isBadParameter also holds for a limit that Meta does not take; which parameter it means is told in words alone.
func isBadParameter(err error) bool {
	var failure *Error
	return errors.As(err, &failure) && failure.Code == 100 && failure.Reason != CursorInvalid
}

func isTooMuchData(err error) bool {
	var failure *Error
	return errors.As(err, &failure) && failure.Code == 1 &&
		strings.Contains(strings.ToLower(failure.Message), "reduce the amount of data")
}

// advance moves to after, or says why the list cannot go on there.
func (l *listing) advance(after string) error {
	switch {
	case after == "":
		return nil
	case l.seen[after]:
		return &Error{Op: l.op, Class: InvalidAnswer, Err: errCursorRepeated}
	case len(l.seen) >= maxPages:
		return &Error{Op: l.op, Class: InvalidAnswer, Err: errTooManyPages}
	}
	l.after = after
	l.seen[after] = true
	return nil
}

// node is an element of a list.
type node interface{ nodeID() id }

// mapped is never nil: a page without nodes is an empty one.
func mapped[N, T any](nodes []N, told func(*N) T) []T {
	all := make([]T, len(nodes))
	for i := range nodes {
		all[i] = told(&nodes[i])
	}
	return all
}

type listAnswer[N node] struct {
	Data   []N `json:"data"`
	Paging struct {
		Cursors struct {
			After string `json:"after"`
		} `json:"cursors"`
		Next string `json:"next"` // never followed: it holds the token, and its host is the answer's choice
	} `json:"paging"`
}

// check insists on data: a missing list is not an empty one, from which datasets would be taken for removed.
func (l *listAnswer[N]) check() error {
	if l.Data == nil {
		return errors.New("no data in the answer")
	}
	for _, node := range l.Data {
		if node.nodeID() == "" {
			return errors.New("an element without an id")
		}
	}
	if l.Paging.Next != "" && l.Paging.Cursors.After == "" {
		return errCursorMissing
	}
	return nil
}

// page leaves the last page's cursor out. Only the absence of next ends a list: a page that is short or empty does not.
func (l *listAnswer[N]) page() page[N] {
	if l.Paging.Next == "" {
		return page[N]{nodes: l.Data}
	}
	return page[N]{nodes: l.Data, after: l.Paging.Cursors.After}
}
