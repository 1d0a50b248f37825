package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	testClientID     = "capiconnect-staff"
	testClientSecret = "client+secret/that=nobody&may see"
)

// testIssuer is an OpenID provider with one person in front of it. It gives codes out that work once, for the client, redirect URI and PKCE
// verifier that asked for them, and signs ID tokens. Its fields are what a test makes of it; they change only between requests.
type testIssuer struct {
	url      string
	now      func() time.Time
	person   map[string]any             // claims of who signs in
	userInfo map[string]any             // claims that are not in the ID token; nil: no such endpoint
	metadata map[string]any             // what its configuration says besides, or instead
	forge    func(claims claims)        // what is wrong with the ID token
	sign     func(claims claims) string // nil: properly
	provedAt time.Time                  // when the person last proved who they are; zero: it never tells
	careless bool                       // lets people through who are signed in, although it is to ask them
	inForm   bool                       // is where the client's secret has to be
	reuse    bool                       // of codes
	answer   http.HandlerFunc           // in place of everything; nil: properly

	handler http.Handler // all that it does properly

	mu     sync.Mutex
	signer signer
	grants map[string]grant // by code
	seen   map[string]int   // requests by path
	issued []string         // codes and tokens
}

type claims = map[string]any

type signer struct {
	key       crypto.Signer
	id        string
	algorithm jose.SignatureAlgorithm
}

// grant is what a code was given out for.
type grant struct{ challenge, nonce, redirectURI string }

func newTestIssuer(t *testing.T) *testIssuer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	i := &testIssuer{
		now:    time.Now,
		person: claims{"sub": "ada-1", "email": "ada@example.com", "email_verified": true},
		signer: signer{key, "key-1", jose.ES256},
		grants: map[string]grant{}, seen: map[string]int{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.configuration)
	mux.HandleFunc("GET /authorize", i.authorize)
	mux.HandleFunc("GET /keys", i.keys)
	mux.HandleFunc("POST /token", i.token)
	mux.HandleFunc("GET /userinfo", i.tellUser)
	i.handler = mux
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i.note(r.URL.Path)
		if i.answer != nil {
			i.answer(w, r)
			return
		}
		i.handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	i.url = server.URL
	return i
}

func (i *testIssuer) note(path string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.seen[path]++
}

func (i *testIssuer) requests(path string) int {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.seen[path]
}

// secret makes a code or a token.
func (i *testIssuer) secret() string {
	text := rand.Text()
	i.remember(text)
	return text
}

// remember lets a test look for a secret where it must not be.
func (i *testIssuer) remember(secret string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if secret != "" {
		i.issued = append(i.issued, secret)
	}
}

func (i *testIssuer) configuration(w http.ResponseWriter, _ *http.Request) {
	said := map[string]any{
		"issuer": i.url, "authorization_endpoint": i.url + "/authorize", "token_endpoint": i.url + "/token", "jwks_uri": i.url + "/keys",
		"id_token_signing_alg_values_supported": []string{"RS256", "ES256", "HS256", "none"}, "response_types_supported": []string{"code"},
	}
	if i.userInfo != nil {
		said["userinfo_endpoint"] = i.url + "/userinfo"
	}
	maps.Copy(said, i.metadata)
	writeJSON(w, http.StatusOK, said)
}

func (i *testIssuer) keys(w http.ResponseWriter, _ *http.Request) {
	key := jose.JSONWebKey{Key: i.signer.key.Public(), KeyID: i.signer.id, Use: "sig"}
	writeJSON(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key}})
}

// authorize lets the person in front of it sign in, and sends them back with a code.
func (i *testIssuer) authorize(w http.ResponseWriter, r *http.Request) {
	asked := r.URL.Query()
	wellFormed := asked.Get("response_type") == "code" && asked.Get("client_id") == testClientID && asked.Get("code_challenge_method") == "S256" &&
		len(asked.Get("code_challenge")) == 43 && len(asked.Get("state")) >= 32 && len(asked.Get("nonce")) >= 32 && asked.Get("scope") == "openid email"
	back, err := url.Parse(asked.Get("redirect_uri"))
	if !wellFormed || err != nil || back.Path != "/auth/oidc/callback" {
		http.Error(w, "not a request that a provider takes", http.StatusBadRequest)
		return
	}
	code := i.secret()
	i.mu.Lock()
	if asked.Get("max_age") == "0" && !i.careless && !i.provedAt.IsZero() {
		i.provedAt = i.now()
	}
	i.grants[code] = grant{challenge: asked.Get("code_challenge"), nonce: asked.Get("nonce"), redirectURI: asked.Get("redirect_uri")}
	i.mu.Unlock()
	back.RawQuery = url.Values{"code": {code}, "state": {asked.Get("state")}}.Encode()
	http.Redirect(w, r, back.String(), http.StatusFound)
}

func (i *testIssuer) token(w http.ResponseWriter, r *http.Request) {
	grant, ok := i.spend(r)
	if !ok {
		// A provider may well repeat what it was sent; that must not get anywhere.
		writeJSON(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant", "error_description": "no good: " + r.PostFormValue("code")})
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"access_token": i.secret(), "token_type": "Bearer", "expires_in": 60, "id_token": i.idToken(grant.nonce),
	})
}

// spend takes a code whose client, redirect URI and PKCE verifier are right.
func (i *testIssuer) spend(r *http.Request) (grant, bool) {
	id, secret := clientOf(r, i.inForm)
	code := r.PostFormValue("code")
	i.mu.Lock()
	defer i.mu.Unlock()
	given, known := i.grants[code]
	if !i.reuse {
		delete(i.grants, code)
	}
	challenge := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	return given, known && id == testClientID && secret == testClientSecret && r.PostFormValue("grant_type") == "authorization_code" &&
		r.PostFormValue("redirect_uri") == given.redirectURI && base64.RawURLEncoding.EncodeToString(challenge[:]) == given.challenge
}

// clientOf is the client's id and secret where the provider wants them, and nowhere else.
// https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
func clientOf(r *http.Request, inForm bool) (id, secret string) {
	id, secret, inHeader := r.BasicAuth()
	switch {
	case inForm && inHeader || !inForm && r.PostFormValue("client_secret") != "":
		return "", ""
	case inForm:
		return r.PostFormValue("client_id"), r.PostFormValue("client_secret")
	}
	id, _ = url.QueryUnescape(id)
	secret, _ = url.QueryUnescape(secret)
	return id, secret
}

func (i *testIssuer) idToken(nonce string) string {
	now := i.now()
	said := claims{"iss": i.url, "aud": testClientID, "exp": now.Add(5 * time.Minute).Unix(), "iat": now.Unix(), "nonce": nonce}
	if !i.provedAt.IsZero() {
		said["auth_time"] = i.provedAt.Unix()
	}
	maps.Copy(said, i.person)
	if i.forge != nil {
		i.forge(said)
	}
	sign := i.sign
	if sign == nil {
		sign = func(said claims) string {
			return signedToken(said, i.signer.algorithm, jose.JSONWebKey{Key: i.signer.key, KeyID: i.signer.id})
		}
	}
	token := sign(said)
	i.remember(token)
	return token
}

func (i *testIssuer) tellUser(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, i.userInfo)
}

// rotate replaces the signing key.
func (i *testIssuer) rotate(t *testing.T) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i.signer = signer{key, "key-2", jose.RS256}
}

func signedToken(said claims, algorithm jose.SignatureAlgorithm, key any) string {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		panic(err)
	}
	payload, err := json.Marshal(said)
	if err != nil {
		panic(err)
	}
	object, err := signer.Sign(payload)
	if err != nil {
		panic(err)
	}
	text, err := object.CompactSerialize()
	if err != nil {
		panic(err)
	}
	return text
}

// unsignedToken is an ID token with the algorithm none.
func unsignedToken(said claims) string {
	payload, err := json.Marshal(said)
	if err != nil {
		panic(err)
	}
	part := base64.RawURLEncoding.EncodeToString
	return strings.Join([]string{part([]byte(`{"alg":"none","typ":"JWT"}`)), part(payload), ""}, ".")
}
