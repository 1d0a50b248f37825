package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const tolerance = 5 * time.Minute

// event is what a webhook tells.
type event struct {
	Type string
	Data struct{ BusinessName string }
}

// readWebhook reads a signed webhook (https://www.standardwebhooks.com) from the body as it came. One that is forged, or so old that somebody
// may be repeating it, is an error. While a secret is being changed there are two signatures.
func readWebhook(secret string, header http.Header, body []byte) (told event, err error) {
	at, err := strconv.ParseInt(header.Get("Webhook-Timestamp"), 10, 64)
	if err != nil || time.Since(time.Unix(at, 0)).Abs() > tolerance {
		return event{}, errors.New("the webhook is too old or has no time")
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return event{}, errors.New("the webhook's secret is not what createWebhookEndpoint showed")
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(header.Get("Webhook-Id") + "." + header.Get("Webhook-Timestamp") + "."))
	mac.Write(body)
	right := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	for given := range strings.SplitSeq(header.Get("Webhook-Signature"), " ") {
		if hmac.Equal([]byte(given), []byte(right)) {
			err := json.Unmarshal(body, &told)
			return told, err
		}
	}
	return event{}, errors.New("the webhook is not signed with our secret")
}
