package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"testing"
	"time"
)

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

func signed(at time.Time, body string) http.Header {
	key, _ := base64.StdEncoding.DecodeString(secret[len("whsec_"):])
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "id.%d.%s", at.Unix(), body)
	return http.Header{
		"Webhook-Id": {"id"}, "Webhook-Timestamp": {fmt.Sprint(at.Unix())},
		"Webhook-Signature": {"v1,b3RoZXI= v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))},
	}
}

// Whoever finds out the address of a webhook must not make the product believe anything.
func TestOnlySignedWebhooksAreHeard(t *testing.T) {
	t.Parallel()
	const body = `{"type":"business.connected","data":{"businessName":"Corner Coffee"}}`
	told, err := readWebhook(secret, signed(time.Now(), body), []byte(body))
	if err != nil || told.Type != "business.connected" || told.Data.BusinessName != "Corner Coffee" {
		t.Errorf("got %+v, %v", told, err)
	}
	for name, c := range map[string]struct {
		header http.Header
		body   string
	}{
		"changed":  {signed(time.Now(), body), body + " "},
		"old":      {signed(time.Now().Add(-6*time.Minute), body), body},
		"unsigned": {http.Header{"Webhook-Timestamp": {fmt.Sprint(time.Now().Unix())}}, body},
	} {
		if told, err := readWebhook(secret, c.header, []byte(c.body)); err == nil {
			t.Errorf("%s: heard %+v", name, told)
		}
	}
}
