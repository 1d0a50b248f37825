package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"

	"capiconnect/models"
)

func pageWriter[T any](p *plan, set ast.SelectionSet, of row[T]) (writer[*models.Page[T]], bool) {
	return objectWriter(p, set, []string{of.name + "Connection"}, func(p *plan, field graphql.CollectedField) (writer[*models.Page[T]], bool) {
		switch field.Name {
		case "edges":
			write, isPlain := edgeWriter(p, field.Selections, of)
			return func(b []byte, page *models.Page[T]) []byte { return appendEdges(b, page.Edges, write) }, isPlain
		case "pageInfo":
			write, isPlain := objectWriter(p, field.Selections, []string{"PageInfo"}, pageInfoField)
			return func(b []byte, page *models.Page[T]) []byte { return write(b, &page.PageInfo) }, isPlain
		}
		return nil, false
	})
}

func edgeWriter[T any](p *plan, set ast.SelectionSet, of row[T]) (writer[*models.Edge[T]], bool) {
	return objectWriter(p, set, []string{of.name + "Edge"}, func(p *plan, field graphql.CollectedField) (writer[*models.Edge[T]], bool) {
		switch field.Name {
		case "cursor":
			p.columns = append(p.columns, models.SortKey)
			return func(b []byte, edge *models.Edge[T]) []byte { return appendText(b, edge.Cursor()) }, true
		case "node":
			write, isPlain := rowWriter(p, field.Selections, of)
			return func(b []byte, edge *models.Edge[T]) []byte { return write(b, edge.Node) }, isPlain
		}
		return nil, false
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

// pagesReader reads the same page of the lists of many parents.
type pagesReader[T any] func(Reader, context.Context, []uuid.UUID, models.Paging) (map[uuid.UUID]*models.Page[T], error)

// pagesBelow writes a list that belongs to each row. Its pages are read after the rows and before any is written.
func pagesBelow[P, T any](p *plan, field graphql.CollectedField, parent func(*P) uuid.UUID, of row[T], read pagesReader[T]) (writer[*P], bool) {
	level := plan{operation: p.operation}
	write, isPlain := pageWriter(&level, field.Selections, of)
	paging, isSound := pagingOf(field.ArgumentMap(p.operation.Variables))
	if !isPlain || !isSound {
		return nil, false
	}
	paging.Columns = level.wanted()
	var pages map[uuid.UUID]*models.Page[T]
	p.below = append(p.below, func(ctx context.Context, reader Reader, parents []uuid.UUID) (err error) {
		if pages, err = read(reader, ctx, parents, paging); err != nil {
			return err
		}
		return level.readBelow(ctx, reader, idsOfAll(of, pages))
	})
	return func(b []byte, row *P) []byte { return write(b, pages[parent(row)]) }, true
}

// pagingOf reads the arguments of a list as gqlgen does; those that it has an error for are not sound.
func pagingOf(arguments map[string]any) (p models.Paging, isSound bool) {
	for name, argument := range arguments {
		var err error
		switch name {
		case "first":
			p.First, err = optionalArgument(argument, graphql.UnmarshalInt)
		case "last":
			p.Last, err = optionalArgument(argument, graphql.UnmarshalInt)
		case "after":
			p.After, err = optionalArgument(argument, graphql.UnmarshalString)
		case "before":
			p.Before, err = optionalArgument(argument, graphql.UnmarshalString)
		default:
			return p, false
		}
		if err != nil {
			return p, false
		}
	}
	return p, true
}

func optionalArgument[T any](argument any, unmarshal func(any) (T, error)) (*T, error) {
	if argument == nil {
		return nil, nil
	}
	value, err := unmarshal(argument)
	return &value, err
}

func idsOf[T any](of row[T], page *models.Page[T]) []uuid.UUID {
	ids := make([]uuid.UUID, len(page.Edges))
	for i := range page.Edges {
		ids[i] = of.id(page.Edges[i].Node)
	}
	return ids
}

func idsOfAll[T any](of row[T], pages map[uuid.UUID]*models.Page[T]) (ids []uuid.UUID) {
	for _, page := range pages {
		ids = append(ids, idsOf(of, page)...)
	}
	return ids
}
