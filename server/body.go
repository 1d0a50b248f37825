package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
)

const (
	maxGraphQLBody = 64 << 10
	maxAuthBody    = 4 << 10
)

var (
	errNotJSON  = &httpError{http.StatusUnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "Send the request as application/json."}
	errTooLarge = &httpError{http.StatusRequestEntityTooLarge, "REQUEST_TOO_LARGE", "The request is larger than 64 KiB."}
	errBadBody  = &httpError{http.StatusBadRequest, "BAD_REQUEST", "The request's body could not be read."}
)

// readJSONBody reads a whole body of at most limit bytes that says it is JSON. Insisting on that media type makes browsers ask first
// before they send a request across origins. https://fetch.spec.whatwg.org/#cors-safelisted-request-header
func readJSONBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, *httpError) {
	mediaType, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" || !isUTF8(parameters["charset"]) {
		return nil, errNotJSON
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, errTooLarge
	case err != nil:
		return nil, errBadBody
	}
	return body, nil
}

func isUTF8(charset string) bool {
	return charset == "" || bytes.EqualFold([]byte(charset), []byte("utf-8"))
}

// withJSONBody hands on requests whose body is complete, small and says that it is JSON.
func withJSONBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, refusal := readJSONBody(w, r, maxGraphQLBody)
		if refusal != nil {
			writeGraphQLError(w, r, refusal)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		next.ServeHTTP(w, r)
	})
}

// withWholeBody hands on requests whose body is complete and has at most limit bytes: a slow sender keeps nothing busy but its connection.
func withWholeBody(limit int64, refuse func(http.ResponseWriter, *http.Request, error), next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
		if err != nil {
			refuse(w, r, err)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		next.ServeHTTP(w, r)
	})
}

// decodeJSON reads one JSON object into input, or answers why it could not.
func decodeJSON(w http.ResponseWriter, r *http.Request, input any) bool {
	body, refusal := readJSONBody(w, r, maxAuthBody)
	if refusal == nil && json.Unmarshal(body, input) != nil {
		refusal = errBadBody
	}
	if refusal != nil {
		writeError(w, r, refusal)
		return false
	}
	return true
}
