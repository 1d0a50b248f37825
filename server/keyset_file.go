package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"capiconnect/models/seal"
)

// keysetToChange reads the configuration for a command that changes the keyset, and names the keyset's file.
func keysetToChange(env *environment) (config, string, error) {
	c, err := readConfig(env.getenv)
	if err != nil {
		return c, "", err
	}
	path, err := keysetFile(c)
	return c, path, err
}

// keysetFile is the file with the encryption keyset, for a command that changes it.
func keysetFile(c config) (string, error) {
	switch {
	case c.KeysetFile != "":
		return c.KeysetFile, nil
	case c.Sealer != nil:
		return "", &configError{[]string{"ENCRYPTION_KEYSET came by value, which the program cannot change: " +
			"write it into a file that nobody else may read, name that by ENCRYPTION_KEYSET_FILE instead, restart, and try again"}}
	}
	return demoKeyset(c.DataDir)
}

// keysetOf is the keyset of the production program, or of the demo in DATA_DIR.
func keysetOf(c config) (*seal.Sealer, error) {
	if c.Sealer != nil {
		return c.Sealer, nil
	}
	path, err := keysetFile(c)
	if err != nil {
		return nil, err
	}
	return seal.FromFile(path)
}

// editKeyset replaces the keyset in a file by what change makes of it, unless that is the same. Only one such change happens at a time,
// since each would lose the other's key.
func editKeyset(path string, change func(encoded string) (string, error)) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	unlock, err := lockDirectory(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer unlock()
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before := strings.TrimSpace(string(content))
	after, err := change(before)
	if err != nil || after == before {
		return err
	}
	return writeWhole(path, []byte(after+"\n"))
}

func lockDirectory(path string) (unlock func(), err error) {
	directory, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(directory.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(fmt.Errorf("locking %s: %w", path, err), directory.Close())
	}
	return func() { _ = directory.Close() }, nil
}

// writeWhole writes a file, all of it or nothing, even when the power goes: half a keyset would lock the data away. A new file is its
// owner's alone; one that is replaced keeps its owner and permissions.
func writeWhole(path string, content []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // with mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(content)
	if err == nil {
		err = likeBefore(file, path)
	}
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncDirectory(filepath.Dir(path))
}

// likeBefore gives a file the owner and the permissions of the one that it will replace, if there is one.
func likeBefore(file *os.File, path string) error {
	before, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	own, err := file.Stat()
	if err != nil {
		return err
	}
	was, is := before.Sys().(*syscall.Stat_t), own.Sys().(*syscall.Stat_t)
	if was.Uid != is.Uid || was.Gid != is.Gid {
		if err := file.Chown(int(was.Uid), int(was.Gid)); err != nil {
			return err
		}
	}
	return file.Chmod(before.Mode().Perm())
}

func syncDirectory(path string) error {
	directory, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(directory.Sync(), directory.Close())
}
