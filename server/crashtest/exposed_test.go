package crashtest

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// hexForm is secretForm's tokens as bytea prints bytes.
const hexForm = `454141(3[0-9]|4[1-9a-f]|5[0-9a]|5f|2d|6[1-9a-f]|7[0-9a]){40}`

// exposed lists the tables that hold a secret in the clear, in a column of text, of JSON or of bytes.
func exposed(ctx context.Context, q querier) ([]string, error) {
	rows, err := q.Query(ctx, "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1")
	if err != nil {
		return nil, err
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, err
	}
	var found []string
	form := strings.ReplaceAll(secretForm, "'", "''") + "|" + hexForm
	for _, table := range tables {
		var n int
		query := fmt.Sprintf("SELECT count(*) FROM %s AS x WHERE x::text ~ '%s'", pgx.Identifier{table}.Sanitize(), form)
		if err := q.QueryRow(ctx, query).Scan(&n); err != nil {
			return nil, fmt.Errorf("looking for secrets in %s: %w", table, err)
		}
		if n > 0 {
			found = append(found, fmt.Sprintf("%s (%d rows)", table, n))
		}
	}
	return found, nil
}
