package onboarding

import (
	"fmt"

	"capiconnect/models"
)

// webhookExplanations say what happened and what to do.
var webhookExplanations = map[models.WebhookFailure]string{
	models.WebhookGone:             "The receiver answered 410 Gone: it wants nothing any more. The endpoint is disabled; enable it if that was a mistake.",
	models.WebhookTimeout:          "The receiver did not answer within 15 seconds. It should take the event first and work on it afterwards.",
	models.WebhookUnknownHost:      "The name of the receiver leads nowhere. Look at the address, and at the DNS of the receiver.",
	models.WebhookNoConnection:     "No connection to the receiver came about, or it broke. Look whether the receiver runs and its firewall lets the request in.",
	models.WebhookTLS:              "The certificate of the receiver, or its TLS, is not in order. Look at its certificate and the name in it; TLS 1.2 is the least.",
	models.WebhookNotPublic:        "The name of the receiver leads to an address that is not on the internet, and nothing is sent there. Look at its DNS.",
	models.WebhookSecretUnreadable: "The signing secret cannot be read with the encryption keys that there are, so nothing was sent. Rotate the secret, or put the missing key back.",
}

// ExplainWebhookFailure says in a sentence for a person why a try did not succeed; nil when it did.
func ExplainWebhookFailure(a *models.WebhookAttempt) *string {
	if a.Failure == nil {
		return nil
	}
	switch *a.Failure {
	case models.WebhookRefused:
		return nonZero(fmt.Sprintf("The receiver answered %d. Look into its log; a receiver that has taken an event answers with a 2xx.", *a.Status))
	case models.WebhookRedirect:
		return nonZero(fmt.Sprintf("The receiver answered %d, a redirect, which is not followed. Give the endpoint the address that it leads to.", *a.Status))
	}
	return nonZero(webhookExplanations[*a.Failure])
}
