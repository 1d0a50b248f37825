package graph

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// requires carries out @requires: staff pass by role, where the schema names one, and, where the schema wants that, only soon after they have proved who they are;
// API keys by scope, and holders of an onboarding token where the schema lets them.
func requires(ctx context.Context, _ any, next graphql.Resolver, role *models.Role, scopes []models.Scope, onboardingToken, recentSignIn bool) (any, error) {
	actor, ok := onboarding.ActorFrom(ctx)
	if !ok {
		return nil, errUnauthenticated
	}
	if !mayPass(actor, role, scopes, onboardingToken) {
		return nil, errForbidden
	}
	if recentSignIn && actor.Kind == models.ActorUser && !actor.SignedInRecently {
		return nil, errStepUp
	}
	return next(ctx)
}

func mayPass(actor onboarding.Actor, role *models.Role, scopes []models.Scope, onboardingToken bool) bool {
	switch actor.Kind {
	case models.ActorUser:
		return role != nil && actor.Role.Includes(*role)
	case models.ActorAPIKey:
		return slices.ContainsFunc(actor.Scopes, func(has models.Scope) bool {
			return has == models.ScopeAdmin || slices.Contains(scopes, has)
		})
	case models.ActorOnboardingToken:
		return onboardingToken
	}
	return false
}
