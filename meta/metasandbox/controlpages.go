package metasandbox

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

func (s *Sandbox) indexPage(w http.ResponseWriter, r *http.Request) {
	s.render(w, http.StatusOK, "index", map[string]any{
		"AppID":      s.appID,
		"AppSecret":  s.AppSecret(),
		"Businesses": s.Businesses(),
		"ConfigID":   s.configID,
		"Faults":     len(s.Faults()),
		"Origin":     origin(r),
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

func (s *Sandbox) breakPage(w http.ResponseWriter, _ *http.Request) {
	s.renderBreak(w, http.StatusOK, Fault{Endpoint: "*", Kind: "reset", Times: 1}, "")
}

func (s *Sandbox) renderBreak(w http.ResponseWriter, status int, form Fault, problem string) {
	recent := s.journal.snapshot().Recent
	slices.Reverse(recent)
	s.render(w, status, "break", map[string]any{
		"Businesses": s.Businesses(),
		"Endpoints":  append([]string{"*"}, endpoints()...),
		"Faults":     s.Faults(),
		"Form":       form,
		"Kinds":      faultKinds(),
		"Problem":    problem,
		"Recent":     recent[:min(len(recent), 25)],
	})
}

// submitBreak does what one of the page's forms says, and shows the page again.
func (s *Sandbox) submitBreak(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	businessID := r.PostFormValue("business")
	switch r.PostFormValue("do") {
	case "clear":
		s.ClearFaults()
	case "uninstall":
		s.Uninstall(businessID)
	case "add-dataset":
		if _, err := s.AddDataset(businessID, r.PostFormValue("name")); err != nil {
			s.renderBreak(w, http.StatusBadRequest, Fault{Endpoint: "*", Kind: "reset", Times: 1}, err.Error())
			return
		}
	default:
		f := formFault(r.PostForm)
		if err := f.Validate(); err != nil {
			s.renderBreak(w, http.StatusBadRequest, f, err.Error())
			return
		}
		s.Fail(f)
	}
	http.Redirect(w, r, "/_sandbox/break", http.StatusSeeOther)
}

func formFault(form url.Values) Fault {
	number := func(name string) int {
		n, err := strconv.Atoi(form.Get(name))
		if err != nil && form.Get(name) != "" {
			return -1 // Validate refuses it
		}
		return n
	}
	return Fault{
		Endpoint:      form.Get("endpoint"),
		Kind:          form.Get("kind"),
		Times:         number("times"),
		After:         number("after"),
		Code:          number("code"),
		Subcode:       number("subcode"),
		Status:        number("status"),
		DelayMillis:   number("delayMillis"),
		RegainMinutes: number("regainMinutes"),
	}
}
