package localpg

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	port         = "5432" // part of the socket's name, no TCP port
	socketPrefix = "capiconnect-pg-"

	// maxSocketPath is what a unix socket's address holds on macOS; Linux allows 4 bytes more. PostgreSQL adds a lock file's suffix,
	// which is no address.
	maxSocketPath = 103
)

// makeSocketDir makes a directory that only the account may enter, with a path short enough for a socket in it.
func makeSocketDir(as *account) (string, error) {
	var errs []error
	for _, parent := range []string{os.TempDir(), "/tmp"} {
		dir, err := socketDirIn(parent, as)
		if err == nil {
			return dir, nil
		}
		errs = append(errs, err)
	}
	return "", fmt.Errorf("making a directory for the socket: %w", errors.Join(errs...))
}

func socketDirIn(parent string, as *account) (string, error) {
	dir, err := os.MkdirTemp(parent, socketPrefix)
	if err != nil {
		return "", err
	}
	err = as.own(dir)
	switch {
	case err != nil:
	case len(filepath.Join(dir, ".s.PGSQL."+port)) > maxSocketPath:
		err = fmt.Errorf("%s is too long for a socket", dir)
	case as != nil && !as.reaches(dir):
		err = fmt.Errorf("account %d cannot enter %s", as.uid, dir)
	default:
		return dir, nil
	}
	return "", errors.Join(err, os.Remove(dir))
}

// removeLeftSocket deletes what a killed program left; a failure only leaves an empty directory behind.
func removeLeftSocket(dir string) {
	if strings.HasPrefix(filepath.Base(dir), socketPrefix) {
		os.RemoveAll(dir)
	}
}
