package metasandbox

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Outcome names how a client's login goes, and what comes of its code, without
// anybody having to play it. Outcomes lists them.
type Outcome string

// The outcomes.
const (
	Approve           Outcome = "approve"
	OneDataset        Outcome = "one-dataset"
	ManyDatasets      Outcome = "many-datasets"
	NoDatasets        Outcome = "no-datasets"
	MissingPermission Outcome = "missing-permission"
	ExpiringToken     Outcome = "expiring-token"
	UserToken         Outcome = "user-token"
	ExpiredCode       Outcome = "expired-code"
	UsedCode          Outcome = "used-code"
	Throttled         Outcome = "throttled"
	MetaDown          Outcome = "meta-down"
	Slow              Outcome = "slow"
	AnswerLost        Outcome = "answer-lost"
	TokenDies         Outcome = "token-dies"
	NoWebhook         Outcome = "no-webhook"
	Uninstalled       Outcome = "uninstalled"
	Decline           Outcome = "decline"
	Cancel            Outcome = "cancel"
)

const (
	// fixedPrefix begins the codes that work without having been issued.
	fixedPrefix = "SANDBOX-"
	// uninstallAfter is how long a client keeps the app who uninstalls it right after.
	uninstallAfter = 2 * time.Second

	ordinary = "417283905516204"  // has three datasets
	empty    = "9283746501928374" // has none
	chain    = "9174002938475561" // has 1,250 and 3 of others
)

// script is an outcome in words and in deeds.
type script struct {
	Name  Outcome
	About string

	business string                       // whose login it is, unless somebody says
	grant    func(*Sandbox, *CodeRequest) // what the client grants; nil: everything
	spoil    func(*Sandbox, *issuedCode)  // what happens to the code before it is used
	after    func(*Sandbox, string)       // what the business does once the code was exchanged
	faults   []Fault                      // of the calls for the business, from the exchange on
	silent   bool                         // no webhook tells of it
	noCode   bool                         // the login ends without one
}

// scripts are all there are, in the order in which the pages list them. A new
// outcome is a new entry.
func scripts() []script {
	return []script{
		{Name: Approve, About: "The client grants everything."},
		{Name: OneDataset, About: "The client ticks one dataset.", grant: tickOne},
		{Name: ManyDatasets, About: "A chain grants 1,250 datasets of its own and 3 that others share.", business: chain},
		{Name: NoDatasets, About: "The business has no dataset.", business: empty},
		{Name: MissingPermission, About: "The client withholds ads_read.", grant: withholdAds},
		{Name: ExpiringToken, About: "The token lasts 60 days.", grant: func(_ *Sandbox, q *CodeRequest) { q.ExpiresInDays = 60 }},
		{Name: UserToken, About: "The login configuration gives a person’s token in place of a system user’s.", grant: func(_ *Sandbox, q *CodeRequest) { q.TokenType = User }},
		{Name: ExpiredCode, About: "The code is older than 30 seconds.", spoil: func(s *Sandbox, c *issuedCode) { c.record.IssuedAt = s.now().Add(-codeLifetime) }},
		{Name: UsedCode, About: "Somebody has used the code already.", spoil: (*Sandbox).useUp},
		{Name: Throttled, About: "Meta wants no calls for a minute when the datasets are read.", faults: []Fault{{Endpoint: "owned_pixels", Kind: "throttle", Times: 1, RegainMinutes: 1}}},
		{Name: MetaDown, About: "Meta is temporarily down when the code arrives.", faults: []Fault{{Endpoint: "exchange", Kind: "error", Code: 2, Times: 1}}},
		{Name: Slow, About: "The exchange takes four seconds.", faults: []Fault{{Endpoint: "exchange", Kind: "slow", DelayMillis: 4000, Times: 1}}},
		{Name: AnswerLost, About: "The code is exchanged, and the connection breaks before the answer.", faults: []Fault{{Endpoint: "exchange", Kind: "reset_after", Times: 1}}},
		{Name: TokenDies, About: "The token is invalidated before the datasets are read.", faults: []Fault{{Endpoint: "owned_pixels", Kind: "invalidate", Times: 1}}},
		{Name: NoWebhook, About: "Everything is granted, and no webhook tells of it.", silent: true},
		{Name: Uninstalled, About: "Everything is granted, and two seconds after the exchange the client removes the app.", after: (*Sandbox).uninstallSoon},
		{Name: Decline, About: "The client presses Cancel.", noCode: true},
		{Name: Cancel, About: "The client closes the window.", noCode: true},
	}
}

// Outcomes are the names of all outcomes.
func Outcomes() []Outcome {
	var names []Outcome
	for _, s := range scripts() {
		names = append(names, s.Name)
	}
	return names
}

func scriptNamed(name Outcome) (script, error) {
	for _, s := range scripts() {
		if s.Name == name {
			return s, nil
		}
	}
	return script{}, fmt.Errorf("outcome %q is none of %s", name, Outcomes())
}

// FixedCode is the code that always works for the outcome, once; empty where the
// login ends without one. Whatever follows it after a dot makes another code.
func (s script) FixedCode() string {
	if s.noCode {
		return ""
	}
	return fixedPrefix + strings.ToUpper(string(s.Name))
}

// issueFixed issues a fixed code that arrives for the first time.
func (s *Sandbox) issueFixed(code string) {
	fixed, _, _ := strings.Cut(code, ".")
	name, isFixed := strings.CutPrefix(fixed, fixedPrefix)
	if !isFixed || s.codes.has(code) {
		return
	}
	_ = s.issueAs(code, CodeRequest{Outcome: Outcome(strings.ToLower(name))}) // else it is a code that nobody knows
}

// play begins, once, what the outcome of a code does to the calls for its business.
func (s *Sandbox) play(code string) {
	business, outcome := s.codes.play(code)
	if outcome == "" {
		return
	}
	played, err := scriptNamed(outcome)
	if err != nil {
		panic(err) // it was looked up when the code was issued
	}
	for _, fault := range played.faults {
		fault.BusinessID = business
		s.Fail(fault)
	}
}

func tickOne(s *Sandbox, q *CodeRequest) {
	if assets := s.world.assets(s.world.business(q.BusinessID)); len(assets) > 0 {
		q.DatasetIDs = []string{assets[0].dataset.id}
	}
}

func withholdAds(s *Sandbox, q *CodeRequest) {
	q.Permissions = slices.DeleteFunc(slices.Clone(s.permissions), func(p string) bool { return p == "ads_read" })
}

// useUp exchanges a code on behalf of nobody.
func (s *Sandbox) useUp(c *issuedCode) {
	token, _ := s.issue(c.grant, c.lifetime, provenance{how: ByExchange, codeSHA256: c.record.SHA256})
	c.token = Fingerprint(token)
}

func (s *Sandbox) uninstallSoon(businessID string) {
	time.AfterFunc(uninstallAfter, func() {
		if s.postman.ctx.Err() == nil { // not closed
			s.Uninstall(businessID)
		}
	})
}

// outcomeInfo is an outcome as the control interface tells of it.
type outcomeInfo struct {
	Outcome   Outcome `json:"outcome"`
	About     string  `json:"about"`
	FixedCode string  `json:"fixedCode,omitempty"`
}

func tellOutcomes() []outcomeInfo {
	var all []outcomeInfo
	for _, s := range scripts() {
		all = append(all, outcomeInfo{s.Name, s.About, s.FixedCode()})
	}
	return all
}
