package metasandbox

import (
	"cmp"
	"net/http"
)

func (s *Sandbox) indexPage(w http.ResponseWriter, r *http.Request) {
	businesses, more := s.shownBusinesses()
	s.render(w, http.StatusOK, "index", map[string]any{
		"AppID":      s.appID,
		"AppSecret":  s.AppSecret(),
		"Businesses": businesses,
		"ConfigID":   s.configID,
		"Faults":     len(s.Faults()),
		"More":       more,
		"Origin":     origin(r),
		"Random":     s.RandomFaults().Rate > 0,
		"Version":    latestVersion,
	})
}

// issuePage shows a code for a business: the dialog without the dialog.
func (s *Sandbox) issuePage(w http.ResponseWriter, r *http.Request) {
	id := r.PostFormValue("business")
	code, err := s.IssueCode(CodeRequest{BusinessID: id})
	if err != nil {
		writeProblem(w, http.StatusBadRequest, err)
		return
	}
	s.render(w, http.StatusOK, "issued", map[string]any{
		"Business": cmp.Or(s.world.business(id).name, "Unnamed business"),
		"Code":     code,
		"Seconds":  int(codeLifetime.Seconds()),
	})
}

// tryPage is a partner's page in miniature, to see the SDK and the popup work.
func (s *Sandbox) tryPage(w http.ResponseWriter, _ *http.Request) {
	s.render(w, http.StatusOK, "try", map[string]any{"AppID": s.appID, "ConfigID": s.configID, "Version": latestVersion})
}

// shownBusinesses are those that a page lists: all of the cast, and as many of those
// added as a browser bears.
func (s *Sandbox) shownBusinesses() (shown []BusinessInfo, more int) {
	const most = 500
	all := s.world.all()
	shown = s.describeBusinesses(all[:min(most, len(all))])
	return shown, len(all) - len(shown)
}
