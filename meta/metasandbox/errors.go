package metasandbox

import (
	"cmp"
	"fmt"
	"net/http"
	"time"
)

// graphError is the "error" object of a Graph answer, with the HTTP status it
// travels under.
//
// https://developers.facebook.com/docs/graph-api/guides/error-handling
type graphError struct {
	Status int `json:"-"`

	Message   string `json:"message"`
	Type      string `json:"type"`
	Code      int    `json:"code"`
	Subcode   int    `json:"error_subcode,omitempty"`
	Transient bool   `json:"is_transient,omitempty"`
	Trace     string `json:"fbtrace_id"`
}

func newError(code, subcode int, format string, args ...any) *graphError {
	return &graphError{
		Status:    statusOf(code),
		Message:   fmt.Sprintf(format, args...),
		Type:      "OAuthException",
		Code:      code,
		Subcode:   subcode,
		Transient: code == 1 || code == 2,
	}
}

func statusOf(code int) int {
	switch {
	case code == 1:
		return http.StatusInternalServerError
	case code == 2:
		return http.StatusServiceUnavailable
	case code == 102, code == 190:
		return http.StatusUnauthorized
	case code == 10, code >= 200 && code <= 299:
		return http.StatusForbidden
	}
	return http.StatusBadRequest
}

func errBadParameter(format string, args ...any) *graphError {
	return newError(100, 0, "(#100) "+format, args...)
}

func errUnknownPath(path string) *graphError {
	return newError(2500, 0, "Unknown path components: %s", path)
}

func errOldVersion() *graphError {
	return newError(2635, 0, "(#2635) You are calling a deprecated version of the Ads API. Please update to the latest version: %s.", latestVersion)
}

// errNoObject hides whether the object exists or is merely out of reach.
func errNoObject(method, id string) *graphError {
	e := newError(100, 33, "Unsupported %s request. Object with ID '%s' does not exist, cannot be loaded due to missing permissions, or does not support this operation.", method, id)
	e.Type = "GraphMethodException"
	return e
}

func errNoField(field, node string) *graphError {
	return errBadParameter("Tried accessing nonexisting field (%s) on node type (%s)", field, node)
}

func errNoToken() *graphError {
	return newError(104, 0, "An access token is required to request this resource.")
}

func errNoCurrentUser() *graphError {
	return newError(2500, 0, "An active access token must be used to query information about the current user.")
}

func errNoProof() *graphError {
	return newError(100, 0, "API calls from the server require an appsecret_proof argument")
}

func errUnreadableToken() *graphError {
	return newError(190, 0, "Invalid OAuth access token - Cannot parse access token")
}

func errTokenExpired(at, now time.Time) *graphError {
	const layout = "Monday, 02-Jan-06 15:04:05 MST"
	return newError(190, 463, "Error validating access token: Session has expired on %s. The current time is %s.", at.UTC().Format(layout), now.UTC().Format(layout))
}

func errTokenRevoked() *graphError {
	return newError(190, 466, "Error validating access token: The session was invalidated explicitly using an API call.")
}

// subcodePasswordChanged is the 190 of a session that a password change ended.
const subcodePasswordChanged = 460

func errTokenInvalidated(subcode int) *graphError {
	about := map[int]string{
		459:                    "The session was stopped at a checkpoint.",
		subcodePasswordChanged: "The session has been invalidated because the user changed their password or the session was changed for security reasons.",
		464:                    "The session belongs to an unconfirmed user.",
	}
	return newError(190, subcode, "Error validating access token: %s", cmp.Or(about[subcode], "The session is invalid."))
}

func errUninstalled(appID string) *graphError {
	return newError(190, 458, "Error validating access token: The user has not authorized application %s.", appID)
}

func errNoPermission(permission string) *graphError {
	return newError(200, 0, "(#200) Requires %s permission", permission)
}

func errScopeNotValid(scope string) *graphError {
	return newError(3962, 0, "(#3962) Provided permission %s is not valid. Check your spelling and syntax.", scope)
}

// errClientSecret is the one code 1 that is permanent; Meta sends it as a 400.
func errClientSecret() *graphError {
	e := newError(1, 0, "Error validating client secret.")
	e.Status, e.Transient = http.StatusBadRequest, false
	return e
}

func errClientID() *graphError {
	return newError(101, 0, "Error validating application. Invalid application ID.")
}

func errCodeFormat() *graphError {
	return newError(100, 0, "Invalid verification code format.")
}

func errCodeExpired() *graphError {
	return newError(100, 36007, "This authorization code has expired.")
}

func errCodeUsed() *graphError {
	return newError(100, 36009, "This authorization code has been used.")
}

func errCodeRedirect() *graphError {
	return newError(100, 36008, "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request")
}

func errCursorOutdated() *graphError {
	return newError(2642, 0, "Invalid cursors values")
}

func errNotTheApp() *graphError {
	return newError(15, 0, "(#15) This method must be called with an app access_token.")
}

func errCallback(problem error) *graphError {
	return newError(2200, 0, "(#2200) Callback verification failed with the following errors: %v", problem)
}
