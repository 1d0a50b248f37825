package meta

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// maxWebhook bounds a webhook's body; Meta sends up to 1000 changes of some 200 bytes at once.
const maxWebhook = 1 << 20

// ChangeKind says what a client did with the app in Meta's business settings.
type ChangeKind string

// The kinds of changes.
const (
	IntegrationInstalled   ChangeKind = "installed"
	IntegrationUpdated     ChangeKind = "updated" // other assets than before, perhaps
	IntegrationUninstalled ChangeKind = "uninstalled"
)

// changeKinds are the fields of a webhook that are about a grant.
var changeKinds = map[string]ChangeKind{
	"business_integration_install":   IntegrationInstalled,
	"business_integration_update":    IntegrationUpdated,
	"business_integration_uninstall": IntegrationUninstalled,
}

// GrantFields are the fields of the object "application" that an app has to be subscribed to, to be told of grants. They are sorted.
func GrantFields() []string { return slices.Sorted(maps.Keys(changeKinds)) }

// Change is one thing that a webhook reports. Meta repeats reports, mixes up their order and delays them by up to 36 hours,
// so a change says where to look, not what is the case.
type Change struct {
	Kind       ChangeKind
	BusinessID string
	ConfigID   string    // the login configuration's; empty except where Kind is IntegrationInstalled, if Meta tells it
	At         time.Time // zero when Meta does not say
}

// ReadWebhook returns the changes that a webhook's body reports, none when it is about other things. signature is its
// header X-Hub-Signature-256, and body must be as received: the signature is of these very bytes. The error is ErrForged
// or ErrMalformed, and then there are no changes.
//
// Sources: https://developers.facebook.com/docs/facebook-login/facebook-login-for-business/business-integration-webhooks
// and https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
func (a *API) ReadWebhook(signature string, body []byte) ([]Change, error) {
	if len(body) > maxWebhook {
		return nil, fmt.Errorf("%w: larger than 1 MiB", ErrMalformed)
	}
	digits, found := strings.CutPrefix(signature, "sha256=")
	mac, err := hex.DecodeString(digits)
	if !found || err != nil || !a.isSigned(mac, body) {
		return nil, ErrForged
	}
	changes, err := changesIn(body)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return changes, nil
}

// changesIn reads a webhook about the app; the entries of others have forms of their own.
func changesIn(body []byte) ([]Change, error) {
	var webhook struct {
		Object string          `json:"object"`
		Entry  json.RawMessage `json:"entry"`
	}
	if err := json.Unmarshal(body, &webhook); err != nil {
		return nil, err
	}
	if webhook.Object != "application" {
		return nil, nil
	}
	var entries []webhookEntry
	if err := json.Unmarshal(webhook.Entry, &entries); err != nil {
		return nil, err
	}
	var changes []Change
	for _, entry := range entries {
		of, err := entry.changes()
		if err != nil {
			return nil, err
		}
		changes = append(changes, of...)
	}
	return changes, nil
}

type webhookEntry struct {
	Time    unixTime `json:"time"`
	Changes []struct {
		Field string          `json:"field"`
		Value json.RawMessage `json:"value"`
	} `json:"changes"`
}

func (e webhookEntry) changes() ([]Change, error) {
	var changes []Change
	for _, change := range e.Changes {
		kind, known := changeKinds[change.Field]
		if !known {
			continue
		}
		var value struct {
			BusinessManagerID id      `json:"business_manager_id"`
			ConfigID          shownID `json:"tp_config_id"`
		}
		if err := json.Unmarshal(change.Value, &value); err != nil {
			return nil, err
		}
		if value.BusinessManagerID == "" {
			return nil, fmt.Errorf("%s without a business", change.Field)
		}
		changes = append(changes, Change{
			Kind: kind, BusinessID: string(value.BusinessManagerID), ConfigID: string(value.ConfigID), At: e.Time.Time,
		})
	}
	return changes, nil
}
