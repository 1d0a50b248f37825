package meta

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// signatureOf is the header that comes with a body signed with secret.
func signatureOf(secret string, body []byte) string {
	return "sha256=" + hex.EncodeToString(sign(secret, body))
}

const uninstalled = `{"object":"application","entry":[{"id":"4242","time":1759000000,"changes":[` +
	`{"field":"business_integration_uninstall","value":{"business_manager_id":"1002003004005006"}}]}]}`

// A webhook that Meta did not send must not end anybody's connection.
func TestForgedWebhooks(t *testing.T) {
	t.Parallel()
	body := []byte(uninstalled)
	good := signatureOf(canarySecret, body)
	cases := map[string]struct {
		signature string
		body      []byte
	}{
		"no signature":         {"", body},
		"prefix alone":         {"sha256=", body},
		"no prefix":            {strings.TrimPrefix(good, "sha256="), body},
		"another algorithm":    {strings.Replace(good, "sha256", "sha1", 1), body},
		"prefix in capitals":   {strings.Replace(good, "sha256", "SHA256", 1), body},
		"another secret":       {signatureOf("x", body), body},
		"no secret":            {signatureOf("", body), body},
		"cut signature":        {good[:len(good)-2], body},
		"longer signature":     {good + "00", body},
		"no hex":               {"sha256=" + strings.Repeat("z", 64), body},
		"two signatures":       {good + "," + good, body},
		"swapped body":         {good, bytes.Replace(body, []byte("5006"), []byte("5007"), 1)},
		"truncated body":       {good, body[:len(body)/2]},
		"body written anew":    {good, bytes.Replace(body, []byte(`,"entry"`), []byte(`, "entry"`), 1)},
		"signature of nothing": {signatureOf(canarySecret, nil), body},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changes, err := New(testConfig("")).ReadWebhook(tt.signature, tt.body)
			if !errors.Is(err, ErrForged) || changes != nil {
				t.Errorf("got %+v, %v", changes, err)
			}
			assertNoCanary(t, err)
		})
	}
}

func TestWebhookWithoutSecrets(t *testing.T) {
	t.Parallel()
	config := testConfig("")
	for _, secrets := range [][]Secret{nil, {{}}, {NewSecret("")}} {
		config.AppSecrets = secrets
		if _, err := New(config).ReadWebhook(signatureOf("", []byte(uninstalled)), []byte(uninstalled)); !errors.Is(err, ErrForged) {
			t.Errorf("got %v", err)
		}
	}
}

func TestMalformedWebhooks(t *testing.T) {
	t.Parallel()
	change := func(field, value string) string {
		return `{"object":"application","entry":[{"changes":[{"field":"` + field + `","value":` + value + `}]}]}`
	}
	cases := map[string]string{
		"empty":                ``,
		"no JSON":              `{"object":`,
		"a list":               `[]`,
		"two documents":        uninstalled + uninstalled,
		"no entries":           `{"object":"application"}`,
		"entries of no list":   `{"object":"application","entry":{}}`,
		"changes of no list":   `{"object":"application","entry":[{"changes":{}}]}`,
		"no value":             `{"object":"application","entry":[{"changes":[{"field":"business_integration_update"}]}]}`,
		"value of no object":   change("business_integration_update", `"1"`),
		"no business":          change("business_integration_update", `{}`),
		"business of null":     change("business_integration_update", `{"business_manager_id":null}`),
		"business by name":     change("business_integration_uninstall", `{"business_manager_id":"me"}`),
		"business with a path": change("business_integration_uninstall", `{"business_manager_id":"1/2"}`),
		"business of a float":  change("business_integration_uninstall", `{"business_manager_id":1.5}`),
		"larger than 1 MiB":    uninstalled + strings.Repeat(" ", 1<<20),
	}
	for name, body := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changes, err := New(testConfig("")).ReadWebhook(signatureOf(canarySecret, []byte(body)), []byte(body))
			if !errors.Is(err, ErrMalformed) || changes != nil {
				t.Errorf("got %+v, %v", changes, err)
			}
		})
	}
}

func TestReadWebhook(t *testing.T) {
	t.Parallel()
	at := time.Unix(1759000000, 0).UTC()
	cases := []struct {
		name, secret, body string
		want               []Change
	}{
		{"uninstall", canarySecret, uninstalled, []Change{{Kind: IntegrationUninstalled, BusinessID: businessID, At: at}}},
		{"signed with the previous secret", canaryOld, uninstalled, []Change{{Kind: IntegrationUninstalled, BusinessID: businessID, At: at}}},
		{"install", canarySecret, `{"object":"application","entry":[{"id":"4242","time":1759000000,"changes":[{"field":"business_integration_install",
			"value":{"business_manager_id":"7","tp_config_id":"9007199254740993"}}]}]}`, []Change{{Kind: IntegrationInstalled, BusinessID: "7", ConfigID: "9007199254740993", At: at}}},
		{"ids and times of other types", canarySecret, `{"object":"application","entry":[{"id":4242,"time":"1759000000","changes":[{"field":"business_integration_install",
			"value":{"business_manager_id":9007199254740993,"tp_config_id":12}}]}]}`, []Change{{Kind: IntegrationInstalled, BusinessID: "9007199254740993", ConfigID: "12", At: at}}},
		{"a configuration that is no id", canarySecret, `{"object":"application","entry":[{"changes":[{"field":"business_integration_install",
			"value":{"business_manager_id":7,"tp_config_id":{}}}]}]}`, []Change{{Kind: IntegrationInstalled, BusinessID: "7"}}},
		{"several, in their order", canarySecret, `{"object":"application","entry":[{"time":1759000000,"changes":[
			{"field":"business_integration_update","value":{"business_manager_id":"1"}},{"field":"business_integration_uninstall","value":{"business_manager_id":"2"}}]},
			{"changes":[{"field":"business_integration_update","value":{"business_manager_id":"3"}}]}]}`,
			[]Change{{Kind: IntegrationUpdated, BusinessID: "1", At: at}, {Kind: IntegrationUninstalled, BusinessID: "2", At: at}, {Kind: IntegrationUpdated, BusinessID: "3"}}},
		{"escaped characters", canarySecret, `{"object":"application","entry":[{"changes":[{"field":"business\u005fintegration_update","value":{"business_manager_id":"1"}}]}],"x":"\u00e4"}`,
			[]Change{{Kind: IntegrationUpdated, BusinessID: "1"}}},
		{"fields of others", canarySecret, `{"object":"application","entry":[{"changes":[{"field":"ad_account","value":[1]}]}]}`, nil},
		{"objects of others", canarySecret, `{"object":"page","entry":[{"messaging":[]}]}`, nil},
		{"no object", canarySecret, `{}`, nil},
		{"no changes", canarySecret, `{"object":"application","entry":[{"time":1}]}`, nil},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := New(testConfig("")).ReadWebhook(signatureOf(tt.secret, []byte(tt.body)), []byte(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Meta sends up to 1000 changes at once.
func TestFullWebhook(t *testing.T) {
	t.Parallel()
	var changes []string
	for i := range 1000 {
		changes = append(changes, fmt.Sprintf(`{"field":"business_integration_update","value":{"business_manager_id":"%d"}}`, i+1))
	}
	body := []byte(`{"object":"application","entry":[{"time":1,"changes":[` + strings.Join(changes, ",") + `]}]}`)
	got, err := New(testConfig("")).ReadWebhook(signatureOf(canarySecret, body), body)
	if err != nil || len(got) != 1000 || got[999].BusinessID != "1000" {
		t.Errorf("%d changes, %v", len(got), err)
	}
}

func FuzzReadWebhook(f *testing.F) {
	api := New(testConfig(""))
	f.Add(signatureOf(canarySecret, []byte(uninstalled)), []byte(uninstalled))
	f.Add("sha256=", []byte(`{"object":"application","entry":[{"time":1e300,"changes":[{"field":"business_integration_install","value":{"business_manager_id":1,"tp_config_id":[]}}]}]}`))
	f.Add("", []byte(`{"object":"application","entry":null}`))
	f.Fuzz(func(t *testing.T, signature string, body []byte) {
		// A signature that the fuzzer makes up is never right, and what it says under a right one is safe to use.
		if _, err := api.ReadWebhook(signature, body); err == nil && !strings.EqualFold(signature, signatureOf(canarySecret, body)) && !strings.EqualFold(signature, signatureOf(canaryOld, body)) {
			t.Fatalf("%q was taken for the signature of %q", signature, body)
		}
		changes, err := api.ReadWebhook(signatureOf(canarySecret, body), body)
		if err != nil && (!errors.Is(err, ErrMalformed) || changes != nil) {
			t.Fatalf("%q: %v with %v", body, err, changes)
		}
		for _, change := range changes {
			if !isID(change.BusinessID) || change.ConfigID != "" && !isID(change.ConfigID) || change.Kind == "" {
				t.Fatalf("%q: %+v", body, change)
			}
		}
	})
}
