package graph

import (
	"context"
	"log/slog"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"capiconnect/models"
	"capiconnect/onboarding"
)

type readerKey struct{}

// reader is from where the fields of one response are read.
func (c Config) reader(ctx context.Context) Reader {
	if c.Replica != nil {
		if chosen, ok := ctx.Value(readerKey{}).(*models.Store); ok {
			return chosen
		}
	}
	return c.Reader
}

// readFromReplica has queries of staff and partners' backends read from the replica as far as it shows what they have written. Changes and
// subscriptions tell what has just happened, and the holder of an onboarding token sees what somebody else has written a moment ago.
func readFromReplica(replica *models.Replica, log *slog.Logger) graphql.OperationMiddleware {
	return func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		actor, _ := onboarding.ActorFrom(ctx)
		handle := next(ctx)
		if isStranger(actor) {
			return handle
		}
		switch graphql.GetOperationContext(ctx).Operation.Operation {
		case ast.Query:
			return func(ctx context.Context) *graphql.Response { return readNear(ctx, replica, actor, handle, next) }
		case ast.Mutation:
			return func(ctx context.Context) *graphql.Response {
				response := handle(ctx)
				if err := replica.Wrote(context.WithoutCancel(ctx), actor.ID); err != nil {
					log.WarnContext(ctx, "keeping that a caller has written, who may read older rows for a moment", "error", err)
				}
				return response
			}
		}
		return handle
	}
}

// readNear answers a query, if need be twice: where the replica does not answer, the primary does.
func readNear(ctx context.Context, replica *models.Replica, actor onboarding.Actor, handle graphql.ResponseHandler, next graphql.OperationHandler) *graphql.Response {
	store := replica.For(ctx, actor.ID)
	response := handle(context.WithValue(ctx, readerKey{}, store))
	if !replica.IsReplica(store) || !isUnavailable(response) {
		return response
	}
	replica.Failed(store)
	return next(ctx)(ctx)
}

func isUnavailable(response *graphql.Response) bool {
	if response == nil {
		return false
	}
	for _, err := range response.Errors {
		if err.Extensions["code"] == errUnavailable.code {
			return true
		}
	}
	return false
}
