package main

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capiconnect/models/seal"
)

func environ(pairs map[string]string) func(string) string {
	return func(name string) string { return pairs[name] }
}

// complete is a configuration that the production program starts with.
func complete(t *testing.T, change map[string]string) map[string]string {
	t.Helper()
	keyset, err := seal.NewKeyset()
	if err != nil {
		t.Fatal(err)
	}
	pairs := map[string]string{
		"PUBLIC_URL": "https://connect.example.com", "DATABASE_URL": "postgres://u:hunter2@db/capi?sslmode=verify-full", "ENCRYPTION_KEYSET": keyset,
		"META_APP_ID": "123", "META_APP_SECRET": "s3cret", "META_CONFIG_ID": "456",
	}
	for name, value := range change {
		pairs[name] = value
	}
	return pairs
}

func TestConfigFaults(t *testing.T) {
	t.Parallel()
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change map[string]string
		fault  string // empty: none
	}{
		"complete":                 {nil, ""},
		"http on this machine":     {map[string]string{"PUBLIC_URL": "http://127.0.0.1:8080/"}, ""},
		"two app secrets":          {map[string]string{"META_APP_SECRET": "new,old"}, ""},
		"origins":                  {map[string]string{"ALLOWED_ORIGINS": "https://a.example, https://b.example:8443,http://localhost:3000"}, ""},
		"proxies":                  {map[string]string{"TRUSTED_PROXIES": "10.0.0.0/8, fd00::/8"}, ""},
		"no app id":                {map[string]string{"META_APP_ID": ""}, "META_APP_ID is missing"},
		"no secret":                {map[string]string{"META_APP_SECRET": ""}, "META_APP_SECRET is missing"},
		"no configuration":         {map[string]string{"META_CONFIG_ID": ""}, "META_CONFIG_ID is missing"},
		"no keyset":                {map[string]string{"ENCRYPTION_KEYSET": ""}, "ENCRYPTION_KEYSET is missing"},
		"bad keyset":               {map[string]string{"ENCRYPTION_KEYSET": "hunter2"}, "ENCRYPTION_KEYSET the encryption keyset"},
		"bad address":              {map[string]string{"LISTEN_ADDR": "8080"}, "LISTEN_ADDR is not host:port"},
		"bad port":                 {map[string]string{"OPS_ADDR": "127.0.0.1:http"}, "OPS_ADDR has no port"},
		"http for others":          {map[string]string{"PUBLIC_URL": "http://connect.example.com"}, "PUBLIC_URL must begin with https://"},
		"http for a lookalike":     {map[string]string{"PUBLIC_URL": "http://localhost.example.com"}, "PUBLIC_URL must begin with https://"},
		"public path":              {map[string]string{"PUBLIC_URL": "https://example.com/capi"}, "PUBLIC_URL has a path"},
		"public user":              {map[string]string{"PUBLIC_URL": "https://u:hunter2@example.com"}, "PUBLIC_URL must not hold a user"},
		"bad database":             {map[string]string{"DATABASE_URL": "postgres://u:hunter2@db:port/capi"}, "DATABASE_URL is not a PostgreSQL URL"},
		"database in the clear":    {map[string]string{"DATABASE_URL": "postgres://u:hunter2@db/capi"}, "DATABASE_URL leaves open"},
		"database by preference":   {map[string]string{"DATABASE_URL": "host=db user=u password=hunter2 sslmode=allow"}, "DATABASE_URL leaves open"},
		"database without TLS":     {map[string]string{"DATABASE_URL": "postgres://u:hunter2@db/capi?sslmode=disable"}, ""},
		"database by a socket":     {map[string]string{"DATABASE_URL": "postgres:///capi?host=/run/postgresql"}, ""},
		"database on this machine": {map[string]string{"DATABASE_URL": "postgres://u:hunter2@localhost/capi"}, ""},
		"app name":                 {map[string]string{"META_APP_ID": "my app"}, "META_APP_ID is not one of Meta's ids"},
		"three app secrets":        {map[string]string{"META_APP_SECRET": "hunter2,b,c"}, "META_APP_SECRET holds more than two"},
		"empty old secret":         {map[string]string{"META_APP_SECRET": "hunter2,"}, "META_APP_SECRET is not one app secret"},
		"bad version":              {map[string]string{"META_GRAPH_VERSION": "26"}, "META_GRAPH_VERSION is not a Graph API version"},
		"version with path":        {map[string]string{"META_GRAPH_VERSION": "v26.0/.."}, "META_GRAPH_VERSION is not a Graph API version"},
		"graph over http":          {map[string]string{"META_GRAPH_URL": "http://graph.example.com"}, "META_GRAPH_URL must begin with https://"},
		"bad permission":           {map[string]string{"META_PERMISSIONS": "ads_read,,x"}, "META_PERMISSIONS holds what is no permission"},
		"any origin":               {map[string]string{"ALLOWED_ORIGINS": "*"}, "ALLOWED_ORIGINS holds what is not an absolute URL that begins with https:// (entry 1)"},
		"null origin":              {map[string]string{"ALLOWED_ORIGINS": "https://a.example, null"}, "begins with https:// (entry 2)"},
		"origin with slash":        {map[string]string{"ALLOWED_ORIGINS": "https://a.example/"}, "spelled as browsers do: https://a.example"},
		"origin in capitals":       {map[string]string{"ALLOWED_ORIGINS": "https://A.example"}, "spelled as browsers do: https://a.example"},
		"origin with its own port": {map[string]string{"ALLOWED_ORIGINS": "https://a.example:443"}, "spelled as browsers do: https://a.example"},
		"international origin":     {map[string]string{"ALLOWED_ORIGINS": "https://bäcker.example"}, "is not an absolute URL"},
		"proxy by name":            {map[string]string{"TRUSTED_PROXIES": "proxy"}, "TRUSTED_PROXIES holds"},
		"single sign-on":           {singleSignOnWith(nil), ""},
		"no issuer":                {singleSignOnWith(map[string]string{"OIDC_ISSUER": ""}), "OIDC_ISSUER is missing"},
		"no client id":             {singleSignOnWith(map[string]string{"OIDC_CLIENT_ID": " "}), "OIDC_CLIENT_ID is missing"},
		"no client secret":         {singleSignOnWith(map[string]string{"OIDC_CLIENT_SECRET": ""}), "OIDC_CLIENT_SECRET is missing"},
		"issuer over http":         {singleSignOnWith(map[string]string{"OIDC_ISSUER": "http://id.example.com"}), "OIDC_ISSUER must begin with https://"},
		"issuer with a query":      {singleSignOnWith(map[string]string{"OIDC_ISSUER": "https://id.example.com/?a"}), "OIDC_ISSUER must not hold"},
		"client id with a blank":   {singleSignOnWith(map[string]string{"OIDC_CLIENT_ID": "capi connect"}), "OIDC_CLIENT_ID holds more than"},
		"client secret in lines":   {singleSignOnWith(map[string]string{"OIDC_CLIENT_SECRET": "hunter2\nx"}), "OIDC_CLIENT_SECRET holds more than"},
		"client secret twice":      {singleSignOnWith(map[string]string{"OIDC_CLIENT_SECRET_FILE": empty}), "OIDC_CLIENT_SECRET is set twice"},
		"leases by number":         {map[string]string{"TOKEN_LEASES": "1"}, "TOKEN_LEASES is neither on nor off"},
		"bad level":                {map[string]string{"LOG_LEVEL": "loud"}, "LOG_LEVEL is none of"},
		"missing file":             {map[string]string{"META_APP_SECRET": "", "META_APP_SECRET_FILE": "/nowhere/secret"}, "META_APP_SECRET_FILE cannot be read"},
		"empty file":               {map[string]string{"META_APP_SECRET": "", "META_APP_SECRET_FILE": empty}, "META_APP_SECRET_FILE names an empty file"},
		"twice":                    {map[string]string{"META_APP_SECRET_FILE": empty}, "META_APP_SECRET is set twice"},
	} {
		_, err := readConfig(environ(complete(t, c.change)), needsMeta...)
		switch {
		case c.fault == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.fault != "" && (err == nil || !strings.Contains(err.Error(), c.fault) || strings.Count(err.Error(), "\n") != 1):
			t.Errorf("%s: got %v; want just %q", name, err, c.fault)
		case err != nil && (strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "s3cret")):
			t.Errorf("%s: a secret is repeated: %v", name, err)
		}
	}
}

func singleSignOnWith(change map[string]string) map[string]string {
	pairs := map[string]string{"OIDC_ISSUER": "https://id.example.com/", "OIDC_CLIENT_ID": "capiconnect", "OIDC_CLIENT_SECRET": "hunter2"}
	maps.Copy(pairs, change)
	return pairs
}

// Only a demo sends webhooks to this machine, and a program under test, which this one is not: it has no failpoints.
func TestNoSettingLeadsWebhooksToThisMachine(t *testing.T) {
	t.Parallel()
	c, err := readConfig(environ(complete(t, nil)), needsMeta...)
	if err != nil || c.Egress.Loopback {
		t.Errorf("got %+v, %v", c.Egress, err)
	}
}

// An issuer's name is compared to the letter; some end with a slash.
func TestTheIssuerStaysAsItIs(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("from-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	change := singleSignOnWith(map[string]string{"OIDC_CLIENT_SECRET": "", "OIDC_CLIENT_SECRET_FILE": file})
	c, err := readConfig(environ(complete(t, change)), needsMeta...)
	if err != nil || c.SingleSignOn.Issuer != "https://id.example.com/" || c.SingleSignOn.ClientSecret.Reveal() != "from-file" {
		t.Errorf("got %v, %v", c.SingleSignOn, err)
	}
}

func TestConfigNamesAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	_, err := readConfig(environ(map[string]string{"LISTEN_ADDR": "x", "LOG_LEVEL": "x", "TRUSTED_PROXIES": "x", "OIDC_ISSUER": "x"}), needsMeta...)
	for _, name := range slices.Concat([]string{"LISTEN_ADDR", "LOG_LEVEL", "TRUSTED_PROXIES"}, needsMeta, needsOIDC) {
		if err == nil || strings.Count(err.Error(), "\n  "+name+" ") != 1 {
			t.Errorf("%s is not named once: %v", name, err)
		}
	}
}

func TestSecretsFromFiles(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("from-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := readConfig(environ(complete(t, map[string]string{"META_APP_SECRET": "", "META_APP_SECRET_FILE": file})), needsMeta...)
	if err != nil || len(c.Meta.AppSecrets) != 1 || c.Meta.AppSecrets[0].Reveal() != "from-file" {
		t.Errorf("got %v, %v", c.Meta.AppSecrets, err)
	}
}

// A required setting that is blank, or that stands in a file where files do not count, is missing; the program must not start without it.
func TestBlankIsMissing(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]map[string]string{
		"blank":          {"META_APP_ID": " "},
		"ignored file":   {"META_APP_ID": "", "META_APP_ID_FILE": "/run/secrets/app_id"},
		"blank keyset":   {"ENCRYPTION_KEYSET": " "},
		"one address":    {"LISTEN_ADDR": "127.0.0.1:8080", "OPS_ADDR": "127.0.0.1:8080"},
		"a file of both": {"META_CONFIG_ID_FILE": "/run/secrets/config_id"},
	} {
		if _, err := readConfig(environ(complete(t, change)), needsMeta...); !errors.As(err, new(*configError)) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// Whoever copies .env.example must find every setting in it, and none that does nothing.
func TestEnvExampleListsEverySetting(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("../.env.example")
	if err != nil {
		t.Fatal(err)
	}
	listed := regexp.MustCompile(`(?m)^(?:# )?([A-Z_]+)=`).FindAllStringSubmatch(string(content), -1)
	var got, want []string
	for _, match := range listed {
		got = append(got, match[1])
	}
	for _, setting := range settings {
		want = append(want, setting.name)
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-settings +.env.example):\n%s", diff)
	}
}
