package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"

	"capiconnect/meta"
	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/egress"
)

const demoAdmin = "admin@example.com"

type demoCommand struct{}

// Run is serve with the sandbox for Meta and everything set up that a look around needs.
func (demoCommand) Run(ctx context.Context, env *environment) error {
	c, err := readConfig(env.getenv)
	if err != nil {
		return err
	}
	identity, err := demoIdentity(c.DataDir)
	if err != nil {
		return err
	}
	if c.Sealer == nil {
		if c.Sealer, err = identity.sealer(); err != nil {
			return err
		}
		c.KeysetFile = identity.keysetFile
	}
	c.Egress = egress.Rules{Loopback: true}
	c.PlainCookies = c.PublicURL == nil || c.PublicURL.Scheme != "https"
	if len(c.AllowedOrigins) == 0 {
		c.AllowedOrigins = exampleOrigins
	}
	listener, err := listenSandbox(c)
	if err != nil {
		return err
	}
	sandbox := identity.sandbox(c.Meta.Permissions)
	c.Meta = sandboxConfig(c.Meta, sandbox, listener)
	c.Meta.WebhookVerifyToken = meta.NewSecret(rand.Text())

	endSandbox := runAll(context.WithoutCancel(ctx), func(ctx context.Context) {
		_ = serveSandbox(ctx, env, c, sandbox, listener) // the program then says itself that Meta does not answer
	})
	defer endSandbox()
	return serve(ctx, env, c, func(ctx context.Context, p *program) error {
		return welcomeToDemo(ctx, env, c, p, sandbox)
	})
}

// listenSandbox prefers the address that bookmarks and exports of an earlier run have, unless the program itself is to have it.
func listenSandbox(c config) (net.Listener, error) {
	const anyPort = "127.0.0.1:0"
	address := sandboxAddr
	if c.ListenAddr == address || c.OpsAddr == address {
		address = anyPort
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		listener, err = net.Listen("tcp", anyPort)
	}
	if err != nil {
		return nil, fmt.Errorf("listening for the sandbox: %w", err)
	}
	return listener, nil
}

func welcomeToDemo(ctx context.Context, env *environment, c config, p *program, sandbox *metasandbox.Sandbox) error {
	ctx = onboarding.WithActor(ctx, commandLine)
	link, err := demoLink(ctx, p.service.Access)
	if err != nil {
		return err
	}
	if err := keepExamplesKey(ctx, p.service.Access, c.DataDir); err != nil {
		p.log.Warn("the examples have no API key", "error", err)
	}
	if err := seedDemo(ctx, p, sandbox); err != nil {
		p.log.Warn("some businesses of the demo were not onboarded", "error", err)
	}
	sandbox.SetRedirectURIs(redirectURI(p.publicURL))
	if err := callBack(ctx, p, c.Meta.WebhookVerifyToken, sandbox); err != nil {
		p.log.Warn("the demo's sandbox sends no webhooks", "error", err)
	}
	_, err = fmt.Fprintf(env.stdout, demoBanner, p.publicURL, c.Meta.GraphURL, "http://"+p.opsAddress.String(), link.URL, demoAdmin, ownCommand())
	return err
}

// callBack lets the sandbox tell the program what its clients do, as Meta would.
func callBack(ctx context.Context, p *program, verifyToken meta.Secret, sandbox *metasandbox.Sandbox) error {
	at := func(path string) string { return p.publicURL.JoinPath("meta", path).String() }
	return sandbox.SetCallbacks(ctx, metasandbox.Callbacks{
		Webhook: at("webhook"), Deauthorize: at("deauthorize"), DataDeletion: at("data-deletion"), VerifyToken: verifyToken.Reveal(),
	})
}

const demoBanner = `
────────────────────────────────────────────────────────────────────────
CAPI Connect demo: Meta is played by a sandbox, nothing leaves this machine.

Admin app:     %[1]s/admin/
Sandbox:       %[2]s/
Health:        %[3]s/readyz

Sign in: %[4]s
(once, within an hour, as %[5]s; another one: %[6]s user link --email %[5]s)

API key:  KEY=$(%[6]s api-key create --name try --scopes businesses:read)
Try it:   curl %[1]s/graphql -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \
            -d '{"query":"{ businesses { totalCount edges { node { name status } } } }"}'

Ctrl-C stops it; the data stay.
────────────────────────────────────────────────────────────────────────
`

// demoLink lets the administrator in, who is made at the first start.
func demoLink(ctx context.Context, access *onboarding.Access) (link *onboarding.SignInLink, err error) {
	user, err := access.Store.UserByEmail(ctx, demoAdmin)
	switch {
	case errors.Is(err, models.ErrNotFound):
		_, link, err = access.InviteUser(ctx, demoAdmin, models.Admin)
	case err == nil && user.DisabledAt != nil:
		_, link, err = access.EnableUser(ctx, user.ID)
	case err == nil:
		_, link, err = access.CreateSignInLink(ctx, user.ID)
	}
	return link, err
}

// ownCommand is how to call this program again from the same directory.
func ownCommand() string {
	here, err := os.Getwd()
	if err != nil {
		return "capiconnect"
	}
	program, err := os.Executable()
	if err != nil {
		return "capiconnect"
	}
	if relative, err := filepath.Rel(here, program); err == nil && !strings.HasPrefix(relative, "..") {
		return relative
	}
	return "go run ./server"
}
