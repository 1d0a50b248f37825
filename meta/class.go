package meta

// Class says what can be done about a failed call.
type Class string

// The classes, from "nothing happened" to "ask a person". See rules for which error is which.
const (
	NotSent       Class = "not_sent"       // no connection, so Meta has seen nothing; even a code is still good
	NoAnswer      Class = "no_answer"      // sent, and the answer was lost or is a bare 5xx: Meta may have done it
	InvalidAnswer Class = "invalid_answer" // sent, and the answer is not the Graph API's form: Meta may have done it
	Transient     Class = "transient"      // Meta's own trouble, which passes
	Throttled     Class = "throttled"      // too many calls; more of them make it last longer
	Auth          Class = "auth"           // the token is dead: only a new grant helps
	Permission    Class = "permission"     // the grant or the app's access level does not include this
	Misconfigured Class = "misconfigured"  // the app, its secret, its login configuration or the version is wrong
	Policy        Class = "policy"         // blocked by Meta for breaking a policy; hours
	Client        Class = "client"         // Meta refuses what was asked
	Bug           Class = "bug"            // the request is malformed; ours to mend
)

// Retryable says whether the same call can succeed later without anybody changing anything, and may be sent again if
// that does no harm. For an exchange it does harm, except when it was NotSent.
func (c Class) Retryable() bool {
	switch c {
	case NotSent, NoAnswer, InvalidAnswer, Transient, Throttled:
		return true
	}
	return false
}

// Reason says more exactly what happened than Class does, for failures that a person is told apart.
type Reason string

// The reasons, by class.
const (
	AppIDRejected     Reason = "app_id_rejected"     // Misconfigured
	AppSecretRejected Reason = "app_secret_rejected" // Misconfigured
	NotSystemUser     Reason = "not_system_user"     // Misconfigured: the login configuration issues users' tokens
	RedirectMismatch  Reason = "redirect_mismatch"   // Misconfigured
	VersionExpired    Reason = "version_expired"     // Misconfigured
	WrongApp          Reason = "wrong_app"           // Misconfigured: the token was issued to another app

	CodeExpired Reason = "code_expired" // Client
	CodeInvalid Reason = "code_invalid" // Client
	CodeUsed    Reason = "code_used"    // Client

	CursorInvalid Reason = "cursor_invalid" // Client: a list cannot go on from there, and has to be read from its start

	AccessTooLow      Reason = "access_too_low"      // Permission: the app's own access level, which App Review raises
	TwoFactorRequired Reason = "two_factor_required" // Permission: the client's business insists on it

	TokenExpired Reason = "token_expired" // Auth
	TokenRevoked Reason = "token_revoked" // Auth
	Uninstalled  Reason = "uninstalled"   // Auth: the client removed the app
)
