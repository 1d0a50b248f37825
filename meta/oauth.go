package meta

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Grant is what a code was exchanged for.
type Grant struct {
	Token     Token
	ExpiresIn time.Duration // 0 when it never expires or Meta did not say; DebugToken knows
}

// ExchangeCode turns the code of a finished login dialog into a token. A code works once and for about 30 seconds, so
// this sends exactly one request and never repeats it; whether a failed one may have used up the code is told by its
// Class: NotSent means no, and so does Throttled with Status 0 (see [Config.Admit]); NoAnswer and InvalidAnswer mean
// perhaps, any other class means that Meta gave no token for it.
//
// redirectURI is empty for a code from the JavaScript SDK, else exactly the one that the dialog was opened with.
//
// Source: https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow#exchangecode
func (a *API) ExchangeCode(ctx context.Context, code, redirectURI string) (Grant, error) {
	query := a.appQuery()
	query.Set("code", code)
	if redirectURI != "" {
		query.Set("redirect_uri", redirectURI)
	}
	r := request{
		op: OpExchangeCode, method: http.MethodGet, path: "oauth/access_token", query: query,
		secrets: []string{code}, once: true,
	}
	var got grantAnswer
	_, err := a.do(ctx, r, &got)
	if err != nil {
		return Grant{}, err
	}
	return got.grant(), nil
}

// RefreshToken turns a token that lasts 60 days into another that lasts 60 days from now. The old one stays valid until its
// own end, so this may be repeated; one that has ended cannot be refreshed, and is refused with Class Auth.
//
// Source: https://developers.facebook.com/docs/business-management-apis/system-users/install-apps-and-generate-tokens
func (a *API) RefreshToken(ctx context.Context, token Token) (Grant, error) {
	query := a.appQuery()
	query.Set("grant_type", "fb_exchange_token")
	query.Set("fb_exchange_token", token.Reveal())
	query.Set("set_token_expires_in_60_days", "true")
	r := request{
		op: OpRefreshToken, method: http.MethodGet, path: "oauth/access_token", query: query,
		secrets: []string{token.Reveal()},
	}
	var got grantAnswer
	_, err := a.do(ctx, r, &got)
	if err != nil {
		return Grant{}, err
	}
	return got.grant(), nil
}

// FetchToken asks, in the name of token, for the token that the business's system user has already. It makes no new one, so
// it may be repeated, and gets back a token whose exchange was answered but whose answer was lost.
//
// Source: https://developers.facebook.com/docs/facebook-login/facebook-login-for-business
func (a *API) FetchToken(ctx context.Context, token Token, businessID string) (Token, error) {
	if !isID(businessID) {
		return Token{}, badID(OpFetchToken)
	}
	r := a.userRequest(OpFetchToken, businessID+"/system_user_access_tokens", token, url.Values{"fetch_only": {"true"}})
	r.method, r.businessID = http.MethodPost, businessID
	var got grantAnswer
	_, err := a.do(ctx, r, &got)
	if err != nil {
		return Token{}, err
	}
	return got.grant().Token, nil
}

// datasetTokenAsk is what DatasetToken asks for, in Meta's words.
func datasetTokenAsk(datasetID string, permissions []string) url.Values {
	return url.Values{
		"asset": {datasetID}, "scope": {strings.Join(permissions, ",")}, "set_token_expires_in_60_days": {"true"},
	}
}

// DatasetToken has Meta make, from the token of a business, another one that lasts 60 days, reaches one dataset and has these permissions,
// which must be among those of token. Whether Meta has narrowed it down is for DebugToken to say. Each call makes another token.
//
// Source: https://developers.facebook.com/docs/facebook-login/facebook-login-for-business
func (a *API) DatasetToken(ctx context.Context, token Token, businessID, datasetID string, permissions ...string) (Token, error) {
	if !isID(businessID) || !isID(datasetID) {
		return Token{}, badID(OpDatasetToken)
	}
	r := a.userRequest(OpDatasetToken, businessID+"/system_user_access_tokens", token, datasetTokenAsk(datasetID, permissions))
	r.method, r.businessID = http.MethodPost, businessID
	var got grantAnswer
	if _, err := a.do(ctx, r, &got); err != nil {
		return Token{}, err
	}
	return got.grant().Token, nil
}

// AppToken asks Meta for the app's own token, which it gives only for an app id and secret that belong together.
// Source: https://developers.facebook.com/docs/facebook-login/guides/access-tokens#apptokens
func (a *API) AppToken(ctx context.Context) (Token, error) {
	query := a.appQuery()
	query.Set("grant_type", "client_credentials")
	var got grantAnswer
	_, err := a.do(ctx, request{op: OpAppToken, method: http.MethodGet, path: "oauth/access_token", query: query}, &got)
	if err != nil {
		return Token{}, err
	}
	return got.grant().Token, nil
}

// appQuery is how the app identifies itself at Meta's OAuth endpoints.
func (a *API) appQuery() url.Values {
	return url.Values{"client_id": {a.config.AppID}, "client_secret": {a.appSecret()}}
}

type grantAnswer struct {
	AccessToken string `json:"access_token"`
	ExpiresIn   number `json:"expires_in"`
}

func (g *grantAnswer) check() error {
	if g.AccessToken == "" {
		return errors.New("no access_token in the answer")
	}
	return nil
}

func (g *grantAnswer) grant() Grant {
	return Grant{Token: NewToken(g.AccessToken), ExpiresIn: g.ExpiresIn.of(time.Second)}
}
