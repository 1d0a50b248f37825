package models

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"
	"gorm.io/gorm/schema"
)

// listed is a row as a statement returns it. SortKey is set in lists, and ParentID in those that belong to something.
type listed[T any] struct {
	Row      T
	SortKey  string
	ParentID uuid.UUID
}

// readListed runs the statement of a list, of which at most so many rows are expected. It has gorm hand out the rows and scans them itself:
// gorm's own scanning costs several times as much as all the rest of a page.
func readListed[T any](ctx context.Context, store *Store, expected int, statement string, args []any) ([]listed[T], error) {
	found, err := store.db.WithContext(ctx).Raw(statement, args...).Rows()
	if err != nil {
		return nil, translate(err)
	}
	defer found.Close()
	names, err := found.Columns()
	if err != nil {
		return nil, translate(err)
	}
	targets := targetsOf[T](names)
	rows, into := make([]listed[T], 0, expected), make([]any, len(names))
	for found.Next() {
		rows = append(rows, listed[T]{})
		for i, target := range targets {
			into[i] = target(ctx, &rows[len(rows)-1])
		}
		if err := found.Scan(into...); err != nil {
			return nil, fmt.Errorf("reading a row: %w", translate(err))
		}
	}
	return rows, translate(found.Err())
}

// selectRows is the statement that reads the rows of T's table of which condition is true.
func selectRows[T any](condition string) string {
	return "SELECT " + strings.Join(columnsOf[T](""), ", ") + " FROM " + schemaOf[T]().Table + " WHERE " + condition
}

// one reads a row of T's table by a condition that is true of one at the most; ErrNotFound when there is none.
func one[T any](ctx context.Context, store *Store, condition string, args ...any) (*T, error) {
	rows, err := readListed[T](ctx, store, 1, selectRows[T](condition), args)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, ErrNotFound
	}
	return &rows[0].Row, nil
}

// target is where a column of a row goes.
type target[T any] func(context.Context, *listed[T]) any

// schemas are gorm's descriptions of our types.
var schemas sync.Map

func schemaOf[T any]() *schema.Schema {
	described, err := schema.Parse(new(T), &schemas, schema.NamingStrategy{})
	if err != nil {
		panic(err) // T is one of our types
	}
	return described
}

// columnsOf names the columns of T's table, or those of them that are wanted and the id.
func columnsOf[T any](wanted Columns) []string {
	described := schemaOf[T]()
	if wanted == "" {
		return slices.Clone(described.DBNames)
	}
	names := []string{"id"}
	for field := range strings.SplitSeq(string(wanted), ",") {
		if name := described.FieldsByName[field].DBName; name != "id" {
			names = append(names, name)
		}
	}
	return names
}

// targetsOf finds for each column its field as gorm names it. A column that T has no field for goes nowhere.
func targetsOf[T any](names []string) []target[T] {
	described := schemaOf[T]()
	targets := make([]target[T], len(names))
	for i, name := range names {
		switch field := described.LookUpField(name); {
		case name == "sort_key":
			targets[i] = func(_ context.Context, l *listed[T]) any { return &l.SortKey }
		case name == "parent_id":
			targets[i] = func(_ context.Context, l *listed[T]) any { return &l.ParentID }
		case field != nil:
			targets[i] = func(ctx context.Context, l *listed[T]) any {
				return field.ReflectValueOf(ctx, reflect.ValueOf(&l.Row)).Addr().Interface()
			}
		default:
			targets[i] = func(context.Context, *listed[T]) any { return new(any) }
		}
	}
	return targets
}
