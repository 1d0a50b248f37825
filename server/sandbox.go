package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"

	"capiconnect/meta"
	"capiconnect/meta/metasandbox"
)

// sandboxAddr is where the sandbox is unless told otherwise: the port after the program's own two.
const sandboxAddr = "127.0.0.1:8082"

type sandboxCommand struct {
	Addr string `default:"${sandboxAddr}" help:"Loopback address to listen on."`
}

// Run serves the sandbox until ctx ends.
func (cmd sandboxCommand) Run(ctx context.Context, env *environment) error {
	if err := metasandbox.CheckLoopback(cmd.Addr); err != nil {
		return err
	}
	c, err := readConfig(env.getenv)
	if err != nil {
		return err
	}
	listener, err := listen("--addr", cmd.Addr)
	if err != nil {
		return err
	}
	sandbox := metasandbox.New(metasandbox.Options{Permissions: c.Meta.Permissions})
	where := sandboxConfig(c.Meta, sandbox, listener)
	fmt.Fprintf(env.stdout, `Sandbox of Meta's side at %[1]s

export META_APP_ID=%[2]s
export META_APP_SECRET=%[3]s
export META_CONFIG_ID=%[4]s
export META_GRAPH_URL=%[1]s
export META_DIALOG_URL=%[1]s
export META_SDK_URL=%[5]s
`, where.GraphURL, where.AppID, sandbox.AppSecret(), where.ConfigID, where.SDKURL)
	return serveSandbox(ctx, env, c, sandbox, listener)
}

func serveSandbox(ctx context.Context, env *environment, c config, sandbox *metasandbox.Sandbox, listener net.Listener) error {
	server := newServer(sandbox, newLog(env.stderr, c.LogLevel))
	defer context.AfterFunc(ctx, func() { server.Close() })()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving the sandbox: %w", err)
	}
	return nil
}

// sandboxConfig is Meta's side as m says, moved to the sandbox.
func sandboxConfig(m metaConfig, sandbox *metasandbox.Sandbox, listener net.Listener) metaConfig {
	url := "http://" + listener.Addr().String()
	m.AppID, m.ConfigID = sandbox.AppID(), sandbox.ConfigID()
	m.AppSecrets = []meta.Secret{meta.NewSecret(sandbox.AppSecret())}
	m.GraphURL, m.DialogURL, m.SDKURL = url, url, url+"/en_US/sdk.js"
	return m
}
