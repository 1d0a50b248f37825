package main

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"capiconnect/graph"
)

// shown says for each setting what people may see of it as it is in force; of a secret one that is only whether there is one.
var shown = map[string]func(config) string{
	"LISTEN_ADDR":               func(c config) string { return c.ListenAddr },
	"OPS_ADDR":                  func(c config) string { return c.OpsAddr },
	"PUBLIC_URL":                func(c config) string { return c.PublicURL.String() },
	"DATABASE_URL":              func(c config) string { return whether(c.DatabaseURL != "") },
	"DATABASE_SESSION_URL":      func(c config) string { return whether(c.SessionURL != "") },
	"DATABASE_READ_URL":         func(c config) string { return whether(c.ReadURL != "") },
	"DATA_DIR":                  func(c config) string { return c.DataDir },
	"POSTGRES_BIN":              func(c config) string { return c.PostgresBin },
	"META_APP_ID":               func(c config) string { return c.Meta.AppID },
	"META_APP_SECRET":           func(c config) string { return whether(len(c.Meta.AppSecrets) > 0) },
	"META_CONFIG_ID":            func(c config) string { return c.Meta.ConfigID },
	"META_WEBHOOK_VERIFY_TOKEN": func(c config) string { return whether(!c.Meta.WebhookVerifyToken.IsZero()) },
	"META_GRAPH_VERSION":        func(c config) string { return c.Meta.GraphVersion },
	"META_GRAPH_URL":            func(c config) string { return c.Meta.GraphURL },
	"META_DIALOG_URL":           func(c config) string { return c.Meta.DialogURL },
	"META_SDK_URL":              func(c config) string { return c.Meta.SDKURL },
	"META_PERMISSIONS":          func(c config) string { return strings.Join(c.Meta.Permissions, ",") },
	"ENCRYPTION_KEYSET":         func(c config) string { return whether(c.Sealer != nil) },
	"OIDC_ISSUER":               func(c config) string { return c.SingleSignOn.Issuer },
	"OIDC_CLIENT_ID":            func(c config) string { return c.SingleSignOn.ClientID },
	"OIDC_CLIENT_SECRET":        func(c config) string { return whether(!c.SingleSignOn.ClientSecret.IsZero()) },
	"TOKEN_LEASES":              func(c config) string { return onOrOff(c.TokenLeases) },
	"ALLOWED_ORIGINS":           func(c config) string { return strings.Join(c.AllowedOrigins, ",") },
	"TRUSTED_PROXIES":           func(c config) string { return joined(c.TrustedProxies) },
	"LOG_LEVEL":                 func(c config) string { return strings.ToLower(c.LogLevel.String()) },

	"OTEL_EXPORTER_OTLP_ENDPOINT": func(c config) string { return textOf(c.TraceCollector) },
	"OTEL_TRACES_SAMPLER_ARG":     func(c config) string { return strconv.FormatFloat(c.TraceShare, 'g', -1, 64) },
}

// whether is all that is shown of a secret.
func whether(isSet bool) string {
	if isSet {
		return "set"
	}
	return ""
}

func onOrOff(isOn bool) string {
	if isOn {
		return "on"
	}
	return "off"
}

func textOf(u *url.URL) string {
	if u == nil {
		return ""
	}
	return u.String()
}

func joined(networks []netip.Prefix) string {
	texts := make([]string, len(networks))
	for i, network := range networks {
		texts[i] = network.String()
	}
	return strings.Join(texts, ",")
}

// shownSettings are all settings as they are in force, as far as people may see them.
func shownSettings(c config, publicURL *url.URL, getenv func(string) string) []graph.Setting {
	c.PublicURL = publicURL
	all := make([]graph.Setting, len(settings))
	for i, s := range settings {
		value := shown[s.name](c)
		all[i] = graph.Setting{Name: s.name, Description: s.help, IsConfidential: s.secret, IsSet: value != "", Fallback: nonEmpty(s.fallback)}
		switch {
		case s.name == "ENCRYPTION_KEYSET": // of which a demo makes a file by itself
			all[i].File = nonEmpty(c.KeysetFile)
		case s.secret:
			all[i].File = nonEmpty(getenv(s.name + "_FILE"))
		default:
			all[i].Value = nonEmpty(value)
		}
	}
	return all
}

func nonEmpty(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
