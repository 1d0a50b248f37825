package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// structs scans rows into structs and has encoding/json write them: what most Go programs do.
type structs struct{}

type node[T any] struct {
	Node T `json:"node"`
}

type edges[T any] struct {
	Edges []node[T] `json:"edges"`
}

type dataset struct {
	ID          uuid.UUID  `json:"id"`
	MetaID      string     `json:"metaId"`
	Name        *string    `json:"name"`
	LastFiredAt *time.Time `json:"lastFiredAt"`
}

type nestedBusiness struct {
	ID     uuid.UUID      `json:"id"`
	Name   *string        `json:"name"`
	Status string         `json:"status"`
	Owned  edges[dataset] `json:"ownedDatasets"`
	Shared edges[dataset] `json:"sharedDatasets"`
}

type singleBusiness struct {
	ID          uuid.UUID  `json:"id"`
	MetaID      string     `json:"metaId"`
	Name        *string    `json:"name"`
	Status      string     `json:"status"`
	ConnectedAt *time.Time `json:"connectedAt"`
}

type listedBusiness struct {
	ID          uuid.UUID  `json:"id"`
	Name        *string    `json:"name"`
	Status      string     `json:"status"`
	ConnectedAt *time.Time `json:"connectedAt"`
}

func data(name string, value any) ([]byte, error) {
	return json.Marshal(map[string]any{"data": map[string]any{name: value}})
}

func (structs) single(ctx context.Context, pool *pgxpool.Pool, id string) ([]byte, error) {
	var b singleBusiness
	if err := pool.QueryRow(ctx, selectBusiness, id).Scan(&b.ID, &b.MetaID, &b.Name, &b.Status, &b.ConnectedAt); err != nil {
		return nil, err
	}
	return data("business", b)
}

func (structs) list(ctx context.Context, pool *pgxpool.Pool, l list) ([]byte, error) {
	rows, err := pool.Query(ctx, l.statement, l.args...)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (b node[listedBusiness], err error) {
		return b, row.Scan(&b.Node.ID, &b.Node.Name, &b.Node.Status, &b.Node.ConnectedAt)
	})
	return page(all, err)
}

func (structs) nested(ctx context.Context, pool *pgxpool.Pool) ([]byte, error) {
	rows, err := pool.Query(ctx, selectNested)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (b node[nestedBusiness], err error) {
		return b, row.Scan(&b.Node.ID, &b.Node.Name, &b.Node.Status)
	})
	if err != nil {
		return nil, err
	}
	all = all[:min(len(all), pageSize)]
	ids := make([]uuid.UUID, len(all))
	for i := range all {
		ids[i] = all[i].Node.ID
	}
	owned, err := datasets(ctx, pool, ids, "OWNED", 21)
	if err != nil {
		return nil, err
	}
	shared, err := datasets(ctx, pool, ids, "SHARED", 11)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Node.Owned.Edges = owned[i][:min(len(owned[i]), 20)]
		all[i].Node.Shared.Edges = shared[i][:min(len(shared[i]), 10)]
	}
	return data("businesses", edges[nestedBusiness]{all})
}

// datasets reads those of many businesses.
func datasets(ctx context.Context, pool *pgxpool.Pool, ids []uuid.UUID, relation string, limit int) ([][]node[dataset], error) {
	rows, err := pool.Query(ctx, selectDatasets, ids, relation, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := make([][]node[dataset], len(ids))
	for i := range all {
		all[i] = []node[dataset]{} // or none would be null
	}
	for rows.Next() {
		var place int
		var d node[dataset]
		if err := rows.Scan(&place, &d.Node.ID, &d.Node.MetaID, &d.Node.Name, &d.Node.LastFiredAt); err != nil {
			return nil, err
		}
		all[place-1] = append(all[place-1], d)
	}
	return all, rows.Err()
}

// page writes a page of businesses, of which one more than fits was read.
func page(all []node[listedBusiness], err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	return data("businesses", map[string]any{
		"edges": all[:min(len(all), pageSize)], "pageInfo": map[string]bool{"hasNextPage": len(all) > pageSize},
	})
}
