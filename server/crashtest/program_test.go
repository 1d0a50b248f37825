package crashtest

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	// startLimit is how long the program may take until it serves.
	startLimit = 30 * time.Second
	// stopLimit is what the program promises for its end after SIGTERM.
	stopLimit = 30 * time.Second
)

var servedAt = regexp.MustCompile(`CAPI Connect (?:is at (\S+)/admin/|works jobs) \(health and metrics: (\S+)\)`)

// program is the real program in a process of its own.
type program struct {
	*output
	cmd    *exec.Cmd
	ended  chan struct{}
	served atomic.Pointer[addresses] // nil before it serves
}

// addresses of a program that only works have no url.
type addresses struct{ url, ops string }

// errEnded means that a program ended before it served, which a failpoint on the way there does.
var errEnded = errors.New("the program ended while it started")

// launch starts the program and does not wait for more than its process.
func launch(env []string, command ...string) (*program, error) {
	path, err := build()
	if err != nil {
		return nil, err
	}
	p := &program{output: &output{}, cmd: exec.Command(path, command...), ended: make(chan struct{})}
	p.cmd.Env, p.cmd.Stdout, p.cmd.Stderr = env, p.output, p.output
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is for the test, which then kills
	endWithTest(p.cmd.SysProcAttr)
	if err := p.run(); err != nil {
		return nil, fmt.Errorf("starting the program: %w", err)
	}
	return p, nil
}

// run keeps a thread for the whole life of the process, since on Linux the kernel takes the end of the thread for the end of the test.
func (p *program) run() error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := p.cmd.Start()
		started <- err
		if err == nil {
			_ = p.cmd.Wait() // how it ended is in its ProcessState
			close(p.ended)
		}
	}()
	return <-started
}

// awaitServing returns when the program serves; errEnded when it never will.
func (p *program) awaitServing() error {
	deadline := time.After(startLimit)
	for {
		if found := p.find(servedAt); found != nil {
			p.served.Store(&addresses{url: found[1], ops: found[2]})
			return nil
		}
		select {
		case <-p.ended:
			return errEnded
		case <-deadline:
			p.kill()
			return fmt.Errorf("the program does not serve after %s: %s", startLimit, p)
		case <-time.After(pollEvery):
		}
	}
}

// signal sends a signal to this process alone.
func (p *program) signal(s syscall.Signal) {
	if err := p.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		panic(err) // the process is ours
	}
}

// kill ends the program with SIGKILL and waits for that; also one that was stopped.
func (p *program) kill() {
	p.signal(syscall.SIGKILL)
	<-p.ended
}

// terminate asks the program to end and returns its exit code and how long it took; -1 when it had to be killed.
func (p *program) terminate() (code int, took time.Duration) {
	begin := time.Now()
	p.signal(syscall.SIGTERM)
	if !p.endsWithin(stopLimit + 5*time.Second) {
		p.kill()
	}
	return p.cmd.ProcessState.ExitCode(), time.Since(begin)
}

func (p *program) endsWithin(limit time.Duration) bool {
	select {
	case <-p.ended:
		return true
	case <-time.After(limit):
		return false
	}
}

func (p *program) hasEnded() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// wasKilled says whether the program, which has ended, did so by SIGKILL.
func (p *program) wasKilled() bool {
	status, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

// serves says whether the program takes requests, as far as is known.
func (p *program) serves() bool { return p.hasBegun() && p.served.Load().url != "" }

// hasBegun says whether the program has done with starting, and runs.
func (p *program) hasBegun() bool { return p.served.Load() != nil && !p.hasEnded() }

// metrics reads what the program has counted; empty when it does not tell.
func (p *program) metrics() string {
	if !p.hasBegun() {
		return ""
	}
	client := http.Client{Timeout: 2 * time.Second}
	response, err := client.Get(p.served.Load().ops + "/metrics")
	if err != nil {
		return ""
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body) // half of it is of no use and of no harm
	return string(body)
}
