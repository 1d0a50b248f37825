package graph

import (
	"context"
	"net/http"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"

	"capiconnect/graph/generated"
	"capiconnect/models"
	"capiconnect/onboarding"
)

const (
	// maxTokens bounds a document before it is parsed.
	maxTokens = 1000
	// parsedDocuments is how many documents are kept parsed and validated.
	parsedDocuments = 1000
)

// NewHandler serves POST /graphql. Who is calling must stand in the request's context: see onboarding.WithActor.
func NewHandler(config Config) http.Handler {
	server := handler.New(generated.NewExecutableSchema(generated.Config{
		Resolvers:  &Resolver{config},
		Directives: generated.DirectiveRoot{Requires: requires},
	}))
	server.AddTransport(transport{})
	server.AroundOperations(introspectForStaffAndKeys)
	server.AroundResponses(withLoaders(config.Reader))
	server.SetDisableSuggestion(true)
	server.SetErrorPresenter(present(config.Log))
	server.SetParserTokenLimit(maxTokens)
	server.SetQueryCache(lru.New[*ast.QueryDocument](parsedDocuments))
	server.SetRecoverFunc(recovered(config.Log))
	return server
}

// introspectForStaffAndKeys keeps the schema from browsers that hold an onboarding token.
func introspectForStaffAndKeys(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	actor, _ := onboarding.ActorFrom(ctx)
	graphql.GetOperationContext(ctx).DisableIntrospection = actor.Kind != models.ActorUser && actor.Kind != models.ActorAPIKey
	return next(ctx)
}

func stack() string { return string(debug.Stack()) }
