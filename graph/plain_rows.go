package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	"capiconnect/models"
)

func businessRow() row[models.Business] {
	return row[models.Business]{"Business", businessID, businessField}
}

func datasetRow() row[models.Dataset] { return row[models.Dataset]{"Dataset", datasetID, datasetField} }

func businessID(b *models.Business) uuid.UUID { return b.ID }

func datasetID(d *models.Dataset) uuid.UUID { return d.ID }

func businessField(p *plan, field graphql.CollectedField) (writer[*models.Business], bool) {
	switch field.Name {
	case "ownedDatasets":
		return pagesBelow(p, field, businessID, datasetRow(), datasetsOf(models.Owned))
	case "sharedDatasets":
		return pagesBelow(p, field, businessID, datasetRow(), datasetsOf(models.Shared))
	}
	return columnOf(p, field, businessColumns)
}

func datasetsOf(relation models.DatasetRelation) pagesReader[models.Dataset] {
	return func(reader Reader, ctx context.Context, businesses []uuid.UUID, paging models.Paging) (map[uuid.UUID]*models.DatasetPage, error) {
		return reader.DatasetsOfBusinesses(ctx, businesses, relation, paging)
	}
}

func datasetField(p *plan, field graphql.CollectedField) (writer[*models.Dataset], bool) {
	if field.Name == "businesses" {
		return pagesBelow(p, field, datasetID, businessRow(), Reader.BusinessesOfDatasets)
	}
	return columnOf(p, field, datasetColumns)
}

func pageInfoField(p *plan, field graphql.CollectedField) (writer[*models.PageInfo], bool) {
	return columnOf(p, field, pageInfoColumns)
}

func columnOf[T any](p *plan, field graphql.CollectedField, plain columns[T]) (writer[*T], bool) {
	column, isPlain := plain[field.Name]
	if column.field != "" {
		p.columns = append(p.columns, column.field)
	}
	return column.write, isPlain
}
