package crashtest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
)

// built is the directory of the program under test; TestMain removes it.
var built string

// build makes the program, once per test program, with failpoints in it and otherwise as it is shipped.
var build = sync.OnceValues(func() (path string, err error) {
	if built, err = os.MkdirTemp("", "capiconnect-crashtest-"); err != nil {
		return "", err
	}
	path = filepath.Join(built, "capiconnect")
	args, cgo := []string{"build", "-tags", "failpoints", "-o", path}, "0"
	if os.Getenv("CRASH_RACE") != "" {
		args, cgo = append(args, "-race"), "1"
	}
	compile := exec.Command("go", append(args, "capiconnect/server")...)
	compile.Env = append(os.Environ(), "CGO_ENABLED="+cgo)
	if out, err := compile.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the program: %w\n%s", err, out)
	}
	return path, nil
})
