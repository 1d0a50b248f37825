// Package toolchains calls CAPI Connect from Go, by a client that genqlient generates from the schema.
package toolchains

import (
	"net/http"

	"github.com/Khan/genqlient/graphql"
)

//go:generate go tool genqlient

// NewClient calls the installation at url with an API key.
func NewClient(url, key string) graphql.Client {
	return graphql.NewClient(url+"/graphql", &http.Client{Transport: bearer(key)})
}

// bearer adds an API key to each request.
type bearer string

// RoundTrip implements http.RoundTripper.
func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+string(b))
	return http.DefaultTransport.RoundTrip(r)
}
