// Package main is the program: it reads the settings, starts what runs, joins the packages and serves them over HTTP. It owns the
// command line, the listeners, staff sign-in and who is calling; it must not know business rules, which are onboarding's.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
)

// garbagePercent is three times Go's own: what lives is some 8 MiB, so that twice as much garbage again costs little memory, and the collector's
// work would be a fifth of a request's.
const garbagePercent = 300

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	runtime.MemProfileRate = 0 // nobody can ask for the profile, which would be noted all the same
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	os.Exit(code)
}
