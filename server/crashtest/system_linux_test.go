package crashtest

import (
	"os"
	"syscall"
)

// endWithTest has the kernel kill the child should the test program be killed.
func endWithTest(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGKILL }

// maxMemory is the most memory, in bytes, that a process which has ended held at a time.
func maxMemory(ended *os.ProcessState) int64 {
	return ended.SysUsage().(*syscall.Rusage).Maxrss << 10 // getrusage(2): in kilobytes
}
