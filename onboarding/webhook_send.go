package onboarding

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"capiconnect/models"
	"capiconnect/models/seal"
	"capiconnect/onboarding/egress"
)

// maxWebhookAnswer is how much of an answer is kept.
const maxWebhookAnswer = 1024

// webhookAnswer is what came back from a request.
type webhookAnswer struct {
	models.WebhookAttempt
	retryAfter time.Duration
}

// sendWebhook sends an event to an endpoint, once. Its error is that of a caller who has gone, or the program's own trouble.
func (s *Service) sendWebhook(ctx context.Context, e *models.WebhookEndpoint, event *models.WebhookEvent) (*webhookAnswer, error) {
	answer := &webhookAnswer{WebhookAttempt: models.WebhookAttempt{ID: models.NewID(), At: s.Now()}}
	signatures, err := s.signWebhook(ctx, e, event, answer.At)
	if isUnreadable(err) {
		s.Log.ErrorContext(ctx, "a webhook secret does not open", "endpoint", e.ID, "error", err)
		answer.Failure = nonZero(models.WebhookSecretUnreadable)
		return answer, nil
	}
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, e.URL, strings.NewReader(event.Payload))
	if err != nil {
		return nil, fmt.Errorf("preparing a webhook for endpoint %s: %w", e.ID, err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "CAPI-Connect")
	request.Header.Set(standardwebhooks.HeaderWebhookID, event.ID.String())
	request.Header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(answer.At.Unix(), 10))
	request.Header.Set(standardwebhooks.HeaderWebhookSignature, signatures)
	begun := time.Now()
	err = s.post(request, answer)
	answer.DurationMs = time.Since(begun).Milliseconds()
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		s.Log.WarnContext(ctx, "a webhook was not delivered", "endpoint", e.ID, "event", event.ID, "failure", *answer.Failure)
	}
	return answer, nil
}

// signWebhook signs by every secret that counts, the present one first.
func (s *Service) signWebhook(ctx context.Context, e *models.WebhookEndpoint, event *models.WebhookEvent, at time.Time) (string, error) {
	secrets, err := s.Store.WebhookSecrets(ctx, e.ID, at)
	if err == nil && len(secrets) == 0 {
		err = fmt.Errorf("the endpoint has none: %w", seal.ErrUnreadable) // and so must not be sent anything
	}
	if err != nil {
		return "", err
	}
	signatures := make([]string, len(secrets))
	for i := range secrets {
		secret, err := s.Sealer.Open(secrets[i].Ciphertext, secrets[i].Row())
		if err != nil {
			return "", err
		}
		signer, err := standardwebhooks.NewWebhook(string(secret))
		if err != nil {
			return "", errors.New("a webhook secret is malformed") // the library's own error could repeat it
		}
		if signatures[i], err = signer.Sign(event.ID.String(), at, []byte(event.Payload)); err != nil {
			return "", errors.New("signing a webhook")
		}
	}
	return strings.Join(signatures, " "), nil
}

// post sends a request and notes what came back.
func (s *Service) post(request *http.Request, answer *webhookAnswer) error {
	response, err := s.hooks.Do(request)
	if err != nil {
		answer.Failure = nonZero(failureOf(err))
		return err
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(response.Body, maxWebhookAnswer)) // whatever has come is shown; the status decides
	text := printable(body)
	answer.Status, answer.Answer = &response.StatusCode, &text
	if answer.Failure = failureOfStatus(response.StatusCode); answer.Failure == nil {
		return nil
	}
	answer.retryAfter = retryAfter(response.Header.Get("Retry-After"), answer.At)
	return errNotTaken
}

var errNotTaken = errors.New("the endpoint did not take the event")

func failureOfStatus(status int) *models.WebhookFailure {
	switch {
	case status >= 200 && status < 300:
		return nil
	case status >= 300 && status < 400:
		return nonZero(models.WebhookRedirect)
	case status == http.StatusGone:
		return nonZero(models.WebhookGone)
	}
	return nonZero(models.WebhookRefused)
}

func failureOf(err error) models.WebhookFailure {
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var alert tls.AlertError
	var record tls.RecordHeaderError
	var network net.Error
	switch {
	case errors.Is(err, egress.ErrNotPublic):
		return models.WebhookNotPublic
	case errors.As(err, &dns):
		return models.WebhookUnknownHost
	case errors.As(err, &certificate), errors.As(err, &alert), errors.As(err, &record):
		return models.WebhookTLS
	case errors.As(err, &network) && network.Timeout():
		return models.WebhookTimeout
	}
	return models.WebhookNoConnection
}

// retryAfter reads how long to wait: seconds or a date. https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
func retryAfter(text string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(text); err == nil {
		return time.Duration(min(seconds, int(longestRetryAfter/time.Second))) * time.Second
	}
	if date, err := http.ParseTime(text); err == nil {
		return date.Sub(now)
	}
	return 0
}

// printable writes what is no printable text as \x….
func printable(answer []byte) string {
	var b strings.Builder
	for len(answer) > 0 {
		r, size := utf8.DecodeRune(answer)
		if isBroken := r == utf8.RuneError && size == 1; !isBroken && (unicode.IsPrint(r) || r == '\n' || r == '\t') {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\x%x`, answer[:size])
		}
		answer = answer[size:]
	}
	return b.String()
}
