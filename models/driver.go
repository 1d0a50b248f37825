package models

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// poolConnector gives database/sql its connections, from the pool.
type poolConnector struct{ driver.Connector }

func newPoolConnector(pool *pgxpool.Pool) poolConnector {
	return poolConnector{stdlib.GetPoolConnector(pool, stdlib.OptionShouldPing(isKeptDead))}
}

// Connect implements driver.Connector.
func (c poolConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return gormConn{conn.(*stdlib.Conn)}, nil
}

// gormConn does not tell database/sql within a transaction that it is bad. What hears that gives a connection away at once, and InTx,
// which began the transaction beside database/sql, would still be on it when the next one is.
type gormConn struct{ *pgxConn }

type pgxConn = stdlib.Conn // or a field called Conn would hide the method

// ExecContext implements driver.ExecerContext.
func (c gormConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	result, err := c.pgxConn.ExecContext(ctx, query, args)
	return result, c.kept(ctx, err)
}

// QueryContext implements driver.QueryerContext.
func (c gormConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	rows, err := c.pgxConn.QueryContext(ctx, query, args)
	return rows, c.kept(ctx, err)
}

func (c gormConn) kept(ctx context.Context, err error) error {
	switch {
	case !errors.Is(err, driver.ErrBadConn) || c.Conn().PgConn().TxStatus() == 'I':
		return err
	case isOver(ctx):
		return context.DeadlineExceeded
	}
	return fmt.Errorf("%w: the connection was lost in the middle of a transaction", ErrUnavailable)
}
