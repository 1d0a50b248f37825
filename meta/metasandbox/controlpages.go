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
		"Businesses": s.withDatasets(businesses),
		"ConfigID":   s.configID,
		"Faults":     len(s.Faults()),
		"More":       more,
		"Origin":     origin(r),
		"Random":     s.RandomFaults().Rate > 0,
		"Scripts":    scripts(),
		"Version":    latestVersion,
	})
}

// issuePage shows a code for a business, or for an outcome: the dialog without the
// dialog.
func (s *Sandbox) issuePage(w http.ResponseWriter, r *http.Request) {
	code, err := s.IssueCode(CodeRequest{BusinessID: r.PostFormValue("business"), Outcome: Outcome(r.PostFormValue("outcome"))})
	if err != nil {
		writeProblem(w, http.StatusBadRequest, err)
		return
	}
	s.render(w, http.StatusOK, "issued", map[string]any{
		"Business": cmp.Or(s.world.business(s.codes.businessOf(code)).name, "Unnamed business"),
		"Outcome":  r.PostFormValue("outcome"),
		"Code":     code,
		"Seconds":  int(codeLifetime.Seconds()),
	})
}

// tryPage is a partner's page in miniature, to see the SDK and the popup work.
func (s *Sandbox) tryPage(w http.ResponseWriter, _ *http.Request) {
	s.render(w, http.StatusOK, "try", map[string]any{"AppID": s.appID, "ConfigID": s.configID, "Version": latestVersion})
}

// shownBusiness is a business with as many of its datasets as are worth a look.
type shownBusiness struct {
	BusinessInfo
	Datasets []choice
}

func (s *Sandbox) withDatasets(businesses []BusinessInfo) []shownBusiness {
	const most = 12
	var shown []shownBusiness
	for _, b := range businesses {
		all := s.datasetChoices(s.world.business(b.ID))
		listed := all[:min(most, len(all))]
		if more := len(all) - len(listed); more > 0 {
			listed = append(listed, choice{Label: "and " + thousands(more) + " more"})
		}
		shown = append(shown, shownBusiness{b, listed})
	}
	return shown
}

// shownBusinesses are those that a page lists: all of the cast, and as many of those
// added as a browser bears.
func (s *Sandbox) shownBusinesses() (shown []BusinessInfo, more int) {
	const most = 500
	all := s.world.all()
	shown = s.describeBusinesses(all[:min(most, len(all))])
	return shown, len(all) - len(shown)
}
