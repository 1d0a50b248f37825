package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"go.opentelemetry.io/otel/trace"

	"capiconnect/onboarding"
)

const (
	// maxAnswer is how large an answer may become.
	maxAnswer = 2 << 20
	// maxErrors is how many errors of fields one answer tells.
	maxErrors = 20
)

// transport takes POST with a JSON body and answers with JSON, or for a subscription with server-sent events. It is gqlgen's own
// POST in a form that never repeats the request's body, which may hold a code, and tells one reason for a refusal.
type transport struct {
	documents  Documents
	operations map[string]Operation // of the documents, by id
	onEnd      func(OperationEnd)   // nil: nobody wants to know
	tracer     trace.Tracer         // nil: there are no spans
}

// Supports implements graphql.Transport.
func (transport) Supports(r *http.Request) bool {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && r.Method == http.MethodPost && mediaType == jsonType
}

// Do implements graphql.Transport. The body must be limited and complete.
func (t transport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	mediaType, isAcceptable := acceptable(r)
	answer := &answerer{w: w, mediaType: mediaType}
	if t.onEnd != nil {
		begun := time.Now()
		defer func() { t.onEnd(OperationEnd{answer.operation, time.Since(begun), answer.codes}) }()
	}
	if !isAcceptable {
		answer.refuse(http.StatusNotAcceptable, badRequest("The answer can be "+responseType+", "+jsonType+" or, to a subscription, "+streamType+"."))
		return
	}
	params, ok := answer.params(r, t.documents)
	if !ok {
		return
	}
	operation, problems := exec.CreateOperationContext(r.Context(), &params.RawParams)
	if problems != nil {
		presented := exec.DispatchError(graphql.WithOperationContext(r.Context(), operation), problems)
		answer.refuse(answer.requestErrorStatus(), tellable(r.Context(), presented.Errors[0]))
		return
	}
	answer.operation = t.operationOf(params.documentID, operation)
	if isSubscription := operation.Operation.Operation == ast.Subscription; isSubscription != AsksForStream(r) {
		answer.refuse(http.StatusNotAcceptable, badRequest("Send a subscription, and nothing else, with Accept: "+streamType+"."))
		return
	}
	if AsksForStream(r) && len(graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{"Subscription"})) != 1 { // as @skip and @include leave it
		answer.refuse(answer.requestErrorStatus(), tellable(r.Context(), invalid("A subscription follows exactly one field.")))
		return
	}
	responses, ctx := exec.DispatchOperation(r.Context(), operation)
	if t.tracer != nil && !AsksForStream(r) {
		responses = traced(t.tracer, answer.operation, responses)
	}
	responses = survivingPanics(responses, func(ctx context.Context, cause any) *graphql.Response {
		return exec.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(operation.Recover(ctx, cause))})
	})
	if AsksForStream(r) {
		answer.stream(ctx, responses)
		return
	}
	answer.tell(responses(ctx))
}

// operationOf tells what an operation is known by: one of our documents' by its id, and any other by its type alone.
func (t transport) operationOf(documentID string, operation *graphql.OperationContext) Operation {
	if ours, isOurs := t.operations[documentID]; isOurs {
		return ours
	}
	return Operation{Type: string(operation.Operation.Operation)}
}

// survivingPanics answers with an error where gqlgen does not recover: a stream's responses are made in a goroutine of their own, where a
// panic would end the program.
func survivingPanics(responses graphql.ResponseHandler, failed func(ctx context.Context, cause any) *graphql.Response) graphql.ResponseHandler {
	return func(ctx context.Context) (response *graphql.Response) {
		defer func() {
			if cause := recover(); cause != nil {
				response = failed(ctx, cause)
			}
		}()
		return responses(ctx)
	}
}

// params reads the request, or answers why it could not.
func (a *answerer) params(r *http.Request, documents Documents) (*params, bool) {
	start := graphql.Now()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, false // the caller is gone
	}
	params, refusal := parseParams(body)
	if refusal != nil {
		a.refuse(http.StatusBadRequest, refusal)
		return nil, false
	}
	if refusal = documents.find(params); refusal != nil {
		a.refuse(a.requestErrorStatus(), refusal)
		return nil, false
	}
	params.Headers, params.ReadTime = r.Header, graphql.TraceTiming{Start: start, End: graphql.Now()}
	return params, true
}

func badRequest(message string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": "BAD_REQUEST"}}
}

// tellable is why a document was refused. Strangers hear the same whatever the reason is: by the difference they could find out what the
// schema holds.
func tellable(ctx context.Context, reason *gqlerror.Error) *gqlerror.Error {
	if actor, _ := onboarding.ActorFrom(ctx); isStranger(actor) {
		return invalid("The document is not one that this API takes from holders of an onboarding token.")
	}
	return namingVariable(reason)
}

// namingVariable says in the message which part of a variable is at fault: gqlparser says it in the path alone, and clients show the message.
func namingVariable(reason *gqlerror.Error) *gqlerror.Error {
	if len(reason.Path) < 2 || reason.Path[0] != ast.PathName("variable") {
		return reason
	}
	named := *reason
	named.Message = fmt.Sprintf("$%s: %s", reason.Path[1:], reason.Message)
	return &named
}

type answerer struct {
	w         http.ResponseWriter
	mediaType string

	operation Operation
	codes     []string // of the errors answered
}

// requestErrorStatus: older clients take any status but 200 for a broken server, so application/json gets 200.
func (a *answerer) requestErrorStatus() int {
	if a.mediaType == responseType {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// refuse answers a request that was not executed: there is no data, not even null, and one reason.
func (a *answerer) refuse(status int, reason *gqlerror.Error) {
	a.noteCodes(gqlerror.List{reason})
	a.write(status, struct {
		Errors gqlerror.List `json:"errors"`
	}{gqlerror.List{reason}})
}

// tell answers a request that was executed; there is no response when its caller has gone.
func (a *answerer) tell(response *graphql.Response) {
	if response == nil {
		return
	}
	if len(response.Data) > maxAnswer {
		a.refuse(a.requestErrorStatus(), exceeded("The answer has %d bytes; %d are allowed. Ask for smaller pages.", len(response.Data), maxAnswer))
		return
	}
	if len(response.Errors) == 0 && len(response.Extensions) == 0 {
		a.writeData(response.Data)
		return
	}
	response.Errors = response.Errors[:min(len(response.Errors), maxErrors)]
	a.noteCodes(response.Errors)
	a.write(http.StatusOK, response)
}

// noteCodes keeps the codes of errors for who counts them, those of a stream up to a bound.
func (a *answerer) noteCodes(errors gqlerror.List) {
	if len(errors) > 0 && len(a.codes) < maxErrors {
		a.codes = append(a.codes, codesOf(errors)...)
	}
}

// writeData answers with what an operation has read, as it is: to have it encoded once more took a tenth of a page's time.
func (a *answerer) writeData(data []byte) {
	const before, after = `{"data":`, "}\n"
	a.w.Header().Set("Content-Type", a.mediaType+"; charset=utf-8")
	a.w.Header().Set("Content-Length", strconv.Itoa(len(before)+len(data)+len(after)))
	for _, part := range [][]byte{[]byte(before), data, []byte(after)} {
		_, _ = a.w.Write(part) // the caller is gone; there is nobody to tell
	}
}

func (a *answerer) write(status int, body any) {
	a.w.Header().Set("Content-Type", a.mediaType+"; charset=utf-8")
	a.w.WriteHeader(status)
	encoder := json.NewEncoder(a.w)
	encoder.SetEscapeHTML(false) // this is never HTML, and a name may hold an &
	_ = encoder.Encode(body)     // the caller is gone; there is nobody to tell
}

// keepAlive is how often a stream without news says something, lest a proxy takes it for dead.
const keepAlive = 15 * time.Second

// stream sends each response as it comes, in the "distinct connections" mode of GraphQL over Server-Sent Events.
// https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md
func (a *answerer) stream(ctx context.Context, responses graphql.ResponseHandler) {
	a.w.Header().Set("Content-Type", streamType+"; charset=utf-8")
	a.w.Header().Set("Cache-Control", "no-store")
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	news := make(chan *graphql.Response)
	go func() {
		defer close(news)
		for response := responses(ctx); response != nil; response = responses(ctx) {
			send(ctx, news, response)
		}
	}()
	for {
		select {
		case response, more := <-news:
			if !more {
				_ = a.send("event: complete\ndata: \n\n")
				return
			}
			a.noteCodes(response.Errors)
			data, err := json.Marshal(response)
			if err != nil || a.send("event: next\ndata: "+string(data)+"\n\n") != nil {
				return
			}
		case <-time.After(keepAlive):
			if a.send(":\n\n") != nil {
				return
			}
		}
	}
}

func (a *answerer) send(event string) error {
	if _, err := io.WriteString(a.w, event); err != nil {
		return err
	}
	return http.NewResponseController(a.w).Flush()
}
