package crashtest

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

// atATime is how many of these tests run at the same time. On any number of cores: most of the time each waits for the queue, a lease
// or a leader.
const atATime = "12"

func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", atATime); err != nil {
		panic(err) // the flag is go test's own
	}
	code := m.Run()
	if built != "" {
		os.RemoveAll(built)
	}
	if testing.Verbose() {
		fmt.Print(figures)
	}
	if path := os.Getenv("CRASH_FIGURES"); path != "" && code == 0 {
		if err := writeFigures(path); err != nil {
			fmt.Fprintln(os.Stderr, "writing the figures:", err)
			code = 1
		}
	}
	os.Exit(code)
}

// isLong says whether this is the run of `make crash`.
func isLong() bool { return os.Getenv("CRASH") == "long" }

// sized is how much is done: in every `make test`, or in the long run.
func sized[T any](short, long T) T {
	if isLong() {
		return long
	}
	return short
}
