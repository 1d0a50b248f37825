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
	maxGraphQLBody = 96 << 10 // a logo takes 64 KiB
	maxAuthBody    = 4 << 10
)

var (
	errNotJSON  = &httpError{http.StatusUnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "Send the request as application/json."}
	errTooLarge = &httpError{http.StatusRequestEntityTooLarge, "REQUEST_TOO_LARGE", "The request is larger than 96 KiB."}
	errBadBody  = &httpError{http.StatusBadRequest, "BAD_REQUEST", "The request's body could not be read."}
)

// isJSON says whether a request says that it is JSON. Insisting on that makes browsers ask first before they send a request across origins.
// https://fetch.spec.whatwg.org/#cors-safelisted-request-header
func isJSON(r *http.Request) bool {
	mediaType, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && mediaType == "application/json" && isUTF8(parameters["charset"])
}

func isUTF8(charset string) bool {
	return charset == "" || bytes.EqualFold([]byte(charset), []byte("utf-8"))
}

// withJSONBody hands on requests whose body is complete, small and says that it is JSON.
func withJSONBody(room bodies, next http.Handler) http.Handler {
	whole := room.whole(maxGraphQLBody, func(w http.ResponseWriter, r *http.Request, err error) { writeGraphQLError(w, r, unread(err)) }, next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isJSON(r) {
			writeGraphQLError(w, r, errNotJSON)
			return
		}
		whole.ServeHTTP(w, r)
	})
}

// unread says why a body could not be read.
func unread(err error) *httpError {
	switch {
	case errors.As(err, new(*http.MaxBytesError)):
		return errTooLarge
	case errors.Is(err, errOverloaded):
		return errOverloaded
	}
	return errBadBody
}

// decodeJSON reads one JSON object into input, or answers why it could not.
func decodeJSON(w http.ResponseWriter, r *http.Request, input any) bool {
	if !isJSON(r) {
		writeError(w, r, errNotJSON)
		return false
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxAuthBody))
	if err != nil {
		writeError(w, r, unread(err))
		return false
	}
	if json.Unmarshal(body, input) != nil {
		writeError(w, r, errBadBody)
		return false
	}
	return true
}
