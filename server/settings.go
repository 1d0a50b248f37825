package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// setting is one environment variable. A secret one may also come as a file, named by the variable with _FILE appended.
type setting struct {
	name, fallback, help string
	secret               bool
}

// settings are all there are, in the order in which people meet them.
var settings = []setting{
	{name: "LISTEN_ADDR", fallback: "127.0.0.1:8080", help: "Address of the public listener."},
	{name: "OPS_ADDR", fallback: "127.0.0.1:8081", help: "Address of the listener for /livez, /readyz, /metrics and /debug/pprof/profile."},
	{name: "PUBLIC_URL", fallback: "http://localhost:8080", help: "Where people reach the program; unset, its port follows LISTEN_ADDR."},
	{name: "DATABASE_URL", help: "PostgreSQL 15 or newer. Empty: a private one in DATA_DIR.", secret: true},
	{name: "DATABASE_SESSION_URL", help: "The database itself, where DATABASE_URL leads through a pooler in transaction mode. Empty: it does not.", secret: true},
	{name: "DATABASE_READ_URL", help: "A streaming replica of it, for queries: whoever has written is shown what they wrote. Empty: none.", secret: true},
	{name: "DATA_DIR", fallback: "./data", help: "Data of the private PostgreSQL and of the demo."},
	{name: "POSTGRES_BIN", help: "Directory of the private PostgreSQL's programs. Empty: the usual places."},
	{name: "META_APP_ID", help: "Id of the Meta app."},
	{name: "META_APP_SECRET", help: "Its app secret; `new,old` while it is being changed: calls use the new one.", secret: true},
	{name: "META_CONFIG_ID", help: "Id of its configuration of Facebook Login for Business."},
	{name: "META_WEBHOOK_VERIFY_TOKEN", help: "Proves to Meta that the webhook's address is ours: a random text, repeated in the App Dashboard.", secret: true},
	{name: "META_GRAPH_VERSION", fallback: "v26.0", help: "Graph API version."},
	{name: "META_GRAPH_URL", fallback: "https://graph.facebook.com", help: "Where the Graph API is."},
	{name: "META_DIALOG_URL", fallback: "https://www.facebook.com", help: "Where the login dialog is."},
	{name: "META_SDK_URL", fallback: "https://connect.facebook.net/en_US/sdk.js", help: "Where the JavaScript SDK is."},
	{name: "META_PERMISSIONS", fallback: "ads_read,business_management", help: "What a grant must contain."},
	{name: "ENCRYPTION_KEYSET", help: "Encrypts tokens at rest; `capiconnect keys new` prints one. Only as a file can it be rotated.", secret: true},
	{name: "OIDC_ISSUER", help: "OpenID provider for single sign-on of staff, exactly as it calls itself. Empty: no single sign-on."},
	{name: "OIDC_CLIENT_ID", help: "What the provider calls this program; its redirect URI is PUBLIC_URL/auth/oidc/callback."},
	{name: "OIDC_CLIENT_SECRET", help: "Its secret at the provider.", secret: true},
	{name: "TOKEN_LEASES", fallback: "off", help: "Whether API keys with the scope tokens:lease are given tokens for single datasets: on or off."},
	{name: "ALLOWED_ORIGINS", help: "Partner origins that may call /graphql from a browser, exact, separated by commas."},
	{name: "TRUSTED_PROXIES", help: "CIDRs of proxies whose X-Forwarded-For is believed, separated by commas."},
	{name: "LOG_LEVEL", fallback: "info", help: "debug, info, warn or error."},
	{name: "OTEL_EXPORTER_OTLP_ENDPOINT", help: "OpenTelemetry collector that takes traces by OTLP over HTTP. Empty: no traces."},
	{name: "OTEL_TRACES_SAMPLER_ARG", fallback: "1", help: "Share of requests and jobs that are traced, 0 to 1."},
}

func settingNamed(name string) setting {
	for _, s := range settings {
		if s.name == name {
			return s
		}
	}
	panic("no setting " + name)
}

// printSettings lists every setting with its default.
func printSettings(out io.Writer) error {
	fmt.Fprint(out, "\nSettings, from the environment (those marked * also from a file: NAME_FILE):\n")
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, s := range settings {
		name, fallback := s.name, s.fallback
		if s.secret {
			name += " *"
		}
		if fallback == "" {
			fallback = "-"
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\n", name, fallback, s.help)
	}
	return table.Flush()
}
