package meta

import (
	"context"
	"net/url"
	"time"
)

// App is what Meta tells the app about itself. What Meta does not tell is empty.
type App struct {
	ID             string
	Name           string
	DeauthorizeURL string // where Meta tells that somebody removed the app

	Skew time.Duration // how far Meta's clock is ahead of ours, see [Call]
}

const appFields = "id,name,deauth_callback_url"

// App reads the app's own facts, in the app's name; the error's class is never Auth. If Meta does not tell all of them, it returns
// those that Meta tells.
//
// Source: https://developers.facebook.com/docs/graph-api/reference/application
func (a *API) App(ctx context.Context) (App, error) {
	app, err := a.app(ctx, appFields)
	if isFieldForbidden(err) {
		app, err = a.app(ctx, fewFields)
	}
	return app, err
}

func (a *API) app(ctx context.Context, fields string) (App, error) {
	if !isID(a.config.AppID) {
		return App{}, badID(OpApp)
	}
	var got appNode
	raw, err := a.do(ctx, a.userRequest(OpApp, a.config.AppID, NewToken(a.appToken()), url.Values{"fields": {fields}}), &got)
	if err != nil {
		return App{}, err
	}
	return App{ID: string(got.ID), Name: string(got.Name), DeauthorizeURL: string(got.DeauthorizeURL), Skew: raw.skew}, nil
}

type appNode struct {
	ID             id   `json:"id"`
	Name           text `json:"name"`
	DeauthorizeURL text `json:"deauth_callback_url"`
}

func (n *appNode) check() error { return checkID(n.ID) }
