//go:build !linux

package crashtest

import (
	"os"
	"syscall"
)

// endWithTest does nothing: other systems have no such thing.
func endWithTest(*syscall.SysProcAttr) {}

// maxMemory is the most memory, in bytes, that a process which has ended held at a time.
func maxMemory(ended *os.ProcessState) int64 { return ended.SysUsage().(*syscall.Rusage).Maxrss } // in bytes on macOS
