package models

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"
)

// Page sizes.
const (
	DefaultPageSize = 25
	MaxPageSize     = 100
)

// Paging asks for one page of a list, in the words of the Relay cursor connections specification: First with After walks
// forwards, Last with Before backwards. https://relay.dev/graphql/connections.htm
type Paging struct {
	First, Last   *int
	After, Before *string
	Columns       Columns
}

// Columns are the fields of the rows that are read, by their names in Go and separated by commas; none: all. The others are zero.
type Columns string

// SortKey stands among the columns for what the cursors of a page are made of.
const SortKey = "SortKey"

func (c Columns) have(name string) bool {
	return c == "" || slices.Contains(strings.Split(string(c), ","), name)
}

// Page is one page of a list.
type Page[T any] struct {
	Edges    []Edge[T]
	PageInfo PageInfo
	count    func(context.Context) (int, error)
}

// Edge is a row in a list and the place where it stands.
type Edge[T any] struct {
	Node *T
	at   cursor
}

// Cursor is the place as callers hand it back.
func (e Edge[T]) Cursor() string { return e.at.String() }

// PageInfo says where a page stands in its list.
type PageInfo struct {
	HasNextPage, HasPreviousPage bool
	start, end                   *cursor
}

// StartCursor is the place of the first edge; nil when there is none.
func (p PageInfo) StartCursor() *string { return p.start.text() }

// EndCursor is the place of the last edge; nil when there is none.
func (p PageInfo) EndCursor() *string { return p.end.text() }

// The pages there are, by the names that GraphQL binds to.
type (
	BusinessPage   = Page[Business]
	BusinessEdge   = Edge[Business]
	DatasetPage    = Page[Dataset]
	DatasetEdge    = Edge[Dataset]
	OnboardingPage = Page[Onboarding]
	OnboardingEdge = Edge[Onboarding]
)

// TotalCount counts the rows of all pages. It costs a query, so it is asked only when somebody wants to know.
func (p *Page[T]) TotalCount(ctx context.Context) (int, error) { return p.count(ctx) }

// cursor is where a row stands: the value of the column that the list is sorted by, then the id. Order tells lists that are sorted
// otherwise apart, so that a cursor of one is not taken for one of another.
type cursor struct {
	Order string    `json:"o"`
	Key   string    `json:"k"`
	ID    uuid.UUID `json:"i"`
}

func (c cursor) String() string {
	text, _ := json.Marshal(c) // strings and a UUID always marshal
	return base64.RawURLEncoding.EncodeToString(text)
}

func (c *cursor) text() *string {
	if c == nil {
		return nil
	}
	text := c.String()
	return &text
}

func parseCursor(text, order string) (cursor, error) {
	var c cursor
	decoded, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(decoded, &c)
	}
	if err != nil || c.Order != order {
		return cursor{}, InputError("the cursor does not belong to this list; start again from its first page")
	}
	return c, nil
}

// span is a checked Paging: at most size rows strictly between two places, read from the far end when backward.
type span struct {
	size          int
	backward      bool
	after, before *cursor
}

func (p Paging) span(order string) (span, error) {
	s := span{size: DefaultPageSize, backward: p.Last != nil || p.First == nil && p.Before != nil && p.After == nil}
	if p.First != nil && p.Last != nil {
		return span{}, InputError("give first or last, not both")
	}
	for _, size := range []*int{p.First, p.Last} {
		if size == nil {
			continue
		}
		if *size < 0 || *size > MaxPageSize {
			return span{}, InputError(fmt.Sprintf("a page holds 0 to %d rows, not %d", MaxPageSize, *size))
		}
		s.size = *size
	}
	var err error
	if s.after, err = optionalCursor(p.After, order); err != nil {
		return span{}, err
	}
	s.before, err = optionalCursor(p.Before, order)
	return s, err
}

func optionalCursor(text *string, order string) (*cursor, error) {
	if text == nil {
		return nil, nil
	}
	c, err := parseCursor(*text, order)
	return &c, err
}

// page turns up to size+1 rows, in the order in which they were read, into a page.
func page[T any](rows []listed[T], s span, order string, id func(*T) uuid.UUID) *Page[T] {
	more := len(rows) > s.size
	rows = rows[:min(len(rows), s.size)]
	if s.backward {
		slices.Reverse(rows)
	}
	p := &Page[T]{Edges: make([]Edge[T], len(rows))}
	for i := range rows {
		p.Edges[i] = Edge[T]{&rows[i].Row, cursor{Order: order, Key: rows[i].SortKey, ID: id(&rows[i].Row)}}
	}
	p.PageInfo.HasNextPage = more && !s.backward || s.backward && s.before != nil
	p.PageInfo.HasPreviousPage = more && s.backward || !s.backward && s.after != nil
	if n := len(p.Edges); n > 0 {
		p.PageInfo.start, p.PageInfo.end = &p.Edges[0].at, &p.Edges[n-1].at
	}
	return p
}
