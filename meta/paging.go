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
	maxPages = 1000
	maxLimit = 100 // what these edges certainly take
)

var (
	errCursorMissing  = errors.New("there is a next page but no cursor")
	errCursorRepeated = errors.New("the cursor repeats itself")
	errTooManyPages   = errors.New("more than 1000 pages")
)

// datasetFields are what to ask for, the most first. One field that may not be read fails the whole call; without any,
// Meta sends the id.
var datasetFields = []string{
	"id,name,creation_time,last_fired_time,is_unavailable,owner_business{id,name}",
	"id,name",
	"",
}

// listing is a walk along one list of datasets.
// Source: https://developers.facebook.com/docs/graph-api/results
type listing struct {
	op         Op
	token      Token
	businessID string
	edge       string

	after  string
	fields []string // still worth asking for, the first one now
	limit  int
	seen   map[string]bool // cursors
}

func (a *API) pages(ctx context.Context, l listing) iter.Seq2[[]Dataset, error] {
	return func(yield func([]Dataset, error) bool) {
		if !isID(l.businessID) {
			yield(nil, badID(l.op))
			return
		}
		l := l // each range over the sequence starts anew
		l.fields, l.limit, l.seen = datasetFields, maxLimit, map[string]bool{}
		for more := true; more; {
			page, err := a.page(ctx, &l)
			if err == nil {
				more, err = l.advance(page)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			more = yield(page.datasets(), nil) && more
		}
	}
}

// page reads one page, asking for less until Meta gives it.
func (a *API) page(ctx context.Context, l *listing) (*datasetPage, error) {
	for {
		var page datasetPage
		_, err := a.do(ctx, a.userRequest(l.op, l.businessID+"/"+l.edge, l.token, l.query()), &page)
		if err == nil {
			return &page, nil
		}
		if !l.askForLess(err) {
			return nil, err
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
		l.limit /= 2
		return true
	case isFieldForbidden(err) && len(l.fields) > 1:
		l.fields = l.fields[1:]
		return true
	}
	return false
}

func isTooMuchData(err error) bool {
	var failure *Error
	return errors.As(err, &failure) && failure.Code == 1 &&
		strings.Contains(strings.ToLower(failure.Message), "reduce the amount of data")
}

// advance moves behind page and says whether another follows. Only the absence of next ends a list: a page that is short
// or empty does not.
func (l *listing) advance(page *datasetPage) (bool, error) {
	after := page.Paging.Cursors.After
	if page.Paging.Next == "" {
		return false, nil
	}
	if err := l.refuse(after); err != nil {
		return false, &Error{Op: l.op, Class: InvalidAnswer, Err: err}
	}
	l.after = after
	l.seen[after] = true
	return true, nil
}

// refuse says why a list cannot go on at after.
func (l *listing) refuse(after string) error {
	switch {
	case after == "":
		return errCursorMissing
	case l.seen[after]:
		return errCursorRepeated
	case len(l.seen) >= maxPages-1:
		return errTooManyPages
	}
	return nil
}
