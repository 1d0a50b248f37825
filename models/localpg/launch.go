package localpg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// errBlockInUse is a postmaster that was killed a moment ago and whose last child has not noticed yet.
var errBlockInUse = errors.New("processes of the killed server are still ending")

// launcher is all it takes to start a postmaster, and to start it again.
type launcher struct {
	account *account
	program string
	args    []string
	logFile string
	dsn     string // of a database that always exists
}

// launch returns when the server answers queries.
func (l launcher) launch(ctx context.Context) (*process, error) {
	patience := time.After(10 * time.Second)
	for {
		p, err := l.try(ctx)
		if !errors.Is(err, errBlockInUse) {
			return p, err
		}
		select {
		case <-patience:
			return nil, err
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), err)
		case <-time.After(pollInterval):
		}
	}
}

func (l launcher) try(ctx context.Context) (*process, error) {
	log, err := os.OpenFile(l.logFile, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening PostgreSQL's log: %w", err)
	}
	defer log.Close()
	begin, err := log.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, fmt.Errorf("opening PostgreSQL's log: %w", err)
	}
	cmd := l.account.command(context.Background(), l.program, l.args...)
	cmd.Stdout, cmd.Stderr = log, log
	p, err := startProcess(cmd)
	if err != nil {
		return nil, fmt.Errorf("starting PostgreSQL: %w", err)
	}
	err = p.awaitReady(ctx, l.dsn)
	if err == nil {
		return p, nil
	}
	killed := p.kill()
	return nil, errors.Join(explain(err, log, begin), killed)
}

// explain adds what the server logged since offset begin.
func explain(err error, log io.ReaderAt, begin int64) error {
	content, _ := io.ReadAll(io.NewSectionReader(log, begin, 16<<10)) // without the log the error stands alone
	if strings.Contains(string(content), "shared memory block") {
		return errBlockInUse
	}
	return fmt.Errorf("%w; its log says:\n%s", err, strings.TrimSpace(string(content)))
}

func serverArgs(data, socketDir string, noSync bool) []string {
	args := []string{"-D", data, "-k", socketDir, "-p", port, "-h", ""}
	settings := []string{
		"shared_buffers=64MB",
		"max_connections=100",
		"log_checkpoints=off",
		"log_error_verbosity=terse", // a DETAIL line would put whole rows into the log
	}
	if noSync {
		settings = append(settings, "fsync=off", "full_page_writes=off")
	}
	for _, s := range settings {
		args = append(args, "-c", s)
	}
	return args
}
