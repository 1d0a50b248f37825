package onboarding

import (
	"context"

	"github.com/google/uuid"

	"capiconnect/models"
)

// Actor is who is calling: a member of staff, an API key, the holder of an onboarding token, or the program itself.
type Actor struct {
	Kind             models.ActorKind
	ID               uuid.UUID
	Name             string         // for people: an e-mail address, the name of a key
	Role             models.Role    // of a user
	SignedInRecently bool           // of a user: enough so for what cannot be made good
	Scopes           []models.Scope // of an API key
	OnboardingID     uuid.UUID      // of an onboarding token
	Link             int            // of an onboarding token: which link of the onboarding it came with
}

// System is the program itself, acting on nobody's request.
func System() Actor { return Actor{Kind: models.ActorSystem, Name: "CAPI Connect"} }

type actorKey struct{}

// WithActor says on whose behalf everything under ctx happens.
func WithActor(ctx context.Context, actor Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// ActorFrom tells who is calling; false when nobody has been authenticated.
func ActorFrom(ctx context.Context) (Actor, bool) {
	actor, ok := ctx.Value(actorKey{}).(Actor)
	return actor, ok
}

// actorOf is ActorFrom, with the program itself where nobody called.
func actorOf(ctx context.Context) Actor {
	if actor, ok := ActorFrom(ctx); ok {
		return actor
	}
	return System()
}

// isOwn says whether what happens under ctx is the program's own work, which nobody asked for.
func isOwn(ctx context.Context) bool { return actorOf(ctx).Kind == models.ActorSystem }

// key tells callers apart, for example in idempotency keys.
func (a Actor) key() string { return string(a.Kind) + " " + a.ID.String() }

type requestIDKey struct{}

// WithRequestID names the request that everything under ctx happens for.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// RequestIDFrom names the request; empty outside of one.
func RequestIDFrom(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}
