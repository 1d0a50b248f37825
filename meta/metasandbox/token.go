package metasandbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"
)

// TokenType is the "type" that debug_token reports.
type TokenType string

// The types of token that the dialog can end in.
const (
	SystemUser TokenType = "SYSTEM_USER" // business integration system user, the default
	User       TokenType = "USER"        // what a configuration for user tokens gives
)

const (
	tokenPrefix  = "EAA"
	tokenMACSize = 16
)

// grant is what a client gave the app. It travels inside the token, so that a
// program which keeps its tokens can go on using them after the sandbox was
// restarted.
type grant struct {
	App      string    `json:"a"`
	Business string    `json:"b"`
	Datasets selection `json:"d"`
	Scopes   []string  `json:"s"`
	Type     TokenType `json:"t"`
	Serial   int64     `json:"n"`           // unique; nanoseconds since 1970 at issue
	Expires  int64     `json:"e,omitempty"` // unix seconds; 0: never
	Narrowed bool      `json:"g,omitempty"` // to Datasets and Scopes, whatever the client ticks later
}

func (g grant) issued() time.Time { return time.Unix(0, g.Serial) }

// seal returns the token that carries g: prefix, payload, truncated HMAC.
func (g grant) seal(secret string) string {
	payload, err := json.Marshal(g)
	if err != nil {
		panic(err) // strings and numbers only
	}
	return tokenPrefix + base64.RawURLEncoding.EncodeToString(append(payload, tokenMAC(secret, payload)...))
}

// openToken reads a token. authentic is false when none of the secrets made it;
// the grant then still tells which app it claims to be of.
func openToken(token string, secrets []string) (g grant, authentic bool) {
	encoded, ok := strings.CutPrefix(token, tokenPrefix)
	if !ok {
		return grant{}, false
	}
	sealed, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil || len(sealed) <= tokenMACSize {
		return grant{}, false
	}
	payload, mac := sealed[:len(sealed)-tokenMACSize], sealed[len(sealed)-tokenMACSize:]
	if json.Unmarshal(payload, &g) != nil {
		return grant{}, false
	}
	for _, secret := range secrets {
		if hmac.Equal(mac, tokenMAC(secret, payload)) {
			return g, true
		}
	}
	return g, false
}

func tokenMAC(secret string, payload []byte) []byte {
	return hmacSHA256("token:"+secret, payload)[:tokenMACSize]
}

// Fingerprint names a code or token in the Journal without giving it away: it is
// the start of its SHA-256 in hex.
func Fingerprint(secret string) string {
	return sha256Hex(secret)[:16]
}

func sha256Hex(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// selection is the set of datasets a client ticked: one bit per asset of the
// business, in the order of world.assets, which only grows. A list of ids would
// make the token of a chain with 1,250 stores 20 kB long.
type selection []byte

func selectAssets(assets []asset, chosen func(asset) bool) selection {
	set := make(selection, (len(assets)+7)/8)
	for i, a := range assets {
		if chosen(a) {
			set[i/8] |= 1 << (i % 8)
		}
	}
	return set
}

// within is what s and other have in common.
func (s selection) within(other selection) selection {
	both := make(selection, min(len(s), len(other)))
	for i := range both {
		both[i] = s[i] & other[i]
	}
	return both
}

func (s selection) has(i int) bool {
	return i/8 < len(s) && s[i/8]&(1<<(i%8)) != 0
}
