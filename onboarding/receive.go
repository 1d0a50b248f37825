package onboarding

import (
	"context"
	"fmt"
	"time"

	"capiconnect/meta"
	"capiconnect/models"
)

// tooOld is the age at which what Meta sends has no effect any more: Meta repeats for 36 hours, and clocks differ.
const tooOld = 37 * time.Hour

var eventKinds = map[meta.ChangeKind]models.EventKind{
	meta.IntegrationInstalled:   models.EventInstall,
	meta.IntegrationUpdated:     models.EventUpdate,
	meta.IntegrationUninstalled: models.EventUninstall,
}

// ReceiveWebhook keeps what a webhook reports, for a job that finds out what is true of it. signature is the header
// X-Hub-Signature-256 and body is as received. The error is meta.ErrForged or meta.ErrMalformed, and then nothing has changed; any
// other is the program's own trouble, and Meta should send the same again. What comes again has no effect.
func (s *Service) ReceiveWebhook(ctx context.Context, signature string, body []byte) error {
	changes, err := s.Meta.ReadWebhook(signature, body)
	if err != nil {
		return err
	}
	events := make([]models.MetaEvent, len(changes))
	for i, change := range changes {
		if change.At.IsZero() {
			return fmt.Errorf("%w: a change without a time", meta.ErrMalformed)
		}
		events[i] = s.newEvent(eventKinds[change.Kind], change.BusinessID, change.At)
		events[i].BusinessMetaID, events[i].ConfigID = &change.BusinessID, nonZero(change.ConfigID)
	}
	return s.keepEvents(ctx, events)
}

// ReceiveDeauthorization is ReceiveWebhook for what Meta posts to the deauthorize callback.
func (s *Service) ReceiveDeauthorization(ctx context.Context, signedRequest string) error {
	request, err := s.readSignedRequest(signedRequest)
	if err != nil {
		return err
	}
	e := s.newEvent(models.EventDeauthorize, request.UserID, request.IssuedAt)
	e.MetaUserID = &request.UserID
	return s.keepEvents(ctx, []models.MetaEvent{e})
}

// readSignedRequest refuses, besides what is forged or malformed, what is old: nobody but Meta could have made it, but anybody who
// has seen it could send it once more.
func (s *Service) readSignedRequest(text string) (meta.SignedRequest, error) {
	request, err := s.Meta.ReadSignedRequest(text)
	if err == nil && s.isTooOld(request.IssuedAt) {
		return meta.SignedRequest{}, fmt.Errorf("%w: older than %s", meta.ErrMalformed, tooOld)
	}
	return request, err
}

func (s *Service) isTooOld(at time.Time) bool { return at.Before(s.Now().Add(-tooOld)) }

// newEvent makes an event, known again by what it says, of whom, and when it happened. One that is too old is only kept.
func (s *Service) newEvent(kind models.EventKind, subject string, at time.Time) models.MetaEvent {
	now := s.Now()
	e := models.MetaEvent{
		ID: models.NewID(), Digest: s.index.hmac("event", fmt.Sprintf("%s|%s|%d", kind, subject, at.Unix())), Kind: kind, At: at, ReceivedAt: now,
	}
	if s.isTooOld(at) {
		old := models.EventOld
		e.Outcome, e.ProcessedAt = &old, &now
	}
	return e
}
