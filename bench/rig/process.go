package rig

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// readyWithin is how long a server may take to start, after npm and compilers have done their work.
const readyWithin = 30 * time.Second

// Process is a server that was started for the run.
type Process struct {
	*exec.Cmd
	ReadyAfter time.Duration
	ended      chan error
}

// Start runs a server until stop and waits until url answers with 200.
func Start(ctx context.Context, cmd *exec.Cmd, url string) (*Process, error) {
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	begun := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &Process{Cmd: cmd, ended: make(chan error, 1)}
	go func() { p.ended <- cmd.Wait() }()
	if err := p.awaitReady(ctx, url); err != nil {
		return nil, errors.Join(fmt.Errorf("starting %s: %w", cmd.Path, err), p.Stop())
	}
	p.ReadyAfter = time.Since(begun)
	return p, nil
}

func (p *Process) awaitReady(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	for {
		if _, err := Get(ctx, url); err == nil {
			return nil
		}
		select {
		case err := <-p.ended:
			p.ended <- err
			return fmt.Errorf("it ended: %w", err)
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// Get asks for a page and fails with any answer but 200.
func Get(ctx context.Context, url string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", url, response.Status)
	}
	return content, err
}

// Stop ends the server as an operator would.
func (p *Process) Stop() error {
	if err := p.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-p.ended:
		return nil
	case <-time.After(40 * time.Second):
		return errors.Join(errors.New("the server did not stop"), p.Process.Kill())
	}
}
