package metasandbox

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// The fields of a webhook.
const (
	FieldInstall   = "business_integration_install"
	FieldUpdate    = "business_integration_update"
	FieldUninstall = "business_integration_uninstall"
)

func webhookFields() []string { return []string{FieldInstall, FieldUpdate, FieldUninstall} }

// maxChanges is how many Meta puts into one webhook at most.
const maxChanges = 1000

// Webhook is one to be sent without anything having happened, or in another way than
// it did. Real ones go out by themselves: install or update with every code issued,
// uninstall with Uninstall.
type Webhook struct {
	Field       string   `json:"field"`
	BusinessIDs []string `json:"businessIds"` // one change each
	AgeSeconds  int      `json:"ageSeconds"`  // how long ago it says that it happened; negative: in the future
	NumericIDs  bool     `json:"numericIds"`  // ids as numbers, which Meta sends at times
	Body        string   `json:"body"`        // sent in place of all that, as it is
	Treatment
}

// Validate reports what makes the webhook impossible.
func (w Webhook) Validate() error {
	if w.Body != "" {
		return w.Treatment.Validate()
	}
	var problems []error
	if !slices.Contains(webhookFields(), w.Field) {
		problems = append(problems, fmt.Errorf("field %q is none of %s", w.Field, strings.Join(webhookFields(), ", ")))
	}
	if len(w.BusinessIDs) == 0 || len(w.BusinessIDs) > maxChanges {
		problems = append(problems, fmt.Errorf("a webhook is about 1 to %d businesses", maxChanges))
	}
	if slices.ContainsFunc(w.BusinessIDs, func(id string) bool { return !numeric(id) }) {
		problems = append(problems, errors.New("a business id is not a number"))
	}
	return errors.Join(append(problems, w.Treatment.Validate())...)
}

// SendWebhook sends a webhook by request and returns the ids of its deliveries,
// which the Journal lists. It does not wait for them.
func (s *Sandbox) SendWebhook(w Webhook) ([]int, error) {
	if err := w.Validate(); err != nil {
		return nil, fmt.Errorf("sending a webhook: %w", err)
	}
	return s.sendWebhook(w, newStorm(w.Storm))
}

func (s *Sandbox) sendWebhook(w Webhook, weather *storm) ([]int, error) {
	at := s.now().Add(-time.Duration(w.AgeSeconds) * time.Second).Truncate(time.Second)
	body := []byte(w.Body)
	if w.Body == "" {
		body = s.webhookBody(w, at)
	}
	mac, err := s.sign(w.Signature, body)
	if err != nil {
		return nil, fmt.Errorf("sending a webhook: %w", err)
	}
	header := http.Header{"Content-Type": {"application/json"}, "User-Agent": {"Webhooks/1.0"}}
	if mac != nil {
		header.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac))
	}
	about := Delivery{
		To: ToWebhook, Field: w.Field, BusinessIDs: append([]string{}, w.BusinessIDs...), EventAt: at,
		Signature: w.Signature, Truncated: w.Truncated,
	}
	return s.post(about, header, body, weather)
}

// webhookBody is what Meta sends.
//
// https://developers.facebook.com/docs/facebook-login/facebook-login-for-business/business-integration-webhooks
func (s *Sandbox) webhookBody(w Webhook, at time.Time) []byte {
	id := func(id string) any {
		if w.NumericIDs {
			return json.Number(id)
		}
		return id
	}
	changes := []object{}
	for _, businessID := range w.BusinessIDs {
		value := object{{"business_manager_id", id(businessID)}}
		if w.Field == FieldInstall {
			value = append(value, member{"tp_config_id", id(s.configID)})
		}
		changes = append(changes, object{{"field", w.Field}, {"value", value}})
	}
	entry := object{{"id", id(s.appID)}, {"time", at.Unix()}, {"changes", changes}}
	body, err := json.Marshal(object{{"object", "application"}, {"entry", []object{entry}}})
	if err != nil {
		panic(err) // our own types only
	}
	return body
}

// announce tells the app of what has happened, if it named an address and the field.
func (s *Sandbox) announce(field, businessID string) {
	if !slices.Contains(s.Callbacks().fields(), field) {
		return
	}
	_, _ = s.sendWebhook(Webhook{Field: field, BusinessIDs: []string{businessID}}, s.postman.weather())
}

// announceDialog tells of a client who ran the dialog to its end.
func (s *Sandbox) announceDialog(businessID string, before bool) {
	if before {
		s.announce(FieldUpdate, businessID)
	} else {
		s.announce(FieldInstall, businessID)
	}
}

// announceUninstall tells of a client who removed the app, in both ways.
func (s *Sandbox) announceUninstall(businessID string) {
	s.announce(FieldUninstall, businessID)
	_, _ = s.sendSignedRequest(SignedRequest{To: ToDeauthorize, BusinessID: businessID}, s.postman.weather())
}
