package onboarding

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"

	"capiconnect/models"
)

const (
	// maxWebhookEndpoints is also how many are sent to at the same time, so that none waits for another.
	maxWebhookEndpoints   = 20
	maxWebhookDescription = 200
)

var errNoWebhookEndpoint = &Error{Code: NotFound, Message: "There is no such webhook endpoint.", Field: []string{"input", "endpointId"}}

// CreateWebhookEndpointInput says where events go, and which.
type CreateWebhookEndpointInput struct {
	URL         string
	Description *string
	EventTypes  []models.WebhookEventType
}

// UpdateWebhookEndpointInput says what changes; nil stays.
type UpdateWebhookEndpointInput struct {
	EndpointID       uuid.UUID
	URL, Description *string
	EventTypes       []models.WebhookEventType
}

// CreateWebhookEndpoint makes an endpoint. Its secret is told here and nowhere else.
func (s *Service) CreateWebhookEndpoint(ctx context.Context, in CreateWebhookEndpointInput) (*models.WebhookEndpoint, *string, error) {
	now := s.Now()
	e := &models.WebhookEndpoint{ID: models.NewID(), EventTypes: models.Strings{}, CreatedAt: now, SecretCreatedAt: now}
	err := s.fillWebhookEndpoint(e, UpdateWebhookEndpointInput{URL: &in.URL, Description: in.Description, EventTypes: in.EventTypes})
	if err != nil {
		return nil, nil, err
	}
	sealed, secret, err := s.newWebhookSecret(e.ID)
	if err != nil {
		return nil, nil, err
	}
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		if err := mayAddWebhookEndpoint(tx); err != nil {
			return err
		}
		if err := tx.CreateWebhookEndpoint(e); err != nil {
			return err
		}
		if err := tx.ReplaceWebhookSecret(sealed, now); err != nil {
			return err
		}
		return tx.Audit(s.auditOf(ctx, "webhook endpoint: created", "webhook endpoint", e.ID, nil, aboutWebhookEndpoint(e)))
	})
	if err != nil {
		return nil, nil, err
	}
	return e, &secret, nil
}

func mayAddWebhookEndpoint(tx *models.Tx) error {
	count, err := tx.CountWebhookEndpoints()
	if err == nil && count >= maxWebhookEndpoints {
		err = &Error{Code: InvalidInput, Message: fmt.Sprintf("There are %d webhook endpoints already, which is as many as there may be. Delete one first.", count)}
	}
	return err
}

// UpdateWebhookEndpoint changes where events go, which, or what the endpoint is for.
func (s *Service) UpdateWebhookEndpoint(ctx context.Context, in UpdateWebhookEndpointInput) (*models.WebhookEndpoint, error) {
	return s.changeWebhookEndpoint(ctx, in.EndpointID, "webhook endpoint: changed", func(_ *models.Tx, e *models.WebhookEndpoint) error {
		return s.fillWebhookEndpoint(e, in)
	})
}

// DisableWebhookEndpoint lets events wait.
func (s *Service) DisableWebhookEndpoint(ctx context.Context, id uuid.UUID) (*models.WebhookEndpoint, error) {
	return s.changeWebhookEndpoint(ctx, id, "webhook endpoint: disabled", func(_ *models.Tx, e *models.WebhookEndpoint) error {
		s.disableWebhookEndpoint(e, models.WebhookDisabledByHand)
		return nil
	})
}

func (s *Service) disableWebhookEndpoint(e *models.WebhookEndpoint, reason models.WebhookDisabledReason) {
	if e.DisabledAt == nil {
		e.DisabledReason, e.DisabledAt = &reason, nonZeroTime(s.Now())
	}
}

// EnableWebhookEndpoint sends what has waited, at once.
func (s *Service) EnableWebhookEndpoint(ctx context.Context, id uuid.UUID) (*models.WebhookEndpoint, error) {
	return s.changeWebhookEndpoint(ctx, id, "webhook endpoint: enabled", func(tx *models.Tx, e *models.WebhookEndpoint) error {
		e.DisabledReason, e.DisabledAt = nil, nil
		if err := tx.HastenWebhookDeliveries(e.ID, s.Now()); err != nil {
			return err
		}
		return s.enqueue(ctx, tx, deliverJob{EndpointID: e.ID})
	})
}

// DeleteWebhookEndpoint deletes an endpoint and returns the id that no longer resolves.
func (s *Service) DeleteWebhookEndpoint(ctx context.Context, id uuid.UUID) (*uuid.UUID, error) {
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		e, err := tx.LockWebhookEndpoint(id)
		if err != nil {
			return err
		}
		if err := tx.DeleteWebhookEndpoint(id); err != nil {
			return err
		}
		return tx.Audit(s.auditOf(ctx, "webhook endpoint: deleted", "webhook endpoint", id, aboutWebhookEndpoint(e), nil))
	})
	if errors.Is(err, models.ErrNotFound) {
		err = errNoWebhookEndpoint
	}
	if err != nil {
		return nil, err
	}
	return &id, nil
}

// changeWebhookEndpoint carries out a change of one endpoint with its audit row.
func (s *Service) changeWebhookEndpoint(ctx context.Context, id uuid.UUID, action string, change func(*models.Tx, *models.WebhookEndpoint) error) (e *models.WebhookEndpoint, err error) {
	err = s.Store.InTx(ctx, func(tx *models.Tx) (err error) {
		if e, err = tx.LockWebhookEndpoint(id); err != nil {
			return err
		}
		before := aboutWebhookEndpoint(e)
		if err := change(tx, e); err != nil {
			return err
		}
		if err := tx.UpdateWebhookEndpoint(e); err != nil {
			return err
		}
		return tx.Audit(s.auditOf(ctx, action, "webhook endpoint", e.ID, before, aboutWebhookEndpoint(e)))
	})
	if errors.Is(err, models.ErrNotFound) {
		err = errNoWebhookEndpoint
	}
	if err != nil {
		return nil, err
	}
	return e, nil
}

// fillWebhookEndpoint takes over what was given, once it is in order.
func (s *Service) fillWebhookEndpoint(e *models.WebhookEndpoint, in UpdateWebhookEndpointInput) error {
	if in.URL != nil {
		u, err := s.Egress.ParseURL(*in.URL)
		if err != nil {
			return invalid("url", "The address "+err.Error()+".")
		}
		e.URL = u.String()
	}
	if in.Description != nil {
		text := strings.TrimSpace(*in.Description)
		if text != "" && !fits(text, maxWebhookDescription) {
			return invalid("description", fmt.Sprintf("A description has at most %d characters.", maxWebhookDescription))
		}
		e.Description = nonZero(text)
	}
	if in.EventTypes != nil {
		if slices.Contains(in.EventTypes, models.WebhookTest) {
			return invalid("eventTypes", "webhook.test cannot be chosen: whoever asks for a test gets one.")
		}
		e.EventTypes = namesOfWebhookTypes(in.EventTypes)
	}
	return nil
}

// namesOfWebhookTypes is types in the order of models.WebhookEventTypes, none twice.
func namesOfWebhookTypes(types []models.WebhookEventType) models.Strings {
	names := models.Strings{}
	for _, known := range models.WebhookEventTypes() {
		if slices.Contains(types, known) {
			names = append(names, string(known))
		}
	}
	return names
}

// aboutWebhookEndpoint is what the audit keeps of an endpoint: of its address the host, since whoever knows the rest may write to some receivers.
func aboutWebhookEndpoint(e *models.WebhookEndpoint) models.JSON {
	about := models.JSON{"eventTypes": e.EventTypes, "disabled": e.DisabledReason}
	if u, err := url.Parse(e.URL); err == nil {
		about["host"] = u.Host
	}
	return about
}
