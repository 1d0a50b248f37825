package localpg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

const orphanPatience = 30 * time.Second

// stopOrphan ends a server that a killed program left running on data; the lock is ours, so no living program owns it.
//
// A postmaster.pid whose process is gone is PostgreSQL's own business. One whose number now belongs to some other process, as happens
// after a reboot and in every container, would keep PostgreSQL from starting, so it is removed and that process left alone.
func stopOrphan(ctx context.Context, data string) error {
	pidFile := filepath.Join(data, "postmaster.pid")
	content, err := os.ReadFile(pidFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading postmaster.pid: %w", err)
	}
	line, _, _ := bytes.Cut(content, []byte("\n"))
	pid, err := strconv.Atoi(string(line))
	if err != nil || pid <= 0 || errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return nil
	}
	if servesFrom(pid, data) {
		return endOrphan(ctx, pid, data)
	}
	if err := os.Remove(pidFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing a stale postmaster.pid: %w", err)
	}
	return nil
}

func endOrphan(ctx context.Context, pid int, data string) error {
	patient, cancel := context.WithTimeout(ctx, orphanPatience)
	defer cancel()
	if signalAndWait(patient, pid, data, syscall.SIGINT) == nil {
		return nil
	}
	if err := signalAndWait(ctx, pid, data, syscall.SIGKILL); err != nil {
		return fmt.Errorf("stopping the PostgreSQL that a killed program left behind (process %d): %w", pid, err)
	}
	return nil
}

func signalAndWait(ctx context.Context, pid int, data string, sig syscall.Signal) error {
	if err := syscall.Kill(pid, sig); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	for servesFrom(pid, data) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pollInterval):
		}
	}
	return nil
}
