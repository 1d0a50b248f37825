package onboarding

import "fmt"

// Error tells the caller of a mutation what it can do something about. Any other error is the program's own trouble.
type Error struct {
	Code    ErrorCode
	Message string   // one or two sentences for a person
	Field   []string // path to the input field at fault; nil when no single field is
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Code, e.Message) }

// ErrorCode is stable; programs branch on it.
type ErrorCode string

// The error codes, with the meaning that graph/schema/schema.graphqls gives them.
const (
	InvalidInput        ErrorCode = "INVALID_INPUT"
	NotFound            ErrorCode = "NOT_FOUND"
	Closed              ErrorCode = "ONBOARDING_CLOSED"
	TimeOver            ErrorCode = "ONBOARDING_EXPIRED"
	Cancelled           ErrorCode = "ONBOARDING_CANCELLED"
	Replaced            ErrorCode = "ONBOARDING_REPLACED"
	TooManyTries        ErrorCode = "TOO_MANY_TRIES"
	CodeRefused         ErrorCode = "CODE_REFUSED"
	OutcomeUnknown      ErrorCode = "OUTCOME_UNKNOWN"
	OnboardingFailed    ErrorCode = "ONBOARDING_FAILED"
	NotConnected        ErrorCode = "NOT_CONNECTED"
	StillConnected      ErrorCode = "STILL_CONNECTED"
	NotStuck            ErrorCode = "NOT_STUCK"
	Busy                ErrorCode = "BUSY"
	MetaRefused         ErrorCode = "META_REFUSED"
	MetaUnavailable     ErrorCode = "META_UNAVAILABLE"
	IdempotencyMismatch ErrorCode = "IDEMPOTENCY_MISMATCH"
	JobOver             ErrorCode = "JOB_OVER"
	JobNeeded           ErrorCode = "JOB_NEEDED"
	APIKeyEnded         ErrorCode = "API_KEY_ENDED"
	EmailTaken          ErrorCode = "EMAIL_TAKEN"
	LastAdministrator   ErrorCode = "LAST_ADMINISTRATOR"
	NotSetUp            ErrorCode = "NOT_SET_UP"
	OwnAccount          ErrorCode = "OWN_ACCOUNT"
	UserIsDisabled      ErrorCode = "USER_DISABLED"
	TokenLeasesOff      ErrorCode = "TOKEN_LEASES_OFF"
	TooManyLeases       ErrorCode = "TOO_MANY_TOKEN_LEASES"
)

func invalid(field, message string) *Error {
	return &Error{Code: InvalidInput, Message: message, Field: []string{"input", field}}
}

var (
	errNoOnboarding = &Error{Code: NotFound, Message: "There is no such onboarding.", Field: []string{"input", "onboardingId"}}
	errNoBusiness   = &Error{Code: NotFound, Message: "There is no such business.", Field: []string{"input", "businessId"}}
	errCancelled    = &Error{Code: Cancelled, Message: "This onboarding was cancelled, for good. Start a new one."}
	errReplaced     = &Error{Code: Replaced, Message: "This onboarding has been given a new link since. Use that one."}
	errBusy         = &Error{Code: Busy, Message: "Another change is under way. Try again in a moment."}
	errStillWorking = &Error{Code: Busy, Message: "This takes longer than usual and goes on by itself. Look again in a minute."}
	errNotStuck     = &Error{Code: NotStuck, Message: "Only a connection whose end Meta has not confirmed for 30 days, or whose token cannot be read, can be forgotten. Disconnect it first."}
	errNoJob        = &Error{Code: NotFound, Message: "There is no such job; the queue forgets those that have ended.", Field: []string{"input", "jobId"}}
	errJobRuns      = &Error{Code: Busy, Message: "The job is being done, or is about to be. Look again in a moment."}
	errJobTwin      = &Error{Code: Busy, Message: "Another job for the same work is waiting or under way, so this one is not needed."}
	errJobDone      = &Error{Code: JobOver, Message: "The job has been done. There is nothing to try again."}
	errJobOver      = &Error{Code: JobOver, Message: "The job has ended. There is nothing to cancel."}
	errNotConnected = &Error{Code: NotConnected, Message: "The business is not connected. Connect it again first."}
)
