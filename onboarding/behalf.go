package onboarding

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"capiconnect/models"
)

// behalf is on whose behalf a job is done, for the audit, and the span that asked for it.
type behalf struct {
	Kind        models.ActorKind `json:"actor_kind"`
	ID          uuid.UUID        `json:"actor_id"`
	Name        string           `json:"actor_name"`
	RequestID   string           `json:"request_id"`
	Traceparent string           `json:"traceparent,omitempty"`
}

func onBehalf(ctx context.Context) []byte {
	actor := actorOf(ctx)
	text, err := json.Marshal(behalf{actor.Kind, actor.ID, actor.Name, RequestIDFrom(ctx), traceparent(ctx)})
	if err != nil {
		panic(err) // strings and a UUID
	}
	return text
}

// withBehalf puts the one who caused a job into its context.
func withBehalf(ctx context.Context, metadata []byte) context.Context {
	var of behalf
	if json.Unmarshal(metadata, &of) != nil || of.Kind == "" {
		return ctx
	}
	return WithRequestID(WithActor(ctx, Actor{Kind: of.Kind, ID: of.ID, Name: of.Name}), of.RequestID)
}
