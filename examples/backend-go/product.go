package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"log"
	"net/http"
	"sync"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Parse(pageText))

// clients are whom we do business with. A real product has them in its database, and knows by its session who is asking.
var clients = []client{{ID: "go-1", Name: "Corner Coffee"}, {ID: "go-2", Name: "Hill Hotels"}}

type client struct {
	ID, Name string
	Business *business
}

// IsConnected tells whether there is nothing to do.
func (c client) IsConnected() bool { return c.Business != nil && c.Business.Status == "CONNECTED" }

// product is a partner's own.
type product struct {
	api            api
	origin, secret string

	mu   sync.Mutex
	news []string // what webhooks have told, the latest first
}

func (p *product) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.showClients)
	mux.HandleFunc("POST /connect", p.connect)
	if p.secret != "" {
		mux.HandleFunc("POST /webhook", p.hear)
	}
	return mux
}

// showClients asks the API what each client has connected: nothing about that is stored here.
func (p *product) showClients(w http.ResponseWriter, r *http.Request) {
	shown := make([]client, len(clients))
	for i, c := range clients {
		found, err := p.api.find(r.Context(), c.ID)
		if err != nil {
			fail(w, err)
			return
		}
		shown[i] = client{c.ID, c.Name, found}
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := page.Execute(w, map[string]any{"Clients": shown, "News": p.news}); err != nil {
		log.Print(err)
	}
}

// connect sends the client's browser to its own onboarding. Another website that makes a browser post here must not begin one.
func (p *product) connect(w http.ResponseWriter, r *http.Request) {
	id := r.PostFormValue("client")
	if r.Header.Get("Origin") != p.origin || !isClient(id) {
		http.Error(w, "This is for our own page.", http.StatusForbidden)
		return
	}
	link, err := p.api.prepare(r.Context(), id, p.origin)
	if err != nil {
		fail(w, err)
		return
	}
	http.Redirect(w, r, link, http.StatusSeeOther)
}

func isClient(id string) bool {
	for _, c := range clients {
		if c.ID == id {
			return true
		}
	}
	return false
}

// hear hears from CAPI Connect. The page would find out anyway: this is for what must happen at once.
func (p *product) hear(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 100_000))
	if err != nil {
		http.Error(w, "The body cannot be read.", http.StatusBadRequest)
		return
	}
	told, err := readWebhook(p.secret, r.Header, body)
	if err != nil {
		log.Print(err)
		http.Error(w, "This is no webhook of ours.", http.StatusUnauthorized)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	const most = 5
	p.news = append([]string{fmt.Sprintf("%s: %s", told.Type, told.Data.BusinessName)}, p.news...)
	p.news = p.news[:min(most, len(p.news))]
	w.WriteHeader(http.StatusNoContent)
}

func fail(w http.ResponseWriter, err error) {
	log.Print(err)
	http.Error(w, "CAPI Connect cannot be asked right now.", http.StatusBadGateway)
}
