//go:build !linux

package localpg

import (
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// endWithProgram can do nothing where the kernel has no such wish: the next start finds the orphan and stops it.
func endWithProgram(*syscall.SysProcAttr) {}

// servesFrom tells whether the process is alive and was called with data, as a postmaster is.
func servesFrom(pid int, data string) bool {
	out, err := exec.Command("ps", "-ww", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && strings.Contains(string(out), "-D "+data+" ")
}
