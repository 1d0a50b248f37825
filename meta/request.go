package meta

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// request is one call before it is sent.
type request struct {
	op     Op
	method string
	path   string // below the version, without a leading slash
	query  url.Values
	form   url.Values // the body; nil where there is none

	businessID string // for whose business; when empty, what the context says

	bearer  string   // who calls; empty when the query says so
	secrets []string // what must not come back in an error, besides what every call hides
	once    bool     // must reach Meta at most once
}

// userRequest is a call in the name of token, with the proof that the caller also has the app secret.
// Source: https://developers.facebook.com/docs/graph-api/guides/secure-requests
func (a *API) userRequest(op Op, path string, token Token, query url.Values) request {
	proof := a.proof(token)
	query.Set("appsecret_proof", proof)
	return request{
		op: op, method: http.MethodGet, path: path, query: query,
		bearer: token.Reveal(), secrets: []string{token.Reveal(), proof},
	}
}

// send sends r and reads the answer, whatever its status. Once it has a connection it is waited for, even when the caller gives up, though not
// beyond the caller's deadline: the answer may say that Meta wants no calls.
func (a *API) send(caller context.Context, r request) (answer, *Error) {
	timeout, transport := a.config.Timeout, a.pooled
	if r.once {
		timeout, transport = 2*timeout, a.once
	}
	if err := caller.Err(); err != nil {
		return answer{}, &Error{Class: NotSent, Err: err}
	}
	ctx, cancel := outlasting(caller, timeout)
	defer cancel()
	way := &sending{giveUp: cancel}
	defer context.AfterFunc(caller, way.abandon)()
	request, err := a.httpRequest(way.watched(ctx), r)
	if err != nil {
		return answer{}, &Error{Class: Bug, Err: errors.New("the Graph API's URL cannot be parsed")}
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		return answer{}, &Error{Class: way.class(), Err: err}
	}
	defer response.Body.Close()
	return readAnswer(response)
}

// outlasting ends after timeout or at the deadline of ctx, but not when ctx is cancelled.
func outlasting(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	end := time.Now().Add(timeout)
	if deadline, ok := ctx.Deadline(); ok && deadline.Before(end) {
		end = deadline
	}
	return context.WithDeadline(context.WithoutCancel(ctx), end)
}

func (a *API) httpRequest(ctx context.Context, r request) (*http.Request, error) {
	var body io.Reader
	if r.form != nil {
		body = strings.NewReader(r.form.Encode())
	}
	request, err := http.NewRequestWithContext(ctx, r.method, a.config.GraphURL+"/"+a.config.Version+"/"+r.path, body)
	if err != nil {
		return nil, err
	}
	request.URL.RawQuery = r.query.Encode()
	request.Header.Set("Accept", "application/json")
	if r.form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if r.bearer != "" {
		request.Header.Set("Authorization", "Bearer "+r.bearer)
	}
	return request, nil
}

func (a *API) proof(token Token) string {
	return hex.EncodeToString(sign(a.appSecret(), []byte(token.Reveal())))
}

func (a *API) appSecret() string {
	if len(a.config.AppSecrets) == 0 {
		return ""
	}
	return a.config.AppSecrets[0].Reveal()
}

// appToken is the app's own access token, which Meta takes in this form without having issued it.
// Source: https://developers.facebook.com/docs/facebook-login/guides/access-tokens#apptokens
func (a *API) appToken() string { return a.config.AppID + "|" + a.appSecret() }

// secrets lists what an error of r must not contain.
func (a *API) secrets(r request) []string {
	secrets := r.secrets
	for _, secret := range a.config.AppSecrets {
		secrets = append(secrets, secret.Reveal())
	}
	return secrets
}

// Fingerprint names the app id and secret that calls are made with, without telling the secret: they are the same as long as it is.
func (a *API) Fingerprint() []byte {
	return sign(a.appSecret(), []byte("fingerprint of app "+a.config.AppID))
}
