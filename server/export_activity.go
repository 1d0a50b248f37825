package main

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// exportedOnboardings lists onboardings as their screen does, the latest first: who begins meanwhile is not in it.
func exportedOnboardings(store *models.Store) exportList {
	return exportList{"onboardings", "activity", []string{
		"Support code", "Status", "Business", "Meta id", "External id", "Problem", "What to do", "Started", "Connected", "Id",
	}, func(ctx context.Context, filter url.Values, paging models.Paging) (*exportPage, error) {
		wanted, err := onboardingFilter(filter)
		if err != nil {
			return nil, err
		}
		page, err := store.Onboardings(ctx, wanted, paging)
		if err != nil {
			return nil, err
		}
		businesses, err := store.BusinessesByID(ctx, businessIDs(page))
		if err != nil {
			return nil, err
		}
		return exported(page, func(o *models.Onboarding) []string { return onboardingCells(o, businesses) }), nil
	}}
}

func onboardingFilter(filter url.Values) (*models.OnboardingFilter, error) {
	f := &models.OnboardingFilter{Search: given(filter, "q")}
	for _, status := range filter["status"] {
		f.Status = append(f.Status, models.OnboardingStatus(status))
	}
	var err error
	if f.BusinessID, err = givenID(filter, "business"); err != nil {
		return nil, err
	}
	f.Since, f.Until, err = givenTimes(filter)
	return f, err
}

func businessIDs(page *models.OnboardingPage) []uuid.UUID {
	ids := []uuid.UUID{}
	for _, edge := range page.Edges {
		if id := edge.Node.BusinessID; id != nil {
			ids = append(ids, *id)
		}
	}
	return ids
}

func onboardingCells(o *models.Onboarding, businesses map[uuid.UUID]*models.Business) []string {
	b := &models.Business{}
	if o.BusinessID != nil && businesses[*o.BusinessID] != nil {
		b = businesses[*o.BusinessID]
	}
	problem, action := "", ""
	if p := onboarding.ExplainOnboarding(o); p != nil {
		problem, action = p.Message, p.Action
	}
	return []string{
		o.SupportCode, string(o.Status), text(b.Name), b.MetaID, text(o.ExternalID), problem, action, moment(&o.CreatedAt), moment(o.CompletedAt), o.ID.String(),
	}
}

// exportedAudit lists the audit as its screen does, the last change first.
func exportedAudit(store *models.Store) exportList {
	return exportList{"audit", "activity?view=audit", []string{
		"At", "Who", "Kind of caller", "Id of the caller", "What", "Kind of the subject", "Id of the subject", "Before", "After", "Request id", "Place in the chain", "Id",
	}, func(ctx context.Context, filter url.Values, paging models.Paging) (*exportPage, error) {
		wanted, err := auditFilter(filter)
		if err != nil {
			return nil, err
		}
		page, err := store.AuditEvents(ctx, wanted, paging)
		if err != nil {
			return nil, err
		}
		places, err := store.AuditPlaces(ctx, idsOn(page, func(e *models.AuditEvent) uuid.UUID { return e.ID }))
		if err != nil {
			return nil, err
		}
		return exported(page, func(e *models.AuditEvent) []string { return auditCells(e, places[e.ID]) }), nil
	}}
}

func auditFilter(filter url.Values) (*models.AuditEventFilter, error) {
	f := &models.AuditEventFilter{ActorName: given(filter, "by"), Action: given(filter, "action"), RequestID: given(filter, "request")}
	var err error
	if f.SubjectID, err = givenID(filter, "subject"); err != nil {
		return nil, err
	}
	f.Since, f.Until, err = givenTimes(filter)
	return f, err
}

func auditCells(e *models.AuditEvent, place *int) []string {
	actorID, placed := "", ""
	if e.ActorID != nil {
		actorID = e.ActorID.String()
	}
	if place != nil {
		placed = strconv.Itoa(*place)
	}
	return []string{
		moment(&e.At), e.ActorName, string(e.ActorKind), actorID, e.Action, e.SubjectKind, e.SubjectID.String(), members(e.Before), members(e.After),
		text(e.RequestID), placed, e.ID.String(),
	}
}

func members(object models.JSON) string {
	if object == nil {
		return ""
	}
	spelt, _ := json.Marshal(object) // it came from JSON
	return string(spelt)
}

func givenID(filter url.Values, name string) (*uuid.UUID, error) {
	if !filter.Has(name) {
		return nil, nil
	}
	id, err := uuid.Parse(filter.Get(name))
	if err != nil {
		return nil, models.InputError(name + " is an id, exactly as the API gave it")
	}
	return &id, nil
}

// givenTimes are moments: only the screen knows in which zone its reader's days are.
func givenTimes(filter url.Values) (since, until *time.Time, err error) {
	for name, into := range map[string]**time.Time{"since": &since, "until": &until} {
		if !filter.Has(name) {
			continue
		}
		at, err := time.Parse(time.RFC3339, filter.Get(name))
		if err != nil {
			return nil, nil, models.InputError(name + " is a moment as in 2026-11-22T09:30:00Z")
		}
		*into = &at
	}
	return since, until, nil
}
