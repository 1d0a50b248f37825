package localpg

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// account is whom PostgreSQL runs as when this program is root, because PostgreSQL refuses to be root. nil means: as ourselves.
type account struct{ uid, gid uint32 }

// runningAccount picks the owner of existing data, so that data made by a person before a `sudo` still fit that person
// afterwards; else Debian's account for PostgreSQL; else the one that owns nothing.
func runningAccount(data string) (*account, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	if info, err := os.Stat(data); err == nil {
		if owner := info.Sys().(*syscall.Stat_t); owner.Uid != 0 {
			return &account{owner.Uid, owner.Gid}, nil
		}
	}
	for _, name := range []string{"postgres", "nobody"} {
		if a, ok := lookupAccount(name); ok {
			return a, nil
		}
	}
	return nil, fmt.Errorf("PostgreSQL does not run as root and this machine has no account `postgres` or `nobody`: start as an ordinary user")
}

func lookupAccount(name string) (*account, bool) {
	u, err := user.Lookup(name)
	if err != nil {
		return nil, false
	}
	uid, uidErr := strconv.ParseUint(u.Uid, 10, 32)
	gid, gidErr := strconv.ParseUint(u.Gid, 10, 32)
	return &account{uint32(uid), uint32(gid)}, uidErr == nil && gidErr == nil && uid != 0
}

// command builds a call of a PostgreSQL program. The environment is reduced because ours may hold secrets, and the process group
// is its own so that Ctrl-C reaches this program alone, which drains before it stops the database.
func (a *account) command(ctx context.Context, path string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if a != nil {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return cmd
}

// run calls a program that ends by itself and returns what it printed, on failure with what it complained about.
func (a *account) run(ctx context.Context, path string, args ...string) ([]byte, error) {
	cmd := a.command(ctx, path, args...)
	out, err := cmd.CombinedOutput()
	return bytes.TrimSpace(out), err
}

// reaches tries it, because mode bits are not the whole truth (access lists, user namespaces, network file systems).
func (a *account) reaches(dir string) bool {
	cmd := a.command(context.Background(), "/bin/sh", "-c", ":")
	cmd.Dir = dir
	return cmd.Run() == nil
}

// makeDir makes a directory that only the account may enter, and root.
func (a *account) makeDir(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	return a.own(dir)
}

func (a *account) own(dir string) error {
	if a == nil {
		return nil
	}
	return os.Chown(dir, int(a.uid), int(a.gid))
}
