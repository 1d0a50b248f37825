package graph

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// requires carries out @requires: staff pass by role, API keys by scope, holders of an onboarding token where the schema lets them.
func requires(ctx context.Context, _ any, next graphql.Resolver, role models.Role, scope *models.Scope, onboardingToken bool) (any, error) {
	actor, ok := onboarding.ActorFrom(ctx)
	if !ok {
		return nil, errUnauthenticated
	}
	if !mayPass(actor, role, scope, onboardingToken) {
		return nil, errForbidden
	}
	return next(ctx)
}

func mayPass(actor onboarding.Actor, role models.Role, scope *models.Scope, onboardingToken bool) bool {
	switch actor.Kind {
	case models.ActorUser:
		return actor.Role.Includes(role)
	case models.ActorAPIKey:
		return slices.Contains(actor.Scopes, models.ScopeAdmin) || scope != nil && slices.Contains(actor.Scopes, *scope)
	case models.ActorOnboardingToken:
		return onboardingToken
	}
	return false
}
