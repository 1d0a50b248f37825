package models

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
)

// Whether trouble of the database may pass decides whether a token in memory is offered to it again.
func TestTroubleOfTheDatabaseIsNamed(t *testing.T) {
	t.Parallel()
	unknown := errors.New("unknown")
	for name, test := range map[string]struct{ err, want error }{
		"connection cut":         {fmt.Errorf("unexpected: %w", io.ErrUnexpectedEOF), ErrUnavailable},
		"connection closed":      {io.EOF, ErrUnavailable},
		"a pooled one is dead":   {fmt.Errorf("taking it: %w", driver.ErrBadConn), ErrUnavailable},
		"shut down":              {&pgconn.PgError{Code: "57P01"}, ErrUnavailable},
		"read-only standby":      {&pgconn.PgError{Code: "25006"}, ErrUnavailable},
		"deadlock":               {&pgconn.PgError{Code: "40P01"}, ErrUnavailable},
		"disk full":              {&pgconn.PgError{Code: "53100"}, ErrUnavailable},
		"no row":                 {gorm.ErrRecordNotFound, ErrNotFound},
		"key taken":              {&pgconn.PgError{Code: "23505", ConstraintName: "users_email_key"}, ErrExists},
		"the caller's deadline":  {context.DeadlineExceeded, context.DeadlineExceeded},
		"a check of the schema":  {&pgconn.PgError{Code: "23514"}, nil},
		"something else":         {unknown, unknown},
		"a character that is no": {&pgconn.PgError{Code: "22021"}, InputError("a value holds something that cannot be looked up")},
	} {
		got := translate(test.err)
		if test.want != nil && !errors.Is(got, test.want) || test.want != ErrUnavailable && errors.Is(got, ErrUnavailable) {
			t.Errorf("%s: got %v", name, got)
		}
	}
}
