package onboarding

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"capiconnect/models"
	"capiconnect/onboarding/failpoint"
)

const (
	// webhooksAtOnce is how many requests one endpoint gets at the same time, about different subjects.
	webhooksAtOnce = 8
	// deliverTurn is when a job begins no more requests: the last ones may take their 15 s and must end within the job's time.
	deliverTurn = jobTimeout - 17*time.Second
)

// deliver sends an endpoint what it is due. There is one such job for each endpoint, so none waits for another.
func (s *Service) deliver(ctx context.Context, endpointID uuid.UUID) error {
	for end := time.Now().Add(deliverTurn); time.Now().Before(end); {
		sent, err := s.deliverDue(ctx, endpointID)
		if err != nil {
			return fmt.Errorf("delivering webhooks: %w", err)
		}
		if sent == 0 {
			return s.finishDelivering(ctx, endpointID)
		}
	}
	return errMore
}

// deliverDue sends the next event about each of some subjects, and tells how many there were.
func (s *Service) deliverDue(ctx context.Context, endpointID uuid.UUID) (sent int, err error) {
	endpoint, err := s.Store.WebhookEndpoint(ctx, endpointID)
	if errors.Is(err, models.ErrNotFound) || err == nil && endpoint.DisabledAt != nil {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	due, events, err := s.dueWebhooks(ctx, endpointID)
	if err != nil {
		return 0, err
	}
	var all errgroup.Group
	for i := range due {
		if event := events[due[i].EventID]; event != nil {
			all.Go(contained(func() error { return s.deliverOne(ctx, endpoint, &due[i], event) }))
		}
	}
	return len(due), all.Wait()
}

func (s *Service) dueWebhooks(ctx context.Context, endpointID uuid.UUID) ([]models.WebhookDelivery, map[uuid.UUID]*models.WebhookEvent, error) {
	due, err := s.Store.DueWebhookDeliveries(ctx, endpointID, s.Now(), webhooksAtOnce)
	if err != nil || len(due) == 0 {
		return nil, nil, err
	}
	ids := make([]uuid.UUID, len(due))
	for i, d := range due {
		ids[i] = d.EventID
	}
	events, err := s.Store.WebhookEventsByID(ctx, ids)
	return due, events, err
}

// deliverOne sends an event and keeps what came back.
func (s *Service) deliverOne(ctx context.Context, e *models.WebhookEndpoint, d *models.WebhookDelivery, event *models.WebhookEvent) error {
	answer, err := s.sendWebhook(ctx, e, event)
	if err != nil {
		return err
	}
	failpoint.Hit("webhook.after_post")
	err = s.Store.InTx(ctx, func(tx *models.Tx) error { return s.keepAnswer(ctx, tx, d, answer) })
	if errors.Is(err, models.ErrNotFound) || errors.Is(err, models.ErrStale) {
		return nil // deleted or sent meanwhile
	}
	return err
}

// keepAnswer keeps what came back and what follows from it for the endpoint.
func (s *Service) keepAnswer(ctx context.Context, tx *models.Tx, d *models.WebhookDelivery, answer *webhookAnswer) error {
	e, err := tx.LockWebhookEndpoint(d.EndpointID)
	if err != nil {
		return err
	}
	wasEnabled, before := e.DisabledAt == nil, aboutWebhookEndpoint(e)
	s.judge(e, d, answer)
	answer.DeliveryID = d.ID
	if err := tx.KeepWebhookAttempt(d, &answer.WebhookAttempt); err != nil {
		return err
	}
	if err := tx.UpdateWebhookEndpoint(e); err != nil || !wasEnabled || e.DisabledAt == nil {
		return err
	}
	s.Log.WarnContext(ctx, "a webhook endpoint is disabled", "endpoint", e.ID, "reason", *e.DisabledReason)
	return tx.Audit(s.auditOf(WithActor(ctx, System()), "webhook endpoint: disabled", "webhook endpoint", e.ID, before, aboutWebhookEndpoint(e)))
}

// judge says what follows from an answer.
func (s *Service) judge(e *models.WebhookEndpoint, d *models.WebhookDelivery, answer *webhookAnswer) {
	now := s.Now()
	d.Tries++
	if answer.Failure == nil {
		e.LastSuccessAt, d.State, d.EndedAt = &now, models.WebhookSucceeded, &now
		return
	}
	e.LastFailureAt = &now
	pause, more := webhookPause(d.Tries, answer.retryAfter)
	d.DueAt = now.Add(pause)
	switch {
	case *answer.Failure == models.WebhookGone:
		s.disableWebhookEndpoint(e, models.WebhookDisabledGone)
	case !more:
		d.State, d.EndedAt = models.WebhookFailed, &now
		if e.LastSuccessAt == nil || e.LastSuccessAt.Before(now.Add(-webhookPatience)) {
			s.disableWebhookEndpoint(e, models.WebhookDisabledFailing)
		}
	}
}

// finishDelivering ends the job, unless an event has come since it last looked.
func (s *Service) finishDelivering(ctx context.Context, endpointID uuid.UUID) error {
	again := false
	err := s.Store.InTx(ctx, func(tx *models.Tx) (err error) {
		again, err = tx.HasDueWebhookDelivery(endpointID, s.Now())
		if again || err != nil && !errors.Is(err, models.ErrNotFound) {
			return err
		}
		return finishJob(ctx, tx)
	})
	if err == nil && again {
		return errMore
	}
	return err
}

// resumeDelivering gives a job to the endpoints for which the time of another try has come.
func (s *Service) resumeDelivering(ctx context.Context) error {
	due, err := s.Store.WebhookEndpointsWithDue(ctx, s.Now())
	if err != nil || len(due) == 0 {
		return err
	}
	return s.Store.InTx(ctx, func(tx *models.Tx) error {
		for _, id := range due {
			if err := s.enqueue(ctx, tx, deliverJob{EndpointID: id}); err != nil {
				return err
			}
		}
		return nil
	})
}
