package onboarding

import (
	"errors"
	"time"

	"capiconnect/meta"
	"capiconnect/models"
	"capiconnect/models/seal"
)

// Problem is what is wrong, told to people: what happened, what to do, who does it.
type Problem struct {
	Code        models.ProblemCode
	Message     string
	Action      string
	Actor       Responsible
	Since       time.Time
	Retryable   bool
	RetryAt     *time.Time
	MetaCode    *int
	MetaSubcode *int
	FBTraceID   *string
}

// Responsible says who has to act on a problem.
type Responsible string

// Who can be responsible.
const (
	Client  Responsible = "CLIENT"
	Partner Responsible = "PARTNER"
	Meta    Responsible = "META"
	Nobody  Responsible = "NOBODY"
)

type explanation struct {
	message, action string
	actor           Responsible
	retryable       bool
}

// explanations has a row for every problem code; a test counts them.
var explanations = map[models.ProblemCode]explanation{
	models.ProblemCodeInvalid:            {"Meta does not know the code.", "Press Connect again; pass the code on exactly as Meta gives it.", Client, false},
	models.ProblemCodeExpired:            {"The code was too old: Meta takes it for about 30 seconds.", "Press Connect again.", Client, false},
	models.ProblemCodeUsed:               {"The code had been used before.", "Press Connect again.", Client, false},
	models.ProblemRedirectURIMismatch:    {"The redirect URI is not the one that the login dialog was opened with.", "Pass no redirect URI with a code of FB.login, and exactly the dialog's with a code of the redirect dialog.", Partner, false},
	models.ProblemAppSecretRejected:      {"Meta rejected the app secret.", "Put the app secret of the App Dashboard (App settings, Basic) into META_APP_SECRET and restart.", Partner, false},
	models.ProblemAppIDRejected:          {"Meta does not know the app id.", "Put the app id of the App Dashboard into META_APP_ID and restart.", Partner, false},
	models.ProblemGraphVersionExpired:    {"Meta has switched off this Graph API version.", "Set META_GRAPH_VERSION to a version that Meta supports and restart.", Partner, false},
	models.ProblemWrongTokenType:         {"The grant is a person's token; it would end with that person's session.", "Choose the token type “System-user access token” in the login configuration, then connect again.", Partner, false},
	models.ProblemWrongApp:               {"The token was issued to another app.", "Use the same app id for the login button and for META_APP_ID.", Partner, false},
	models.ProblemExternalIDConflict:     {"This business is already connected for another externalId. Nothing was changed.", "Check which client it belongs to; disconnect it there before connecting it here.", Partner, false},
	models.ProblemOtherBusiness:          {"The client granted access for another business than the one that this onboarding is for. Nothing was changed.", "Have the client press Connect once more and pick the right business; the other one needs an onboarding of its own.", Client, false},
	models.ProblemExchangeOutcomeUnknown: {"Meta's answer was lost, so it is not known whether Meta granted access.", "Press Connect once more; that settles it.", Client, false},
	models.ProblemInterrupted:            {"The work was interrupted before it was finished.", "Press Connect once more.", Client, false},
	models.ProblemOnboardingExpired:      {"Nobody finished the onboarding in time.", "Start a new one.", Partner, false},
	models.ProblemOnboardingCancelled:    {"The onboarding was cancelled by whoever had prepared it.", "Start a new one if the client is to connect after all.", Nobody, false},
	models.ProblemMetaUnavailable:        {"Meta could not be reached, or had trouble of its own.", "Wait; it is tried again by itself.", Meta, true},
	models.ProblemMetaAnswerInvalid:      {"Meta answered with something that is not the Graph API's form.", "Wait; if it goes on, check that META_GRAPH_URL is right and that no proxy answers in Meta's place.", Meta, true},
	models.ProblemMetaRefused:            {"Meta refused the request.", "Look Meta's error code up in Meta's error reference, or ask Meta's support with the trace id.", Partner, false},
	models.ProblemThrottled:              {"Meta limits the number of calls for a while.", "Wait; calling more makes it last longer.", Meta, true},
	models.ProblemPolicyBlocked:          {"Meta blocks the app or the business for breaking a policy.", "Open the App Dashboard's alerts and the client's Business Support Home.", Partner, false},
	models.ProblemSyncFailing:            {"The list of datasets could not be read to its end; the last complete one is shown.", "Press Sync datasets; if it goes on, look at Meta's error code.", Partner, true},
	models.ProblemPermissionsMissing:     {"The grant lacks permissions that the login configuration asks for.", "Have the client connect again and select the assets; a permission without a selected asset is left out by Meta.", Client, false},
	models.ProblemAccessLevelTooLow:      {"Meta lets the app do this only at a higher access level.", "Apply for it in the App Dashboard (App Review); until then, only businesses of people with a role in the app can connect.", Partner, false},
	models.ProblemTwoFactorRequired:      {"The client's business requires two-factor authentication at Meta.", "Have the client switch two-factor authentication on at Meta, then connect again.", Client, false},
	models.ProblemNoDatasets:             {"The business is connected but has granted no dataset.", "Have the client connect again and tick at least one dataset, or create one in Events Manager first.", Client, false},
	models.ProblemSeveralDatasets:        {"The business is to have one dataset, but it has granted several.", "Choose which one counts, or have the client connect again and tick just that one.", Partner, false},
	models.ProblemTokenExpired:           {"The token has expired.", "Have the client connect again.", Client, false},
	models.ProblemTokenRevoked:           {"The token was revoked at Meta.", "Have the client connect again.", Client, false},
	models.ProblemAppUninstalled:         {"The client removed the app in its business settings.", "Have the client connect again, if it wants to.", Client, false},
	models.ProblemCredentialUnreadable:   {"The stored token cannot be decrypted.", "Restore the encryption key that the log names; otherwise have the client connect again.", Partner, false},
	models.ProblemRevocationPending:      {"Meta has not confirmed the end of the connection yet. The token is no longer used here.", "Wait; Meta is asked again by itself. The client can also remove the app under Connected apps at Meta.", Meta, true},
	models.ProblemRevocationStuck:        {"Meta has not confirmed the end of the connection for 30 days. The token is no longer used here.", "Have the client remove the app under Connected apps at Meta, then forget the connection here.", Partner, true},
	models.ProblemTokenExpiring:          {"The token ends soon and could not be replaced.", "Have the client connect again before it ends.", Client, false},
}

// Explain tells people what a stored problem means; nil when there is none.
func Explain(p models.Problem) *Problem {
	if p.Code == nil {
		return nil
	}
	e := explanations[*p.Code]
	return &Problem{
		Code: *p.Code, Message: e.message, Action: e.action, Actor: e.actor, Since: *p.Since, Retryable: e.retryable,
		RetryAt: p.RetryAt, MetaCode: p.MetaCode, MetaSubcode: p.MetaSubcode, FBTraceID: p.FBTraceID,
	}
}

// text is a problem in an answer that is an error.
func (p *Problem) text() string { return p.Message + " " + p.Action }

// ExplainOnboarding is Explain for an onboarding. Trouble of Meta's passes, but the code of one that has ended does not come back.
func ExplainOnboarding(o *models.Onboarding) *Problem {
	p := Explain(o.Problem)
	if p != nil && p.Retryable && o.Status.IsTerminal() {
		p.Action, p.Actor, p.Retryable = "Press Connect again in a few minutes.", Client, false
	}
	return p
}

func problem(code models.ProblemCode, now time.Time) models.Problem {
	return models.Problem{Code: &code, Since: &now}
}

// metaProblem names the problem that a failed call to Meta is.
func metaProblem(err error, now time.Time) models.Problem {
	var failure *meta.Error
	if !errors.As(err, &failure) {
		return problem(models.ProblemMetaUnavailable, now)
	}
	p := problem(problemCode(failure), now)
	p.MetaCode, p.MetaSubcode, p.FBTraceID = nonZero(failure.Code), nonZero(failure.Subcode), nonZero(failure.FBTraceID)
	p.RetryAt = nonZeroTime(failure.RegainAt)
	return p
}

var problemOfReason = map[meta.Reason]models.ProblemCode{
	meta.AccessTooLow:      models.ProblemAccessLevelTooLow,
	meta.AppIDRejected:     models.ProblemAppIDRejected,
	meta.AppSecretRejected: models.ProblemAppSecretRejected,
	meta.CodeExpired:       models.ProblemCodeExpired,
	meta.CodeInvalid:       models.ProblemCodeInvalid,
	meta.CodeUsed:          models.ProblemCodeUsed,
	meta.CursorInvalid:     models.ProblemMetaRefused,
	meta.NotSystemUser:     models.ProblemWrongTokenType,
	meta.RedirectMismatch:  models.ProblemRedirectURIMismatch,
	meta.TokenExpired:      models.ProblemTokenExpired,
	meta.TokenRevoked:      models.ProblemTokenRevoked,
	meta.TwoFactorRequired: models.ProblemTwoFactorRequired,
	meta.Uninstalled:       models.ProblemAppUninstalled,
	meta.VersionExpired:    models.ProblemGraphVersionExpired,
	meta.WrongApp:          models.ProblemWrongApp,
}

var problemOfClass = map[meta.Class]models.ProblemCode{
	meta.NotSent:       models.ProblemMetaUnavailable,
	meta.NoAnswer:      models.ProblemMetaUnavailable,
	meta.InvalidAnswer: models.ProblemMetaAnswerInvalid,
	meta.Transient:     models.ProblemMetaUnavailable,
	meta.Throttled:     models.ProblemThrottled,
	meta.Auth:          models.ProblemTokenRevoked,
	meta.Permission:    models.ProblemPermissionsMissing,
	meta.Policy:        models.ProblemPolicyBlocked,
	meta.Misconfigured: models.ProblemMetaRefused,
	meta.Client:        models.ProblemMetaRefused,
	meta.Bug:           models.ProblemMetaRefused,
}

func problemCode(failure *meta.Error) models.ProblemCode {
	if code, ok := problemOfReason[failure.Reason]; ok {
		return code
	}
	if code, ok := problemOfClass[failure.Class]; ok {
		return code
	}
	return models.ProblemMetaRefused
}

// knownProblem is a failure that this package finds out by itself.
type knownProblem struct{ code models.ProblemCode }

func (p *knownProblem) Error() string { return "problem: " + string(p.code) }

// isTold says whether cause has something to tell about an onboarding or a business. Anything else, such as an error of the
// database, is the program's own trouble and changes nobody's status.
func isTold(cause error) bool {
	var failure *meta.Error
	var known *knownProblem
	return errors.As(cause, &failure) || errors.As(cause, &known) || isUnreadable(cause)
}

func isUnreadable(err error) bool { return errors.Is(err, seal.ErrUnreadable) }

// problemOf names the problem that a told failure is.
func problemOf(cause error, now time.Time) models.Problem {
	var known *knownProblem
	switch {
	case errors.As(cause, &known):
		return problem(known.code, now)
	case isUnreadable(cause):
		return problem(models.ProblemCredentialUnreadable, now)
	}
	return metaProblem(cause, now)
}

// sinceFirst keeps the time at which a problem that goes on was first seen.
func sinceFirst(before, now models.Problem) models.Problem {
	if before.Code != nil && now.Code != nil && *before.Code == *now.Code {
		now.Since = before.Since
	}
	return now
}

// mayPass says whether the same call to Meta can succeed later without anybody changing anything.
func mayPass(err error) bool {
	var failure *meta.Error
	return errors.As(err, &failure) && failure.Class.Retryable()
}

// isDead says whether err means that the token no longer works.
func isDead(err error) bool {
	var failure *meta.Error
	return errors.As(err, &failure) && failure.Class == meta.Auth
}

func nonZero[T comparable](value T) *T {
	var zero T
	if value == zero {
		return nil
	}
	return &value
}

func nonZeroTime(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}
