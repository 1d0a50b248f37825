package localpg

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// lock keeps a second program away from a directory. The kernel lets go of it with the process, however that ends.
type lock struct{ file *os.File }

func acquireLock(dir string) (*lock, error) {
	file, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the lock of the private PostgreSQL: %w", err)
	}
	holder, socketDir := readLock(file)
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err != nil {
		file.Close()
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("the private PostgreSQL in %s is in use by process %s: stop that program first", dir, holder)
	}
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", dir, err)
	}
	removeLeftSocket(socketDir)
	return &lock{file}, nil
}

// record notes the holder for whoever is refused, and the socket directory for the next start should this program be killed.
func (l *lock) record(socketDir string) error {
	if err := l.file.Truncate(0); err != nil {
		return fmt.Errorf("writing the lock: %w", err)
	}
	if _, err := l.file.WriteAt(fmt.Appendf(nil, "%d\n%s\n", os.Getpid(), socketDir), 0); err != nil {
		return fmt.Errorf("writing the lock: %w", err)
	}
	return nil
}

func readLock(file *os.File) (holder, socketDir string) {
	content := make([]byte, 512)
	n, _ := file.ReadAt(content, 0) // an empty file is a lock that nobody has held yet
	holder, rest, _ := strings.Cut(string(content[:n]), "\n")
	socketDir, _, _ = strings.Cut(rest, "\n")
	return holder, socketDir
}

// release leaves the file: removing it would let two programs lock two files of the same name. It unlocks before it closes, because a child
// that is just being started has the open file too, until it runs its own program.
func (l *lock) release() {
	_ = syscall.Flock(int(l.file.Fd()), syscall.LOCK_UN) // closing does the same, but for such a child
	l.file.Close()
}
