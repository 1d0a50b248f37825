package localpg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// newDir is a directory for Start that PostgreSQL's account can reach although the test's own is private.
func newDir(t *testing.T) string {
	t.Helper()
	parent := t.TempDir()
	if err := os.Chmod(filepath.Dir(parent), 0o711); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(parent, "postgres")
}

func start(t *testing.T, dir string) *Server {
	t.Helper()
	s, err := Start(t.Context(), dir, Options{noSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

func stop(t *testing.T, s *Server) {
	t.Helper()
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func connect(t *testing.T, s *Server) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.DSN(Database))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func execute(t *testing.T, s *Server, sql string) {
	t.Helper()
	if _, err := connect(t, s).Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

func wantRow(t *testing.T, s *Server) {
	t.Helper()
	var n int
	if err := connect(t, s).QueryRow(t.Context(), "SELECT n FROM kept").Scan(&n); err != nil || n != 42 {
		t.Errorf("kept row = %d, %v; want 42", n, err)
	}
}

const keepRow = "CREATE TABLE kept AS SELECT 42 AS n"

func TestDataSurviveStopAndStart(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	first := start(t, dir)
	execute(t, first, keepRow)
	stop(t, first)
	if _, err := os.Stat(first.socketDir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the socket's directory is still there: %v", err)
	}
	wantRow(t, start(t, dir))
}

func TestServerIsDurableByDefaultAndHasNoTCPPort(t *testing.T) {
	t.Parallel()
	s, err := Start(t.Context(), newDir(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Stop(context.Background()) })
	for setting, want := range map[string]string{"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "listen_addresses": ""} {
		var got string
		if err := connect(t, s).QueryRow(t.Context(), "SELECT current_setting($1)", setting).Scan(&got); err != nil || got != want {
			t.Errorf("%s = %q, %v; want %q", setting, got, err, want)
		}
	}
}

func TestStartRecoversFromKilledPostmaster(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	first := start(t, dir)
	execute(t, first, keepRow)
	if err := first.process.kill(); err != nil {
		t.Fatal(err)
	}
	stop(t, first)
	wantRow(t, start(t, dir))
}

// A killed postmaster's children end when they notice; until then PostgreSQL refuses to start on the same data.
func TestStartWaitsForChildrenOfKilledPostmaster(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	first := start(t, dir)
	execute(t, first, keepRow)
	child := int(connect(t, first).PgConn().PID())
	if err := syscall.Kill(child, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	if err := first.process.kill(); err != nil {
		t.Fatal(err)
	}
	stop(t, first)
	go func() {
		awaitLog(t, dir, "shared memory block")
		syscall.Kill(child, syscall.SIGCONT)
	}()
	wantRow(t, start(t, dir))
	awaitLog(t, dir, "shared memory block")
}

func awaitLog(t *testing.T, dir, words string) {
	t.Helper()
	for t.Context().Err() == nil {
		if log, err := os.ReadFile(filepath.Join(dir, "postgres.log")); err == nil && strings.Contains(string(log), words) {
			return
		}
		<-time.After(pollInterval)
	}
}

func TestStopKillsAtDeadline(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	first := start(t, dir)
	execute(t, first, keepRow)
	// A stopped process does not react to the request to shut down.
	if err := syscall.Kill(first.process.cmd.Process.Pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := first.Stop(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("Stop = %v; want it to say that it was cut short", err)
	}
	wantRow(t, start(t, dir))
}

// A killed program leaves its lock to the kernel and, where the kernel cannot end children with their parent, its PostgreSQL running.
func TestStartStopsOrphan(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	orphan := start(t, dir)
	execute(t, orphan, keepRow)
	orphan.lock.release()

	second := start(t, dir)
	<-orphan.process.done
	wantRow(t, second)
	if _, err := os.Stat(orphan.socketDir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the orphan's socket directory is still there: %v", err)
	}
}

// After a reboot the number in postmaster.pid may belong to a stranger of the same account, for which PostgreSQL refuses to start.
func TestStartLeavesStrangerWithOldNumberAlone(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	first := start(t, dir)
	execute(t, first, keepRow)
	stop(t, first)

	data := filepath.Join(dir, dataName)
	as, err := runningAccount(data)
	if err != nil {
		t.Fatal(err)
	}
	stranger := as.command(t.Context(), "/bin/sleep", "600")
	if err := stranger.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- stranger.Wait() }()
	pidFile := fmt.Appendf(nil, "%d\n%s\n1\n%s\n/tmp\n\n0 0\nready\n", stranger.Process.Pid, data, port)
	if err := os.WriteFile(filepath.Join(data, "postmaster.pid"), pidFile, 0o644); err != nil {
		t.Fatal(err)
	}

	wantRow(t, start(t, dir))
	select {
	case err := <-ended:
		t.Errorf("the stranger was ended: %v", err)
	default:
	}
}

func TestStartRefusesSecondProgram(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	first := start(t, dir)
	execute(t, first, keepRow)
	_, err := Start(t.Context(), dir, Options{noSync: true})
	if want := fmt.Sprintf("in use by process %d", os.Getpid()); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("second Start = %v; want %q", err, want)
	}
	wantRow(t, first)
}

func TestStartRefusesWhatIsNotItsData(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		make func(data string) error
		want string
	}{
		{"another major version", func(data string) error {
			return errors.Join(os.Mkdir(data, 0o700), os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte("9\n"), 0o600))
		}, "written by PostgreSQL 9"},
		{"no version", func(data string) error { return os.Mkdir(data, 0o700) }, "no PG_VERSION"},
		{"link to nowhere", func(data string) error { return os.Symlink("/nowhere/data", data) }, "no PG_VERSION"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := newDir(t)
			data := filepath.Join(dir, dataName)
			if err := errors.Join(os.Mkdir(dir, 0o755), tt.make(data)); err != nil {
				t.Fatal(err)
			}
			s, err := Start(t.Context(), dir, Options{noSync: true})
			if err == nil {
				s.Stop(t.Context())
				t.Fatal("Start accepted it")
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Start = %v; want %q", err, tt.want)
			}
			if _, err := os.Stat(filepath.Join(data, "base")); err == nil {
				t.Error("the directory was initialised")
			}
		})
	}
}

func TestStartAfterInterruptedInitdb(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	if err := os.MkdirAll(filepath.Join(dir, "initdb", "base"), 0o755); err != nil {
		t.Fatal(err)
	}
	execute(t, start(t, dir), keepRow)
}

func TestStartReportsServersOwnWords(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	stop(t, start(t, dir))
	conf := filepath.Join(dir, dataName, "postgresql.conf")
	if err := os.WriteFile(conf, []byte("no_such_setting = 1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := Start(t.Context(), dir, Options{noSync: true})
	if err == nil {
		s.Stop(t.Context())
		t.Fatal("Start succeeded with a broken postgresql.conf")
	}
	if !strings.Contains(err.Error(), "no_such_setting") {
		t.Errorf("Start = %v; want the line of PostgreSQL's log", err)
	}
}

// Rows hold sealed credentials and people's addresses; a constraint's violation must not copy them into the log.
func TestLogHoldsNoRows(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	s := start(t, dir)
	execute(t, s, "CREATE TABLE person (name text PRIMARY KEY, age int NOT NULL)")
	if _, err := connect(t, s).Exec(t.Context(), "INSERT INTO person VALUES ($1, NULL)", "sentinel-name"); err == nil {
		t.Fatal("the constraint did not hold")
	}
	log, err := os.ReadFile(filepath.Join(dir, "postgres.log"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(log), "not-null") || strings.Contains(string(log), "sentinel-name") {
		t.Errorf("the log must name the violation and not the row:\n%s", log)
	}
}

func TestTemporaryServerLeavesNothing(t *testing.T) {
	t.Parallel()
	s, err := StartTemporary(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	execute(t, s, keepRow)
	stop(t, s)
	for _, dir := range []string{s.temporary, s.socketDir} {
		if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is still there: %v", dir, err)
		}
	}
}
