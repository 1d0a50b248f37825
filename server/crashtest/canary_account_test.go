package crashtest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"
)

// useASecondFactor sets a second factor up, signs in and proves who is there with it, well and badly, and turns it off.
func (j *journey) useASecondFactor() {
	cookie := j.session(j.ask("POST", "/auth/sign-in", credentials(j.email, j.password)))
	var offer struct{ Secret string }
	j.read(j.ask("POST", "/auth/second-factor", "{}", "Cookie", cookie), &offer)
	j.canaries.add("second factor", offer.Secret)
	confirm := func(code string) *http.Response {
		return j.ask("POST", "/auth/second-factor/confirm", `{"code": "`+code+`"}`, "Cookie", cookie)
	}
	confirm(offer.Secret)
	confirm("000000")
	code, err := totp.GenerateCode(offer.Secret, time.Now())
	if err != nil {
		j.t.Fatal(err)
	}
	confirmed := confirm(code)
	cookie = j.session(confirmed)
	codes := j.recoveryCodes(confirmed)
	codes = j.recoveryCodes(j.ask("POST", "/auth/second-factor/recovery-codes", `{"code": "`+codes[0]+`"}`, "Cookie", cookie))

	withCode := func(code string) string {
		return strings.TrimSuffix(credentials(j.email, j.password), "}") + `, "code": "` + code + `"}`
	}
	j.ask("POST", "/auth/sign-in", strings.TrimSuffix(withCode(codes[1]), "}"))
	j.ask("POST", "/auth/sign-in", withCode(codes[1]+"x"))
	j.session(j.ask("POST", "/auth/sign-in", withCode(codes[1])))
	j.ask("POST", "/auth/sign-in", withCode(codes[1])) // once more
	j.ask("POST", "/auth/step-up", `{"password": "`+j.password+`", "code": "`+offer.Secret+`"}`, "Cookie", cookie)
	cookie = j.session(j.ask("POST", "/auth/step-up", `{"password": "`+j.password+`", "code": "`+codes[2]+`"}`, "Cookie", cookie))
	j.session(j.ask("POST", "/auth/second-factor/remove", `{"code": "`+codes[3]+`"}`, "Cookie", cookie))
}

// recoveryCodes makes those known that an answer hands out, as they are written and as they are taken.
func (j *journey) recoveryCodes(answer *http.Response) []string {
	j.t.Helper()
	var handed struct{ RecoveryCodes []string }
	j.read(answer, &handed)
	for _, code := range handed.RecoveryCodes {
		j.canaries.add("recovery code", code)
		j.canaries.add("recovery code as it is taken", strings.ToUpper(strings.ReplaceAll(code, "-", "")))
	}
	if len(handed.RecoveryCodes) < 4 {
		j.t.Fatalf("%s hands out %d recovery codes", answer.Request.URL.Path, len(handed.RecoveryCodes))
	}
	return handed.RecoveryCodes
}

func (j *journey) read(answer *http.Response, into any) {
	j.t.Helper()
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
		j.t.Fatalf("%s: %v", answer.Request.URL.Path, err)
	}
}

// haveAProvider gives the installation an OpenID provider that lets nobody in and repeats whatever it is sent.
func (j *journey) haveAProvider() {
	mux := http.NewServeMux()
	provider := httptest.NewServer(mux)
	j.t.Cleanup(provider.Close)
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]string{
			"issuer": provider.URL, "authorization_endpoint": provider.URL + "/authorize", "token_endpoint": provider.URL + "/token", "jwks_uri": provider.URL + "/keys",
		})
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		j.canaries.add("PKCE verifier", r.PostForm.Get("code_verifier"))
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{
			"error": r.PostForm.Get("code"), "error_description": r.PostForm.Encode() + r.Header.Get("Authorization"), "error_uri": r.PostForm.Encode(),
		})
	})
	j.settings = append(j.settings, "OIDC_ISSUER="+provider.URL, "OIDC_CLIENT_ID=capiconnect", "OIDC_CLIENT_SECRET="+j.canaries.invent("client secret"))
}

// comeFromTheProvider comes back from it, with a code and without, with one's own state and with another's.
func (j *journey) comeFromTheProvider() {
	cookie, _ := j.goToTheProvider()
	j.comeBack(cookie, url.Values{"code": {j.canaries.invent("code of the provider")}, "state": {j.canaries.invent("state of another")}})
	cookie, state := j.goToTheProvider()
	j.comeBack(cookie, url.Values{"code": {j.canaries.invent("code of the provider")}, "state": {state}})
	cookie, state = j.goToTheProvider()
	j.comeBack(cookie, url.Values{"error": {j.canaries.invent("code of the provider")}, "state": {state}})
}

func (j *journey) goToTheProvider() (cookie, state string) {
	j.t.Helper()
	left := j.ask("GET", "/auth/oidc/start", "")
	away, err := left.Location()
	if err != nil || len(left.Cookies()) != 1 {
		j.t.Fatalf("/auth/oidc/start answers %s with %d cookies", left.Status, len(left.Cookies()))
	}
	way := left.Cookies()[0]
	state = away.Query().Get("state")
	j.canaries.add("way to the provider", way.Value)
	j.canaries.add("state of a way", state)
	return way.Name + "=" + way.Value, state
}

func (j *journey) comeBack(cookie string, query url.Values) {
	j.ask("GET", "/auth/oidc/callback?"+query.Encode(), "", "Cookie", cookie)
}
