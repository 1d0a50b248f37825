package main

import (
	"cmp"
	"runtime/debug"
)

// programVersion is what the build knows of its version: the tag, or the time and the commit.
func programVersion() string {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	return cmp.Or(build.Main.Version, "unknown")
}
