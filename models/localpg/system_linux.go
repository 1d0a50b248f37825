package localpg

import (
	"fmt"
	"os"
	"syscall"
)

// endWithProgram asks the kernel for PostgreSQL's fast shutdown of the child should this program be killed.
func endWithProgram(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGINT }

// servesFrom tells whether the process is alive and works in data, as a postmaster does.
func servesFrom(pid int, data string) bool {
	dir, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
	return err == nil && dir == data
}
