package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/alecthomas/kong"

	"capiconnect/models/seal"
)

// Exit codes; those above 2 are from sysexits.h. https://man.openbsd.org/sysexits
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
	exitConfig = 78
)

// cli is the command line.
type cli struct {
	Serve   serveCommand   `cmd:"" default:"1" help:"Runs the program."`
	Work    workCommand    `cmd:"" help:"Works jobs only: what serve --no-workers leaves, and what comes due with time."`
	Demo    demoCommand    `cmd:"" help:"Runs the program against the sandbox, with an administrator and a few onboarded businesses."`
	Sandbox sandboxCommand `cmd:"" help:"Runs the sandbox of Meta's side alone."`
	Migrate migrateCommand `cmd:"" help:"Applies the database migrations and stops."`
	Doctor  doctorCommand  `cmd:"" help:"Checks the installation against Meta and itself, and says what to do; fails when a check does."`
	APIKey  struct {
		Create apiKeyCreateCommand `cmd:"" help:"Makes an API key and prints it, once."`
		List   apiKeyListCommand   `cmd:"" help:"Prints all API keys, without their secrets."`
		Rotate apiKeyRotateCommand `cmd:"" help:"Gives an API key a new secret and prints it, once; the former one works on for a while."`
		Revoke apiKeyRevokeCommand `cmd:"" help:"Ends an API key at once."`
	} `cmd:"" name:"api-key" help:"Manages API keys."`
	User struct {
		Create             userCreateCommand             `cmd:"" help:"Adds a member of staff. Reads the password from standard input, or prints a one-time sign-in link."`
		Link               userLinkCommand               `cmd:"" help:"Prints a one-time sign-in link for a member of staff."`
		Disable            userDisableCommand            `cmd:"" help:"Signs a member of staff out and keeps them out."`
		Enable             userEnableCommand             `cmd:"" help:"Lets them in again, with a one-time sign-in link."`
		SignOut            userSignOutCommand            `cmd:"" help:"Ends every session of a member of staff."`
		RemoveSecondFactor userRemoveSecondFactorCommand `cmd:"" help:"Lets a member of staff sign in without the second factor that they have lost."`
		Unlink             userUnlinkCommand             `cmd:"" help:"Forgets who a member of staff is at the OpenID provider, and signs them out."`
	} `cmd:"" help:"Manages members of staff."`
	Audit struct {
		Verify auditVerifyCommand `cmd:"" help:"Names what was changed, removed or put into the audit by anybody but the program."`
	} `cmd:"" help:"Examines the audit."`
	Keys struct {
		New    keysNewCommand    `cmd:"" help:"Prints a fresh encryption keyset. Needs no setting."`
		Rotate keysRotateCommand `cmd:"" help:"Adds a fresh key to the keyset's file; what runs seals everything anew with it."`
		Status keysStatusCommand `cmd:"" help:"Prints how much each key has sealed."`
		Retire keysRetireCommand `cmd:"" help:"Drops the old keys with which nothing is sealed any more."`
	} `cmd:"" help:"Manages encryption keys."`
}

// environment is all of the outside that a command gets to see.
type environment struct {
	getenv         func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
}

// run executes one command until it is done or ctx ends, and returns the exit code. What went wrong has then been written to stderr.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	env := &environment{getenv: getenv, stdin: stdin, stdout: stdout, stderr: stderr}
	helped := false
	parser := kong.Must(&cli{},
		kong.Name("capiconnect"),
		kong.Description("Connects businesses through Facebook Login for Business and keeps their Conversions API datasets in view."),
		kong.Help(helpWithSettings),
		kong.Exit(func(int) { helped = true }),
		kong.Writers(stdout, stderr),
		kong.Bind(env),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Vars{"sandboxAddr": sandboxAddr, "scopes": scopeNames()})
	command, err := parser.Parse(args)
	switch {
	case helped:
		return exitOK
	case err != nil:
		fmt.Fprintf(stderr, "capiconnect: %v\nTry `capiconnect --help`.\n", err)
		return exitUsage
	}
	err = command.Run()
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return exitOK // was asked to stop while it started
	}
	return exitCode(err, stderr)
}

func exitCode(err error, stderr io.Writer) int {
	if err == nil {
		return exitOK
	}
	fmt.Fprintf(stderr, "capiconnect: %v\n", err)
	var faulty *configError
	if errors.As(err, &faulty) || errors.Is(err, seal.ErrUnreadable) { // the latter: a keyset of another database
		return exitConfig
	}
	return exitFailed
}

func helpWithSettings(options kong.HelpOptions, ctx *kong.Context) error {
	if err := kong.DefaultHelpPrinter(options, ctx); err != nil {
		return err
	}
	return printSettings(ctx.Stdout)
}
