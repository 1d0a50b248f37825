package meta

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const (
	noOp       Op     = ""
	secretText string = "Error validating client secret."
	fieldText  string = "(#100) Tried accessing nonexisting field (client_business_id) on node type (User)"
	formatText string = "Invalid verification code format."
	mismatch   string = "Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request"
)

var classified = []struct {
	op            Op
	code, subcode int
	message       string
	class         Class
	reason        Reason
}{
	{OpExchangeCode, 1, 0, secretText, Misconfigured, AppSecretRejected},
	{OpAppToken, 1, 0, secretText, Misconfigured, AppSecretRejected},
	{OpRevokeToken, 1, 0, secretText, Misconfigured, AppSecretRejected},
	{OpExchangeCode, 1, 0, "An unknown error occurred", Transient, ""},
	{OpMe, 1, 0, "", Transient, ""},
	{OpMe, 2, 0, "Service temporarily unavailable", Transient, ""},
	{OpMe, 100, 0, "Invalid appsecret_proof provided in the API argument", Misconfigured, AppSecretRejected},
	{OpOwnedDatasets, 100, 0, "API calls from the server require an appsecret_proof argument", Misconfigured, AppSecretRejected},
	{OpExchangeCode, 101, 0, "Error validating application. Invalid application ID.", Misconfigured, AppIDRejected},
	{OpMe, 2635, 0, "", Misconfigured, VersionExpired},

	{OpExchangeCode, 100, 36007, "This authorization code has expired.", Client, CodeExpired},
	{OpExchangeCode, 100, 36008, mismatch, Misconfigured, RedirectMismatch},
	{OpExchangeCode, 100, 0, mismatch, Misconfigured, RedirectMismatch},
	{OpExchangeCode, 100, 36009, "This authorization code has been used.", Client, CodeUsed},
	{OpExchangeCode, 100, 36007, formatText, Client, CodeInvalid},
	{OpExchangeCode, 100, 36009, formatText, Client, CodeInvalid},
	{OpExchangeCode, 100, 0, formatText, Client, CodeInvalid},
	{OpExchangeCode, 100, 0, "Error validating verification code.", Client, CodeInvalid},
	{OpExchangeCode, 100, 0, "Missing client_id parameter.", Client, ""},
	{OpMe, 100, 36009, "", Client, ""},
	{OpExchangeCode, 190, 460, "", Client, CodeInvalid},
	{OpExchangeCode, 102, 0, "", Client, CodeInvalid},
	{OpExchangeCode, 452, 0, "", Client, CodeInvalid},

	{OpDebugToken, 190, 0, "Debug only access token", Client, ""},
	{OpConnectedBusinesses, 190, 0, "Invalid OAuth access token signature.", Misconfigured, AppSecretRejected},
	{OpDebugToken, 190, 0, "Invalid OAuth access token signature.", Misconfigured, AppSecretRejected},
	{OpDebugToken, 190, 463, "", Misconfigured, AppSecretRejected},
	{OpDebugToken, 102, 0, "", Misconfigured, AppSecretRejected},
	{OpDebugToken, 452, 0, "", Misconfigured, AppSecretRejected},
	{OpDebugToken, 100, 0, "(#100) The App_id in the input_token did not match the Viewing App", Misconfigured, WrongApp},
	{OpDebugToken, 100, 0, "(#100) You must provide an app access token", Client, ""},
	{OpMe, 100, 0, fieldText, Misconfigured, NotSystemUser},
	{OpOwnedDatasets, 100, 0, fieldText, Client, ""},
	{OpOwnedDatasets, 100, 33, "Unsupported get request.", Client, ""},
	{OpOwnedDatasets, 100, 0, "(#100) Invalid cursor", Client, CursorInvalid},
	{OpSharedDatasets, 2642, 0, "Invalid cursors values", Client, CursorInvalid},
	{OpConnectedBusinesses, 2642, 0, "Invalid cursors values", Client, CursorInvalid},
	{OpDataset, 100, 0, "(#100) Invalid cursor", Client, ""},

	{OpMe, 4, 1504022, "", Throttled, ""},
	{OpMe, 4, 0, "", Throttled, ""},
	{OpMe, 17, 2446079, "", Throttled, ""},
	{OpMe, 32, 0, "", Throttled, ""},
	{OpMe, 341, 0, "", Throttled, ""},
	{OpMe, 613, 1487742, "", Throttled, ""},
	{OpMe, 613, 4841018, "", Throttled, ""},
	{OpOwnedDatasets, 200, 4841013, "Permissions error", Throttled, ""},
	{OpOwnedDatasets, 200, 4841000, "", Throttled, ""},
	{OpOwnedDatasets, 200, 4841999, "", Throttled, ""},
	{OpOwnedDatasets, 200, 4840999, "", Permission, ""},
	{OpOwnedDatasets, 200, 4842000, "", Permission, ""},
	{OpOwnedDatasets, 79999, 0, "", Client, ""},
	{OpOwnedDatasets, 80000, 0, "", Throttled, ""},
	{OpOwnedDatasets, 80004, 2446079, "", Throttled, ""},
	{OpOwnedDatasets, 80014, 0, "", Throttled, ""},
	{OpOwnedDatasets, 80015, 0, "", Client, ""},

	{OpMe, 102, 0, "", Auth, ""},
	{OpMe, 190, 0, "", Auth, ""},
	{OpMe, 190, 458, "", Auth, Uninstalled},
	{OpMe, 190, 459, "", Auth, ""},
	{OpMe, 190, 460, "", Auth, TokenRevoked},
	{OpMe, 190, 463, "", Auth, TokenExpired},
	{OpMe, 190, 464, "", Auth, ""},
	{OpMe, 190, 466, "", Auth, TokenRevoked},
	{OpMe, 190, 467, "", Auth, TokenRevoked},
	{OpMe, 190, 492, "", Auth, ""},
	{noOp, 190, 466, "", Auth, TokenRevoked},
	{OpMe, 452, 0, "", Auth, ""},

	{OpMe, 3, 0, "", Permission, AccessTooLow},
	{OpMe, 10, 0, "", Permission, ""},
	{OpMe, 199, 0, "", Client, ""},
	{OpMe, 200, 0, "", Permission, ""},
	{OpMe, 270, 0, "", Permission, AccessTooLow},
	{OpMe, 294, 0, "", Permission, ""},
	{OpMe, 299, 0, "", Permission, ""},
	{OpMe, 300, 0, "", Client, ""},
	{OpMe, 415, 0, "", Permission, TwoFactorRequired},
	{OpMe, 3962, 0, "", Permission, ""},

	{OpMe, 368, 0, "", Policy, ""},
	{OpMe, 506, 0, "", Client, ""},
	{OpMe, 2500, 0, "", Bug, ""},
	{OpMe, 2642, 0, "", Client, ""},
	{OpMe, 0, 0, "", Client, ""},
	{OpMe, -3, 0, "", Client, ""},
	{OpMe, 31337, 7, "", Client, ""},
}

func TestClassify(t *testing.T) {
	t.Parallel()
	for _, tt := range classified {
		t.Run(fmt.Sprintf("%s %d/%d %.20s", tt.op, tt.code, tt.subcode, tt.message), func(t *testing.T) {
			t.Parallel()
			class, reason := classify(tt.op, &Error{Code: tt.code, Subcode: tt.subcode, Message: tt.message})
			if class != tt.class || reason != tt.reason {
				t.Errorf("got %s %q, want %s %q", class, reason, tt.class, tt.reason)
			}
		})
	}
}

// Every rule decides at least one of the cases above: none is dead, none is untested.
func TestEveryRuleIsReached(t *testing.T) {
	t.Parallel()
	reached := map[int]bool{}
	for _, c := range classified {
		e := &Error{Code: c.code, Subcode: c.subcode, Message: c.message}
		reached[slices.IndexFunc(rules, func(r rule) bool { return r.matches(c.op, e) })] = true
	}
	for i, r := range rules {
		if !reached[i] {
			t.Errorf("rule %d decides no case: %+v", i, r)
		}
		if r.class == "" || r.message != strings.ToLower(r.message) {
			t.Errorf("rule %d is malformed: %+v", i, r)
		}
	}
}

func TestClassifyByTheRest(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		given Error
		want  Class
	}{
		{"unknown but said to pass", Error{Code: 99, Transient: true}, Transient},
		{"client's but said to pass", Error{Code: 100, Transient: true}, Transient},
		{"unknown with 500", Error{Code: 99, Status: 500}, Transient},
		{"unknown with 429", Error{Code: 99, Status: 429}, Throttled},
		{"dead token said to pass", Error{Code: 190, Transient: true, Status: 500}, Auth},
		{"permission with 500", Error{Code: 10, Status: 500}, Permission},
	}
	for _, tt := range cases {
		if got, _ := classify(OpMe, &tt.given); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
	class, reason := classify(OpExchangeCode, &Error{Code: 100, Subcode: 36009, Transient: true})
	if class != Client || reason != CodeUsed {
		t.Errorf("a used code that is said to pass: got %s %s", class, reason)
	}
}

func TestRetryable(t *testing.T) {
	t.Parallel()
	want := map[Class]bool{
		NotSent: true, NoAnswer: true, InvalidAnswer: true, Transient: true, Throttled: true,
		Auth: false, Permission: false, Misconfigured: false, Policy: false, Client: false, Bug: false, "": false,
	}
	for class, retryable := range want {
		if class.Retryable() != retryable {
			t.Errorf("%q: got %t", class, class.Retryable())
		}
	}
}
