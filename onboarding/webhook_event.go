package onboarding

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
)

// maxToldDatasets is how many datasets one event names; the specification wants bodies of less than 20 kB.
const maxToldDatasets = 100

// webhookPayload is the body of a request.
type webhookPayload struct {
	Type      models.WebhookEventType `json:"type"`
	Timestamp time.Time               `json:"timestamp"`
	Data      any                     `json:"data"`
}

// tell puts what a transaction has touched in line for the endpoints: the outbox, in the transaction of the change itself.
func (s *Service) tell(ctx context.Context, tx *models.Tx, touched *models.Touched) error {
	events, err := s.eventsOf(tx, touched)
	if err != nil {
		return err
	}
	var endpoints []uuid.UUID
	for i := range events {
		told, err := tx.Tell(&events[i])
		if err != nil {
			return fmt.Errorf("telling of %s: %w", events[i].Type, err)
		}
		endpoints = append(endpoints, told...)
	}
	slices.SortFunc(endpoints, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }) // everybody takes them in one order
	for _, id := range slices.Compact(endpoints) {
		if err := s.enqueue(ctx, tx, deliverJob{EndpointID: id}); err != nil {
			return err
		}
	}
	return nil
}

// eventsOf is what there is to tell, in the order in which it is told.
func (s *Service) eventsOf(tx *models.Tx, touched *models.Touched) ([]models.WebhookEvent, error) {
	b := eventBuilder{now: s.Now()}
	for _, change := range touched.Businesses {
		b.addBusiness(change.Before, change.After)
	}
	for _, change := range touched.Grants {
		if err := b.addGrants(tx, change); err != nil {
			return nil, err
		}
	}
	for _, run := range touched.Syncs {
		if err := b.addDatasets(tx, run); err != nil {
			return nil, err
		}
	}
	for _, change := range touched.Onboardings {
		b.addOnboarding(change.Before, change.After)
	}
	return b.events, b.err
}

// eventBuilder gathers events of one moment.
type eventBuilder struct {
	now    time.Time
	events []models.WebhookEvent
	err    error
}

func (b *eventBuilder) add(e models.WebhookEvent, data any) {
	var body strings.Builder
	spell := json.NewEncoder(&body)
	spell.SetEscapeHTML(false) // people read it too
	if err := spell.Encode(webhookPayload{e.Type, b.now.UTC(), data}); err != nil {
		b.err = fmt.Errorf("spelling %s: %w", e.Type, err)
	}
	e.ID, e.At, e.Payload = models.NewID(), b.now, strings.TrimSuffix(body.String(), "\n")
	b.events = append(b.events, e)
}

// toldBusiness names a business as GraphQL, Meta and the partner know it.
type toldBusiness struct {
	ID         uuid.UUID `json:"businessId"`
	MetaID     string    `json:"businessMetaId"`
	Name       *string   `json:"businessName"`
	ExternalID *string   `json:"externalId"`
}

func toldOf(b *models.Business) toldBusiness {
	return toldBusiness{b.ID, b.MetaID, b.Name, b.ExternalID}
}

// toldStatus is a change of status. The problem is why it is what it is.
type toldStatus struct {
	Status  toldChange          `json:"status"`
	Problem *models.ProblemCode `json:"problem"`
}

// toldChange is what something was before, null when it was not there, and what it is now.
type toldChange struct {
	Before *string `json:"before"`
	After  *string `json:"after"`
}

// addBusiness tells of a new status, and of a new grant though the status is the same.
func (b *eventBuilder) addBusiness(before, after *models.Business) {
	if after == nil || before != nil && before.Status == after.Status && before.ConnectedAt.Equal(after.ConnectedAt) {
		return
	}
	status := toldStatus{toldChange{After: textOf(&after.Status)}, after.Problem.Code}
	if before != nil {
		status.Status.Before = textOf(&before.Status)
	}
	b.add(models.WebhookEvent{Type: eventTypeOf("business", after.Status), BusinessID: &after.ID}, struct {
		toldBusiness
		toldStatus
	}{toldOf(after), status})
}

func (b *eventBuilder) addOnboarding(before, after *models.Onboarding) {
	if after == nil || before != nil && before.Status == after.Status {
		return
	}
	status := toldStatus{toldChange{After: textOf(&after.Status)}, after.Problem.Code}
	if before != nil {
		status.Status.Before = textOf(&before.Status)
	}
	b.add(models.WebhookEvent{Type: eventTypeOf("onboarding", after.Status), OnboardingID: &after.ID}, struct {
		ID          uuid.UUID  `json:"onboardingId"`
		SupportCode string     `json:"supportCode"`
		ExternalID  *string    `json:"externalId"`
		BusinessID  *uuid.UUID `json:"businessId"`
		toldStatus
	}{after.ID, after.SupportCode, after.ExternalID, after.BusinessID, status})
}

// toldPermission is a permission whose state has changed.
type toldPermission struct {
	Permission string `json:"permission"`
	toldChange
}

func (b *eventBuilder) addGrants(tx *models.Tx, change models.GrantsChange) error {
	permissions := changedPermissions(change)
	if len(permissions) == 0 {
		return nil
	}
	business, err := tx.LockBusiness(change.BusinessID)
	if err != nil {
		return err
	}
	b.add(models.WebhookEvent{Type: models.WebhookBusinessGrantsChanged, BusinessID: &business.ID}, struct {
		toldBusiness
		Permissions []toldPermission `json:"permissions"`
	}{toldOf(business), permissions})
	return nil
}

// changedPermissions lists in alphabetical order the permissions whose state differs.
func changedPermissions(change models.GrantsChange) (changed []toldPermission) {
	states := map[string]toldChange{}
	for _, g := range change.Before {
		states[g.Permission] = toldChange{Before: textOf(&g.State)}
	}
	for _, g := range change.After {
		states[g.Permission] = toldChange{states[g.Permission].Before, textOf(&g.State)}
	}
	for permission, c := range states {
		if c.Before == nil || c.After == nil || *c.Before != *c.After {
			changed = append(changed, toldPermission{permission, c})
		}
	}
	slices.SortFunc(changed, func(a, b toldPermission) int { return strings.Compare(a.Permission, b.Permission) })
	return changed
}

// toldDataset is a dataset that came, went, or changed between owned and shared. It has no id where nobody has it any more.
type toldDataset struct {
	ID     *uuid.UUID `json:"datasetId"`
	MetaID string     `json:"datasetMetaId"`
	Name   *string    `json:"datasetName"`
	toldChange
}

func (b *eventBuilder) addDatasets(tx *models.Tx, run *models.SyncRun) error {
	moves, err := tx.DatasetMoves(run.ID, maxToldDatasets)
	if err != nil || len(moves) == 0 {
		return err
	}
	business, err := tx.LockBusiness(run.BusinessID)
	if err != nil {
		return err
	}
	datasets := make([]toldDataset, len(moves))
	for i, m := range moves {
		datasets[i] = toldDataset{m.ID, m.MetaID, m.Name, toldChange{textOf(m.Before), textOf(m.After)}}
	}
	b.add(models.WebhookEvent{Type: models.WebhookBusinessDatasetsChanged, BusinessID: &business.ID}, struct {
		toldBusiness
		Count    int           `json:"count"`
		Datasets []toldDataset `json:"datasets"`
	}{toldOf(business), moves[0].Count, datasets})
	return nil
}

// eventTypeOf names the type of a change to a status.
func eventTypeOf[S ~string](subject string, status S) models.WebhookEventType {
	return models.WebhookEventType(subject + "." + strings.ToLower(string(status)))
}

// textOf is a value as a plain string, where there is one.
func textOf[S ~string](value *S) *string {
	if value == nil {
		return nil
	}
	text := string(*value)
	return &text
}
