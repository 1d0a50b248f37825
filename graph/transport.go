package graph

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

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
	if isSubscription := operation.Operation.Operation == ast.Subscription; isSubscription != AsksForStream(r) {
		answer.refuse(http.StatusNotAcceptable, gqlerror.List{{
			Message: "Send a subscription, and nothing else, with Accept: " + streamType + ".", Extensions: map[string]any{"code": "BAD_REQUEST"},
		}})
		return
	}
	responses, ctx := exec.DispatchOperation(r.Context(), operation)
	if AsksForStream(r) {
		answer.stream(ctx, responses)
		return
	}
	answer.write(http.StatusOK, responses(ctx))
}

// AsksForStream tells whether a request can be answered with a stream only. Such requests last, so whoever limits the others must
// know them beforehand.
func AsksForStream(r *http.Request) bool {
	return strings.TrimSpace(r.Header.Get("Accept")) == streamType
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
	encoder := json.NewEncoder(a.w)
	encoder.SetEscapeHTML(false) // this is never HTML, and a name may hold an &
	_ = encoder.Encode(body)     // the caller is gone; there is nobody to tell
}

// keepAlive is how often a stream without news says something, lest a proxy takes it for dead.
const keepAlive = 15 * time.Second

// stream sends each response as it comes, in the "distinct connections" mode of GraphQL over Server-Sent Events.
// https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md
func (a answerer) stream(ctx context.Context, responses graphql.ResponseHandler) {
	a.w.Header().Set("Content-Type", streamType)
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

func (a answerer) send(event string) error {
	if _, err := io.WriteString(a.w, event); err != nil {
		return err
	}
	return http.NewResponseController(a.w).Flush()
}
