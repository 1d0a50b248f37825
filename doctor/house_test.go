package doctor_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"capiconnect/doctor"
	"capiconnect/meta"
	"capiconnect/meta/metasandbox"
	"capiconnect/models/modelstest"
	"capiconnect/onboarding/onboardingtest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

const verifyToken = "verify-me"

// house is an installation that is well: a workflow, a sandbox that knows where to send what, and a stand-in for the program's public
// side. TestTheDoctorOfARunningProgram, in server, has the real one.
type house struct {
	*onboardingtest.Bundle
	t      *testing.T
	config []func(*doctor.Config)
	public *httptest.Server
	routes map[string]http.HandlerFunc // by method and path
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{Bundle: onboardingtest.Setup(t), t: t, routes: map[string]http.HandlerFunc{
		"GET /auth/methods":       says(http.StatusOK, `{"singleSignOn":false}`),
		"GET /meta/webhook":       challenge,
		"GET /meta/deauthorize":   onlyPost,
		"GET /meta/data-deletion": onlyPost,
	}}
	h.public = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, known := h.routes[r.Method+" "+r.URL.Path]
		if !known {
			answer = says(http.StatusNotFound, "nothing here")
		}
		answer(w, r)
	}))
	t.Cleanup(h.public.Close)
	h.tell(h.callbacks())
	h.Connect(onboardingtest.Coffee)
	return h
}

func (h *house) callbacks() metasandbox.Callbacks {
	return metasandbox.Callbacks{
		Webhook: h.public.URL + "/meta/webhook", Deauthorize: h.public.URL + "/meta/deauthorize", DataDeletion: h.public.URL + "/meta/data-deletion", VerifyToken: verifyToken,
	}
}

func (h *house) tell(callbacks metasandbox.Callbacks) {
	h.t.Helper()
	if err := h.Sandbox.SetCallbacks(h.t.Context(), callbacks); err != nil {
		h.t.Fatal(err)
	}
}

// change alters what the doctor is told of the installation.
func (h *house) change(change func(*doctor.Config)) { h.config = append(h.config, change) }

func (h *house) doctor() *doctor.Doctor {
	h.t.Helper()
	public, err := url.Parse(h.public.URL)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.Doctor(public, h.config...)
}

func (h *house) execute(statement string, values ...any) {
	h.t.Helper()
	if _, err := h.Store.Pool().Exec(h.t.Context(), statement, values...); err != nil {
		h.t.Fatal(err)
	}
}

func says(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func challenge(w http.ResponseWriter, r *http.Request) {
	if r.FormValue("hub.mode") != "subscribe" || r.FormValue("hub.verify_token") != verifyToken {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	_, _ = io.WriteString(w, r.FormValue("hub.challenge"))
}

func onlyPost(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Allow", "POST")
	w.WriteHeader(http.StatusMethodNotAllowed)
}

func checkOf(t *testing.T, report doctor.Report, code doctor.Code) doctor.Check {
	t.Helper()
	for _, check := range report.Checks {
		if check.Code == code {
			return check
		}
	}
	t.Fatalf("%s was not made", code)
	return doctor.Check{}
}

// text is all that is told of a check.
func text(check doctor.Check) string {
	all := check.Title + " " + check.Found
	if check.Fix != nil {
		all += " " + check.Fix.Action
		for _, more := range []*string{check.Fix.URL, check.Fix.Setting} {
			if more != nil {
				all += " " + *more
			}
		}
	}
	return all
}

// assertCheck asserts how a check came out and some of what is told of it. What failed says who has to do what.
func assertCheck(t *testing.T, report doctor.Report, code doctor.Code, state doctor.State, words ...string) {
	t.Helper()
	check := checkOf(t, report, code)
	if check.State != state {
		t.Errorf("%s is %s, want %s: %s", code, check.State, state, text(check))
	}
	if state == doctor.Failed && (check.Fix == nil || check.Fix.Action == "" || check.Fix.By == "") {
		t.Errorf("%s: nobody is told what to do about it", code)
	}
	for _, word := range words {
		if !strings.Contains(text(check), word) {
			t.Errorf("%s does not say %q: %s", code, word, text(check))
		}
	}
}

// otherApp calls Meta as another app, within the same limits.
func (h *house) otherApp(appID string) *meta.API {
	return meta.New(meta.Config{
		AppID: appID, AppSecrets: []meta.Secret{meta.NewSecret(h.Sandbox.AppSecret())}, Version: "v26.0", GraphURL: h.GraphURL, Now: h.Clock.Now,
		Admit: h.Config.Throttle.Admit, OnCall: h.Config.Throttle.Observe,
	})
}
