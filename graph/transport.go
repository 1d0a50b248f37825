package graph

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Media types of the GraphQL-over-HTTP specification: https://graphql.github.io/graphql-over-http/draft/
const (
	jsonType     = "application/json"
	responseType = "application/graphql-response+json"
	streamType   = "text/event-stream"
)

// transport takes POST with a JSON body and answers with JSON, or for a subscription with server-sent events. It is gqlgen's own
// POST in a form that never repeats the request's body, which may hold a code.
type transport struct{}

// Supports implements graphql.Transport.
func (transport) Supports(r *http.Request) bool {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && r.Method == http.MethodPost && mediaType == jsonType
}

// Do implements graphql.Transport.
func (transport) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	answer := answerer{w: w, accept: r.Header.Get("Accept")}
	params, refusal := readParams(r)
	if refusal != nil {
		answer.refuse(refusal.status, gqlerror.List{{Message: refusal.message, Extensions: map[string]any{"code": "BAD_REQUEST"}}})
		return
	}
	operation, problems := exec.CreateOperationContext(r.Context(), params)
	if problems != nil {
		presented := exec.DispatchError(graphql.WithOperationContext(r.Context(), operation), problems)
		answer.refuse(answer.requestErrorStatus(), presented.Errors)
		return
	}
	responses, ctx := exec.DispatchOperation(r.Context(), operation)
	switch {
	case operation.Operation.Operation != ast.Subscription:
		answer.write(http.StatusOK, responses(ctx))
	case strings.Contains(answer.accept, streamType):
		answer.stream(ctx, responses)
	default:
		answer.refuse(http.StatusNotAcceptable, gqlerror.List{{Message: "Ask for a subscription with Accept: " + streamType + "."}})
	}
}

type refusal struct {
	status  int
	message string
}

func readParams(r *http.Request) (*graphql.RawParams, *refusal) {
	start := graphql.Now()
	params := &graphql.RawParams{Headers: r.Header}
	decoder := json.NewDecoder(r.Body)
	decoder.UseNumber()
	err := decoder.Decode(params)
	if err == nil {
		_, err = decoder.Token() // nothing may follow
		if errors.Is(err, io.EOF) {
			params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
			return params, nil
		}
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, &refusal{http.StatusRequestEntityTooLarge, "The request is too large."}
	}
	return nil, &refusal{http.StatusBadRequest, "The body must be one JSON object with the members query, variables and operationName."}
}

type answerer struct {
	w      http.ResponseWriter
	accept string
}

// mediaType is what the caller prefers of the two JSON types; application/json for those who do not say.
func (a answerer) mediaType() string {
	if strings.Contains(a.accept, responseType) {
		return responseType
	}
	return jsonType
}

// requestErrorStatus: older clients take any status but 200 for a broken server, so application/json gets 200.
func (a answerer) requestErrorStatus() int {
	if a.mediaType() == responseType {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// refuse answers a request that was not executed: there is no data, not even null.
func (a answerer) refuse(status int, problems gqlerror.List) {
	a.write(status, struct {
		Errors gqlerror.List `json:"errors"`
	}{problems})
}

func (a answerer) write(status int, body any) {
	a.w.Header().Set("Content-Type", a.mediaType()+"; charset=utf-8")
	a.w.WriteHeader(status)
	_ = json.NewEncoder(a.w).Encode(body) // the caller is gone; there is nobody to tell
}

// stream sends each response as it comes, in the "distinct connections" mode of GraphQL over Server-Sent Events.
// https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md
func (a answerer) stream(ctx context.Context, responses graphql.ResponseHandler) {
	a.w.Header().Set("Content-Type", streamType)
	a.w.Header().Set("Cache-Control", "no-store")
	controller := http.NewResponseController(a.w)
	for response := responses(ctx); response != nil; response = responses(ctx) {
		data, err := json.Marshal(response)
		if err != nil || a.send("next", string(data), controller) != nil {
			return
		}
	}
	_ = a.send("complete", "", controller)
}

func (a answerer) send(event, data string, controller *http.ResponseController) error {
	if _, err := io.WriteString(a.w, "event: "+event+"\ndata: "+data+"\n\n"); err != nil {
		return err
	}
	return controller.Flush()
}
