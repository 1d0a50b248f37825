package metasandbox

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// recentCalls is how many calls the Journal shows in detail.
const recentCalls = 200

// Journal is the ground truth about what reached the sandbox. Codes and tokens
// appear by Fingerprint.
type Journal struct {
	// Calls counts the requests per endpoint, from their arrival on: also those
	// that a fault cut off.
	Calls  map[string]int `json:"calls"`
	Codes  []CodeRecord   `json:"codes"`  // oldest first
	Tokens []TokenRecord  `json:"tokens"` // oldest first
	Recent []Call         `json:"recent"` // answered or cut off, oldest first
}

// CodeRecord is the fate of one code.
type CodeRecord struct {
	Fingerprint string    `json:"fingerprint"`
	BusinessID  string    `json:"businessId"`
	IssuedAt    time.Time `json:"issuedAt"`
	Attempts    int       `json:"attempts"`  // exchanges that named it with the right app id and secret
	Exchanges   int       `json:"exchanges"` // those that got a token: 0 or 1
}

// TokenRecord is the fate of one token.
type TokenRecord struct {
	Fingerprint string    `json:"fingerprint"`
	BusinessID  string    `json:"businessId"`
	Type        TokenType `json:"type"`
	IssuedAt    time.Time `json:"issuedAt"`
	ExpiresAt   time.Time `json:"expiresAt,omitzero"` // zero: never
	Alive       bool      `json:"alive"`
	Subcode     int       `json:"subcode,omitempty"` // of the 190 it answers, once dead
}

// Call is one request to the Graph API.
type Call struct {
	At       time.Time `json:"at"`
	Endpoint string    `json:"endpoint"`
	Method   string    `json:"method"`
	Path     string    `json:"path"`   // without the query, which holds secrets
	Status   int       `json:"status"` // 0: nothing was sent
	Code     int       `json:"code,omitempty"`
	Subcode  int       `json:"subcode,omitempty"`
	Fault    string    `json:"fault,omitempty"` // its kind
}

// Code returns the record of a code.
func (j Journal) Code(code string) (CodeRecord, bool) {
	fingerprint := Fingerprint(code)
	i := slices.IndexFunc(j.Codes, func(c CodeRecord) bool { return c.Fingerprint == fingerprint })
	if i < 0 {
		return CodeRecord{}, false
	}
	return j.Codes[i], true
}

// Token returns the record of a token.
func (j Journal) Token(token string) (TokenRecord, bool) {
	fingerprint := Fingerprint(token)
	i := slices.IndexFunc(j.Tokens, func(t TokenRecord) bool { return t.Fingerprint == fingerprint })
	if i < 0 {
		return TokenRecord{}, false
	}
	return j.Tokens[i], true
}

// Journal returns the ground truth so far.
func (s *Sandbox) Journal() Journal {
	j := s.journal.snapshot()
	j.Codes = s.codes.records()
	for _, t := range s.journal.issuedTokens() {
		j.Tokens = append(j.Tokens, s.tokenRecord(t))
	}
	return j
}

func (s *Sandbox) tokenRecord(t issuedToken) TokenRecord {
	record := TokenRecord{
		Fingerprint: t.fingerprint,
		BusinessID:  t.grant.Business,
		Type:        t.grant.Type,
		IssuedAt:    t.grant.issued(),
		Alive:       true,
	}
	if t.grant.Expires != 0 {
		record.ExpiresAt = time.Unix(t.grant.Expires, 0)
	}
	if end := s.end(t.grant, t.fingerprint); end != nil {
		record.Alive, record.Subcode = false, end.Subcode
	}
	return record
}

func (b *codeBook) records() []CodeRecord {
	b.mu.Lock()
	defer b.mu.Unlock()
	records := make([]CodeRecord, 0, len(b.order))
	for _, code := range b.order {
		c := b.byCode[code]
		records = append(records, CodeRecord{
			Fingerprint: c.fingerprint,
			BusinessID:  c.grant.Business,
			IssuedAt:    c.issued,
			Attempts:    c.attempts,
			Exchanges:   c.exchanges,
		})
	}
	return records
}

type issuedToken struct {
	fingerprint string
	grant       grant
}

// callLog counts calls and remembers the latest ones and the tokens issued.
type callLog struct {
	mu     sync.Mutex
	calls  map[string]int
	recent []Call
	tokens []issuedToken
}

// arrived counts a call and returns how many there have been in all.
func (l *callLog) arrived(endpoint string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.calls == nil {
		l.calls = map[string]int{}
	}
	l.calls[endpoint]++
	total := 0
	for _, n := range l.calls {
		total += n
	}
	return total
}

func (l *callLog) ended(c Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.recent = appendBounded(l.recent, c, recentCalls)
}

func (l *callLog) issued(fingerprint string, g grant) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tokens = appendBounded(l.tokens, issuedToken{fingerprint, g}, historyLimit)
}

func (l *callLog) issuedTokens() []issuedToken {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.tokens)
}

func (l *callLog) snapshot() Journal {
	l.mu.Lock()
	defer l.mu.Unlock()
	calls := maps.Clone(l.calls)
	if calls == nil {
		calls = map[string]int{}
	}
	return Journal{Calls: calls, Recent: append([]Call{}, l.recent...), Tokens: []TokenRecord{}}
}

// appendBounded appends and drops the oldest element beyond the limit.
func appendBounded[T any](list []T, item T, limit int) []T {
	list = append(list, item)
	if len(list) > limit {
		list = list[1:]
	}
	return list
}
