package metasandbox

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	codeLifetime = 30 * time.Second
	codePrefix   = "AQ"
	// historyLimit bounds how many codes, tokens, regain windows and deliveries
	// are remembered; the oldest are forgotten first.
	historyLimit = 100_000
)

// CodeRequest says what the client grants in the dialog.
type CodeRequest struct {
	BusinessID string `json:"businessId"`
	// DatasetIDs are the datasets ticked; nil: all that the business has now.
	DatasetIDs []string `json:"datasetIds"`
	// ExpiresInDays is the lifetime of the token to come; 0: it never expires.
	ExpiresInDays int `json:"expiresInDays"`
	// Permissions granted; nil: all of the configuration, without ads_* if
	// DatasetIDs is empty and not nil, as Meta grants nothing for no asset.
	Permissions []string `json:"permissions"`
	// RedirectURI is the address the code goes to in redirect mode; empty: popup.
	RedirectURI string    `json:"redirectUri"`
	TokenType   TokenType `json:"tokenType"` // empty: SystemUser
	// Outcome scripts what the client does and what comes of the code; empty: what the
	// other fields say. It brings a business where BusinessID is empty.
	Outcome Outcome `json:"outcome"`
}

// issuedCode is a code and its fate.
type issuedCode struct {
	grant       grant
	lifetime    time.Duration // of the token; 0: unlimited
	redirectURI string
	token       string  // fingerprint of the one it gave; empty: none yet
	outcome     Outcome // to be played with the exchange; empty: none, or played
	after       func(*Sandbox, string)
	tries       []*ExchangeTry
	record      CodeRecord // without its tries
}

// codeBook holds the codes handed out. Its lock is what makes a code work once.
type codeBook struct {
	mu     sync.Mutex
	byCode map[string]*issuedCode
	order  []string
}

func (b *codeBook) add(code string, c *issuedCode) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.byCode == nil {
		b.byCode = map[string]*issuedCode{}
	}
	if len(b.order) >= historyLimit {
		delete(b.byCode, b.order[0])
		b.order = b.order[1:]
	}
	b.byCode[code] = c
	b.order = append(b.order, code)
}

// redeem spends the code for a token that mint makes. A refused attempt leaves the
// code as it was; reused is the fingerprint of the token that an earlier one got.
func (b *codeBook) redeem(code, redirectURI string, now time.Time, mint func(*issuedCode) string) (reused string, err *graphError) {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := b.byCode[code]
	if c == nil {
		return "", errCodeFormat()
	}
	c.record.Attempts++
	switch {
	case c.token != "":
		return c.token, errCodeUsed()
	case now.Sub(c.record.IssuedAt) >= codeLifetime:
		return "", errCodeExpired()
	case c.redirectURI != redirectURI:
		return "", errCodeRedirect()
	}
	c.record.Exchanges++
	c.token = Fingerprint(mint(c))
	return "", nil
}

// arrived counts a request that names the code, before anything becomes of it.
func (b *codeBook) arrived(code string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if c := b.byCode[code]; c != nil {
		c.record.Requests++
	}
}

// businessOf is the business that the code is of, or empty.
func (b *codeBook) businessOf(code string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if c := b.byCode[code]; c != nil {
		return c.record.BusinessID
	}
	return ""
}

// tried notes what became of a request that named the code. It takes over t, which
// is changed by lostAnswer only.
func (b *codeBook) tried(code string, t *ExchangeTry) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if c := b.byCode[code]; c != nil {
		c.tries = appendBounded(c.tries, t, recentTries)
		c.record.AnswerLost = c.record.AnswerLost || t.Succeeded && t.AnswerLost
	}
}

func (b *codeBook) lostAnswer(code string, t *ExchangeTry) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t.AnswerLost = true
	if c := b.byCode[code]; c != nil && t.Succeeded {
		c.record.AnswerLost = true
	}
}

// has tells whether the code was issued.
func (b *codeBook) has(code string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.byCode[code] != nil
}

// play tells, the first time, which outcome a code has and for which business.
func (b *codeBook) play(code string) (business string, outcome Outcome) {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := b.byCode[code]
	if c == nil {
		return "", ""
	}
	outcome, c.outcome = c.outcome, ""
	return c.record.BusinessID, outcome
}

// IssueCode does what pressing Continue in the dialog does: it records the
// client's selection and returns a code, valid once and for 30 seconds.
func (s *Sandbox) IssueCode(q CodeRequest) (string, error) {
	code := codePrefix + strings.ToLower(rand.Text()) + rand.Text() + rand.Text()
	if err := s.issueAs(code, q); err != nil {
		return "", fmt.Errorf("issuing a code: %w", err)
	}
	return code, nil
}

// issueAs issues a code that has its text already.
func (s *Sandbox) issueAs(code string, q CodeRequest) error {
	played, err := scriptNamed(cmp.Or(q.Outcome, Approve))
	switch {
	case err != nil:
		return err
	case played.noCode:
		return fmt.Errorf("a login whose outcome is %s gives no code", played.Name)
	case q.Outcome != "":
		q.BusinessID = cmp.Or(q.BusinessID, played.business, ordinary)
	}
	b := s.world.business(q.BusinessID)
	if b == nil {
		return fmt.Errorf("no business %q", q.BusinessID)
	}
	if played.grant != nil {
		played.grant(s, &q)
	}
	ticked, err := s.tick(b, q.DatasetIDs)
	if err == nil {
		err = s.checkCodeRequest(q)
	}
	if err != nil {
		return err
	}
	issued := &issuedCode{
		grant: grant{
			Business: b.id,
			Datasets: ticked,
			Scopes:   s.granted(q),
			Type:     cmp.Or(q.TokenType, SystemUser),
		},
		lifetime:    time.Duration(q.ExpiresInDays) * day,
		redirectURI: q.RedirectURI,
		record:      CodeRecord{Fingerprint: Fingerprint(code), SHA256: sha256Hex(code), BusinessID: b.id, IssuedAt: s.now()},
		outcome:     q.Outcome,
		after:       played.after,
	}
	if played.spoil != nil {
		played.spoil(s, issued)
	}
	s.codes.add(code, issued)
	before := s.grants.approve(b.id, ticked)
	if !played.silent {
		s.announceDialog(b.id, before)
	}
	return nil
}

// tick turns dataset ids into a selection.
func (s *Sandbox) tick(b *business, ids []string) (selection, error) {
	assets := s.world.assets(b)
	if ids == nil {
		return selectAssets(assets, func(asset) bool { return true }), nil
	}
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	found := map[string]bool{}
	ticked := selectAssets(assets, func(a asset) bool {
		found[a.dataset.id] = true
		return wanted[a.dataset.id]
	})
	for _, id := range ids {
		if !found[id] {
			return nil, fmt.Errorf("business %s has no dataset %q", b.id, id)
		}
	}
	return ticked, nil
}

func (s *Sandbox) checkCodeRequest(q CodeRequest) error {
	switch q.TokenType {
	case "", SystemUser, User:
	default:
		return fmt.Errorf("unknown token type %q", q.TokenType)
	}
	for _, p := range q.Permissions {
		if !slices.Contains(s.permissions, p) {
			return fmt.Errorf("permission %q is not in the login configuration", p)
		}
	}
	if q.ExpiresInDays < 0 {
		return errors.New("expiresInDays must not be negative")
	}
	if q.RedirectURI != "" {
		return checkRedirectURI(q.RedirectURI)
	}
	return nil
}

func (s *Sandbox) granted(q CodeRequest) []string {
	switch {
	case q.Permissions != nil:
		return q.Permissions
	case q.DatasetIDs != nil && len(q.DatasetIDs) == 0:
		return slices.DeleteFunc(slices.Clone(s.permissions), func(p string) bool { return strings.HasPrefix(p, "ads_") })
	}
	return s.permissions
}

// plainHost keeps characters out of a host that mean something in a header.
var plainHost = regexp.MustCompile(`^[A-Za-z0-9.\-:\[\]]+$`)

// checkRedirectURI accepts absolute http and https addresses only: anything else
// (javascript:, data:) would run in the sandbox's own origin.
func checkRedirectURI(raw string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !plainHost.MatchString(u.Host) {
		return errors.New("redirect URI must be an absolute http or https address")
	}
	return nil
}
