package crashtest

import (
	"fmt"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if built != "" {
		os.RemoveAll(built)
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
