package graph

import (
	"bytes"
	"context"
	"io"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"capiconnect/models"
)

// writePlainPages has pages written into the answer in one go where nothing but plain columns is asked of their nodes, and only those read.
// gqlgen starts a goroutine for each element of a list and makes several objects for each field, which for a page of hundreds of rows costs
// ten times as much as all the rest. Whatever else is asked for goes gqlgen's way. The answers are the same, as
// TestPagesAreWrittenAsGqlgenWritesThem sees.
func writePlainPages(ctx context.Context, next graphql.Resolver) (any, error) {
	switch graphql.GetFieldContext(ctx).Field.Definition.Type.NamedType {
	case "BusinessConnection":
		return writePlainPage(ctx, next, "Business", businessColumns)
	case "DatasetConnection":
		return writePlainPage(ctx, next, "Dataset", datasetColumns)
	}
	return next(ctx)
}

func writePlainPage[T any](ctx context.Context, next graphql.Resolver, node string, plain columns[T]) (any, error) {
	p := planner{operation: graphql.GetOperationContext(ctx)}
	write, isPlain := pageWriter(&p, graphql.GetFieldContext(ctx).Field.Selections, node, plain)
	if !isPlain {
		return next(ctx)
	}
	result, err := next(context.WithValue(ctx, columnsKey{}, models.Columns(strings.Join(p.columns, ","))))
	page, isPage := result.(*models.Page[T])
	if err != nil || !isPage || page == nil {
		return result, err
	}
	return graphql.WriterFunc(func(w io.Writer) {
		var room []byte
		if buffer, ok := w.(*bytes.Buffer); ok {
			room = buffer.AvailableBuffer()
		}
		_, _ = w.Write(write(room, page))
	}), nil
}

type columnsKey struct{}

// columnsFrom tells which columns of its rows a page is asked for; none: all.
func columnsFrom(ctx context.Context) models.Columns {
	columns, _ := ctx.Value(columnsKey{}).(models.Columns)
	return columns
}

// writer appends a value to an answer.
type writer[T any] func([]byte, T) []byte

// columns are the fields of a type that are plain: no resolver, no directive, no arguments.
type columns[T any] map[string]column[T]

// column is a field of a row, by its name in Go, and how it is written.
type column[T any] struct {
	field string
	write writer[*T]
}

// planner finds out how the objects of one operation are written, and what has to be read for that.
type planner struct {
	operation *graphql.OperationContext
	columns   []string
}

func pageWriter[T any](p *planner, set ast.SelectionSet, node string, plain columns[T]) (writer[*models.Page[T]], bool) {
	return objectWriter(p, set, []string{node + "Connection"}, func(field graphql.CollectedField) (writer[*models.Page[T]], bool) {
		switch field.Name {
		case "edges":
			write, isPlain := edgeWriter(p, field.Selections, node, plain)
			return func(b []byte, page *models.Page[T]) []byte { return appendEdges(b, page.Edges, write) }, isPlain
		case "pageInfo":
			write, isPlain := objectWriter(p, field.Selections, []string{"PageInfo"}, pageInfoWriter)
			return func(b []byte, page *models.Page[T]) []byte { return write(b, &page.PageInfo) }, isPlain
		}
		return nil, false
	})
}

func pageInfoWriter(field graphql.CollectedField) (writer[*models.PageInfo], bool) {
	write, isPlain := pageInfoFields[field.Name]
	return write, isPlain
}

func edgeWriter[T any](p *planner, set ast.SelectionSet, node string, plain columns[T]) (writer[*models.Edge[T]], bool) {
	return objectWriter(p, set, []string{node + "Edge"}, func(field graphql.CollectedField) (writer[*models.Edge[T]], bool) {
		switch field.Name {
		case "cursor":
			return func(b []byte, edge *models.Edge[T]) []byte { return appendText(b, edge.Cursor()) }, true
		case "node":
			write, isPlain := nodeWriter(p, field.Selections, node, plain)
			return func(b []byte, edge *models.Edge[T]) []byte { return write(b, edge.Node) }, isPlain
		}
		return nil, false
	})
}

func nodeWriter[T any](p *planner, set ast.SelectionSet, node string, plain columns[T]) (writer[*T], bool) {
	return objectWriter(p, set, []string{node, "Node"}, func(field graphql.CollectedField) (writer[*T], bool) {
		column, isPlain := plain[field.Name]
		p.columns = append(p.columns, column.field)
		return column.write, isPlain
	})
}

func appendEdges[T any](b []byte, edges []models.Edge[T], write writer[*models.Edge[T]]) []byte {
	b = append(b, '[')
	for i := range edges {
		if i > 0 {
			b = append(b, ',')
		}
		b = write(b, &edges[i])
	}
	return append(b, ']')
}

// objectWriter writes what is selected of an object, whose own type is the first of types, as the writers that of finds do.
func objectWriter[T any](p *planner, set ast.SelectionSet, types []string, of func(graphql.CollectedField) (writer[T], bool)) (writer[T], bool) {
	type member struct {
		key   string
		write writer[T]
	}
	fields := graphql.CollectFields(p.operation, set, types)
	members := make([]member, len(fields))
	for i, field := range fields {
		write, isPlain := writer[T](func(b []byte, _ T) []byte { return appendText(b, types[0]) }), true
		if field.Name != "__typename" {
			write, isPlain = of(field)
		}
		if !isPlain {
			return nil, false
		}
		members[i] = member{`"` + field.Alias + `":`, write}
	}
	return func(b []byte, value T) []byte {
		b = append(b, '{')
		for i := range members {
			if i > 0 {
				b = append(b, ',')
			}
			b = members[i].write(append(b, members[i].key...), value)
		}
		return append(b, '}')
	}, true
}
