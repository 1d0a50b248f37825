package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"capiconnect/models/localpg"
)

// follower is a real PostgreSQL that streams from another one.
type follower struct {
	t                *testing.T
	primary, standby *localpg.Server
}

func follow(t *testing.T) *follower {
	t.Helper()
	dir, err := os.MkdirTemp("", "capiconnect-replica-") // which another account can reach, unlike t.TempDir
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	f := &follower{t: t}
	f.start(filepath.Join(dir, "primary")).stop()
	f.start(filepath.Join(dir, "standby")).stop() // for what belongs to a server beside its data
	data := filepath.Join(dir, "standby", "data")
	if out, err := exec.Command("sh", "-c", `rm -r "$2"/* && cp -a "$1"/. "$2"/`, "", filepath.Join(dir, "primary", "data"), data).CombinedOutput(); err != nil {
		t.Fatalf("copying the data: %v: %s", err, out)
	}
	f.primary = f.start(filepath.Join(dir, "primary")).keep()
	f.settle(data)
	f.standby = f.start(filepath.Join(dir, "standby")).keep()
	return f
}

type started struct {
	*localpg.Server
	t *testing.T
}

func (f *follower) start(dir string) started {
	f.t.Helper()
	server, err := localpg.Start(f.t.Context(), dir, localpg.Options{BinDir: os.Getenv("POSTGRES_BIN")})
	if err != nil {
		f.t.Fatalf("starting PostgreSQL: %v", err)
	}
	return started{server, f.t}
}

func (s started) stop() {
	if err := s.Stop(context.Background()); err != nil {
		s.t.Errorf("stopping PostgreSQL: %v", err)
	}
}

func (s started) keep() *localpg.Server {
	s.t.Cleanup(s.stop)
	return s.Server
}

// settle makes a follower of a copy.
func (f *follower) settle(data string) {
	f.t.Helper()
	where, err := url.Parse(f.primary.DSN(localpg.Database))
	if err != nil {
		f.t.Fatal(err)
	}
	conf, err := os.OpenFile(filepath.Join(data, "postgresql.auto.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = fmt.Fprintf(conf, "primary_conninfo = 'host=%s user=%s'\n", where.Query().Get("host"), where.User.Username())
		err = errors.Join(err, conf.Close(), os.WriteFile(filepath.Join(data, "standby.signal"), nil, 0o644))
	}
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *follower) connect(server *localpg.Server) *pgx.Conn {
	f.t.Helper()
	conn, err := pgx.Connect(f.t.Context(), server.DSN(localpg.Database))
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

// tell has a server do something.
func (f *follower) tell(conn *pgx.Conn, statements ...string) {
	f.t.Helper()
	for _, statement := range statements {
		if _, err := conn.Exec(f.t.Context(), statement); err != nil {
			f.t.Fatalf("%s: %v", statement, err)
		}
	}
}

// lock has the standby alone keep everybody from a table: it has got a lock of the primary's, and not yet its end.
func (f *follower) lock(primary, standby *pgx.Conn, table string) {
	f.t.Helper()
	f.tell(primary, "BEGIN", "LOCK TABLE "+table+" IN ACCESS EXCLUSIVE MODE", "SELECT pg_switch_wal()")
	for isLocked := false; !isLocked; {
		err := standby.QueryRow(f.t.Context(), "SELECT count(*) > 0 FROM pg_locks WHERE relation = $1::regclass AND mode = 'AccessExclusiveLock'", table).Scan(&isLocked)
		if err != nil {
			f.t.Fatal(err)
		}
	}
	f.tell(standby, "SELECT pg_wal_replay_pause()")
	f.tell(primary, "ROLLBACK")
}

// keyHolder has an API key of its own.
type keyHolder struct {
	*installation
	key string
}

func (c keyHolder) invites() {
	c.t.Helper()
	if status, answer := c.ask(c.key, `mutation { createOnboarding(input: {}) { onboarding { id } } }`, nil); status != 200 || strings.Contains(answer, "errors") {
		c.t.Fatalf("%d %s", status, answer)
	}
}

// sees how many onboardings there are.
func (c keyHolder) sees() (onboardings int) {
	c.t.Helper()
	status, answer := c.ask(c.key, `{ onboardings { totalCount } }`, nil)
	if _, err := fmt.Sscanf(answer, `{"data":{"onboardings":{"totalCount":%d}}}`, &onboardings); status != 200 || err != nil {
		c.t.Fatalf("%d %s", status, answer)
	}
	return onboardings
}

func (c keyHolder) comesToSee(onboardings int) {
	c.t.Helper()
	await(c.t, func() bool { return c.sees() == onboardings })
}

// Queries are read from the replica, and whoever has written sees that whichever program they ask and however late the replica is. One that is
// far behind or away is not asked.
func TestQueriesAreReadFromAReplica(t *testing.T) {
	t.Parallel()
	f := follow(t)
	here := install(t)
	here.env["DATABASE_URL"], here.env["DATABASE_READ_URL"] = f.primary.DSN(localpg.Database), f.standby.DSN(localpg.Database)
	defer here.start()()
	there := &installation{t: t, env: map[string]string{}, output: &lockedBuffer{}, sandbox: here.sandbox}
	for name, value := range here.env {
		there.env[name] = value
	}
	there.env["DATA_DIR"] = t.TempDir()
	defer there.start()()
	key := here.apiKey("admin")
	writer, writerThere, other := keyHolder{here, key}, keyHolder{there, key}, keyHolder{here, here.apiKey("admin")}

	primary, standby := f.connect(f.primary), f.connect(f.standby)

	writer.invites()
	other.comesToSee(1)
	f.tell(standby, "SELECT pg_wal_replay_pause()")
	writer.invites()
	if seen := other.sees(); seen != 1 {
		t.Errorf("somebody else sees %d onboardings, which the replica cannot know of", seen)
	}
	if here, there := writer.sees(), writerThere.sees(); here != 2 || there != 2 {
		t.Errorf("who has written sees %d onboardings here and %d there; there are 2", here, there)
	}
	other.comesToSee(2) // since the replica is far behind now
	f.tell(standby, "SELECT pg_wal_replay_resume()")
	await(t, func() bool { return strings.Count(here.output.String(), `"replica":true`) >= 2 })
	f.lock(primary, standby, "onboardings")
	if seen := other.sees(); seen != 2 {
		t.Errorf("%d onboardings are seen where the replica does not answer; there are 2", seen)
	}
	f.tell(standby, "SELECT pg_wal_replay_resume()")
	if err := f.standby.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	writer.invites()
	if seen := other.sees(); seen != 3 {
		t.Errorf("with the replica away %d onboardings are seen; there are 3", seen)
	}
}
