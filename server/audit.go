package main

import (
	"net/http"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// commandEvent describes a change that somebody made on the command line.
func commandEvent(at time.Time, action, subjectKind string, subject uuid.UUID, after models.JSON) models.AuditEvent {
	return models.AuditEvent{
		At: at, ActorKind: models.ActorSystem, ActorName: "command line",
		Action: action, SubjectKind: subjectKind, SubjectID: subject, After: after,
	}
}

// userEvent describes what a member of staff did to their own account.
func userEvent(r *http.Request, at time.Time, action string, user *models.User) models.AuditEvent {
	requestID := onboarding.RequestIDFrom(r.Context())
	return models.AuditEvent{
		At: at, ActorKind: models.ActorUser, ActorID: &user.ID, ActorName: user.Email,
		Action: action, SubjectKind: "user", SubjectID: user.ID, RequestID: &requestID,
	}
}
