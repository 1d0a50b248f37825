package meta

import "net/url"

// Dialog is the login dialog of an app with one of its login configurations, for browsers that are sent there without Meta's SDK.
type Dialog struct {
	URL      string // https://www.facebook.com
	Version  string // v26.0
	AppID    string
	ConfigID string
}

// Address is where to send a browser. It comes back to redirectURI with state and either a code, which [API.ExchangeCode] takes with exactly
// this redirectURI, or an error: access_denied when the person has declined. The app must have registered redirectURI at Meta.
//
// Source: https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
func (d Dialog) Address(redirectURI, state string) (string, error) {
	address, err := url.JoinPath(d.URL, d.Version, "dialog", "oauth")
	if err != nil {
		return "", err
	}
	query := url.Values{
		"client_id": {d.AppID}, "config_id": {d.ConfigID}, "redirect_uri": {redirectURI}, "state": {state},
		"response_type": {"code"}, "override_default_response_type": {"true"},
	}
	return address + "?" + query.Encode(), nil
}
