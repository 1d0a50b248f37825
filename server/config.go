package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"

	"capiconnect/meta"
	"capiconnect/models/seal"
	"capiconnect/onboarding"
	"capiconnect/onboarding/egress"
	"capiconnect/onboarding/failpoint"
)

// config is what the settings say, checked.
type config struct {
	ListenAddr     string
	OpsAddr        string
	PublicURL      *url.URL // nil when unset: its port is that of the listener
	DatabaseURL    string   // empty: private PostgreSQL
	SessionURL     string   // of the database itself, where DatabaseURL leads through a pooler; empty: it does not
	ReadURL        string   // of a replica for queries; empty: there is none
	DataDir        string
	PostgresBin    string
	Meta           metaConfig
	Sealer         *seal.Sealer
	KeysetFile     string // where Sealer's keyset is; empty when it came by value
	SingleSignOn   oidcConfig
	TokenLeases    bool
	AllowedOrigins []string
	TrustedProxies []netip.Prefix
	LogLevel       slog.Level
	TraceCollector *url.URL     // nil: there are no traces
	TraceShare     float64      // of what could be traced, 0 to 1
	JobsElsewhere  bool         // of serve --no-workers
	PlainCookies   bool         // of a demo without TLS
	Egress         egress.Rules // of webhooks: a demo sends them to this machine as well
}

// publicURL is where people reach the program, for a command beside it, which has no listener.
func (c config) publicURL() *url.URL {
	if c.PublicURL == nil {
		return localURL(c.ListenAddr)
	}
	return c.PublicURL
}

// metaConfig is the Meta app and where Meta is.
type metaConfig struct {
	AppID        string
	AppSecrets   []meta.Secret // newest first
	ConfigID     string
	GraphVersion string
	GraphURL     string
	DialogURL    string
	SDKURL       string
	Permissions  []string

	WebhookVerifyToken meta.Secret // empty: Meta cannot subscribe
}

// login is the app's login configuration.
func (m metaConfig) login() onboarding.LoginConfiguration {
	return onboarding.LoginConfiguration{
		AppID: m.AppID, ConfigID: m.ConfigID, GraphVersion: m.GraphVersion, SDKURL: m.SDKURL, Permissions: m.Permissions,
	}
}

// oidcConfig is the OpenID provider of the staff; without an issuer there is none.
type oidcConfig struct {
	Issuer       string // to the letter: it is compared with what the provider calls itself
	ClientID     string
	ClientSecret meta.Secret
}

// configError names every setting that is missing or wrong.
type configError struct{ faults []string }

func (e *configError) Error() string {
	return fmt.Sprintf("cannot start, settings are missing or wrong:\n  %s", strings.Join(e.faults, "\n  "))
}

// needsMeta are the settings that only the production program cannot do without.
var needsMeta = []string{"META_APP_ID", "META_APP_SECRET", "META_CONFIG_ID", "ENCRYPTION_KEYSET"}

// needsOthers is what a program cannot do without that leaves some of the work to others: a database that all of them reach.
var needsOthers = []string{"DATABASE_URL"}

// needsOIDC are the settings of single sign-on, of which one is nothing without the others.
var needsOIDC = []string{"OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"}

// readConfig reads all settings and checks them; the error is a *configError that tells all faults at once and repeats no secret.
func readConfig(getenv func(string) string, required ...string) (config, error) {
	s := &source{getenv: getenv}
	c := config{
		ListenAddr:  read(s, "LISTEN_ADDR", parseAddress),
		OpsAddr:     read(s, "OPS_ADDR", parseAddress),
		DatabaseURL: read(s, "DATABASE_URL", parseDatabaseURL),
		SessionURL:  read(s, "DATABASE_SESSION_URL", parseDatabaseURL),
		ReadURL:     read(s, "DATABASE_READ_URL", parseDatabaseURL),
		DataDir:     read(s, "DATA_DIR", parseText),
		PostgresBin: read(s, "POSTGRES_BIN", parseText),
		Meta: metaConfig{
			AppID:        read(s, "META_APP_ID", parseMetaID),
			AppSecrets:   read(s, "META_APP_SECRET", parseSecrets),
			ConfigID:     read(s, "META_CONFIG_ID", parseMetaID),
			GraphVersion: read(s, "META_GRAPH_VERSION", parseGraphVersion),
			GraphURL:     read(s, "META_GRAPH_URL", parseBaseURL),
			DialogURL:    read(s, "META_DIALOG_URL", parseBaseURL),
			SDKURL:       read(s, "META_SDK_URL", parseBaseURL),
			Permissions:  read(s, "META_PERMISSIONS", parsePermissions),

			WebhookVerifyToken: read(s, "META_WEBHOOK_VERIFY_TOKEN", parseVerifyToken),
		},
		Sealer:     read(s, "ENCRYPTION_KEYSET", s.keyset),
		KeysetFile: getenv("ENCRYPTION_KEYSET_FILE"),
		SingleSignOn: oidcConfig{
			Issuer:       read(s, "OIDC_ISSUER", parseIssuer),
			ClientID:     read(s, "OIDC_CLIENT_ID", parseVisible),
			ClientSecret: read(s, "OIDC_CLIENT_SECRET", parseClientSecret),
		},
		TokenLeases:    read(s, "TOKEN_LEASES", parseSwitch),
		AllowedOrigins: read(s, "ALLOWED_ORIGINS", parseOrigins),
		TrustedProxies: read(s, "TRUSTED_PROXIES", parsePrefixes),
		LogLevel:       read(s, "LOG_LEVEL", parseLogLevel),
		TraceCollector: read(s, "OTEL_EXPORTER_OTLP_ENDPOINT", parseCollector),
		TraceShare:     read(s, "OTEL_TRACES_SAMPLER_ARG", parseShare),
		Egress:         egress.Rules{Loopback: failpoint.Built}, // the partners' servers of a test run beside it
	}
	if getenv("PUBLIC_URL") != "" {
		c.PublicURL = read(s, "PUBLIC_URL", parsePublicURL)
	}
	if c.ListenAddr == c.OpsAddr && !strings.HasSuffix(c.OpsAddr, ":0") {
		s.fault("OPS_ADDR", "is the same as LISTEN_ADDR")
	}
	for _, name := range required {
		s.require(name)
	}
	if c.DatabaseURL == "" && (c.SessionURL != "" || c.ReadURL != "") {
		s.require("DATABASE_URL")
	}
	if slices.ContainsFunc(needsOIDC, s.isSet) {
		for _, name := range needsOIDC {
			s.require(name)
		}
	}
	if len(s.faults) > 0 {
		return config{}, &configError{faults: s.faults}
	}
	return c, nil
}

// source hands out settings and collects what is wrong with them.
type source struct {
	getenv func(string) string
	faults []string
}

// read takes one setting; an empty one is the zero value.
func read[T any](s *source, name string, parse func(string) (T, error)) (value T) {
	text := s.text(name)
	if text == "" {
		return value
	}
	value, err := parse(text)
	if err != nil {
		s.fault(name, err.Error())
	}
	return value
}

func (s *source) text(name string) string {
	setting := settingNamed(name)
	text, file := strings.TrimSpace(s.getenv(name)), ""
	if setting.secret {
		file = s.getenv(name + "_FILE")
	} else if s.getenv(name+"_FILE") != "" {
		s.fault(name+"_FILE", "does not exist: only secrets come as files")
	}
	switch {
	case text != "" && file != "":
		s.fault(name, "is set twice, by itself and as "+name+"_FILE")
	case file != "":
		return s.file(name, file)
	case text == "":
		return setting.fallback
	}
	return text
}

func (s *source) file(name, path string) string {
	content, err := os.ReadFile(path)
	text := strings.TrimSpace(string(content))
	switch {
	case err != nil:
		s.fault(name+"_FILE", "cannot be read: "+reason(err))
	case text == "":
		s.fault(name+"_FILE", "names an empty file: "+path)
	}
	return text
}

// reason is why a file cannot be read, without its path: that may be the secret itself, which somebody took for the place of its file.
func reason(err error) string {
	var failure *fs.PathError
	if errors.As(err, &failure) {
		return failure.Err.Error()
	}
	return "it is no file"
}

// keyset parses the encryption keyset, which is read again when its file changes.
func (s *source) keyset(text string) (*seal.Sealer, error) {
	if file := s.getenv("ENCRYPTION_KEYSET_FILE"); file != "" {
		return seal.FromFile(file)
	}
	return seal.New(text)
}

func (s *source) require(name string) {
	if !s.isSet(name) {
		s.fault(name, "is missing: "+settingNamed(name).help)
	}
}

func (s *source) isSet(name string) bool {
	file := settingNamed(name).secret && s.getenv(name+"_FILE") != ""
	return file || strings.TrimSpace(s.getenv(name)) != ""
}

func (s *source) fault(name, text string) { s.faults = append(s.faults, name+" "+text) }
