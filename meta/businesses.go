package meta

import (
	"context"
	"errors"
	"iter"
	"net/url"
)

// Business is a business portfolio. What Meta does not tell is empty.
type Business struct {
	ID                 string
	Name               string
	VerificationStatus string // such as "verified" or "not_verified"
}

const businessFields = "id,name,verification_status"

// Business reads the facts of a business. If the grant does not reach all of them, it returns those that it reaches.
//
// Source: https://developers.facebook.com/docs/marketing-api/reference/business
func (a *API) Business(ctx context.Context, token Token, businessID string) (Business, error) {
	business, err := a.business(ctx, token, businessID, businessFields)
	if isFieldForbidden(err) {
		business, err = a.business(ctx, token, businessID, fewFields)
	}
	return business, err
}

func (a *API) business(ctx context.Context, token Token, businessID, fields string) (Business, error) {
	if !isID(businessID) {
		return Business{}, badID(OpBusiness)
	}
	r := a.userRequest(OpBusiness, businessID, token, url.Values{"fields": {fields}})
	r.businessID = businessID
	var got businessNode
	_, err := a.do(ctx, r, &got)
	if err != nil {
		return Business{}, err
	}
	return got.business(), nil
}

// ConnectedBusinesses lists, page by page and in the app's name, the businesses that have given the app a grant. The first
// error ends it; its class is never Auth.
//
// Source: https://developers.facebook.com/docs/graph-api/reference/application/connected_client_businesses
func (a *API) ConnectedBusinesses(ctx context.Context) iter.Seq2[[]Business, error] {
	l := listing{
		op: OpConnectedBusinesses, token: NewToken(a.appToken()), nodeID: a.config.AppID, edge: "connected_client_businesses",
		fields: []string{businessFields, fewFields, ""},
	}
	return pages(ctx, a, l, func(p page[businessNode]) []Business { return mapped(p.nodes, (*businessNode).business) })
}

// isFieldForbidden says whether asking for fewer fields can help: one that may not be read fails the whole call. An
// object that may not be read at all (subcode 33) fails with any fields.
func isFieldForbidden(err error) bool {
	var failure *Error
	if !errors.As(err, &failure) || failure.Subcode == 33 || failure.Reason != "" {
		return false
	}
	return failure.Class == Client && failure.Code == 100 || failure.Class == Permission && failure.Code == 200
}

func badID(op Op) *Error {
	return &Error{Op: op, Class: Bug, Err: errors.New("the id is not a number")}
}

type businessNode struct {
	ID                 id   `json:"id"`
	Name               text `json:"name"`
	VerificationStatus text `json:"verification_status"`
}

func (b businessNode) nodeID() id    { return b.ID }
func (b *businessNode) check() error { return checkID(b.ID) }

func (b *businessNode) business() Business {
	return Business{ID: string(b.ID), Name: string(b.Name), VerificationStatus: string(b.VerificationStatus)}
}
