package graph

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
)

// columns are the fields of a type that are plain: no resolver, no directive, no arguments.
type columns[T any] map[string]column[T]

// column is a field of a row, by its name in Go, and how it is written. One without a name takes no column.
type column[T any] struct {
	field string
	write writer[*T]
}

var businessColumns = columns[models.Business]{
	"id":             {"ID", func(b []byte, v *models.Business) []byte { return appendID(b, v.ID) }},
	"metaId":         {"MetaID", func(b []byte, v *models.Business) []byte { return appendText(b, v.MetaID) }},
	"name":           {"Name", func(b []byte, v *models.Business) []byte { return appendOptional(b, v.Name, appendText) }},
	"oneDataset":     {"OneDataset", func(b []byte, v *models.Business) []byte { return strconv.AppendBool(b, v.OneDataset) }},
	"status":         {"Status", func(b []byte, v *models.Business) []byte { return appendText(b, string(v.Status)) }},
	"connectedAt":    {"ConnectedAt", func(b []byte, v *models.Business) []byte { return appendTime(b, v.ConnectedAt) }},
	"disconnectedAt": {"DisconnectedAt", func(b []byte, v *models.Business) []byte { return appendOptional(b, v.DisconnectedAt, appendTime) }},
	"tokenExpiresAt": {"TokenExpiresAt", func(b []byte, v *models.Business) []byte { return appendOptional(b, v.TokenExpiresAt, appendTime) }},
	"lastCheckedAt":  {"LastCheckedAt", func(b []byte, v *models.Business) []byte { return appendOptional(b, v.LastCheckedAt, appendTime) }},
	"lastSyncedAt":   {"LastSyncedAt", func(b []byte, v *models.Business) []byte { return appendOptional(b, v.LastSyncedAt, appendTime) }},
}

var datasetColumns = columns[models.Dataset]{
	"id":          {"ID", func(b []byte, v *models.Dataset) []byte { return appendID(b, v.ID) }},
	"metaId":      {"MetaID", func(b []byte, v *models.Dataset) []byte { return appendText(b, v.MetaID) }},
	"name":        {"Name", func(b []byte, v *models.Dataset) []byte { return appendOptional(b, v.Name, appendText) }},
	"lastFiredAt": {"LastFiredAt", func(b []byte, v *models.Dataset) []byte { return appendOptional(b, v.LastFiredAt, appendTime) }},
	"createdAt":   {"CreatedAt", func(b []byte, v *models.Dataset) []byte { return appendOptional(b, v.CreatedAt, appendTime) }},
	"isUnavailable": {"IsUnavailable", func(b []byte, v *models.Dataset) []byte {
		return appendOptional(b, v.IsUnavailable, strconv.AppendBool)
	}},
	"ownerBusinessName": {"OwnerBusinessName", func(b []byte, v *models.Dataset) []byte { return appendOptional(b, v.OwnerBusinessName, appendText) }},
}

var pageInfoColumns = columns[models.PageInfo]{
	"hasNextPage":     {"", func(b []byte, v *models.PageInfo) []byte { return strconv.AppendBool(b, v.HasNextPage) }},
	"hasPreviousPage": {"", func(b []byte, v *models.PageInfo) []byte { return strconv.AppendBool(b, v.HasPreviousPage) }},
	"startCursor":     {models.SortKey, func(b []byte, v *models.PageInfo) []byte { return appendOptional(b, v.StartCursor(), appendText) }},
	"endCursor":       {models.SortKey, func(b []byte, v *models.PageInfo) []byte { return appendOptional(b, v.EndCursor(), appendText) }},
}

func appendOptional[T any](b []byte, value *T, write writer[T]) []byte {
	if value == nil {
		return append(b, "null"...)
	}
	return write(b, *value)
}

func appendID(b []byte, id uuid.UUID) []byte {
	text, _ := id.MarshalText() // never fails
	return append(append(append(b, '"'), text...), '"')
}

// appendTime writes a moment as scalars.MarshalDateTime does.
func appendTime(b []byte, moment time.Time) []byte {
	if moment.IsZero() {
		return append(b, "null"...)
	}
	return append(moment.AppendFormat(append(b, '"'), time.RFC3339Nano), '"')
}

const hexDigits = "0123456789ABCDEF"

// appendText writes a text as graphql.MarshalString does.
func appendText(b []byte, text string) []byte {
	b = append(b, '"')
	begin := 0
	for i := range len(text) {
		c := text[i]
		if c >= 0x20 && c != '\\' && c != '"' {
			continue
		}
		b = append(b, text[begin:i]...)
		switch c {
		case '\t':
			b = append(b, `\t`...)
		case '\r':
			b = append(b, `\r`...)
		case '\n':
			b = append(b, `\n`...)
		case '\\', '"':
			b = append(b, '\\', c)
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
		}
		begin = i + 1
	}
	return append(append(b, text[begin:]...), '"')
}
