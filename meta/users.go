package meta

import (
	"context"
	"errors"
	"net/url"
)

// SystemUser is who a business integration system user's token speaks for.
type SystemUser struct {
	ID               string // app-scoped
	ClientBusinessID string
}

// Me asks which system user token is, and which business gave it. The token of a person has no such business; that is an
// error with Class Misconfigured and Reason NotSystemUser, in whichever way Meta says it.
//
// Source: https://developers.facebook.com/docs/facebook-login/facebook-login-for-business
func (a *API) Me(ctx context.Context, token Token) (SystemUser, error) {
	r := a.userRequest(OpMe, "me", token, url.Values{"fields": {"client_business_id"}})
	var got meAnswer
	raw, err := a.do(ctx, r, &got)
	if err != nil {
		return SystemUser{}, err
	}
	if got.ClientBusinessID == "" {
		failure := &Error{Class: Misconfigured, Reason: NotSystemUser, Err: errors.New("no client_business_id")}
		a.complete(failure, r, raw)
		return SystemUser{}, failure
	}
	return SystemUser{ID: string(got.ID), ClientBusinessID: string(got.ClientBusinessID)}, nil
}

type meAnswer struct {
	ID               id `json:"id"`
	ClientBusinessID id `json:"client_business_id"`
}

func (m *meAnswer) check() error { return checkID(m.ID) }
