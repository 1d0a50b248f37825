package localpg

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func needRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root changes accounts")
	}
}

// privateDir is what a clone in a temporary directory of root looks like to everybody else.
func privateDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRootBelowPrivateDirectory(t *testing.T) {
	t.Parallel()
	needRoot(t)
	dir := filepath.Join(privateDir(t), "data", "postgres")
	t.Cleanup(func() { removeData(dir) })
	first := start(t, dir)
	execute(t, first, keepRow)
	stop(t, first)

	data, err := filepath.EvalSymlinks(filepath.Join(dir, dataName))
	if err != nil || !strings.HasPrefix(data, "/var/lib/capiconnect/postgres-") {
		t.Errorf("data lie in %s, %v; want them where the account can reach them", data, err)
	}
	info, err := os.Stat(filepath.Dir(data))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("home of the data: %v, %v; want mode 0700", info, err)
	}
	wantRow(t, start(t, dir))
}

func TestRootNeverRunsPostgresAsRoot(t *testing.T) {
	t.Parallel()
	needRoot(t)
	as, err := runningAccount(filepath.Join(t.TempDir(), "nothing"))
	if err != nil || as == nil || as.uid == 0 || as.gid == 0 {
		t.Errorf("runningAccount = %+v, %v; want an unprivileged one", as, err)
	}
}

func TestRootRunsAsOwnerOfExistingData(t *testing.T) {
	t.Parallel()
	needRoot(t)
	data := t.TempDir()
	if err := os.Chown(data, 4711, 4712); err != nil {
		t.Fatal(err)
	}
	as, err := runningAccount(data)
	if err != nil || as == nil || *as != (account{4711, 4712}) {
		t.Errorf("runningAccount = %+v, %v; want the owner", as, err)
	}
}

// The environment of this program holds the app secret and the keyset.
func TestPostgresDoesNotInheritEnvironment(t *testing.T) {
	t.Setenv("META_APP_SECRET", "sentinel-secret")
	as, err := runningAccount("")
	if err != nil {
		t.Fatal(err)
	}
	out, err := as.run(t.Context(), "/usr/bin/env")
	if err != nil || len(out) == 0 || strings.Contains(string(out), "sentinel-secret") {
		t.Errorf("env = %v, %s", err, out)
	}
}
