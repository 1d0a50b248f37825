package main

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// buffer appends rows to the answer as they come: the practical floor.
type buffer struct{}

func (buffer) single(ctx context.Context, pool *pgxpool.Pool, id string) ([]byte, error) {
	var own uuid.UUID
	var metaID, status string
	var name *string
	var connectedAt *time.Time
	if err := pool.QueryRow(ctx, selectBusiness, id).Scan(&own, &metaID, &name, &status, &connectedAt); err != nil {
		return nil, err
	}
	b := append(make([]byte, 0, 256), `{"data":{"business":{"id":"`...)
	b = append(appendID(b, own), `","metaId":"`...)
	b = append(append(b, metaID...), `","name":`...)
	b = append(appendText(b, name), `,"status":"`...)
	b = append(append(b, status...), `","connectedAt":`...)
	return append(appendTime(b, connectedAt), "}}}"...), nil
}

func (buffer) list(ctx context.Context, pool *pgxpool.Pool, l list) ([]byte, error) {
	rows, err := pool.Query(ctx, l.statement, l.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	b := append(make([]byte, 0, 4096), `{"data":{"businesses":{"edges":[`...)
	count := 0
	for ; rows.Next(); count++ {
		if count == pageSize {
			continue
		}
		if b, err = appendListed(b, rows, count > 0); err != nil {
			return nil, err
		}
	}
	b = append(b, `],"pageInfo":{"hasNextPage":`...)
	return append(strconv.AppendBool(b, count > pageSize), "}}}}"...), rows.Err()
}

func appendListed(b []byte, rows pgx.Rows, isNext bool) ([]byte, error) {
	var id uuid.UUID
	var status string
	var name *string
	var connectedAt *time.Time
	if err := rows.Scan(&id, &name, &status, &connectedAt); err != nil {
		return nil, err
	}
	b = appendID(append(appendComma(b, isNext), `{"node":{"id":"`...), id)
	b = append(appendText(append(b, `","name":`...), name), `,"status":"`...)
	b = append(append(b, status...), `","connectedAt":`...)
	return append(appendTime(b, connectedAt), "}}"...), nil
}

func (buffer) nested(ctx context.Context, pool *pgxpool.Pool) ([]byte, error) {
	rows, err := pool.Query(ctx, selectNested)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[head])
	if err != nil {
		return nil, err
	}
	all = all[:min(len(all), pageSize)]
	ids := make([]uuid.UUID, len(all))
	for i := range all {
		ids[i] = all[i].ID
	}
	owned, err := appendDatasets(ctx, pool, ids, "OWNED", 21)
	if err != nil {
		return nil, err
	}
	shared, err := appendDatasets(ctx, pool, ids, "SHARED", 11)
	if err != nil {
		return nil, err
	}
	b := append(make([]byte, 0, 96<<10), `{"data":{"businesses":{"edges":[`...)
	for i, business := range all {
		b = appendID(append(appendComma(b, i > 0), `{"node":{"id":"`...), business.ID)
		b = append(appendText(append(b, `","name":`...), business.Name), `,"status":"`...)
		b = append(append(b, business.Status...), `","ownedDatasets":{"edges":[`...)
		b = append(append(b, owned[i]...), `]},"sharedDatasets":{"edges":[`...)
		b = append(append(b, shared[i]...), "]}}}"...)
	}
	return append(b, "]}}}"...), nil
}

type head struct {
	ID     uuid.UUID
	Name   *string
	Status string
}

// appendDatasets writes the edges of each of many businesses.
func appendDatasets(ctx context.Context, pool *pgxpool.Pool, ids []uuid.UUID, relation string, limit int) ([][]byte, error) {
	rows, err := pool.Query(ctx, selectDatasets, ids, relation, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all, counts := make([][]byte, len(ids)), make([]int, len(ids))
	for rows.Next() {
		var place int
		var id uuid.UUID
		var metaID string
		var name *string
		var lastFiredAt *time.Time
		if err := rows.Scan(&place, &id, &metaID, &name, &lastFiredAt); err != nil {
			return nil, err
		}
		if counts[place-1]++; counts[place-1] == limit {
			continue
		}
		b := appendID(append(appendComma(all[place-1], counts[place-1] > 1), `{"node":{"id":"`...), id)
		b = append(append(append(b, `","metaId":"`...), metaID...), `","name":`...)
		b = append(appendText(b, name), `,"lastFiredAt":`...)
		all[place-1] = append(appendTime(b, lastFiredAt), "}}"...)
	}
	return all, rows.Err()
}

func appendComma(b []byte, isNext bool) []byte {
	if isNext {
		return append(b, ',')
	}
	return b
}

func appendID(b []byte, id uuid.UUID) []byte {
	text, _ := id.MarshalText() // never fails
	return append(b, text...)
}

func appendText(b []byte, text *string) []byte {
	if text == nil {
		return append(b, "null"...)
	}
	spelled, _ := json.Marshal(*text) // a string always marshals
	return append(b, spelled...)
}

func appendTime(b []byte, at *time.Time) []byte {
	if at == nil {
		return append(b, "null"...)
	}
	return append(at.UTC().AppendFormat(append(b, '"'), time.RFC3339Nano), '"')
}
