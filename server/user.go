package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"capiconnect/models"
	"capiconnect/onboarding"
)

type userCreateCommand struct {
	Email string `required:"" help:"E-mail address to sign in with."`
	Role  string `required:"" enum:"VIEWER,OPERATOR,ADMIN" help:"What they may do: VIEWER, OPERATOR or ADMIN."`
}

// Run adds the member of staff, with the password from standard input or else with a one-time link.
func (cmd userCreateCommand) Run(ctx context.Context, env *environment) error {
	password, err := pipedPassword(env.stdin, cmd.Email)
	if err != nil {
		return err
	}
	return withAccess(ctx, env, func(ctx context.Context, access *onboarding.Access) error {
		err := cmd.create(ctx, env, access, password)
		if told := (*onboarding.Error)(nil); errors.As(err, &told) && told.Code == onboarding.EmailTaken {
			return fmt.Errorf("%s is there already; `capiconnect user link --email %[1]s` makes a sign-in link", cmd.Email)
		}
		return err
	})
}

func (cmd userCreateCommand) create(ctx context.Context, env *environment, access *onboarding.Access, password string) error {
	if password == "" {
		_, link, err := access.InviteUser(ctx, cmd.Email, models.Role(cmd.Role))
		return printLink(env, link, err)
	}
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return err
	}
	user, err := access.AddUser(ctx, cmd.Email, models.Role(cmd.Role), &hash)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.stdout, "%s can sign in with the password.\n", user.Email)
	return err
}

// MemberOfStaff is whom a command is about. Exported for kong, which sets its field.
type MemberOfStaff struct {
	Email string `required:"" help:"E-mail address of the member of staff."`
}

type userLinkCommand struct{ MemberOfStaff }

// Run prints a link for somebody who has none any more, or forgot the password.
func (cmd userLinkCommand) Run(ctx context.Context, env *environment) error {
	return withUser(ctx, env, cmd.Email, func(ctx context.Context, access *onboarding.Access, user *models.User) error {
		_, link, err := access.CreateSignInLink(ctx, user.ID)
		return printLink(env, link, err)
	})
}

type userDisableCommand struct{ MemberOfStaff }

// Run keeps somebody out from now on: they are signed out, and their password and links are gone for good.
func (cmd userDisableCommand) Run(ctx context.Context, env *environment) error {
	return withUser(ctx, env, cmd.Email, func(ctx context.Context, access *onboarding.Access, user *models.User) error {
		if _, err := access.DisableUser(ctx, user.ID); err != nil {
			return err
		}
		_, err := fmt.Fprintf(env.stdout, "%s is signed out and cannot sign in any more; `capiconnect user enable` lets them in again.\n", user.Email)
		return err
	})
}

type userEnableCommand struct{ MemberOfStaff }

// Run lets somebody in again who was kept out, with a one-time link.
func (cmd userEnableCommand) Run(ctx context.Context, env *environment) error {
	return withUser(ctx, env, cmd.Email, func(ctx context.Context, access *onboarding.Access, user *models.User) error {
		_, link, err := access.EnableUser(ctx, user.ID)
		return printLink(env, link, err)
	})
}

func printLink(env *environment, link *onboarding.SignInLink, err error) error {
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.stdout, "Sign in: %s\n", link.URL)
	return err
}

// pipedPassword reads the password that was piped in for whoever has this e-mail address; empty when nothing was.
func pipedPassword(stdin io.Reader, email string) (string, error) {
	if isTerminal(stdin) {
		return "", nil
	}
	content, err := io.ReadAll(io.LimitReader(stdin, int64(4*maxPasswordLength+len("\r\n")+1)))
	if err != nil {
		return "", fmt.Errorf("reading the password: %w", err)
	}
	password := strings.TrimRight(string(content), "\r\n")
	if password == "" {
		return "", nil
	}
	return password, checkPassword(password, email)
}
