package graph

import (
	"bytes"
	"context"
	"io"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"
	"golang.org/x/sync/errgroup"

	"capiconnect/models"
)

// plainWriter has rows and pages of them written into the answer in one go where nothing is asked of them but plain columns and pages of more
// such rows, and only those columns read. gqlgen starts a goroutine for each element of a list and makes several objects for each field,
// which for a page of hundreds of rows costs ten times as much as all the rest. Whatever else is asked for goes gqlgen's way. The answers are
// the same, as TestPagesAreWrittenAsGqlgenWritesThem sees.
type plainWriter struct {
	reader func(context.Context) Reader
}

// write is a graphql.FieldMiddleware.
func (w plainWriter) write(ctx context.Context, next graphql.Resolver) (any, error) {
	field := graphql.GetFieldContext(ctx)
	switch field.Field.Definition.Type.NamedType {
	case "BusinessConnection":
		return writePage(ctx, w.reader(ctx), next, businessRow())
	case "DatasetConnection":
		return writePage(ctx, w.reader(ctx), next, datasetRow())
	}
	if field.Object != "Query" { // what is in a list would be planned anew for each element
		return next(ctx)
	}
	switch field.Field.Definition.Type.NamedType {
	case "Business":
		return writeRow(ctx, w.reader(ctx), next, businessRow())
	case "Dataset":
		return writeRow(ctx, w.reader(ctx), next, datasetRow())
	}
	return next(ctx)
}

func writePage[T any](ctx context.Context, reader Reader, next graphql.Resolver, of row[T]) (any, error) {
	return writePlain(ctx, reader, next,
		func(p *plan, set ast.SelectionSet) (writer[*models.Page[T]], bool) { return pageWriter(p, set, of) },
		func(page *models.Page[T]) []uuid.UUID { return idsOf(of, page) })
}

func writeRow[T any](ctx context.Context, reader Reader, next graphql.Resolver, of row[T]) (any, error) {
	return writePlain(ctx, reader, next,
		func(p *plan, set ast.SelectionSet) (writer[*T], bool) { return rowWriter(p, set, of) },
		func(value *T) []uuid.UUID { return []uuid.UUID{of.id(value)} })
}

// writePlain writes what next reads as writerOf plans it, with what belongs to the rows that ids finds in it.
func writePlain[V any](
	ctx context.Context, reader Reader, next graphql.Resolver, writerOf func(*plan, ast.SelectionSet) (writer[*V], bool), ids func(*V) []uuid.UUID,
) (any, error) {
	p := plan{operation: graphql.GetOperationContext(ctx)}
	write, isPlain := writerOf(&p, graphql.GetFieldContext(ctx).Field.Selections)
	if !isPlain {
		return next(ctx)
	}
	result, err := next(context.WithValue(ctx, columnsKey{}, p.wanted()))
	value, isOurs := result.(*V)
	if err != nil || !isOurs || value == nil || p.readBelow(ctx, reader, ids(value)) != nil { // gqlgen tells where in the answer it failed
		return result, err
	}
	return intoAnswer(write, value), nil
}

func intoAnswer[T any](write writer[T], value T) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		var room []byte
		if buffer, ok := w.(*bytes.Buffer); ok {
			room = buffer.AvailableBuffer()
		}
		_, _ = w.Write(write(room, value))
	})
}

type columnsKey struct{}

// columnsFrom tells which columns of a row, or of the rows of a page, are asked for; none: all.
func columnsFrom(ctx context.Context) models.Columns {
	columns, _ := ctx.Value(columnsKey{}).(models.Columns)
	return columns
}

// writer appends a value to an answer.
type writer[T any] func([]byte, T) []byte

// row is a type whose objects are rows.
type row[T any] struct {
	name  string
	id    func(*T) uuid.UUID
	field func(*plan, graphql.CollectedField) (write writer[*T], isPlain bool)
}

// plan is how the objects of one level of an operation are written, and what has to be read for that.
type plan struct {
	operation *graphql.OperationContext
	columns   []string // of the rows, by their names in Go
	below     []func(context.Context, Reader, []uuid.UUID) error
}

// wanted are the columns to read: the id, where it is about cursors alone.
func (p *plan) wanted() models.Columns {
	if len(p.columns) == 0 {
		return "ID"
	}
	return models.Columns(strings.Join(p.columns, ","))
}

// readBelow reads what belongs to the rows with these ids: each list with one statement, and all at once.
func (p *plan) readBelow(ctx context.Context, reader Reader, ids []uuid.UUID) error {
	if len(p.below) == 0 || len(ids) == 0 {
		return nil
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, read := range p.below {
		group.Go(func() error { return read(ctx, reader, ids) })
	}
	return group.Wait()
}

func rowWriter[T any](p *plan, set ast.SelectionSet, of row[T]) (writer[*T], bool) {
	return objectWriter(p, set, []string{of.name, "Node"}, of.field)
}

// selected is a field of an object, by the name that the operation has for it, and how it is written.
type selected[T any] struct {
	key   string
	write writer[T]
}

// objectWriter writes what is selected of an object, whose own type is the first of types, as the writers that of finds do.
func objectWriter[T any](p *plan, set ast.SelectionSet, types []string, of func(*plan, graphql.CollectedField) (writer[T], bool)) (writer[T], bool) {
	fields := graphql.CollectFields(p.operation, set, types)
	members := make([]selected[T], len(fields))
	for i, field := range fields {
		write, isPlain := writer[T](func(b []byte, _ T) []byte { return appendText(b, types[0]) }), true
		if field.Name != "__typename" {
			write, isPlain = of(p, field)
		}
		if !isPlain {
			return nil, false
		}
		members[i] = selected[T]{`"` + field.Alias + `":`, write}
	}
	return func(b []byte, value T) []byte { return appendObject(b, members, value) }, true
}

func appendObject[T any](b []byte, members []selected[T], value T) []byte {
	b = append(b, '{')
	for i := range members {
		if i > 0 {
			b = append(b, ',')
		}
		b = members[i].write(append(b, members[i].key...), value)
	}
	return append(b, '}')
}
