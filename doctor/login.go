package doctor

import (
	"context"
	"fmt"
	"net/url"
	"strings"
)

// loginConfiguration goes by what came of logins: Meta tells nobody about configurations.
func (r *round) loginConfiguration(context.Context) finding {
	outcomes, err := r.logins()
	switch {
	case err != nil:
		return noDatabase()
	case outcomes.PersonsAt != nil && (outcomes.CompletedAt == nil || outcomes.PersonsAt.After(*outcomes.CompletedAt)):
		return failed("The last login with configuration %s, on %s, gave the token of a person, which is of no use.", r.Login.ConfigID, date(*outcomes.PersonsAt)).
			fixedBy(r.inDashboard(pageConfigurations, "Make a configuration with the token type “System-user access token”; it cannot be changed later. Then put its id into META_CONFIG_ID and restart the program."))
	case outcomes.CompletedAt == nil:
		return unknown("Meta tells nobody about configurations. The first client that connects shows whether %s works.", r.Login.ConfigID).
			fixedBy(r.inDashboard(pageConfigurations, "Compare META_CONFIG_ID with the configuration's id. Its token type has to be “System-user access token”, and its permissions "+strings.Join(r.Login.Permissions, " and ")+"."))
	}
	return ok("A client last connected with configuration %s on %s.", r.Login.ConfigID, date(*outcomes.CompletedAt))
}

// sdkLogin goes by what came of logins, too.
func (r *round) sdkLogin(context.Context) finding {
	outcomes, err := r.logins()
	switch {
	case err != nil:
		return noDatabase()
	case outcomes.PopupAt == nil:
		return unknown("Meta tells nobody which domains may use the SDK. The first client that connects in a popup shows whether it works.").
			fixedBy(r.inDashboard(pageLoginSettings, fmt.Sprintf("Switch “Login with the JavaScript SDK” on, and put %s into “Allowed Domains for the JavaScript SDK”.",
				strings.Join(r.sdkDomains(), " and "))))
	}
	return ok("A code from a popup last led to a connection on %s.", date(*outcomes.PopupAt))
}

// sdkDomains are the origins of all pages with a login button.
func (d *Doctor) sdkDomains() []string {
	return append([]string{(&url.URL{Scheme: d.PublicURL.Scheme, Host: d.PublicURL.Host}).String()}, d.AllowedOrigins...)
}
