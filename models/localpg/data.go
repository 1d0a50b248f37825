package localpg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// dataName is PostgreSQL's data directory in the directory given to Start, or a link to it.
const dataName = "data"

// prepareDir makes dir. As root it may be traversed by the account, which then sees nothing but its own data directory in it.
func prepareDir(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("making the directory of the private PostgreSQL: %w", err)
	}
	mode := fs.FileMode(0o700)
	if os.Geteuid() == 0 {
		mode = 0o711
	}
	if err := os.Chmod(dir, mode); err != nil {
		return fmt.Errorf("protecting the directory of the private PostgreSQL: %w", err)
	}
	return nil
}

// majorOfData is 0 when there are no data yet.
func majorOfData(data string) (int, error) {
	content, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, absent(data)
	}
	if err != nil {
		return 0, fmt.Errorf("reading the version of existing data: %w", err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(content)))
	if err != nil {
		return 0, fmt.Errorf("reading the version of existing data: %w", err)
	}
	return major, nil
}

// absent refuses to take a damaged directory, or a link whose target is gone, for a first start.
func absent(data string) error {
	_, err := os.Lstat(data)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("looking for existing data: %w", err)
	}
	return fmt.Errorf("%s is not the data of a PostgreSQL (no PG_VERSION): bring the data back, or remove it to start empty", data)
}

// ensureData returns the real path of the data directory, after creating it on the first start.
func ensureData(ctx context.Context, dir string, bin binaries, as *account, noSync bool) (string, error) {
	data := filepath.Join(dir, dataName)
	major, err := majorOfData(data)
	if err != nil {
		return "", err
	}
	if major == 0 {
		if err := createData(ctx, dir, bin, as, noSync); err != nil {
			return "", err
		}
	}
	path, err := filepath.EvalSymlinks(data)
	if err != nil {
		return "", fmt.Errorf("resolving the data directory: %w", err)
	}
	if as != nil && !as.reaches(path) {
		return "", fmt.Errorf("account %d, which PostgreSQL runs as because this program is root, cannot enter %s: "+
			"start as an ordinary user, or let that account traverse the directories above", as.uid, path)
	}
	return path, nil
}

// createData runs initdb under another name first, so that a start that was interrupted leaves nothing that looks like data.
//
// As root, dir may lie below a directory that the account cannot enter (a clone in a private temporary directory). The data then
// live in /var/lib/capiconnect, and dir gets a link to them.
func createData(ctx context.Context, dir string, bin binaries, as *account, noSync bool) error {
	home := dir
	if as != nil && !as.reaches(dir) {
		var err error
		if home, err = makeHome(as); err != nil {
			return err
		}
	}
	data, unfinished := filepath.Join(home, dataName), filepath.Join(home, "initdb")
	if err := os.RemoveAll(unfinished); err != nil {
		return fmt.Errorf("removing an unfinished data directory: %w", err)
	}
	if err := as.makeDir(unfinished); err != nil {
		return fmt.Errorf("making the data directory: %w", err)
	}
	if err := initdb(ctx, bin, unfinished, as, noSync); err != nil {
		return err
	}
	if err := os.Rename(unfinished, data); err != nil {
		return fmt.Errorf("naming the data directory: %w", err)
	}
	if home == dir {
		return nil
	}
	if err := os.Symlink(data, filepath.Join(dir, dataName)); err != nil {
		return fmt.Errorf("linking the data directory: %w", err)
	}
	return nil
}

// initdb lets every connection in without a password: the only way to connect is a socket in a directory of mode 0700.
func initdb(ctx context.Context, bin binaries, data string, as *account, noSync bool) error {
	args := []string{"-D", data, "-U", superuser, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-instructions"}
	if noSync {
		args = append(args, "--no-sync")
	}
	if out, err := as.run(ctx, bin.path("initdb"), args...); err != nil {
		return fmt.Errorf("running initdb: %w: %s", err, out)
	}
	return nil
}
