package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"strings"
	"time"

	"capiconnect/models"
)

type userCreateCommand struct {
	Email string `required:"" help:"E-mail address to sign in with."`
	Role  string `required:"" enum:"VIEWER,OPERATOR,ADMIN" help:"What they may do: VIEWER, OPERATOR or ADMIN."`
}

// Run adds the member of staff, with the password from standard input or else with a one-time link.
func (cmd userCreateCommand) Run(ctx context.Context, env *environment) error {
	if address, err := mail.ParseAddress(cmd.Email); err != nil || address.Address != cmd.Email {
		return fmt.Errorf("--email: %q is not an e-mail address", cmd.Email)
	}
	password, err := pipedPassword(env.stdin, cmd.Email)
	if err != nil {
		return err
	}
	c, err := readConfig(env.getenv)
	if err != nil {
		return err
	}
	return withStore(ctx, c, func(store *models.Store) error { return cmd.create(ctx, env, c, store, password) })
}

func (cmd userCreateCommand) create(ctx context.Context, env *environment, c config, store *models.Store, password string) error {
	user := &models.User{ID: models.NewID(), Email: cmd.Email, Role: models.Role(cmd.Role), CreatedAt: time.Now()}
	if password != "" {
		hash, err := hashPassword(ctx, password)
		if err != nil {
			return err
		}
		user.PasswordHash = &hash
	}
	if err := createUser(ctx, store, user); err != nil {
		return err
	}
	if password == "" {
		return printSignInLink(ctx, env, c, store, user)
	}
	fmt.Fprintf(env.stdout, "%s can sign in with the password.\n", user.Email)
	return nil
}

// MemberOfStaff is whom a command is about. Exported for kong, which sets its field.
type MemberOfStaff struct {
	Email string `required:"" help:"E-mail address of the member of staff."`
}

type userLinkCommand struct{ MemberOfStaff }

// Run prints a link for somebody who has none any more, or forgot the password.
func (cmd userLinkCommand) Run(ctx context.Context, env *environment) error {
	return withUser(ctx, env, cmd.Email, func(c config, store *models.Store, user *models.User) error {
		return printSignInLink(ctx, env, c, store, user)
	})
}

// withUser runs one command's work on a member of staff.
func withUser(ctx context.Context, env *environment, email string, work func(config, *models.Store, *models.User) error) error {
	c, err := readConfig(env.getenv)
	if err != nil {
		return err
	}
	return withStore(ctx, c, func(store *models.Store) error {
		user, err := store.UserByEmail(ctx, email)
		if errors.Is(err, models.ErrNotFound) {
			return fmt.Errorf("there is no member of staff %s", email)
		}
		if err != nil {
			return fmt.Errorf("reading %s: %w", email, err)
		}
		return work(c, store, user)
	})
}

// createUser adds a member of staff on behalf of whoever is at the command line.
func createUser(ctx context.Context, store *models.Store, user *models.User) error {
	err := store.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.CreateUser(user); err != nil {
			return err
		}
		return tx.Audit(commandEvent(user.CreatedAt, "user: created", "user", user.ID, models.JSON{"email": user.Email, "role": user.Role}))
	})
	if errors.Is(err, models.ErrExists) {
		return fmt.Errorf("%s is there already; `capiconnect user link --email %[1]s` makes a sign-in link: %w", user.Email, models.ErrExists)
	}
	if err != nil {
		return fmt.Errorf("creating %s: %w", user.Email, err)
	}
	return nil
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
