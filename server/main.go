// Package main is the program: it reads the settings, starts what runs, joins the packages and serves them over HTTP. It owns the
// command line, the listeners, staff sign-in and who is calling; it must not know business rules, which are onboarding's.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	os.Exit(code)
}
