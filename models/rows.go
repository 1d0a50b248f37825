package models

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"gorm.io/gorm/schema"
)

// listed is a row as a statement returns it. SortKey is set in lists whose cursors are wanted, and ParentID in those that belong to something.
type listed[T any] struct {
	Row      T
	SortKey  string
	ParentID uuid.UUID
}

// query runs a statement in which question marks stand for the values. It goes to pgx, past gorm and database/sql, which take longer over the
// rows of a page than PostgreSQL does.
func (s *Store) query(ctx context.Context, statement string, args []any) (pgx.Rows, error) {
	found, err := s.pool.Query(ctx, numbered(statement), args...)
	return found, translate(err)
}

// numbered has values' places named as PostgreSQL does. No statement of ours holds a question mark that is something else.
func numbered(statement string) string {
	var b strings.Builder
	b.Grow(len(statement) + 16)
	for n := 1; ; n++ {
		before, after, isThere := strings.Cut(statement, "?")
		b.WriteString(before)
		if !isThere {
			return b.String()
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(n))
		statement = after
	}
}

// readListed runs the statement of a list, of which at most so many rows are expected.
func readListed[T any](ctx context.Context, store *Store, expected int, statement string, args []any) ([]listed[T], error) {
	found, err := store.query(ctx, statement, args)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	rows := make([]listed[T], 0, expected)
	var row listed[T]
	into := targetsOf(&row, found)
	for found.Next() {
		row = listed[T]{} // or what a column holds would be written over that of the row before
		if err := found.Scan(into...); err != nil {
			return nil, fmt.Errorf("reading a row: %w", translate(err))
		}
		rows = append(rows, row)
	}
	return rows, translate(found.Err())
}

// targetsOf finds where the columns of a statement go: to the fields that gorm names like them. A column that T has no field for goes nowhere.
func targetsOf[T any](row *listed[T], found pgx.Rows) []any {
	described, value := schemaOf[T](), reflect.ValueOf(&row.Row)
	columns := found.FieldDescriptions()
	into := make([]any, len(columns))
	for i := range columns {
		switch field := described.LookUpField(columns[i].Name); {
		case columns[i].Name == "sort_key":
			into[i] = &row.SortKey
		case columns[i].Name == "parent_id":
			into[i] = &row.ParentID
		case field != nil:
			into[i] = field.ReflectValueOf(context.Background(), value).Addr().Interface()
			if texts, is := into[i].(*Strings); is { // whose Scan reads what database/sql makes of them
				into[i] = (*[]string)(texts)
			}
		}
	}
	return into
}

// one reads a row of T's table by a condition that is true of one at the most; ErrNotFound when there is none.
func one[T any](ctx context.Context, store *Store, wanted Columns, condition string, args ...any) (*T, error) {
	rows, err := readListed[T](ctx, store, 1, selectRows[T](wanted, condition), args)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, ErrNotFound
	}
	return &rows[0].Row, nil
}

// optional is the row that was read; nil when there is none.
func optional[T any](row *T, err error) (*T, error) {
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	return row, err
}

// selectRows is the statement that reads the rows of T's table of which condition is true.
func selectRows[T any](wanted Columns, condition string) string {
	return "SELECT " + strings.Join(columnsOf[T](wanted), ", ") + " FROM " + schemaOf[T]().Table + " WHERE " + condition
}

// schemas are gorm's descriptions of our types.
var schemas sync.Map

func schemaOf[T any]() *schema.Schema {
	described, err := schema.Parse((*T)(nil), &schemas, schema.NamingStrategy{})
	if err != nil {
		panic(err) // T is one of our types
	}
	return described
}

// columnsOf names the columns of T's table, or those of them that are wanted and the id.
func columnsOf[T any](wanted Columns) []string {
	described := schemaOf[T]()
	if wanted == "" {
		return described.DBNames
	}
	names := []string{"id"}
	for field := range strings.SplitSeq(string(wanted), ",") {
		if field == SortKey {
			continue // each list has its own
		}
		if name := described.FieldsByName[field].DBName; name != "id" {
			names = append(names, name)
		}
	}
	return names
}
