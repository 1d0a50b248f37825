package metasandbox

import (
	"crypto/hmac"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"
)

// proofLifetime is how long a timed appsecret_proof is good for.
const proofLifetime = 5 * time.Minute

// bearer is who calls: the app itself, or somebody's grant.
type bearer struct {
	app   bool
	grant grant
	token string
}

// bearer reads the caller's token from the parameter or the header and checks it.
func (s *Sandbox) bearer(c *call) (bearer, *graphError) {
	token := c.token()
	if token == "" {
		return bearer{}, errNoToken()
	}
	if err := s.checkProof(c, token); err != nil {
		return bearer{}, err
	}
	if strings.Contains(token, "|") {
		if !s.isAppToken(token) {
			return bearer{}, newError(190, 0, "Invalid OAuth access token signature.")
		}
		return bearer{app: true, token: token}, nil
	}
	g, err := s.examine(token)
	if err != nil {
		return bearer{}, err
	}
	c.business = g.Business
	return bearer{grant: g, token: token}, nil
}

// examine returns the grant of a user or system user token as it stands today.
func (s *Sandbox) examine(token string) (grant, *graphError) {
	g, authentic := openToken(token, s.signingSecrets())
	if !authentic || g.App != s.appID {
		return grant{}, errUnreadableToken()
	}
	if err := s.end(g, Fingerprint(token)); err != nil {
		return grant{}, err
	}
	return s.grants.current(g), nil
}

func (c *call) token() string {
	if token := c.values.Get("access_token"); token != "" {
		return token
	}
	scheme, token, _ := strings.Cut(c.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "OAuth") {
		return strings.TrimSpace(token)
	}
	return ""
}

func (s *Sandbox) appToken() string { return s.appID + "|" + s.AppSecret() }

func (s *Sandbox) isAppToken(token string) bool {
	appID, secret, _ := strings.Cut(token, "|")
	return appID == s.appID && s.secrets.accepts(secret)
}

// checkProof verifies an appsecret_proof, plain or timed. The app token is the
// secret itself and needs none.
//
// https://developers.facebook.com/docs/facebook-login/security
func (s *Sandbox) checkProof(c *call, token string) *graphError {
	proof, seconds := c.values.Get("appsecret_proof"), c.values.Get("appsecret_time")
	if proof == "" {
		if s.requireProof && !strings.Contains(token, "|") {
			return errNoProof()
		}
		return nil
	}
	message := token
	if seconds != "" {
		message += "|" + seconds
	}
	right := slices.ContainsFunc(s.secrets.usable(), func(secret string) bool {
		return hmac.Equal([]byte(proof), []byte(hex.EncodeToString(hmacSHA256(secret, []byte(message)))))
	})
	if !right || seconds != "" && !s.fresh(seconds) {
		return newError(100, 0, "Invalid appsecret_proof provided in the API argument")
	}
	return nil
}

func (s *Sandbox) fresh(seconds string) bool {
	unix, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return false
	}
	return s.now().Sub(time.Unix(unix, 0)).Abs() <= proofLifetime
}
