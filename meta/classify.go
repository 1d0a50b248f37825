package meta

import (
	"net/http"
	"slices"
	"strings"
)

// rule maps one kind of Meta's errors to its meaning. An unset field of the condition matches everything.
type rule struct {
	ops      []Op
	codes    span
	subcodes span
	message  string // a part of Meta's message, in lower case; only where the codes do not tell

	class  Class
	reason Reason
}

// span is a range of codes, both ends included.
type span struct{ first, last int }

func one(code int) span { return span{code, code} }

func (s span) matches(code int) bool { return s == span{} || s.first <= code && code <= s.last }

var (
	byApp = []Op{OpAppToken, OpDebugToken, OpConnectedBusinesses, OpApp, OpSubscriptions}
	lists = []Op{OpOwnedDatasets, OpSharedDatasets, OpConnectedBusinesses}
)

func only(op Op) []Op { return []Op{op} }

// rules is read from the top; the first match counts. So within a code the exceptions come first.
//
// Sources: https://developers.facebook.com/docs/graph-api/guides/error-handling and
// https://developers.facebook.com/docs/graph-api/overview/rate-limiting; subcodes and messages that are not listed there
// were seen in the field.
var rules = []rule{
	// The app's own credentials. Code 1 is otherwise transient. A call that presents the app's credentials alone and is told
	// that the token is bad says nothing about the token that it asks about, if there is one.
	{codes: one(1), message: "client secret", class: Misconfigured, reason: AppSecretRejected},
	{codes: one(100), message: "appsecret_proof", class: Misconfigured, reason: AppSecretRejected},
	{codes: one(101), class: Misconfigured, reason: AppIDRejected},
	{ops: only(OpDebugToken), codes: one(190), message: "debug only access token", class: Client}, // the one that Meta's pages show
	{ops: byApp, codes: one(102), class: Misconfigured, reason: AppSecretRejected},
	{ops: byApp, codes: one(190), class: Misconfigured, reason: AppSecretRejected},
	{ops: byApp, codes: one(452), class: Misconfigured, reason: AppSecretRejected},
	{ops: only(OpDebugToken), codes: one(100), message: "did not match the viewing app", class: Misconfigured, reason: WrongApp},
	{codes: one(2635), class: Misconfigured, reason: VersionExpired},

	// The exchange. The subcode of a malformed code differs from answer to answer. There is no token yet that could be dead:
	// what Meta then means is the code, whose person has logged out or withdrawn the consent since.
	{ops: only(OpExchangeCode), codes: one(100), message: "invalid verification code", class: Client, reason: CodeInvalid},
	{ops: only(OpExchangeCode), codes: one(100), subcodes: one(36007), class: Client, reason: CodeExpired},
	{ops: only(OpExchangeCode), codes: one(100), subcodes: one(36008), class: Misconfigured, reason: RedirectMismatch},
	{ops: only(OpExchangeCode), codes: one(100), subcodes: one(36009), class: Client, reason: CodeUsed},
	{ops: only(OpExchangeCode), codes: one(100), message: "redirect_uri", class: Misconfigured, reason: RedirectMismatch},
	{ops: only(OpExchangeCode), codes: one(100), message: "verification code", class: Client, reason: CodeInvalid},
	{ops: only(OpExchangeCode), codes: one(102), class: Client, reason: CodeInvalid},
	{ops: only(OpExchangeCode), codes: one(190), class: Client, reason: CodeInvalid},
	{ops: only(OpExchangeCode), codes: one(452), class: Client, reason: CodeInvalid},

	// A person's token has no client_business_id.
	{ops: only(OpMe), codes: one(100), message: "nonexisting field", class: Misconfigured, reason: NotSystemUser},

	// Lists: a cursor that is outdated, garbled or too deep.
	{ops: lists, codes: one(100), message: "cursor", class: Client, reason: CursorInvalid},
	{ops: lists, codes: one(2642), class: Client, reason: CursorInvalid},

	// Limits. Those of the lower access tier are worded as missing permissions.
	{subcodes: span{4841000, 4841999}, class: Throttled},
	{codes: one(4), class: Throttled},
	{codes: one(17), class: Throttled},
	{codes: one(32), class: Throttled},
	{codes: one(341), class: Throttled},
	{codes: one(613), class: Throttled},
	{codes: span{80000, 80014}, class: Throttled},

	// Dead tokens.
	{codes: one(190), subcodes: one(458), class: Auth, reason: Uninstalled},
	{codes: one(190), subcodes: one(460), class: Auth, reason: TokenRevoked},
	{codes: one(190), subcodes: one(463), class: Auth, reason: TokenExpired},
	{codes: one(190), subcodes: span{466, 467}, class: Auth, reason: TokenRevoked},
	{codes: one(102), class: Auth},
	{codes: one(190), class: Auth},
	{codes: one(452), class: Auth},

	// Permissions.
	{codes: one(3), class: Permission, reason: AccessTooLow},
	{codes: one(10), class: Permission},
	{codes: one(270), class: Permission, reason: AccessTooLow},
	{codes: span{200, 299}, class: Permission},
	{codes: one(415), class: Permission, reason: TwoFactorRequired},
	{codes: one(3962), class: Permission},

	// The rest.
	{codes: span{1, 2}, class: Transient},
	{codes: one(100), class: Client},
	{codes: one(368), class: Policy},
	{codes: one(506), class: Client},
	{codes: one(2500), class: Bug},
	{codes: one(2642), class: Client},
}

// classify says what an error of Meta's means for op. An empty op stands for an error that is reported, not met.
func classify(op Op, e *Error) (Class, Reason) {
	class, reason := Class(""), Reason("")
	for _, r := range rules {
		if r.matches(op, e) {
			class, reason = r.class, r.reason
			break
		}
	}
	if class == "" || class == Client && reason == "" {
		return unsure(e), ""
	}
	return class, reason
}

func (r rule) matches(op Op, e *Error) bool {
	return (r.ops == nil || slices.Contains(r.ops, op)) && r.codes.matches(e.Code) && r.subcodes.matches(e.Subcode) &&
		strings.Contains(strings.ToLower(e.Message), r.message)
}

// unsure classifies an error whose codes say little by what else the answer says.
func unsure(e *Error) Class {
	switch {
	case e.Status == http.StatusTooManyRequests:
		return Throttled
	case e.Transient || e.Status >= 500:
		return Transient
	}
	return Client
}
