package meta

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"
)

// TokenSystemUser is the TokenInfo.Type of business integration system users' tokens, the only ones that outlive the
// person who logged in.
const TokenSystemUser = "SYSTEM_USER"

// TokenInfo is what Meta knows about a token.
type TokenInfo struct {
	AppID  string // of the app that it was issued to; empty when Meta cannot read the token
	Type   string // TokenSystemUser, "USER", "PAGE" or "APP"; empty when Meta cannot read the token
	Valid  bool
	UserID string // app-scoped, the same as SystemUser.ID

	Scopes         []string
	GranularScopes []GranularScope // a scope missing here is unknown, not denied: Scopes decides

	IssuedAt            time.Time // zero when unknown
	ExpiresAt           time.Time // zero when never or unknown
	DataAccessExpiresAt time.Time // zero when never or unknown

	Err       *Error // why the token is not valid; nil when Meta does not say
	FBTraceID string // of the answer
}

// GranularScope says to which of a business's assets a scope is limited.
type GranularScope struct {
	Scope     string
	TargetIDs []string // nil when Meta lists none: not limited, or unknown
}

// DebugToken asks, in the app's name, what token is. An invalid token is a result, not an error; an error says nothing
// about the token, and its class is never Auth.
//
// Source: https://developers.facebook.com/docs/graph-api/reference/debug_token
func (a *API) DebugToken(ctx context.Context, token Token) (TokenInfo, error) {
	r := request{
		op: OpDebugToken, method: http.MethodGet, path: "debug_token",
		query:   url.Values{"input_token": {token.Reveal()}},
		bearer:  a.appToken(),
		secrets: []string{token.Reveal()},
	}
	var got debugAnswer
	raw, err := a.do(ctx, r, &got)
	if err != nil {
		return TokenInfo{}, err
	}
	info := got.Data.info()
	info.FBTraceID = raw.traceID
	if got.Data.Error != nil {
		info.Err = got.Data.Error.failure()
		info.Err.Class, info.Err.Reason = classify("", info.Err)
		a.complete(info.Err, r, raw)
	}
	return info, nil
}

type debugAnswer struct {
	Data *debugData `json:"data"`
}

// check insists on is_valid: credentials are thrown away when it is false, so absent must not pass for false.
func (d *debugAnswer) check() error {
	if d.Data == nil || d.Data.IsValid == "" {
		return errors.New("no data.is_valid in the answer")
	}
	return nil
}

type debugData struct {
	AppID               id         `json:"app_id"`
	Type                text       `json:"type"`
	IsValid             flag       `json:"is_valid"`
	UserID              id         `json:"user_id"`
	Scopes              []string   `json:"scopes"`
	GranularScopes      []granular `json:"granular_scopes"`
	IssuedAt            unixTime   `json:"issued_at"`
	ExpiresAt           unixTime   `json:"expires_at"`
	DataAccessExpiresAt unixTime   `json:"data_access_expires_at"`
	Error               *errorBody `json:"error"`
}

type granular struct {
	Scope     string `json:"scope"`
	TargetIDs []id   `json:"target_ids"`
}

func (d *debugData) info() TokenInfo {
	info := TokenInfo{
		AppID: string(d.AppID), Type: string(d.Type), Valid: d.IsValid.isTrue(), UserID: string(d.UserID),
		Scopes:   d.Scopes,
		IssuedAt: d.IssuedAt.Time, ExpiresAt: d.ExpiresAt.Time, DataAccessExpiresAt: d.DataAccessExpiresAt.Time,
	}
	for _, g := range d.GranularScopes {
		info.GranularScopes = append(info.GranularScopes, GranularScope{Scope: g.Scope, TargetIDs: strs(g.TargetIDs)})
	}
	return info
}

// strs keeps the difference between an empty list and none.
func strs(ids []id) []string {
	if ids == nil {
		return nil
	}
	list := make([]string, len(ids))
	for i, one := range ids {
		list[i] = string(one)
	}
	return list
}
