package metasandbox

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// tokenResponse is what a dialog gives that was not asked for a code with
// override_default_response_type. It looks like what it is: of no use.
const tokenResponse = "SANDBOX-token-response-instead-of-a-code"

// dialogRequest is the query of the login dialog. It has two modes: popup, where
// the SDK waits for a message (channel, origin), and redirect (redirect_uri).
//
// https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
type dialogRequest struct {
	channel, origin    string
	redirectURI, state string
	wantsCode          bool
}

// outcome is how a dialog ended.
type outcome struct {
	Code        string
	AccessToken string // instead of a code, when nobody asked for one
	Cancelled   bool
}

func (s *Sandbox) serveDialog(w http.ResponseWriter, r *http.Request) {
	q, problem := s.readDialog(r)
	switch {
	case problem != "":
		s.render(w, http.StatusBadRequest, "unavailable", problem)
	case r.Method == http.MethodGet:
		s.chooseBusiness(w, q, "")
	case r.Method == http.MethodPost:
		s.submitDialog(w, r, q)
	default:
		w.Header().Set("Allow", "GET, POST")
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

// readDialog checks the query. The problem is for the developer at the screen.
func (s *Sandbox) readDialog(r *http.Request) (dialogRequest, string) {
	v := r.URL.Query()
	q := dialogRequest{
		channel:     v.Get("channel"),
		origin:      v.Get("origin"),
		redirectURI: v.Get("redirect_uri"),
		state:       v.Get("state"),
	}
	q.wantsCode = q.redirectURI != "" || v.Get("response_type") == "code" && v.Get("override_default_response_type") == "true"
	switch {
	case oldVersion(r.URL.Path):
		return q, "The Graph version in the address is no longer served. Use " + latestVersion + "."
	case v.Get("client_id") != s.appID:
		return q, "client_id is not the id of this sandbox's app."
	case v.Get("config_id") == "":
		return q, "config_id is missing: a Login for Business dialog needs the login configuration."
	case v.Get("config_id") != s.configID:
		return q, "config_id is not the id of this app's login configuration."
	case v.Get("scope") != "":
		return q, "scope was sent together with config_id. The configuration defines the permissions."
	case q.redirectURI != "" && checkRedirectURI(q.redirectURI) != nil:
		return q, "redirect_uri must be an absolute http or https address."
	case q.redirectURI != "" && !s.isRegistered(q.redirectURI):
		return q, "redirect_uri is not among the app's Valid OAuth Redirect URIs, letter by letter."
	case q.redirectURI == "" && (q.channel == "" || !isOrigin(q.origin)):
		return q, "redirect_uri is missing, and the dialog was not opened by the JavaScript SDK."
	}
	return q, ""
}

func oldVersion(path string) bool {
	segment, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	m := versionSegment.FindStringSubmatch(segment)
	if m == nil {
		return false
	}
	major, _ := strconv.Atoi(m[1])
	return major < oldestMajor
}

// isOrigin holds for scheme://host[:port] and nothing more.
func isOrigin(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && checkRedirectURI(raw) == nil && raw == u.Scheme+"://"+u.Host
}

// submitDialog takes the next step from what the form says.
func (s *Sandbox) submitDialog(w http.ResponseWriter, r *http.Request, q dialogRequest) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		s.render(w, http.StatusBadRequest, "unavailable", "The form could not be read.")
		return
	}
	switch r.PostForm.Get("decision") {
	case "cancel":
		s.finish(w, r, q, outcome{Cancelled: true})
		return
	case "script":
		s.playDialog(w, r, q)
		return
	}
	b := s.world.business(r.PostForm.Get("business"))
	switch {
	case b == nil:
		s.chooseBusiness(w, q, "Choose a business to go on.")
	case r.PostForm.Get("step") != "datasets":
		s.chooseDatasets(w, q, b)
	default:
		s.approve(w, r, q, b)
	}
}

// playDialog ends the dialog as a script says, for the business that is chosen or
// else the script's own.
func (s *Sandbox) playDialog(w http.ResponseWriter, r *http.Request, q dialogRequest) {
	wanted := Outcome(r.PostForm.Get("outcome"))
	switch {
	case wanted == Cancel:
		s.render(w, http.StatusOK, "closed", nil)
		return
	case wanted == Decline:
		s.finish(w, r, q, outcome{Cancelled: true})
		return
	case !q.wantsCode:
		s.finish(w, r, q, outcome{AccessToken: tokenResponse})
		return
	}
	code, err := s.IssueCode(CodeRequest{BusinessID: r.PostForm.Get("business"), Outcome: wanted, RedirectURI: q.redirectURI})
	if err != nil {
		s.render(w, http.StatusBadRequest, "unavailable", err.Error())
		return
	}
	s.finish(w, r, q, outcome{Code: code})
}

func (s *Sandbox) approve(w http.ResponseWriter, r *http.Request, q dialogRequest, b *business) {
	if !q.wantsCode {
		s.finish(w, r, q, outcome{AccessToken: tokenResponse})
		return
	}
	request := CodeRequest{BusinessID: b.id, RedirectURI: q.redirectURI}
	if len(s.world.assets(b)) > 0 {
		request.DatasetIDs = append([]string{}, r.PostForm["dataset"]...)
	}
	code, err := s.IssueCode(request)
	if err != nil {
		s.render(w, http.StatusBadRequest, "unavailable", err.Error())
		return
	}
	s.finish(w, r, q, outcome{Code: code})
}

// finish hands the outcome to the page that opened the popup, or to the redirect
// address.
func (s *Sandbox) finish(w http.ResponseWriter, r *http.Request, q dialogRequest, o outcome) {
	if q.redirectURI != "" {
		http.Redirect(w, r, q.resultURL(o), http.StatusSeeOther)
		return
	}
	s.render(w, http.StatusOK, "done", struct {
		outcome
		Channel, Origin string
	}{o, q.channel, q.origin})
}

func (q dialogRequest) resultURL(o outcome) string {
	u, err := url.Parse(q.redirectURI)
	if err != nil {
		panic(err) // readDialog has parsed it
	}
	values := u.Query()
	if o.Cancelled {
		values.Set("error", "access_denied")
		values.Set("error_description", "Permissions error")
		values.Set("error_reason", "user_denied")
	} else {
		values.Set("code", o.Code)
	}
	if q.state != "" {
		values.Set("state", q.state)
	}
	u.RawQuery, u.Fragment = values.Encode(), ""
	return u.String()
}

// choice is a radio button or a checkbox.
type choice struct {
	ID    string
	Label string
	Notes []string
}

func (s *Sandbox) chooseBusiness(w http.ResponseWriter, q dialogRequest, problem string) {
	var choices []choice
	for _, b := range s.Businesses() {
		choices = append(choices, choice{b.ID, cmp.Or(b.Name, "Unnamed business"), []string{b.ID, counted(b.Owned+b.Shared, "dataset")}})
	}
	q.allowRedirect(w)
	s.render(w, http.StatusOK, "choose-business", struct {
		Choices []choice
		Problem string
		Scripts []script
	}{choices, problem, scripts()})
}

// datasetChoices are the datasets of a business, each once.
func (s *Sandbox) datasetChoices(b *business) (choices []choice) {
	listed := map[string]bool{}
	for _, a := range s.world.assets(b) {
		if d := a.dataset; !listed[d.id] {
			listed[d.id] = true
			choices = append(choices, choice{d.id, cmp.Or(d.name, "Unnamed dataset"), a.notes()})
		}
	}
	return choices
}

func (s *Sandbox) chooseDatasets(w http.ResponseWriter, q dialogRequest, b *business) {
	q.allowRedirect(w)
	s.render(w, http.StatusOK, "choose-datasets", struct {
		Business    choice
		Choices     []choice
		Permissions []permission
	}{choice{ID: b.id, Label: cmp.Or(b.name, "Unnamed business")}, s.datasetChoices(b), s.explainPermissions()})
}

func (a asset) notes() []string {
	notes := []string{a.dataset.id}
	switch {
	case a.shared && a.dataset.owner == nil:
		notes = append(notes, "shared, unclaimed")
	case a.shared:
		notes = append(notes, "shared by "+cmp.Or(a.dataset.owner.name, "an unnamed business"))
	}
	if a.dataset.unavailable {
		notes = append(notes, "unavailable")
	}
	if a.dataset.lastFired().IsZero() {
		notes = append(notes, "never fired")
	}
	return notes
}

// permission is a permission in plain words.
type permission struct{ Name, About string }

func (s *Sandbox) explainPermissions() []permission {
	about := map[string]string{
		"ads_management":      "Manage the ads of this business",
		"ads_read":            "Read the datasets you choose and their activity",
		"business_management": "See this business and what it has connected",
	}
	var list []permission
	for _, name := range s.permissions {
		list = append(list, permission{name, cmp.Or(about[name], "Use this permission")})
	}
	return list
}

// allowRedirect lets the form's answer lead to the redirect address: browsers
// apply form-action to redirects too.
func (q dialogRequest) allowRedirect(w http.ResponseWriter) {
	if u, err := url.Parse(q.redirectURI); err == nil && u.Host != "" {
		w.Header().Set("Content-Security-Policy", pagePolicy+" "+u.Scheme+"://"+u.Host)
	}
}
