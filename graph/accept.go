package graph

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// Media types of the GraphQL-over-HTTP specification: https://graphql.github.io/graphql-over-http/draft/
const (
	jsonType     = "application/json"
	responseType = "application/graphql-response+json"
	streamType   = "text/event-stream"
)

// AsksForStream tells whether a request can be answered with a stream only. Such requests last, so whoever limits the others must
// know them beforehand.
func AsksForStream(r *http.Request) bool {
	return strings.TrimSpace(r.Header.Get("Accept")) == streamType
}

// acceptable is which of the two JSON types a caller prefers: application/json for those who take anything, and for whoever asks for a stream
// that is refused. It is false where neither will do.
func acceptable(r *http.Request) (mediaType string, ok bool) {
	accept := r.Header.Get("Accept")
	switch strings.TrimSpace(accept) {
	case "", jsonType, streamType:
		return jsonType, true
	}
	weights := weightsOf(accept)
	plain, ours := weightIn(weights, jsonType), weightIn(weights, responseType)
	_, isNamed := weights[responseType]
	switch {
	case isNamed && ours > 0 && ours >= plain:
		return responseType, true
	case plain > 0:
		return jsonType, true
	case ours > 0:
		return responseType, true
	}
	return jsonType, false
}

// weightsOf reads an Accept header. What is malformed in it counts for nothing. https://www.rfc-editor.org/rfc/rfc9110#name-accept
func weightsOf(accept string) map[string]float64 {
	weights := map[string]float64{}
	for _, one := range strings.Split(accept, ",") {
		mediaType, parameters, err := mime.ParseMediaType(one)
		if err != nil {
			continue
		}
		weight := 1.0
		if q, given := parameters["q"]; given {
			if weight, err = strconv.ParseFloat(q, 64); err != nil {
				continue
			}
		}
		weights[mediaType] = weight
	}
	return weights
}

// weightIn is that of the most specific range.
func weightIn(weights map[string]float64, mediaType string) float64 {
	for _, media := range []string{mediaType, "application/*", "*/*"} {
		if weight, found := weights[media]; found {
			return weight
		}
	}
	return 0
}
