// Command withpostgres runs another command beside an empty throw-away PostgreSQL, whose URL is in TEST_DATABASE_URL:
//
//	withpostgres go test ./...
//
// so that all packages of a test run share one server. When TEST_DATABASE_URL is set already, that server is used. Signals and the
// exit code are passed on.
//
// It owns that bracket and nothing else; how a PostgreSQL is run is localpg's knowledge.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"capiconnect/models/localpg"
)

const variable = "TEST_DATABASE_URL"

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: withpostgres COMMAND [ARGUMENT]...")
		os.Exit(2)
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	code, err := run(signals, os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "withpostgres:", err)
	}
	os.Exit(code)
}

// run returns the command's exit code, or 1 with an error when the bracket itself failed.
func run(signals <-chan os.Signal, args []string) (code int, err error) {
	if os.Getenv(variable) != "" {
		return runCommand(signals, args, os.Environ())
	}
	server, err := localpg.StartTemporary(context.Background(), localpg.Options{BinDir: os.Getenv("POSTGRES_BIN")})
	if err != nil {
		return 1, err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if stopErr := server.Stop(ctx); stopErr != nil {
			code, err = max(code, 1), errors.Join(err, stopErr)
		}
	}()
	return runCommand(signals, args, append(os.Environ(), variable+"="+server.DSN(localpg.Database)))
}

func runCommand(signals <-chan os.Signal, args, env []string) (int, error) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = env
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return 1, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case s := <-signals:
			cmd.Process.Signal(s) // fails only for a command that has just ended
		case err := <-ended:
			return exitCode(cmd, err)
		}
	}
}

// exitCode follows the shell's convention for a command that a signal ended.
func exitCode(cmd *exec.Cmd, err error) (int, error) {
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return 1, err
	}
	if status := cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signaled() {
		return 128 + int(status.Signal()), nil
	}
	return cmd.ProcessState.ExitCode(), nil
}
