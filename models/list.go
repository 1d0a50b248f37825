package models

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// list describes a list that can be cut into pages by keyset: rows of table, joined and filtered, in the order of (sortBy, id).
// All its SQL is written in this package; what callers give travels in args.
type list[T any] struct {
	name    string // tells its cursors from those of other lists
	table   string // T's, as from calls it
	columns string // in place of those of the table
	from    string
	sortBy  string // a column that is never null
	keyType string // PostgreSQL's type of sortBy
	idBy    string
	desc    bool
	where   []string
	args    []any
	id      func(*T) uuid.UUID
}

// filter adds a condition; conditions are joined by and.
func (l *list[T]) filter(condition string, args ...any) {
	l.where = append(l.where, condition)
	l.args = append(l.args, args...)
}

// filterIf keeps the rows of which condition is true or, where wanted is false, those of which it is not.
func (l *list[T]) filterIf(wanted bool, condition string) {
	if wanted {
		l.filter("(" + condition + ")")
		return
	}
	l.filter("(" + condition + ") IS NOT TRUE")
}

// order names the list's order as its cursors do.
func (l *list[T]) order() string { return l.name + "." + l.sortBy + "." + strconv.FormatBool(l.desc) }

// selectPage is the statement for one page and its arguments. It reads one row more than asked for, to see whether there are any.
func (l *list[T]) selectPage(s span, columns Columns, extraColumns string) (string, []any) {
	where, args := slices.Clone(l.where), slices.Clone(l.args)
	keep := func(at *cursor, before bool) {
		if at != nil {
			where = append(where, "("+l.sortBy+", "+l.idBy+") "+comparison(before != l.desc)+" (?::"+l.keyType+", ?)")
			args = append(args, at.Key, at.ID)
		}
	}
	keep(s.after, false)
	keep(s.before, true)
	return "SELECT " + l.selected(columns) + extraColumns + " FROM " + l.from + whereClause(where) +
		" ORDER BY " + l.orderBy(s) + " LIMIT " + strconv.Itoa(s.size+1), args
}

// selected spells the columns that are read. The id is always among them.
func (l *list[T]) selected(wanted Columns) string {
	selected := l.columns
	if selected == "" {
		own := l.table + "."
		selected = own + strings.Join(columnsOf[T](wanted), ", "+own)
	}
	if wanted.have(SortKey) {
		selected += ", " + l.sortBy + "::text AS sort_key"
	}
	return selected
}

func (l *list[T]) orderBy(s span) string {
	direction := "ASC"
	if l.desc != s.backward {
		direction = "DESC"
	}
	return l.sortBy + " " + direction + ", " + l.idBy + " " + direction
}

func comparison(less bool) string {
	if less {
		return "<"
	}
	return ">"
}

func whereClause(conditions []string) string {
	if len(conditions) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(conditions, " AND ")
}

// read reads one page.
func (l *list[T]) read(ctx context.Context, store *Store, paging Paging) (*Page[T], error) {
	s, err := paging.span(l.order())
	if err != nil {
		return nil, err
	}
	statement, args := l.selectPage(s, paging.Columns, "")
	rows, err := readListed[T](ctx, store, s.size+1, statement, args)
	if err != nil {
		return nil, err
	}
	p := page(rows, s, l.order(), l.id)
	p.count = func(ctx context.Context) (count int, err error) {
		statement := numbered("SELECT count(*) FROM " + l.from + whereClause(l.where))
		err = store.pool.QueryRow(ctx, statement, l.args...).Scan(&count)
		return count, translate(err)
	}
	return p, nil
}

// readPerParent reads the same page of the lists of many parents with one statement. tie, the condition that a row belongs to a
// parent, compares a column with parent.id. Every parent gets a page, be it empty. The rows of one parent stay in the order in which they were
// found for it: to sort all of them once more would take as long as a third of the statement.
func (l *list[T]) readPerParent(ctx context.Context, store *Store, parents []uuid.UUID, tie string, paging Paging) (map[uuid.UUID]*Page[T], error) {
	s, err := paging.span(l.order())
	if err != nil {
		return nil, err
	}
	l.where = append([]string{tie}, l.where...)
	inner, args := l.selectPage(s, paging.Columns, ", parent.id AS parent_id")
	statement := "SELECT child.* FROM " + parentTable + " CROSS JOIN LATERAL (" + inner + ") AS child ORDER BY parent.place"
	rows, err := readListed[T](ctx, store, len(parents)*(s.size+1), statement, append([]any{parents}, args...))
	if err != nil {
		return nil, err
	}
	return l.pages(rows, s, parents, l.counter(store, parents)), nil
}

const parentTable = "unnest(?::uuid[]) WITH ORDINALITY AS parent(id, place)"

func (l *list[T]) pages(rows []listed[T], s span, parents []uuid.UUID, counts counter) map[uuid.UUID]*Page[T] {
	order := l.order()
	pages := make(map[uuid.UUID]*Page[T], len(parents))
	for _, parent := range parents { // whose rows come in the same order
		own := 0
		for own < len(rows) && rows[own].ParentID == parent {
			own++
		}
		pages[parent] = page(rows[:own], s, order, l.id)
		rows = rows[own:]
		pages[parent].count = func(ctx context.Context) (int, error) {
			all, err := counts(ctx)
			return all[parent], err
		}
	}
	return pages
}

type counter func(context.Context) (map[uuid.UUID]int, error)

// counter counts the rows of all parents with one statement, when the first of them is asked for.
func (l *list[T]) counter(store *Store, parents []uuid.UUID) counter {
	var once sync.Once
	var counts map[uuid.UUID]int
	var err error
	return func(ctx context.Context) (map[uuid.UUID]int, error) {
		once.Do(func() { counts, err = l.countPerParent(ctx, store, parents) })
		return counts, err
	}
}

func (l *list[T]) countPerParent(ctx context.Context, store *Store, parents []uuid.UUID) (map[uuid.UUID]int, error) {
	statement := "SELECT parent.id AS parent_id, child.count FROM " + parentTable + " CROSS JOIN LATERAL (SELECT count(*) FROM " +
		l.from + whereClause(l.where) + ") AS child"
	found, err := store.query(ctx, statement, append([]any{parents}, l.args...))
	if err != nil {
		return nil, err
	}
	counts := make(map[uuid.UUID]int, len(parents))
	var parent uuid.UUID
	var count int
	_, err = pgx.ForEachRow(found, []any{&parent, &count}, func() error {
		counts[parent] = count
		return nil
	})
	return counts, translate(err)
}
