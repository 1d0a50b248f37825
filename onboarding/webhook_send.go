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

// sendWebhook sends an event to an endpoint, once. Its error is that of a caller who has gone, from which nothing follows for the endpoint, or
// the program's own trouble.
func (s *Service) sendWebhook(ctx context.Context, e *models.WebhookEndpoint, event *models.WebhookEvent) (*webhookAnswer, error) {
	answer := &webhookAnswer{WebhookAttempt: models.WebhookAttempt{ID: models.NewID(), At: s.Now()}}
	request, err := s.webhookRequest(ctx, e, event, answer.At)
	if isUnreadable(err) {
		s.Log.ErrorContext(ctx, "a webhook secret does not open", "endpoint", e.ID, "error", err)
		answer.Failure = nonZero(models.WebhookSecretUnreadable)
		return answer, nil
	}
	if err != nil {
		return nil, fmt.Errorf("preparing a webhook for endpoint %s: %w", e.ID, err)
	}
	begun := time.Now()
	s.post(request, answer)
	answer.DurationMs = time.Since(begun).Milliseconds()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if answer.Failure != nil {
		s.Log.WarnContext(ctx, "a webhook was not delivered", "endpoint", e.ID, "event", event.ID, "failure", *answer.Failure)
	}
	return answer, nil
}

func (s *Service) webhookRequest(ctx context.Context, e *models.WebhookEndpoint, event *models.WebhookEvent, at time.Time) (*http.Request, error) {
	signatures, err := s.signWebhook(ctx, e, event, at)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, e.URL, strings.NewReader(event.Payload))
	if err != nil {
		return nil, errors.New("its address is malformed") // the package's own error would repeat it
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "CAPI-Connect")
	request.Header.Set(standardwebhooks.HeaderWebhookID, event.ID.String())
	request.Header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(at.Unix(), 10))
	request.Header.Set(standardwebhooks.HeaderWebhookSignature, signatures)
	return request, nil
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
		if signatures[i], err = s.signBy(&secrets[i], event, at); err != nil {
			return "", err
		}
	}
	return strings.Join(signatures, " "), nil
}

// signBy repeats none of the library's errors, which could hold the secret.
func (s *Service) signBy(secret *models.WebhookSecret, event *models.WebhookEvent, at time.Time) (string, error) {
	opened, err := s.Sealer.Open(secret.Ciphertext, secret.Row())
	if err != nil {
		return "", err
	}
	signer, err := standardwebhooks.NewWebhook(string(opened))
	if err != nil {
		return "", errors.New("a webhook secret is malformed")
	}
	signature, err := signer.Sign(event.ID.String(), at, []byte(event.Payload))
	if err != nil {
		return "", errors.New("signing failed")
	}
	return signature, nil
}

// post sends a request and notes what came back.
func (s *Service) post(request *http.Request, answer *webhookAnswer) {
	response, err := s.hooks.Do(request)
	if err != nil {
		answer.Failure = nonZero(failureOf(err))
		return
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(response.Body, maxWebhookAnswer)) // whatever has come is shown; the status decides
	text := printable(body)
	answer.Status, answer.Answer, answer.Failure = &response.StatusCode, &text, failureOfStatus(response.StatusCode)
	answer.retryAfter = retryAfter(response.Header.Get("Retry-After"), answer.At)
}

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
