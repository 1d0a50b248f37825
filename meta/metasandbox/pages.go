package metasandbox

import (
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// pagePolicy ends with form-action, so that an origin can be appended.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

//go:embed assets
var assets embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"counted":   counted,
	"number":    func(f float64) string { return strconv.FormatFloat(100*f, 'f', -1, 64) },
	"percent":   func(f float64) string { return strconv.FormatFloat(100*f, 'f', -1, 64) + " %" },
	"thousands": thousands,
	"clock":     func(t time.Time) string { return t.UTC().Format("15:04:05") },
	"instant":   func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
}).ParseFS(assets, "assets/*.html"))

// ownRoutes is everything the sandbox has that Meta has not.
func (s *Sandbox) ownRoutes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.indexPage)
	mux.HandleFunc("POST /_sandbox/issue", s.issuePage)
	mux.HandleFunc("GET /_sandbox/break", s.breakPage)
	mux.HandleFunc("POST /_sandbox/break", s.submitBreak)
	mux.HandleFunc("GET /_sandbox/try", s.tryPage)
	mux.HandleFunc("GET /_sandbox/assets/{name}", serveAsset)
	mux.HandleFunc(evilPath+"/", s.servesEvil)
	s.controlRoutes(mux)
	return mux
}

// render writes a page. Its header may already hold a policy of the page's own.
func (s *Sandbox) render(w http.ResponseWriter, status int, page string, data any) {
	var b strings.Builder
	if err := templates.ExecuteTemplate(&b, page+".html", data); err != nil {
		panic(err) // our own templates and types
	}
	h := w.Header()
	if h.Get("Content-Security-Policy") == "" {
		h.Set("Content-Security-Policy", pagePolicy)
	}
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Referrer-Policy", "same-origin") // the query of a dialog is nobody else's business
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	fmt.Fprint(w, b.String())
}

// assetTypes lists the files that a browser may fetch.
var assetTypes = map[string]string{
	"choose.js": "text/javascript; charset=utf-8",
	"closed.js": "text/javascript; charset=utf-8",
	"copy.js":   "text/javascript; charset=utf-8",
	"done.js":   "text/javascript; charset=utf-8",
	"style.css": "text/css; charset=utf-8",
	"try.js":    "text/javascript; charset=utf-8",
}

func serveAsset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if assetTypes[name] == "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", assetTypes[name])
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeFileFS(w, r, assets, "assets/"+name)
}

// sdk serves the JavaScript SDK to any origin, as connect.facebook.net does.
func (s *Sandbox) sdk(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*") // the tag says crossorigin="anonymous"
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	http.ServeFileFS(w, r, assets, "assets/sdk.js")
}

// origin is the address this request came to: the value to point an app at.
func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "y"); ok {
		noun = stem + "ie"
	}
	return thousands(n) + " " + noun + "s"
}

// thousands writes n with commas: 1250 is 1,250.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
