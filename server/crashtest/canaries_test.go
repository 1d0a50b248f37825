package crashtest

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// canaries are all secrets of one installation that are known, each by a name of its own. Where one of them turns up, in whatever
// spelling, it is recognised, also when only its beginning, middle or end is there; and so is what merely has the form of a secret.
//
// Whatever says or keeps something is searched by them and by nothing else: see seenIn.
type canaries struct {
	mu     sync.RWMutex
	names  map[string]string // by secrets
	pieces map[string]string // names by pieces of secrets
}

// pieceSize is how many characters of a secret, in whatever spelling, give it away.
const pieceSize = 16

func newCanaries() *canaries {
	return &canaries{names: map[string]string{}, pieces: map[string]string{}}
}

// add makes a secret known and returns its name: the kind and a number. One that is known keeps its name.
func (c *canaries) add(kind, secret string) (name string) {
	if len(secret) < pieceSize {
		panic(fmt.Sprintf("a %s of %d characters could turn up by chance", kind, len(secret)))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if name, known := c.names[secret]; known {
		return name
	}
	name = fmt.Sprintf("%s %d", kind, len(c.names)+1)
	c.names[secret] = name
	for _, spelled := range spellings(secret) {
		for _, at := range []int{0, (len(spelled) - pieceSize) / 2, len(spelled) - pieceSize} {
			c.pieces[spelled[at:at+pieceSize]] = name
		}
	}
	return name
}

// invent makes a secret of our own up, unlike any other, and known.
func (c *canaries) invent(kind string) (secret string) {
	secret = rand.Text() + "-" + strings.ReplaceAll(kind, " ", "-")
	c.add(kind, secret)
	return secret
}

// spellings are the ways in which programs write bytes down: as they are, in URLs, in JSON and Go's quotes, as bytea shows them, and in
// base64, where a text looks different by what stands before it.
func spellings(secret string) []string {
	all := []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret), strings.Trim(fmt.Sprintf("%q", secret), `"`),
		hex.EncodeToString([]byte(secret)), strings.ToUpper(hex.EncodeToString([]byte(secret))), strings.Trim(fmt.Sprint([]byte(secret)), "[]"),
	}
	for before := range 3 {
		for _, alphabet := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			spelled := alphabet.EncodeToString([]byte(strings.Repeat("\x00", before) + secret))
			if (before+len(secret))%3 != 0 {
				spelled = spelled[:len(spelled)-1] // which holds bits of what follows
			}
			all = append(all, spelled[[]int{0, 2, 3}[before]:])
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

var (
	// secretForm is the form of everything that Meta and the program give out and that must not be seen: tokens and codes, onboarding
	// tokens, API keys, one-time links, ways to an OpenID provider, webhook secrets.
	secretForm = regexp.MustCompile(`EAA[A-Za-z0-9_-]{40,}|AQ[a-z2-7]{26}[A-Z2-7]{52}|(onb|capi|dlg|link|sso)_[A-Za-z0-9_-]{43}|whsec_[A-Za-z0-9+/]{43}`)
	// hexForm is that of tokens as bytea shows them.
	hexForm = regexp.MustCompile(`454141(3[0-9]|4[1-9a-f]|5[0-9a]|5f|2d|6[1-9a-f]|7[0-9a]){40}`)
)

const formOnly = "something of the form of a secret"

// seenIn names the secrets that a text holds, each once.
func (c *canaries) seenIn(text string) []string {
	seen := map[string]bool{}
	c.note(text, seen)
	for _, form := range []*regexp.Regexp{secretForm, hexForm} {
		for _, match := range form.FindAllString(text, -1) {
			if known := map[string]bool{}; !c.note(match, known) {
				seen[formOnly] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// note notes the names of the known secrets in a text, and says whether there were any. Tokens of one business begin alike: one that is there
// as a whole is not taken for parts of the others.
func (c *canaries) note(text string, seen map[string]bool) (any bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if !c.notePieces(text, map[string]bool{}) {
		return false
	}
	for secret, name := range c.names {
		if strings.Contains(text, secret) {
			seen[name], text = true, strings.ReplaceAll(text, secret, " ")
		}
	}
	c.notePieces(text, seen)
	return true
}

func (c *canaries) notePieces(text string, seen map[string]bool) (any bool) {
	for at := range max(len(text)-pieceSize+1, 0) {
		if name, known := c.pieces[text[at:at+pieceSize]]; known {
			seen[name], any = true, true
		}
	}
	return any
}
