package graph

import (
	"context"
	"errors"
	"log/slog"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// apiError is an error that its reader can do something about: a stable code and a sentence.
type apiError struct{ code, message string }

func (e *apiError) Error() string { return e.message }

// What is answered, here and by `/auth/…`, to whoever has to prove once more who they are.
const (
	StepUpRequired = "STEP_UP_REQUIRED"
	StepUpMessage  = "This needs a sign-in of the last 10 minutes. Confirm that it is you, then try again."
)

var (
	errUnauthenticated = &apiError{"UNAUTHENTICATED", "Sign in, or send an API key or an onboarding token."}
	errForbidden       = &apiError{"FORBIDDEN", "Your role, key or token does not allow this."}
	errStepUp          = &apiError{StepUpRequired, StepUpMessage}
	errUnavailable     = &apiError{"UNAVAILABLE", "The database cannot be reached at the moment. Nothing was lost; try again shortly."}
	errInternal        = &apiError{"INTERNAL", "Something went wrong here. The log has the details under this request id."}
	errNothingToWatch  = &apiError{"NOT_FOUND", "There is nothing with this id to watch."}
	errTimeout         = &apiError{"TIMEOUT", "The answer took too long. Ask for less, or try again."}
)

// userErrors splits what went wrong with a mutation: what the caller can mend goes into the payload, the rest stays an error.
func (r *Resolver) userErrors(err error) ([]onboarding.Error, error) {
	var told *onboarding.Error
	if errors.As(err, &told) {
		if r.OnUserError != nil {
			r.OnUserError(told.Code)
		}
		return []onboarding.Error{*told}, nil
	}
	return []onboarding.Error{}, err
}

// present is the one place where an error becomes an answer. What it does not know is internal: people get a request id, and the
// log gets the chain.
func present(log *slog.Logger) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		presented := graphql.DefaultErrorPresenter(ctx, err)
		if wrapped := errors.Unwrap(presented); wrapped == nil && presented.Extensions["code"] != nil {
			noteExcess(ctx, log, presented)
			return presented // of gqlgen or gqlparser, about the document itself
		}
		known := known(ctx, err)
		switch known {
		case errInternal:
			log.ErrorContext(ctx, "answering a GraphQL field", "path", presented.Path.String(), "error", err)
		case errForbidden:
			log.WarnContext(ctx, "a field was not for its caller", append(caller(ctx), "path", presented.Path.String())...)
		}
		presented.Message = known.message
		presented.Extensions = map[string]any{"code": known.code}
		if id := onboarding.RequestIDFrom(ctx); id != "" {
			presented.Extensions["requestId"] = id
		}
		return presented
	}
}

// noteExcess tells the log of documents beyond the limits. What else is wrong with a document is its author's business, and may quote it.
func noteExcess(ctx context.Context, log *slog.Logger, refusal *gqlerror.Error) {
	if refusal.Extensions["code"] == limitExceeded {
		log.WarnContext(ctx, "a document was beyond the limits", append(caller(ctx), "reason", refusal.Message)...)
	}
}

// caller is what the log says of whoever is calling.
func caller(ctx context.Context) []any {
	actor, _ := onboarding.ActorFrom(ctx)
	return []any{"actor", actor.Kind, "actorId", actor.ID, "requestId", onboarding.RequestIDFrom(ctx)}
}

func known(ctx context.Context, err error) *apiError {
	var api *apiError
	var input models.InputError
	var told *onboarding.Error
	switch {
	case errors.As(err, &api):
		return api
	case errors.As(err, &input):
		return &apiError{"INVALID_INPUT", input.Error()}
	case errors.As(err, &told):
		return &apiError{string(told.Code), told.Message}
	case errors.Is(err, models.ErrUnavailable):
		return errUnavailable
	case errors.Is(err, context.DeadlineExceeded), ctx.Err() != nil:
		return errTimeout
	}
	return errInternal
}

// recovered turns a panic into an internal error; the log gets the stack, never the value.
func recovered(log *slog.Logger) graphql.RecoverFunc {
	return func(ctx context.Context, cause any) error {
		log.ErrorContext(ctx, "a resolver panicked", "cause", onboarding.PanicCause(cause), "stack", stack())
		return errInternal
	}
}
