package graph

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// traced gives the execution of an operation a span, where its request has one: by the type and the document's name, if that is ours, and by the
// codes of its errors. What a caller has written is not in it.
func traced(tracer trace.Tracer, operation Operation, responses graphql.ResponseHandler) graphql.ResponseHandler {
	return func(ctx context.Context) *graphql.Response {
		if !trace.SpanContextFromContext(ctx).IsSampled() {
			return responses(ctx)
		}
		ctx, span := tracer.Start(ctx, strings.TrimSpace("GraphQL "+operation.Type+" "+operation.Document),
			trace.WithAttributes(attribute.String("graphql.operation.type", operation.Type), attribute.String("graphql.document", operation.Document)))
		defer span.End()
		response := responses(ctx)
		if response != nil && len(response.Errors) > 0 {
			span.SetStatus(codes.Error, strings.Join(codesOf(response.Errors), " "))
		}
		return response
	}
}
