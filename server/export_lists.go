package main

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// exportedBusinesses lists businesses, the longest connected first: who connects meanwhile comes last, so that none is missed.
func exportedBusinesses(store *models.Store) exportList {
	return exportList{"businesses", "businesses", []string{
		"Name", "Meta id", "External id", "Labels", "Status", "Problem", "What to do", "Owned datasets", "Shared datasets",
		"Connected", "Disconnected", "Token expires", "Last checked", "Datasets read", "Id",
	}, func(ctx context.Context, filter url.Values, paging models.Paging) (*exportPage, error) {
		page, err := store.Businesses(ctx, businessFilter(filter), &models.BusinessOrder{Field: models.BusinessByConnectedAt, Direction: models.Ascending}, paging)
		if err != nil {
			return nil, err
		}
		owned, err := datasetCounts(ctx, store, page, models.Owned)
		if err != nil {
			return nil, err
		}
		shared, err := datasetCounts(ctx, store, page, models.Shared)
		if err != nil {
			return nil, err
		}
		return exported(page, func(b *models.Business) []string {
			return businessCells(b, owned[b.ID], shared[b.ID])
		}), nil
	}}
}

func businessFilter(filter url.Values) *models.BusinessFilter {
	f := &models.BusinessFilter{Search: given(filter, "q")}
	for _, status := range filter["status"] {
		f.Status = append(f.Status, models.ConnectionStatus(status))
	}
	if filter.Get("attention") == yes {
		f.NeedsAttention = new(true)
	}
	return f
}

func businessCells(b *models.Business, owned, shared int) []string {
	problem, action := "", ""
	if p := onboarding.Explain(b.Problem); p != nil {
		problem, action = p.Message, p.Action
	}
	return []string{
		text(b.Name), b.MetaID, text(b.ExternalID), strings.Join(b.Labels, ", "), string(b.Status), problem, action,
		strconv.Itoa(owned), strconv.Itoa(shared),
		moment(&b.ConnectedAt), moment(b.DisconnectedAt), moment(b.TokenExpiresAt), moment(b.LastCheckedAt), moment(b.LastSyncedAt), b.ID.String(),
	}
}

// datasetCounts counts the datasets of a page's businesses, with two statements for all of them.
func datasetCounts(ctx context.Context, store *models.Store, page *models.BusinessPage, relation models.DatasetRelation) (map[uuid.UUID]int, error) {
	none := 0
	lists, err := store.DatasetsOfBusinesses(ctx, idsOn(page, func(b *models.Business) uuid.UUID { return b.ID }), relation, models.Paging{First: &none})
	if err != nil {
		return nil, err
	}
	return totals(ctx, lists)
}

// exportedDatasets lists datasets by name, with the businesses that have them.
func exportedDatasets(store *models.Store, now func() time.Time) exportList {
	return exportList{"datasets", "datasets", []string{
		"Name", "Meta id", "Last event", "Created", "Unavailable", "Owner", "Businesses", "Names of the first 100 businesses", "Their Meta ids", "Id",
	}, func(ctx context.Context, filter url.Values, paging models.Paging) (*exportPage, error) {
		wanted, err := datasetFilter(filter, now())
		if err != nil {
			return nil, err
		}
		page, err := store.Datasets(ctx, wanted, nil, paging)
		if err != nil {
			return nil, err
		}
		having, err := store.BusinessesOfDatasets(ctx, idsOn(page, func(d *models.Dataset) uuid.UUID { return d.ID }), exportPaging(nil))
		if err != nil {
			return nil, err
		}
		counts, err := totals(ctx, having)
		if err != nil {
			return nil, err
		}
		return exported(page, func(d *models.Dataset) []string { return datasetCells(d, having[d.ID], counts[d.ID]) }), nil
	}}
}

const maxSilentDays = 3650

func datasetFilter(filter url.Values, now time.Time) (*models.DatasetFilter, error) {
	f := &models.DatasetFilter{Search: given(filter, "q")}
	if relation := filter.Get("relation"); relation != "" {
		f.Relation = new(models.DatasetRelation(strings.ToUpper(relation)))
	}
	if filter.Get("unavailable") == yes {
		f.IsUnavailable = new(true)
	}
	if silent := filter.Get("silent"); silent != "" {
		days, err := strconv.Atoi(silent)
		if err != nil || days < 1 || days > maxSilentDays {
			return nil, models.InputError("silent is a number of days, 1 to " + strconv.Itoa(maxSilentDays))
		}
		f.SilentSince = new(now.UTC().Truncate(24*time.Hour).AddDate(0, 0, -days)) // as the screen does
	}
	return f, nil
}

func datasetCells(d *models.Dataset, having *models.BusinessPage, count int) []string {
	var names, ids []string
	for _, edge := range having.Edges {
		names, ids = append(names, text(edge.Node.Name)), append(ids, edge.Node.MetaID)
	}
	return []string{
		text(d.Name), d.MetaID, moment(d.LastFiredAt), moment(d.CreatedAt), yesOrNo(d.IsUnavailable), text(d.OwnerBusinessName),
		strconv.Itoa(count), strings.Join(names, ", "), strings.Join(ids, ", "), d.ID.String(),
	}
}

func exported[T any](page *models.Page[T], cells func(*T) []string) *exportPage {
	rows := make([][]string, len(page.Edges))
	for i, edge := range page.Edges {
		rows[i] = cells(edge.Node)
	}
	e := &exportPage{rows: rows}
	if page.PageInfo.HasNextPage {
		e.next = page.PageInfo.EndCursor()
	}
	return e
}

func idsOn[T any](page *models.Page[T], id func(*T) uuid.UUID) []uuid.UUID {
	ids := make([]uuid.UUID, len(page.Edges))
	for i, edge := range page.Edges {
		ids[i] = id(edge.Node)
	}
	return ids
}

// totals are the lengths of lists that were read together, which one statement counts.
func totals[T any](ctx context.Context, lists map[uuid.UUID]*models.Page[T]) (map[uuid.UUID]int, error) {
	counts := make(map[uuid.UUID]int, len(lists))
	for id, list := range lists {
		count, err := list.TotalCount(ctx)
		if err != nil {
			return nil, err
		}
		counts[id] = count
	}
	return counts, nil
}

// yes is how URLs of screens say that a filter is on.
const yes = "yes"

func given(filter url.Values, name string) *string {
	if !filter.Has(name) {
		return nil
	}
	return new(filter.Get(name))
}

func text(value *string) string {
	if value == nil {
		return ""
	}
	return *value
}

func moment(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.UTC().Format(time.RFC3339)
}

func yesOrNo(value *bool) string {
	switch {
	case value == nil:
		return ""
	case *value:
		return yes
	}
	return "no"
}
