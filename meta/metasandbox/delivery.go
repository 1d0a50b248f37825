package metasandbox

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// Signature says with what a delivery is signed.
type Signature string

// The signatures.
const (
	SignedWithCurrent  Signature = "current"  // app secret; so is an empty Signature
	SignedWithPrevious Signature = "previous" // that before the last rotation
	SignedForged       Signature = "forged"   // of the right form, with a secret nobody knows
	SignedNot          Signature = "missing"
)

// DeliveryState is how far a delivery is.
type DeliveryState string

// The states of a delivery.
const (
	DeliveryWaiting  DeliveryState = "waiting"  // for its next attempt
	DeliveryAccepted DeliveryState = "accepted" // answered 200
	DeliveryGivenUp  DeliveryState = "given_up" // after eight attempts, or by Close
)

// Delivery is one thing that the sandbox sent, or is about to send, to the app.
type Delivery struct {
	ID          int           `json:"id"` // counted from 1
	To          CallbackKind  `json:"to"`
	Field       string        `json:"field,omitempty"` // of a webhook
	BusinessIDs []string      `json:"businessIds"`     // that it is about
	EventAt     time.Time     `json:"eventAt"`         // when it says that this happened, in whole seconds
	BodySHA256  string        `json:"bodySha256"`      // of the bytes sent, in hex; equal for copies
	Signature   Signature     `json:"signature"`
	Truncated   bool          `json:"truncated"`
	State       DeliveryState `json:"state"`
	PostedAt    time.Time     `json:"postedAt"`
	Attempts    int           `json:"attempts"`
	EndedAt     time.Time     `json:"endedAt,omitzero"` // the last attempt's
	Status      int           `json:"status"`           // of the last answer; 0: none
	Answer      string        `json:"answer,omitempty"` // its first 2 KiB
	Problem     string        `json:"problem,omitempty"`
}

// CallbackKind is one of the addresses in Callbacks.
type CallbackKind string

// The kinds of callbacks.
const (
	ToWebhook      CallbackKind = "webhook"
	ToDeauthorize  CallbackKind = "deauthorize"
	ToDataDeletion CallbackKind = "data_deletion"
)

func (c Callbacks) address(to CallbackKind) (string, error) {
	address := map[CallbackKind]string{ToWebhook: c.Webhook, ToDeauthorize: c.Deauthorize, ToDataDeletion: c.DataDeletion}[to]
	if address == "" {
		return "", fmt.Errorf("the app has named no address for %s", cmp.Or(to, "nothing"))
	}
	return address, nil
}

// Treatment is what is done to a delivery that was asked for.
type Treatment struct {
	Signature Signature `json:"signature"`
	Truncated bool      `json:"truncated"` // cut in the middle after it was signed
	Storm               // its own weather
}

// Validate reports everything that makes the treatment impossible.
func (t Treatment) Validate() error {
	known := []Signature{"", SignedWithCurrent, SignedWithPrevious, SignedForged, SignedNot}
	if !slices.Contains(known, t.Signature) {
		return fmt.Errorf("signature %q is none of %q", t.Signature, known[1:])
	}
	return t.Storm.Validate()
}

// sign returns the mac of the message, or nothing for SignedNot.
func (s *Sandbox) sign(with Signature, message []byte) ([]byte, error) {
	secret := s.AppSecret()
	switch with {
	case SignedNot:
		return nil, nil
	case SignedForged:
		secret = rand.Text()
	case SignedWithPrevious:
		previous, err := s.secrets.previous()
		if err != nil {
			return nil, err
		}
		secret = previous
	}
	return hmacSHA256(secret, message), nil
}

// post sends the body as often and as late as the weather has it, and returns the
// ids of the deliveries.
func (s *Sandbox) post(d Delivery, header http.Header, body []byte, weather *storm) ([]int, error) {
	address, err := s.Callbacks().address(d.To)
	if err != nil {
		return nil, err
	}
	if d.Truncated {
		body = body[:len(body)/2]
	}
	d.BodySHA256 = sha256Hex(string(body))
	d.Signature = cmp.Or(d.Signature, SignedWithCurrent)
	ids := []int{}
	for _, delay := range s.postman.delays(weather) {
		record := d
		ids = append(ids, s.postman.post(&letter{url: address, header: header, body: body, delay: delay, record: &record}))
	}
	return ids, nil
}

// WaitForDeliveries waits until no delivery is under way: each was answered 200, or
// given up 13 seconds after its first attempt.
func (s *Sandbox) WaitForDeliveries(ctx context.Context) error { return s.postman.settle(ctx) }
