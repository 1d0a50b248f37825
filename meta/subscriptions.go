package meta

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/url"
)

// ObjectApplication is the Subscription.Object whose fields tell of grants.
const ObjectApplication = "application"

// Subscription says of what kind of object Meta sends webhooks, and where to.
type Subscription struct {
	Object      string
	CallbackURL string
	Active      bool
	Fields      []string // which changes of the object are told
}

// Subscriptions lists the app's subscriptions, in the app's name; there is one for each kind of object at the most. The error's class
// is never Auth.
//
// Source: https://developers.facebook.com/docs/graph-api/reference/app/subscriptions
func (a *API) Subscriptions(ctx context.Context) ([]Subscription, error) {
	if !isID(a.config.AppID) {
		return nil, badID(OpSubscriptions)
	}
	r := a.userRequest(OpSubscriptions, a.config.AppID+"/subscriptions", NewToken(a.appToken()), url.Values{})
	var got subscriptionsAnswer
	if _, err := a.do(ctx, r, &got); err != nil {
		return nil, err
	}
	subscriptions := make([]Subscription, len(got.Data))
	for i, one := range got.Data {
		subscriptions[i] = Subscription{
			Object: string(one.Object), CallbackURL: string(one.CallbackURL), Active: one.Active.isTrue(), Fields: one.names(),
		}
	}
	return subscriptions, nil
}

type subscriptionsAnswer struct {
	Data []subscriptionNode `json:"data"`
}

// check insists on data: an app without subscriptions has an empty list.
func (s *subscriptionsAnswer) check() error {
	if s.Data == nil {
		return errors.New("no data in the answer")
	}
	return nil
}

type subscriptionNode struct {
	Object      text              `json:"object"`
	CallbackURL text              `json:"callback_url"`
	Active      flag              `json:"active"`
	Fields      []subscribedField `json:"fields"`
}

func (n subscriptionNode) names() []string {
	names := make([]string, len(n.Fields))
	for i, field := range n.Fields {
		names[i] = string(field)
	}
	return names
}

// subscribedField is a field's name. Meta sends an object with name and version; its reference also speaks of plain texts.
type subscribedField text

func (f *subscribedField) UnmarshalJSON(data []byte) error {
	var named struct {
		Name json.RawMessage `json:"name"`
	}
	if bytes.HasPrefix(data, []byte("{")) {
		if err := json.Unmarshal(data, &named); err != nil {
			return err
		}
		data = named.Name
	}
	return (*text)(f).UnmarshalJSON(data)
}
