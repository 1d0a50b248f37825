package main

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// size is what a table takes on the disk, bytes with its indexes.
type size struct {
	table   string
	rows    int64
	heap    int64
	indexes []indexSize
	total   int64
}

type indexSize struct {
	name  string
	bytes int64
}

// sizesOf lists the tables that hold anything, the largest first.
func sizesOf(ctx context.Context, conn *pgx.Conn) (all []size, err error) {
	rows, err := conn.Query(ctx, `SELECT c.relname, greatest(c.reltuples, 0)::bigint, pg_table_size(c.oid), pg_total_relation_size(c.oid) FROM pg_class c
		WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.reltuples > 0 ORDER BY pg_total_relation_size(c.oid) DESC, c.relname`)
	if err != nil {
		return nil, err
	}
	all, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (s size, err error) {
		return s, row.Scan(&s.table, &s.rows, &s.heap, &s.total)
	})
	for i := range all {
		if err == nil {
			all[i].indexes, err = indexesOf(ctx, conn, all[i].table)
		}
	}
	return all, err
}

func indexesOf(ctx context.Context, conn *pgx.Conn, table string) ([]indexSize, error) {
	rows, err := conn.Query(ctx, `SELECT indexrelid::regclass::text, pg_relation_size(indexrelid) FROM pg_index WHERE indrelid = $1::regclass
		ORDER BY pg_relation_size(indexrelid) DESC, 1`, table)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (i indexSize, err error) {
		return i, row.Scan(&i.name, &i.bytes)
	})
}

func totalOf(sizes []size) (bytes int64) {
	for _, s := range sizes {
		bytes += s.total
	}
	return bytes
}
