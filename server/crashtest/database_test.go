package crashtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"capiconnect/models/localpg"
)

// database is a PostgreSQL of the test's own, with a network to it that can be broken.
type database struct {
	t      *testing.T
	bridge *bridge
	dir    string // of a durable one; else empty
	server *localpg.Server
	wire   *proxy
}

func newDatabase(t *testing.T) *database {
	t.Helper()
	d := &database{t: t, bridge: newBridge(t)}
	d.wire = newProxy(t, d.bridge.Addr().String())
	t.Cleanup(func() {
		if d.server == nil {
			return
		}
		if err := errors.Join(d.server.Stop(context.Background()), os.RemoveAll(d.dir)); err != nil {
			t.Errorf("removing PostgreSQL: %v", err)
		}
	})
	return d
}

var binaries = localpg.Options{BinDir: os.Getenv("POSTGRES_BIN")}

// startFleeting starts a PostgreSQL that is fast and must not be killed.
func (d *database) startFleeting() {
	d.t.Helper()
	var err error
	if d.server, err = localpg.StartTemporary(context.Background(), binaries); err != nil {
		d.t.Fatalf("starting PostgreSQL: %v", err)
	}
	d.bridge.lead(d.direct())
}

// startDurable starts a PostgreSQL that may be killed, or starts it again.
func (d *database) startDurable() {
	d.t.Helper()
	var err error
	if d.dir == "" {
		d.dir, err = os.MkdirTemp("", "capiconnect-crashtest-") // which another account can reach, unlike t.TempDir
	}
	if err == nil {
		d.server, err = localpg.Start(context.Background(), d.dir, binaries)
	}
	if err != nil {
		d.t.Fatalf("starting PostgreSQL: %v", err)
	}
	d.bridge.lead(d.direct())
}

// wired is the address that leads through the network that can be broken.
func (d *database) wired() string {
	return fmt.Sprintf("postgres://app@%s/%s?sslmode=disable", d.wire.address, localpg.Database)
}

// direct is the address of the test itself, and of programs whose network stays.
func (d *database) direct() string { return d.server.DSN(localpg.Database) }

// kill ends PostgreSQL as a loss of power does to a process: without a word.
func (d *database) kill() {
	d.t.Helper()
	content, err := os.ReadFile(filepath.Join(d.dir, "data", "postmaster.pid"))
	if err != nil {
		d.t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(line)
	if err == nil {
		err = syscall.Kill(pid, syscall.SIGKILL)
	}
	if err == nil {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		err = d.server.Stop(ctx) // of what is left: lock and socket
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// connect opens a connection of the test's own, past the network that can be broken.
func (d *database) connect(ctx context.Context) (*pgx.Conn, error) {
	return pgx.Connect(ctx, d.direct())
}

// execute runs statements one by one, none of them in a transaction.
func (d *database) execute(statements ...string) {
	d.t.Helper()
	conn, err := d.connect(context.Background())
	if err != nil {
		d.t.Fatal(err)
	}
	defer conn.Close(context.Background())
	for _, statement := range statements {
		if _, err := conn.Exec(context.Background(), statement); err != nil {
			d.t.Fatalf("%s: %v", statement, err)
		}
	}
}

// count runs a query for one number; -1 when the database does not answer.
func (d *database) count(ctx context.Context, query string, values ...any) (n int) {
	conn, err := d.connect(ctx)
	if err != nil {
		return -1
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if conn.QueryRow(ctx, query, values...).Scan(&n) != nil {
		return -1
	}
	return n
}
