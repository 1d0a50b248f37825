package metasandbox

import (
	"cmp"
	"crypto/rand"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
)

const breakPath = "/_sandbox/break"

// action is what one button of the page does, and the section that it is in.
type action struct {
	section string
	do      func(*Sandbox, *http.Request, *form) error
}

func actions() map[string]action {
	return map[string]action{
		"add-fault":   {"new", addFault},
		"clear":       {"active", func(s *Sandbox, _ *http.Request, _ *form) error { s.ClearFaults(); return nil }},
		"random":      {"random", failRandomly},
		"add-dataset": {"events", addDataset},
		"uninstall":   {"events", uninstall},
		"invalidate":  {"events", invalidate},
		"withdraw":    {"events", withdraw},
		"clock":       {"app", moveClock},
		"rotate":      {"app", func(s *Sandbox, _ *http.Request, _ *form) error { s.RotateSecret(rand.Text()); return nil }},
		"rotate-grace": {"app", func(s *Sandbox, _ *http.Request, _ *form) error {
			s.RotateSecretWithGrace(rand.Text())
			return nil
		}},
		"end-grace":      {"app", func(s *Sandbox, _ *http.Request, _ *form) error { s.EndSecretGrace(); return nil }},
		"callbacks":      {"callbacks", setCallbacks},
		"webhook":        {"send", sendWebhook},
		"signed-request": {"send", sendSignedRequest},
		"storm":          {"storm", brew},
	}
}

// breakPage shows the forms, filled in as the query says: a link can lead to one fault, or to one client.
func (s *Sandbox) breakPage(w http.ResponseWriter, r *http.Request) {
	given := url.Values{"endpoint": {"*"}, "kind": {"reset"}, "times": {"1"}}
	maps.Copy(given, r.URL.Query())
	s.renderBreak(w, http.StatusOK, given, nil)
}

// submitBreak does what one of the page's buttons says, and shows the page again:
// with what was given, if that did not work.
func (s *Sandbox) submitBreak(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		writeProblem(w, http.StatusBadRequest, err)
		return
	}
	chosen, known := actions()[cmp.Or(r.PostForm.Get("do"), "add-fault")]
	if !known {
		writeProblem(w, http.StatusBadRequest, errors.New("no such button"))
		return
	}
	f := &form{values: r.PostForm}
	if err := chosen.do(s, r, f); err != nil {
		s.renderBreak(w, http.StatusBadRequest, r.PostForm, err)
		return
	}
	http.Redirect(w, r, breakPath+"#"+chosen.section, http.StatusSeeOther)
}

func (s *Sandbox) renderBreak(w http.ResponseWriter, status int, given url.Values, problem error) {
	const most = 25
	recent, deliveries := s.journal.latest(most), s.postman.latest(most)
	slices.Reverse(recent)
	slices.Reverse(deliveries)
	businesses, _ := s.shownBusinesses()
	callbacks := s.Callbacks()
	if given.Get("do") == "callbacks" { // they were refused: show what is to be mended
		callbacks = givenCallbacks(given)
	}
	s.render(w, status, "break", map[string]any{
		"Businesses":  businesses,
		"Callbacks":   callbacks,
		"Deliveries":  deliveries,
		"Endpoints":   append([]string{"*"}, endpoints()...),
		"Faults":      s.Faults(),
		"Fields":      webhookFields(),
		"Given":       given,
		"Kinds":       faultKinds(),
		"Now":         s.now(),
		"OwnClock":    s.clock != nil,
		"Permissions": s.permissions,
		"Problem":     problem,
		"Random":      s.RandomFaults(),
		"Recent":      recent,
		"Storm":       s.Storm(),
	})
}
