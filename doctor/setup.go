package doctor

import (
	"context"

	"capiconnect/meta"
	"capiconnect/onboarding"
)

// Setup is what the App Dashboard has to be given, and how the installation fares with it.
type Setup struct {
	Report
	LoginConfiguration *onboarding.LoginConfiguration

	SDKDomains         []string // origins of pages with a login button
	RedirectURIs       []string // where the login dialog may lead back to
	WebhookURL         string
	WebhookFields      []string // of the object Application
	IsVerifyTokenSet   bool
	DeauthorizeURL     string
	DataDeletionURL    string
	ConfigurationsPage string // of the App Dashboard
	LoginSettingsPage  string
	WebhooksPage       string
	BasicSettingsPage  string
}

// Setup is Report with the values for the App Dashboard.
func (d *Doctor) Setup(ctx context.Context, fresh bool) *Setup {
	return &Setup{
		Report:             d.Report(ctx, fresh),
		LoginConfiguration: &d.Login,
		SDKDomains:         d.sdkDomains(),
		RedirectURIs:       []string{d.url("oauth/callback"), d.url("connect"), d.url("admin/connect")},
		WebhookURL:         d.url(webhookPath),
		WebhookFields:      meta.GrantFields(),
		IsVerifyTokenSet:   !d.VerifyToken.IsZero(),
		DeauthorizeURL:     d.url(deauthorizePath),
		DataDeletionURL:    d.url(dataDeletionPath),
		ConfigurationsPage: d.dashboard(pageConfigurations),
		LoginSettingsPage:  d.dashboard(pageLoginSettings),
		WebhooksPage:       d.dashboard(pageWebhooks),
		BasicSettingsPage:  d.dashboard(pageBasic),
	}
}
