package doctor

// Pages of Meta's App Dashboard, below an app. Meta documents the way by its menus only; the addresses are those that people report.
const (
	pageBasic          = "settings/basic/"
	pageConfigurations = "business-login/configurations/"
	pageLoginSettings  = "business-login/settings/"
	pageWebhooks       = "webhooks/"
)

// dashboard is the address of a page of the App Dashboard.
func (d *Doctor) dashboard(page string) string {
	return "https://developers.facebook.com/apps/" + d.Login.AppID + "/" + page
}

// inDashboard is a fix that is made there.
func (d *Doctor) inDashboard(page, action string) Fix {
	return Fix{By: ByAppAdmin, Action: action}.at(d.dashboard(page))
}
