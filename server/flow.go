package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"time"

	"capiconnect/models"
)

// flowToken is one way of a browser to another site and back: 256 random bits that only the browser keeps. What the way needs besides
// follows from it, each by an HMAC under its own name, so that one does not tell another. The database knows its hash.
type flowToken string

// state comes back with the browser and shows that it is the one that was sent away.
func (t flowToken) state() string { return t.derive("state") }

func (t flowToken) derive(purpose string) string {
	mac := hmac.New(sha256.New, []byte(t))
	mac.Write([]byte(purpose))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func (t flowToken) hash() []byte { return models.HashBearer(string(t)) }

// flowLifetime is how long a browser may stay away.
const flowLifetime = 10 * time.Minute

// Why nobody comes back. What a browser brings is not repeated.
var (
	errNoFlow       = errors.New("the browser brings no cookie of a way that it has gone")
	errForeignState = errors.New("the state is not this browser's")
)

// flowCookie binds a way to the browser that goes it. It is like the cookie of a session, but Lax: the browser has to send it when the other
// site sends it back. A browser is on one way of a kind at a time, the last.
type flowCookie struct{ http.Cookie }

func newFlowCookie(name string, plain bool) flowCookie {
	cookie := http.Cookie{Name: "__Host-" + name, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: true}
	if plain {
		cookie.Name, cookie.Secure = name, false
	}
	return flowCookie{cookie}
}

// give lets the browser keep a token until it comes back.
func (c flowCookie) give(w http.ResponseWriter, token flowToken) {
	c.set(w, string(token), int(flowLifetime.Seconds()))
}

// take returns the token of the way that the browser comes back from, and takes it from the browser. A state that is not its own leaves it
// there, so that another website cannot end the way.
func (c flowCookie) take(w http.ResponseWriter, r *http.Request, state string) (flowToken, error) {
	kept, err := r.Cookie(c.Name)
	if err != nil {
		return "", errNoFlow
	}
	token := flowToken(kept.Value)
	if !hmac.Equal([]byte(token.state()), []byte(state)) {
		return "", errForeignState
	}
	c.set(w, "", -1)
	return token, nil
}

func (c flowCookie) set(w http.ResponseWriter, value string, maxAge int) {
	cookie := c.Cookie
	cookie.Value, cookie.MaxAge = value, maxAge
	http.SetCookie(w, &cookie)
}
