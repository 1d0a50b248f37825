package localpg

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// sharedHome is where root keeps what PostgreSQL's account must reach.
func sharedHome() (string, error) {
	const home = "/var/lib/capiconnect"
	if err := os.MkdirAll(home, 0o755); err != nil {
		return "", fmt.Errorf("making %s: %w", home, err)
	}
	return home, os.Chmod(home, 0o755)
}

// makeHome makes a new directory every time: what an earlier clone at the same path left behind is never taken over or deleted.
func makeHome(as *account) (string, error) {
	shared, err := sharedHome()
	if err != nil {
		return "", err
	}
	home, err := os.MkdirTemp(shared, "postgres-")
	if err != nil {
		return "", fmt.Errorf("making a home for the data: %w", err)
	}
	return home, as.own(home)
}

// removeData deletes dir and, when its data live elsewhere, their home.
func removeData(dir string) error {
	home, err := filepath.EvalSymlinks(filepath.Join(dir, dataName))
	if err == nil && filepath.Dir(home) != dir {
		err = os.RemoveAll(filepath.Dir(home))
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, os.RemoveAll(dir))
}
