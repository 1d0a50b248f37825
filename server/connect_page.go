package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"regexp"
	"time"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// brandingLifetime is how long a client's page waits for the branding: without it the page works as well.
const brandingLifetime = 2 * time.Second

// connectPage serves a client's page with the login button. The branding stands in its document, so that it is there with the first paint
// and the policy need not let the page run or style anything inline.
type connectPage struct {
	pages
	log      *slog.Logger
	store    *models.Store
	document []byte // as it was built
}

func newConnectPage(s site, built pages) connectPage {
	document, err := fs.ReadFile(s.files, "connect.html")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		panic(err) // the files lie in the program
	}
	return connectPage{pages: built, log: s.log, store: s.store, document: document}
}

func (p connectPage) hosted(w http.ResponseWriter, r *http.Request) { p.answer(w, r, openerOfDialog) }

// embedded answers with the same page for a window that a partner's page opens.
func (p connectPage) embedded(w http.ResponseWriter, r *http.Request) {
	p.answer(w, r, openedByPartner)
}

func (p connectPage) answer(w http.ResponseWriter, r *http.Request, openerPolicy string) {
	branded := p.branded(r)
	if branded == nil {
		p.buttonPage(w, r, "connect.html", openerPolicy)
		return
	}
	hash := sha256.Sum256(branded)
	h := w.Header()
	h.Set("Cache-Control", cachePage)
	h.Set("Content-Security-Policy", p.connect.String())
	h.Set("Cross-Origin-Opener-Policy", openerPolicy)
	h.Set("ETag", `"`+hex.EncodeToString(hash[:16])+`"`)
	http.ServeContent(w, r, "connect.html", time.Time{}, bytes.NewReader(branded))
}

// branded is the document with the branding; nil where there is none, and where it cannot be read.
func (p connectPage) branded(r *http.Request) []byte {
	ctx, cancel := context.WithTimeout(r.Context(), brandingLifetime)
	defer cancel()
	branding, err := p.store.Branding(ctx)
	if err != nil {
		p.log.WarnContext(ctx, "reading the branding", "error", err, "requestId", onboarding.RequestIDFrom(ctx))
		return nil
	}
	return withBranding(p.document, branding)
}

// The place in the built document that is the branding's.
var (
	brandBegins = []byte("<!--brand-->")
	brandEnds   = []byte("<!--/brand-->")
)

// withBranding puts the branding into its place in the document; nil where nothing is said in it.
func withBranding(document []byte, b *models.Branding) []byte {
	before, rest, begins := bytes.Cut(document, brandBegins)
	_, after, ends := bytes.Cut(rest, brandEnds)
	if !begins || !ends || *b == (models.Branding{OnlyRow: b.OnlyRow}) {
		return nil
	}
	var branded bytes.Buffer
	branded.Write(before)
	if err := brandTemplate.Execute(&branded, brandOf(b)); err != nil {
		panic(err) // the template fits the data, and a buffer takes all
	}
	branded.Write(after)
	return branded.Bytes()
}

// brand is what the document says: to people at once, and to the page's program as JSON.
type brand struct {
	Name           string `json:"name"`
	AccentColor    string `json:"accentColor,omitempty"`
	SupportContact string `json:"supportContact,omitempty"`
	PrivacyURL     string `json:"privacyUrl,omitempty"`
	LogoPath       string `json:"-"`
	Width          int    `json:"-"`
	Height         int    `json:"-"`
}

func brandOf(b *models.Branding) brand {
	text := func(of *string) string {
		if of == nil {
			return ""
		}
		return *of
	}
	shown := brand{Name: text(b.Name), AccentColor: text(b.AccentColor), SupportContact: text(b.SupportContact), PrivacyURL: text(b.PrivacyURL)}
	if b.LogoHash != nil {
		shown.LogoPath = "/connect/logo/" + *b.LogoHash
		shown.Width, shown.Height = *b.LogoWidth, *b.LogoHeight
	}
	return shown
}

var brandTemplate = template.Must(template.New("brand").Parse(`<header class="brand">
{{- if .LogoPath}}<img src="{{.LogoPath}}" alt="" width="{{.Width}}" height="{{.Height}}">{{end}}
{{- if .Name}}<span>{{.Name}}</span>{{else if not .LogoPath}}<span>CAPI Connect</span>{{end -}}
</header>
<script type="application/json" id="branding">{{.}}</script>`))

// logoHash is the form of the hashes that the workflow gives logos.
var logoHash = regexp.MustCompile(`^[0-9a-f]{32}$`)

// logo answers with the image whose hash the address names.
func (p connectPage) logo(w http.ResponseWriter, r *http.Request) {
	hash := r.PathValue("hash")
	if !logoHash.MatchString(hash) {
		http.NotFound(w, r)
		return
	}
	logo, err := p.store.Logo(r.Context(), hash)
	switch {
	case errors.Is(err, models.ErrNotFound):
		http.NotFound(w, r)
	case err != nil:
		p.log.WarnContext(r.Context(), "reading the logo", "error", err, "requestId", onboarding.RequestIDFrom(r.Context()))
		writeError(w, r, errUnavailable)
	default:
		w.Header().Set("Cache-Control", cacheHashed)
		w.Header().Set("Content-Type", logo.MediaType)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(logo.Content))
	}
}
