package meta

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
)

// Receipt is what Meta answered to taking something back. Neither outcome is proof: ask DebugToken.
type Receipt struct {
	Accepted       bool     // Meta did what it was asked, at the request of one caller or the other
	AlreadyInvalid bool     // Meta did not take the token any more, from any caller
	FBTraceIDs     []string // of the answers, in their order
}

// RevokeToken ends token at Meta. It may be repeated. The token itself is the caller; if Meta does not take it for that,
// the app is, since a token that is merely suspended would otherwise survive.
//
// Source: https://developers.facebook.com/docs/facebook-login/guides/access-tokens/revoking
func (a *API) RevokeToken(ctx context.Context, token Token) (Receipt, error) {
	byItself, err := a.revoke(ctx, token, token.Reveal(), a.proof(token))
	if err != nil || !byItself.AlreadyInvalid {
		return byItself, err
	}
	byApp, err := a.revoke(ctx, token, a.appToken(), "")
	receipt := Receipt{FBTraceIDs: append(byItself.FBTraceIDs, byApp.FBTraceIDs...)}
	var failure *Error
	if errors.As(err, &failure) && failure.Class.Retryable() {
		return receipt, err
	}
	receipt.Accepted, receipt.AlreadyInvalid = byApp.Accepted, !byApp.Accepted
	return receipt, nil
}

func (a *API) revoke(ctx context.Context, token Token, caller, proof string) (Receipt, error) {
	query := a.appQuery()
	query.Set("revoke_token", token.Reveal())
	query.Set("access_token", caller)
	if proof != "" {
		query.Set("appsecret_proof", proof)
	}
	return a.takeBack(ctx, request{
		op: OpRevokeToken, method: http.MethodGet, path: "oauth/revoke", query: query,
		secrets: []string{token.Reveal(), proof},
	})
}

// DeletePermissions withdraws, in the name of token, everything that its system user granted to the app, which removes
// the app from the business. It may be repeated.
//
// Source: https://developers.facebook.com/docs/facebook-login/guides/permissions/request-revoke#revoking-permissions
func (a *API) DeletePermissions(ctx context.Context, token Token) (Receipt, error) {
	r := a.userRequest(OpDeletePermissions, "me/permissions", token, url.Values{})
	r.method = http.MethodDelete
	return a.takeBack(ctx, r)
}

// DeletePermissionsOf is DeletePermissions in the app's name, for a system user none of whose tokens can ask for it any more. userID is
// app-scoped, as SystemUser.ID is.
//
// Source: https://developers.facebook.com/docs/facebook-login/guides/permissions/request-revoke#revoking-permissions
func (a *API) DeletePermissionsOf(ctx context.Context, userID string) (Receipt, error) {
	if !isID(userID) {
		return Receipt{}, badID(OpDeletePermissions)
	}
	return a.takeBack(ctx, request{
		op: OpDeletePermissions, method: http.MethodDelete, path: userID + "/permissions", query: url.Values{}, bearer: a.appToken(),
	})
}

// takeBack sends r and reads the refusal of a dead token as success.
func (a *API) takeBack(ctx context.Context, r request) (Receipt, error) {
	got, err := a.do(ctx, r, new(successAnswer))
	var failure *Error
	if !errors.As(err, &failure) {
		return Receipt{Accepted: true, FBTraceIDs: list(got.traceID)}, nil
	}
	receipt := Receipt{AlreadyInvalid: failure.Class == Auth, FBTraceIDs: list(failure.FBTraceID)}
	if receipt.AlreadyInvalid {
		return receipt, nil
	}
	return receipt, err
}

func list(traceID string) []string {
	if traceID == "" {
		return nil
	}
	return []string{traceID}
}

// successAnswer is true for true, {"success":true}, {"success":"true"} and any other object without an error; Meta's
// pages do not agree on the form.
type successAnswer bool

func (s *successAnswer) UnmarshalJSON(data []byte) error {
	var answer struct {
		Success flag `json:"success"`
	}
	if bytes.HasPrefix(data, []byte("{")) {
		err := json.Unmarshal(data, &answer)
		*s = answer.Success != "false"
		return err
	}
	err := answer.Success.UnmarshalJSON(data)
	*s = successAnswer(answer.Success.isTrue())
	return err
}

func (s *successAnswer) check() error {
	if !bool(*s) {
		return errors.New("the answer does not say success")
	}
	return nil
}
