package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"capiconnect/meta"
)

// The forms of settings. Errors complete the sentence "SETTING …" and do not repeat what may be secret.

func parseText(text string) (string, error) { return text, nil }

func parseSwitch(text string) (bool, error) {
	if text != "on" && text != "off" {
		return false, errors.New("is neither on nor off")
	}
	return text == "on", nil
}

func parseAddress(text string) (string, error) {
	_, port, err := net.SplitHostPort(text)
	if err != nil {
		return "", errors.New("is not host:port, for example 127.0.0.1:8080")
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return "", errors.New("has no port between 0 and 65535")
	}
	return text, nil
}

func parseDatabaseURL(text string) (string, error) {
	c, err := pgxpool.ParseConfig(text)
	if err != nil {
		return "", errors.New("is not a PostgreSQL URL, for example postgres://user:password@host:5432/capiconnect")
	}
	if mayBeInTheClear(c.ConnConfig) {
		return "", errors.New("leaves open whether another machine is reached in the clear: add ?sslmode=verify-full, or ?sslmode=disable where the way there is private")
	}
	return text, nil
}

// mayBeInTheClear tells whether TLS is tried and done without where it fails, which is what PostgreSQL's clients do unless told otherwise.
// https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION
func mayBeInTheClear(c *pgx.ConnConfig) bool {
	return slices.ContainsFunc(c.Fallbacks, func(other *pgconn.FallbackConfig) bool {
		return !isLoopback(other.Host) && (other.TLSConfig == nil) != (c.TLSConfig == nil)
	})
}

var metaID = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

func parseMetaID(text string) (string, error) {
	if !metaID.MatchString(text) {
		return "", errors.New("is not one of Meta's ids, as the App Dashboard shows them")
	}
	return text, nil
}

func parseSecrets(text string) ([]meta.Secret, error) {
	var secrets []meta.Secret
	for secret := range strings.SplitSeq(text, ",") {
		if secret == "" || strings.ContainsAny(secret, " \t\r\n") {
			return nil, errors.New("is not one app secret, or two as new,old")
		}
		secrets = append(secrets, meta.NewSecret(secret))
	}
	if len(secrets) > 2 {
		return nil, errors.New("holds more than two app secrets")
	}
	return secrets, nil
}

func parseVerifyToken(text string) (meta.Secret, error) {
	if strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return meta.Secret{}, errors.New("holds more than letters, digits and punctuation, which Meta may not repeat as they are")
	}
	return meta.NewSecret(text), nil
}

// parseIssuer leaves the text as it is: providers differ in whether their name ends with a slash.
func parseIssuer(text string) (string, error) {
	_, err := parseWebURL(text)
	return text, err
}

func parseVisible(text string) (string, error) {
	if strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", errors.New("holds more than letters, digits and punctuation")
	}
	return text, nil
}

func parseClientSecret(text string) (meta.Secret, error) {
	text, err := parseVisible(text)
	return meta.NewSecret(text), err
}

var graphVersion = regexp.MustCompile(`^v[0-9]+\.[0-9]+$`)

func parseGraphVersion(text string) (string, error) {
	if !graphVersion.MatchString(text) {
		return "", errors.New("is not a Graph API version such as v26.0")
	}
	return text, nil
}

var permission = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func parsePermissions(text string) ([]string, error) {
	return parseList(text, func(name string) (string, error) {
		if !permission.MatchString(name) {
			return "", errors.New("holds what is no permission: their names are like ads_read, separated by commas")
		}
		return name, nil
	})
}

func parseBaseURL(text string) (string, error) {
	u, err := parseWebURL(text)
	if err != nil {
		return "", err
	}
	return strings.TrimRight(u.String(), "/"), nil
}

func parsePublicURL(text string) (*url.URL, error) {
	u, err := parseWebURL(text)
	if err != nil {
		return nil, err
	}
	if u.Path != "" && u.Path != "/" {
		return nil, errors.New("has a path; the program has to be at the root of its host")
	}
	u.Path = ""
	return u, nil
}

// parseOrigins takes an origin as browsers spell it in the Origin header, since it is compared as it stands.
// https://fetch.spec.whatwg.org/#origin-header
func parseOrigins(text string) ([]string, error) {
	return parseList(text, func(origin string) (string, error) {
		u, err := parseWebURL(origin)
		if err != nil {
			return "", fmt.Errorf("holds what %w", err)
		}
		if originOf(u) != origin {
			return "", fmt.Errorf("holds what is not spelled as browsers do: %s", originOf(u))
		}
		return origin, nil
	})
}

func parsePrefixes(text string) ([]netip.Prefix, error) {
	return parseList(text, func(cidr string) (netip.Prefix, error) {
		prefix, err := netip.ParsePrefix(cidr)
		if err != nil {
			return netip.Prefix{}, errors.New("holds what is no CIDR such as 10.0.0.0/8")
		}
		return prefix.Masked(), nil
	})
}

var logLevels = map[string]slog.Level{
	"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
}

func parseLogLevel(text string) (slog.Level, error) {
	level, ok := logLevels[strings.ToLower(text)]
	if !ok {
		return level, errors.New("is none of debug, info, warn and error")
	}
	return level, nil
}

// parseList tells which entry is wrong by its number. What stands there may be a secret that was meant for another setting.
func parseList[T any](text string, parse func(string) (T, error)) ([]T, error) {
	var list []T
	for element := range strings.SplitSeq(text, ",") {
		value, err := parse(strings.TrimSpace(element))
		if err != nil {
			return nil, fmt.Errorf("%w (entry %d)", err, len(list)+1)
		}
		list = append(list, value)
	}
	return list, nil
}

// parseWebURL takes an absolute URL without anything after the path. Plain http is for this machine only.
func parseWebURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", !plainHost.MatchString(u.Host):
		return nil, errors.New("is not an absolute URL that begins with https://")
	case u.User != nil, u.RawQuery != "", u.ForceQuery, u.Fragment != "":
		return nil, errors.New("must not hold a user, a query or a fragment")
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return nil, errors.New("must begin with https://, as only this machine is reached safely over http")
	}
	return u, nil
}

func isLoopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}

// originOf spells the origin of a URL as browsers do: lower case, without the scheme's own port.
func originOf(u *url.URL) string {
	ownPort := map[string]string{"http": ":80", "https": ":443"}[u.Scheme]
	return u.Scheme + "://" + strings.TrimSuffix(strings.ToLower(u.Host), ownPort)
}

// plainHost is a host as the Origin header spells it: international names are in punycode there.
var plainHost = regexp.MustCompile(`^(?i:[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(:[0-9]+)?$`)

// parseCollector takes http as well: a collector is a neighbour, and no span holds what is secret.
func parseCollector(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("is not the address of a collector, for example http://localhost:4318")
	}
	return u, nil
}

func parseShare(text string) (float64, error) {
	share, err := strconv.ParseFloat(text, 64)
	if err != nil || !(share >= 0 && share <= 1) {
		return 0, errors.New("is not a number from 0 to 1")
	}
	return share, nil
}
