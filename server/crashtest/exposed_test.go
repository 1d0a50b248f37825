package crashtest

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
)

// sighting is a secret in a place where something is said or kept.
type sighting struct{ place, secret string }

// sightings count in how many parts of a place (rows, answers, files) a secret was seen.
type sightings map[sighting]int

func (s sightings) in(place string, secrets []string) {
	for _, secret := range secrets {
		s[sighting{place, secret}]++
	}
}

func (s sightings) has(kind, place string) bool {
	for of := range s {
		if of.place == place && strings.HasPrefix(of.secret, kind+" ") {
			return true
		}
	}
	return false
}

func tables(ctx context.Context, q querier) ([]string, error) {
	rows, err := q.Query(ctx, "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// exposed finds the secrets that stand in the clear in any column of the database.
func (c *canaries) exposed(ctx context.Context, q querier, seen sightings) error {
	names, err := tables(ctx, q)
	for _, table := range names {
		if err == nil {
			err = c.exposedIn(ctx, q, table, seen)
		}
	}
	return err
}

// exposedIn looks through one table, whose columns it reads as PostgreSQL spells them: bytes in hex, JSON with its escapes.
func (c *canaries) exposedIn(ctx context.Context, q querier, table string, seen sightings) error {
	rows, err := q.Query(ctx, "SELECT * FROM "+pgx.Identifier{table}.Sanitize(), pgx.QueryExecModeSimpleProtocol)
	if err != nil {
		return fmt.Errorf("looking for secrets in %s: %w", table, err)
	}
	defer rows.Close()
	for rows.Next() {
		for i, value := range rows.RawValues() {
			seen.in("column "+table+"."+rows.FieldDescriptions()[i].Name, c.seenIn(string(value)))
		}
	}
	return rows.Err()
}
