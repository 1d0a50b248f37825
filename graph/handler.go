package graph

import (
	"context"
	"maps"
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
		Schema:     schemaWithoutDefer(),
		Resolvers:  &Resolver{config},
		Directives: generated.DirectiveRoot{Requires: requires},
	}))
	server.AddTransport(transport{config.Documents, config.Documents.byID(), config.OnOperation, config.Tracer})
	server.Use(limits{measured: newTextCache[size](config.Documents)})
	server.Use(nulls{})
	server.Use(cost{})
	server.AroundOperations(introspectForStaffAndKeys)
	if config.Replica != nil {
		server.AroundOperations(readFromReplica(config.Replica, config.Log))
	}
	server.AroundResponses(withLoaders(config.reader))
	server.AroundFields(plainWriter{config.reader}.write)
	server.SetErrorPresenter(present(config.Log))
	server.SetParserTokenLimit(maxTokens)
	server.SetQueryCache(newTextCache[*ast.QueryDocument](config.Documents))
	server.SetRecoverFunc(recovered(config.Log))
	server.SetValidationRulesFn(validationRules)
	return server
}

// schemaWithoutDefer does not know @defer, which gqlgen adds to every schema: what a document defers waits in a goroutine of its own for an
// answer after the first, and this transport gives one.
func schemaWithoutDefer() *ast.Schema {
	schema := *generated.NewExecutableSchema(generated.Config{}).Schema()
	schema.Directives = maps.Clone(schema.Directives)
	delete(schema.Directives, "defer")
	return &schema
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

// validationRules keep a refusal from telling what the schema holds. They must be made anew for each call.
func validationRules() *rules.Rules {
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
	set.AddRule("SoundLiterals", soundLiterals)
	return set
}

// soundLiterals refuses two kinds of literals that the other rules let through and gqlgen panics at: numbers that Go has no type for, where a scalar
// of our own stands, and objects in the place of any scalar.
func soundLiterals(observers *validator.Events, addError validator.AddErrFunc) {
	observers.OnValue(func(_ *validator.Walker, value *ast.Value) {
		switch value.Kind {
		case ast.IntValue, ast.FloatValue:
			if _, err := value.Value(nil); err != nil {
				addError(validator.Message("A number is too large."), validator.At(value.Position))
			}
		case ast.ObjectValue:
			if value.Definition != nil && value.Definition.Kind != ast.InputObject {
				addError(validator.Message("An object stands where none is taken."), validator.At(value.Position))
			}
		}
	})
}

func stack() string { return string(debug.Stack()) }
