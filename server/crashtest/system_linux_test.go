package crashtest

import "syscall"

// endWithTest has the kernel kill the child should the test program be killed.
func endWithTest(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGKILL }
