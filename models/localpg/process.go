package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

const pollInterval = 20 * time.Millisecond

// process is a running postmaster.
type process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended
}

// startProcess keeps a thread for the whole life of the process: on Linux the kernel ends the child together with the *thread* that
// started it, and Go ends threads as it likes unless a goroutine is locked to them.
func startProcess(cmd *exec.Cmd) (*process, error) {
	endWithProgram(cmd.SysProcAttr)
	p := &process{cmd: cmd, done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			cmd.Wait() // how it ended is in its log
			close(p.done)
		}
	}()
	return p, <-started
}

// awaitReady outlasts the time in which the socket accepts connections while the database system is still starting up.
func (p *process) awaitReady(ctx context.Context, dsn string) error {
	for {
		err := ping(ctx, dsn)
		if err == nil {
			return nil
		}
		select {
		case <-p.done:
			return errors.New("PostgreSQL ended while starting")
		case <-ctx.Done():
			return fmt.Errorf("waiting for PostgreSQL: %w", errors.Join(ctx.Err(), err))
		case <-time.After(pollInterval):
		}
	}
}

func ping(ctx context.Context, dsn string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, "SELECT 1")
	return err
}

// stop asks for PostgreSQL's fast shutdown.
func (p *process) stop(ctx context.Context) error {
	if err := p.cmd.Process.Signal(syscall.SIGINT); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stopping PostgreSQL: %w", err)
	}
	select {
	case <-p.done:
		return nil
	case <-ctx.Done():
		return errors.Join(fmt.Errorf("waiting for PostgreSQL to stop: %w", ctx.Err()), p.kill())
	}
}

func (p *process) kill() error {
	if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("killing PostgreSQL: %w", err)
	}
	<-p.done
	return nil
}
