package graph

import (
	"context"
	"net/http"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/vektah/gqlparser/v2/ast"
	validator "github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"capiconnect/graph/generated"
	"capiconnect/models"
	"capiconnect/onboarding"
)

// NewHandler serves POST /graphql. Who is calling must stand in the request's context: see onboarding.WithActor.
func NewHandler(config Config) http.Handler {
	server := handler.New(generated.NewExecutableSchema(generated.Config{
		Resolvers:  &Resolver{config},
		Directives: generated.DirectiveRoot{Requires: requires},
	}))
	server.AddTransport(transport{config.Documents})
	server.Use(limits{measured: newTextCache[size](config.Documents)})
	server.Use(cost{})
	server.AroundOperations(introspectForStaffAndKeys)
	server.AroundResponses(withLoaders(config.Reader))
	server.SetErrorPresenter(present(config.Log))
	server.SetParserTokenLimit(maxTokens)
	server.SetQueryCache(newTextCache[*ast.QueryDocument](config.Documents))
	server.SetRecoverFunc(recovered(config.Log))
	server.SetValidationRulesFn(rulesWithoutSuggestions)
	return server
}

// introspectForStaffAndKeys keeps the schema from browsers that hold an onboarding token.
func introspectForStaffAndKeys(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	actor, _ := onboarding.ActorFrom(ctx)
	graphql.GetOperationContext(ctx).DisableIntrospection = isStranger(actor)
	return next(ctx)
}

// isStranger tells callers of whom nothing is known but an onboarding token. They are not told what the schema holds.
func isStranger(actor onboarding.Actor) bool {
	return actor.Kind != models.ActorUser && actor.Kind != models.ActorAPIKey
}

// rulesWithoutSuggestions keep a refusal from telling what the schema holds. They must be made anew for each call.
func rulesWithoutSuggestions() *rules.Rules {
	set := rules.NewDefaultRules()
	for name, rule := range map[string]validator.RuleFunc{
		"FieldsOnCorrectType": rules.FieldsOnCorrectTypeRuleWithoutSuggestions.RuleFunc,
		"KnownArgumentNames":  rules.KnownArgumentNamesRuleWithoutSuggestions.RuleFunc,
		"KnownTypeNames":      rules.KnownTypeNamesRuleWithoutSuggestions.RuleFunc,
		"ScalarLeafs":         rules.ScalarLeafsRuleWithoutSuggestions.RuleFunc,
		"ValuesOfCorrectType": rules.ValuesOfCorrectTypeRuleWithoutSuggestions.RuleFunc,
	} {
		set.ReplaceRule(name, rule)
	}
	return set
}

func stack() string { return string(debug.Stack()) }
