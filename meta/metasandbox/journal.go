package metasandbox

import (
	"slices"
	"time"
)

// Journal is the ground truth about what reached the sandbox. Codes and tokens
// appear by hash.
type Journal struct {
	// Calls counts the requests per endpoint, from their arrival on: also those
	// that a fault cut off.
	Calls  map[string]int `json:"calls"`
	Codes  []CodeRecord   `json:"codes"`  // oldest first
	Tokens []TokenRecord  `json:"tokens"` // oldest first
	Recent []Call         `json:"recent"` // answered or cut off, oldest first

	// Windows are the times in which the sandbox asked to be left alone, oldest
	// first; CallsInsideWindows counts the calls that came all the same.
	Windows            []RegainWindow `json:"windows"`
	CallsInsideWindows int            `json:"callsInsideWindows"`

	// EvilRequests counts the requests to an address that the fault evil_next
	// planted: a client that sends one follows any link it is given.
	EvilRequests int `json:"evilRequests"`

	Deliveries []Delivery `json:"deliveries"` // to the app's callbacks, oldest first
}

// CodeRecord is the fate of one code.
type CodeRecord struct {
	Fingerprint string    `json:"fingerprint"`
	SHA256      string    `json:"sha256"` // of the code, in hex
	BusinessID  string    `json:"businessId"`
	IssuedAt    time.Time `json:"issuedAt"`
	Requests    int       `json:"requests"`   // exchange requests that named it, from their arrival on
	Attempts    int       `json:"attempts"`   // exchanges that named it with the right app id and secret
	Exchanges   int       `json:"exchanges"`  // those that got a token: 0 or 1
	AnswerLost  bool      `json:"answerLost"` // it gave a token, and the answer did not get out whole

	Tries []ExchangeTry `json:"tries"` // the latest requests that ended, oldest first
}

// ExchangeTry is what became of one exchange request. Not processed and answer
// lost exclude each other: in the first case the code is as good as before.
type ExchangeTry struct {
	At         time.Time `json:"at"`
	Fault      string    `json:"fault,omitempty"` // kind of the one that struck it
	Processed  bool      `json:"processed"`
	Succeeded  bool      `json:"succeeded"`  // a token was made
	AnswerLost bool      `json:"answerLost"` // processed, and the answer did not get out whole
}

// TokenRecord is the fate of one token.
type TokenRecord struct {
	Fingerprint string    `json:"fingerprint"`
	SHA256      string    `json:"sha256"` // of the token, in hex
	BusinessID  string    `json:"businessId"`
	Type        TokenType `json:"type"`
	IssuedAt    time.Time `json:"issuedAt"`
	IssuedBy    IssuedBy  `json:"issuedBy"`
	CodeSHA256  string    `json:"codeSha256,omitempty"` // of the code at the start of the line; empty: from before a restart
	AnswerLost  bool      `json:"answerLost"`           // the answer that it was made for did not get out whole
	ExpiresAt   time.Time `json:"expiresAt,omitzero"`   // zero: never
	Alive       bool      `json:"alive"`
	Subcode     int       `json:"subcode,omitempty"` // of the 190 it answers, once dead
	Calls       int       `json:"calls"`             // Graph calls that it was the caller of, from their arrival on
	// LastUsedAt is when it last called for more than its own end or health:
	// revoke, permissions and debug_token do not count. Zero: never.
	LastUsedAt time.Time `json:"lastUsedAt,omitzero"`
}

// IssuedBy is the way in which a token came to be.
type IssuedBy string

// The ways to a token.
const (
	ByExchange IssuedBy = "exchange" // of a code
	ByRefresh  IssuedBy = "refresh"  // of another token: fb_exchange_token
	ByFetch    IssuedBy = "fetch"    // through system_user_access_tokens
)

// Call is one request to the Graph API.
type Call struct {
	At         time.Time `json:"at"`
	Endpoint   string    `json:"endpoint"`
	Method     string    `json:"method"`
	Path       string    `json:"path"`   // without the query, which holds secrets
	Status     int       `json:"status"` // 0: nothing was sent
	Code       int       `json:"code,omitempty"`
	Subcode    int       `json:"subcode,omitempty"`
	Fault      string    `json:"fault,omitempty"` // its kind
	Processed  bool      `json:"processed"`       // the work was done, whatever became of the answer
	AnswerLost bool      `json:"answerLost"`      // processed, and the answer did not get out whole
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

// Delivery returns the record of a delivery.
func (j Journal) Delivery(id int) (Delivery, bool) {
	i := slices.IndexFunc(j.Deliveries, func(d Delivery) bool { return d.ID == id })
	if i < 0 {
		return Delivery{}, false
	}
	return j.Deliveries[i], true
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
	j.Deliveries = s.postman.deliveries()
	j.Windows, j.CallsInsideWindows = s.regain.records()
	return j
}

func (s *Sandbox) tokenRecord(t issuedToken) TokenRecord {
	record := TokenRecord{
		Fingerprint: t.fingerprint,
		SHA256:      sha256Hex(t.token),
		BusinessID:  t.grant.Business,
		Type:        t.grant.Type,
		IssuedAt:    t.grant.issued(),
		IssuedBy:    t.from.how,
		CodeSHA256:  t.from.codeSHA256,
		AnswerLost:  t.answerLost,
		Alive:       true,
		Calls:       t.calls,
		LastUsedAt:  t.lastUsed,
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
		record := b.byCode[code].record
		record.Tries = []ExchangeTry{}
		for _, t := range b.byCode[code].tries {
			record.Tries = append(record.Tries, *t)
		}
		records = append(records, record)
	}
	return records
}
