package main

import (
	"io/fs"
	"net/http"
	"path"
	"strings"
)

// The cache policies of what the front end consists of.
const (
	cachePage   = "no-cache"                            // asks each time, so that a new version is seen at once
	cacheStatic = "public, max-age=3600"                // keeps its name when it changes
	cacheEmbed  = "public, max-age=300"                 // keeps its name, too, and is to speak to the page of the same version
	cacheHashed = "public, max-age=31536000, immutable" // has another name when it changes
)

// pages serves the built front end.
type pages struct {
	files      fs.FS
	forms      map[string][]form
	admin      policy
	connect    policy
	playground policy
}

func newPages(files fs.FS, m metaConfig) pages {
	forms, err := formsOf(files)
	if err != nil {
		panic(err) // the files lie in the program
	}
	return pages{files: files, forms: forms, admin: adminPolicy, connect: connectPolicy(m), playground: playgroundPolicy}
}

// adminApp answers /admin/…: files, and index.html for the paths that the app itself routes.
func (p pages) adminApp(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/admin/")
	switch {
	case strings.HasPrefix(name, "assets/"):
		p.file(w, r, name, cacheHashed)
	case path.Ext(name) == "" && acceptsHTML(r):
		p.page(w, r, "index.html", p.admin)
	case path.Ext(name) != ".html":
		p.file(w, r, name, cacheStatic)
	default:
		http.NotFound(w, r)
	}
}

// staffConnectPage answers with the page of the admin that holds the login button.
func (p pages) staffConnectPage(w http.ResponseWriter, r *http.Request) {
	p.buttonPage(w, r, "staff-connect.html", openerOfDialog)
}

// What becomes of the opener relations of a page on which Meta's SDK runs: that to the login dialog has to survive, and the window that a
// page of a partner opens has to be able to speak with that page. What it says to which is in its own hands
// (admin-ui/src/features/connect/partner-page.ts).
const (
	openerOfDialog  = "same-origin-allow-popups"
	openedByPartner = "unsafe-none"
)

// buttonPage answers with a page on which Meta's SDK runs.
func (p pages) buttonPage(w http.ResponseWriter, r *http.Request, name, openerPolicy string) {
	w.Header().Set("Cross-Origin-Opener-Policy", openerPolicy)
	p.page(w, r, name, p.connect)
}

// playgroundPage answers with the page that holds GraphiQL.
func (p pages) playgroundPage(w http.ResponseWriter, r *http.Request) {
	p.page(w, r, "playground.html", p.playground)
}

func (p pages) page(w http.ResponseWriter, r *http.Request, name string, policy policy) {
	w.Header().Set("Cache-Control", cachePage)
	forms, built := p.forms[name]
	if !built {
		notBuilt(w)
		return
	}
	w.Header().Set("Content-Security-Policy", policy.String())
	sendSmallest(w, r, p.files, forms)
}

// embedScript answers with the script that pages of partners load, whose browsers would keep it from them without this.
func (p pages) embedScript(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*") // for those who load it as a module, or with a checksum
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	p.file(w, r, "embed.js", cacheEmbed)
}

func (p pages) file(w http.ResponseWriter, r *http.Request, name, caching string) {
	forms, found := p.forms[name]
	if !found {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", caching)
	sendSmallest(w, r, p.files, forms)
}

func acceptsHTML(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return accept == "" || strings.Contains(accept, "text/html") || strings.Contains(accept, "*/*")
}

// notBuilt explains a program that was compiled before the front end.
func notBuilt(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = w.Write([]byte(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Pages not built · CAPI Connect</title>
<h1>The pages have not been built</h1>
<p>This program was compiled without its front end. Run <code>make ui</code> and start it again; <code>make run</code> does both.</p>
<p>The GraphQL API at <code>/graphql</code> works without it.</p>
</html>
`))
}
