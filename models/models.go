// Package models is what CAPI Connect remembers: the rows and the Store that keeps them in PostgreSQL. It is the only importer of
// gorm. It must not know HTTP, GraphQL, Meta's API or a token in the clear.
package models

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"
)

var (
	// ErrNotFound means that no row has the id or key that was asked for.
	ErrNotFound = errors.New("not found")
	// ErrStale means that somebody else changed the row since it was read: nothing was written.
	ErrStale = errors.New("changed by somebody else")
	// ErrExists means that a row with the same key is there already: nothing was written.
	ErrExists = errors.New("exists already")
	// ErrUnavailable means that the database cannot be reached or does not answer in time.
	ErrUnavailable = errors.New("database unavailable")
)

// InputError is a request that makes no sense, such as a cursor of another list; its text is fit for people.
type InputError string

func (e InputError) Error() string { return string(e) }

// Node is a row that can be fetched by its id alone: a *Business, a *Dataset, an *Onboarding or an *OrphanGrant.
type Node any

// NewID returns a fresh row id: a UUIDv7, so that ids sort by age.
func NewID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// typeMaps know PostgreSQL's types. One takes longer to make than a query does, and serves one caller at a time.
var typeMaps = sync.Pool{New: func() any { return pgtype.NewMap() }}

// Strings is a PostgreSQL text[].
type Strings []string

// Scan implements sql.Scanner.
func (s *Strings) Scan(src any) error {
	types := typeMaps.Get().(*pgtype.Map)
	defer typeMaps.Put(types)
	if err := types.SQLScanner((*[]string)(s)).Scan(src); err != nil {
		return fmt.Errorf("scanning a text array: %w", err)
	}
	return nil
}

// Value implements driver.Valuer: gorm would expand a bare slice into a list of parameters.
func (s Strings) Value() (driver.Value, error) {
	if s == nil {
		return nil, nil
	}
	types := typeMaps.Get().(*pgtype.Map)
	defer typeMaps.Put(types)
	literal, err := types.Encode(pgtype.TextArrayOID, pgtype.TextFormatCode, []string(s), nil)
	if err != nil {
		return nil, fmt.Errorf("spelling a text array: %w", err)
	}
	return string(literal), nil
}

// uuids is ids as a PostgreSQL uuid[], in the form that goes over the wire.
func uuids(ids []uuid.UUID) pgtype.Array[[16]byte] {
	array := pgtype.Array[[16]byte]{
		Elements: make([][16]byte, len(ids)), Dims: []pgtype.ArrayDimension{{Length: int32(len(ids)), LowerBound: 1}}, Valid: ids != nil,
	}
	for i, id := range ids {
		array.Elements[i] = id
	}
	return array
}
