package doctor

import (
	"crypto/x509"
	"testing"
	"time"
)

// SubscriptionProblem is told apart without Meta, which never lets an app switch its subscription off.
var SubscriptionProblem = subscriptionProblem

// Trust lets visits take the certificates of a test's own authority.
func (d *Doctor) Trust(authority *x509.CertPool) { d.web.TLSClientConfig.RootCAs = authority }

// Codes are those of every check.
func Codes() (codes []Code) {
	for _, entry := range list {
		codes = append(codes, entry.code)
	}
	return codes
}

// NextEnd tells when the first version of the table ends after now.
func NextEnd(t *testing.T, now time.Time) (version string, end time.Time) {
	t.Helper()
	for name, published := range versions {
		if first := published.first(); first.After(now) && (end.IsZero() || first.Before(end)) {
			version, end = name, first
		}
	}
	if end.IsZero() {
		t.Fatal("no version of the table ends")
	}
	return version, end
}
