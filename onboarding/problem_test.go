package onboarding

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"capiconnect/meta"
	"capiconnect/models"
)

// Every error of Meta's that is known to matter, with what it means for people: what happened, who acts, and whether waiting helps.
// where is the call that met it; elsewhere a code may mean something else.
var explained = []struct {
	where         meta.Op
	code, subcode int
	message       string
	problem       models.ProblemCode
	actor         Responsible
	retryable     bool
}{
	{meta.OpExchangeCode, 100, 36007, "This authorization code has expired.", models.ProblemCodeExpired, Client, false},
	{meta.OpExchangeCode, 100, 36008, "Please make sure your redirect_uri is identical", models.ProblemRedirectURIMismatch, Partner, false},
	{meta.OpExchangeCode, 100, 36009, "This authorization code has been used.", models.ProblemCodeUsed, Client, false},
	{meta.OpExchangeCode, 100, 36009, "Invalid verification code format.", models.ProblemCodeInvalid, Client, false},
	{meta.OpExchangeCode, 101, 0, "Error validating application. Invalid application ID.", models.ProblemAppIDRejected, Partner, false},
	{meta.OpExchangeCode, 1, 0, "Error validating client secret.", models.ProblemAppSecretRejected, Partner, false},
	{meta.OpExchangeCode, 1, 0, "An unknown error has occurred.", models.ProblemMetaUnavailable, Meta, true},
	{meta.OpExchangeCode, 2, 0, "Service temporarily unavailable", models.ProblemMetaUnavailable, Meta, true},
	{meta.OpExchangeCode, 190, 0, "Error validating access token", models.ProblemCodeInvalid, Client, false},
	{meta.OpMe, 100, 0, "(#100) Tried accessing nonexisting field (client_business_id) on node type (User)", models.ProblemWrongTokenType, Partner, false},
	{meta.OpMe, 100, 0, "API calls from the server require an appsecret_proof argument", models.ProblemAppSecretRejected, Partner, false},
	{meta.OpMe, 100, 0, "Invalid appsecret_proof provided in the API argument", models.ProblemAppSecretRejected, Partner, false},
	{meta.OpMe, 1, 0, "An unknown error has occurred.", models.ProblemMetaUnavailable, Meta, true},
	{meta.OpMe, 2, 0, "Service temporarily unavailable", models.ProblemMetaUnavailable, Meta, true},
	{meta.OpMe, 3, 0, "Unknown method", models.ProblemAccessLevelTooLow, Partner, false},
	{meta.OpMe, 4, 1504022, "Application request limit reached", models.ProblemThrottled, Meta, true},
	{meta.OpMe, 4, 1504039, "Application request limit reached", models.ProblemThrottled, Meta, true},
	{meta.OpMe, 10, 0, "Application does not have permission for this action", models.ProblemPermissionsMissing, Client, false},
	{meta.OpMe, 17, 2446079, "User request limit reached", models.ProblemThrottled, Meta, true},
	{meta.OpMe, 32, 0, "Page request limit reached", models.ProblemThrottled, Meta, true},
	{meta.OpMe, 102, 0, "Session key invalid", models.ProblemTokenRevoked, Client, false},
	{meta.OpMe, 190, 0, "Invalid OAuth access token", models.ProblemTokenRevoked, Client, false},
	{meta.OpMe, 190, 458, "The user has not authorized application", models.ProblemAppUninstalled, Client, false},
	{meta.OpMe, 190, 459, "The session was stopped at a checkpoint", models.ProblemTokenRevoked, Client, false},
	{meta.OpMe, 190, 460, "The session has been invalidated because the user changed the password", models.ProblemTokenRevoked, Client, false},
	{meta.OpMe, 190, 463, "Session has expired", models.ProblemTokenExpired, Client, false},
	{meta.OpMe, 190, 464, "Unconfirmed user", models.ProblemTokenRevoked, Client, false},
	{meta.OpMe, 190, 466, "The session was invalidated explicitly using an API call", models.ProblemTokenRevoked, Client, false},
	{meta.OpMe, 190, 467, "The session is invalid", models.ProblemTokenRevoked, Client, false},
	{meta.OpMe, 190, 492, "Invalid session", models.ProblemTokenRevoked, Client, false},
	{meta.OpMe, 200, 0, "(#200) Requires business_management permission", models.ProblemPermissionsMissing, Client, false},
	{meta.OpMe, 200, 4841013, "Permissions error", models.ProblemThrottled, Meta, true},
	{meta.OpMe, 270, 0, "This Ads API request is not allowed for apps with development access level", models.ProblemAccessLevelTooLow, Partner, false},
	{meta.OpMe, 294, 0, "Managing advertisements requires an access token with the extended permission", models.ProblemPermissionsMissing, Client, false},
	{meta.OpMe, 341, 0, "Application limit reached", models.ProblemThrottled, Meta, true},
	{meta.OpMe, 368, 0, "The action attempted has been deemed abusive", models.ProblemPolicyBlocked, Partner, false},
	{meta.OpMe, 415, 0, "Two factor authentication required", models.ProblemTwoFactorRequired, Client, false},
	{meta.OpMe, 452, 0, "Session key invalid", models.ProblemTokenRevoked, Client, false},
	{meta.OpMe, 506, 0, "Duplicate status message", models.ProblemMetaRefused, Partner, false},
	{meta.OpMe, 613, 1487742, "Calls to this api have exceeded the rate limit", models.ProblemThrottled, Meta, true},
	{meta.OpMe, 613, 1996, "Inconsistent number of requests", models.ProblemThrottled, Meta, true},
	{meta.OpMe, 613, 4841018, "Permissions error", models.ProblemThrottled, Meta, true},
	{meta.OpMe, 2500, 0, "Unknown path components", models.ProblemMetaRefused, Partner, false},
	{meta.OpMe, 2635, 0, "You are calling a deprecated version", models.ProblemGraphVersionExpired, Partner, false},
	{meta.OpMe, 3962, 0, "Permission not valid", models.ProblemPermissionsMissing, Client, false},
	{meta.OpMe, 80000, 2446079, "There have been too many calls", models.ProblemThrottled, Meta, true},
	{meta.OpMe, 80004, 2446079, "There have been too many calls to this ad-account", models.ProblemThrottled, Meta, true},
	{meta.OpMe, 80014, 2446079, "There have been too many calls", models.ProblemThrottled, Meta, true},
	{meta.OpMe, 31337, 0, "Something that nobody has seen yet", models.ProblemMetaRefused, Partner, false},
}

func TestEveryErrorOfMetasIsExplained(t *testing.T) {
	t.Parallel()
	for _, e := range explained {
		t.Run(fmt.Sprintf("%s %d-%d %.20s", e.where, e.code, e.subcode, e.message), func(t *testing.T) {
			t.Parallel()
			answer := fmt.Sprintf(`{"error":{"message":%q,"code":%d,"error_subcode":%d,"fbtrace_id":"A1"}}`, e.message, e.code, e.subcode)
			p := Explain(metaProblem(meet(t, e.where, answer), time.Now()))
			if p.Code != e.problem || p.Actor != e.actor || p.Retryable != e.retryable {
				t.Errorf("got %s for %s (retryable: %v)", p.Code, p.Actor, p.Retryable)
			}
			if *p.MetaCode != e.code || p.FBTraceID == nil {
				t.Errorf("what Meta's support would ask for is missing: %+v", p)
			}
		})
	}
}

// meet lets a call get an answer.
func meet(t *testing.T, op meta.Op, answer string) error {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(answer))
	}))
	t.Cleanup(server.Close)
	api := meta.New(meta.Config{AppID: "1", AppSecrets: []meta.Secret{meta.NewSecret("s")}, GraphURL: server.URL, Version: "v26.0"})
	if op == meta.OpExchangeCode {
		_, err := api.ExchangeCode(context.Background(), "code", "")
		return err
	}
	_, err := api.Me(context.Background(), meta.NewToken("token"))
	return err
}

// A class or reason that meta gets must not fall through to a sentence that is wrong for it.
func TestEveryClassAndReasonLeadsToAProblem(t *testing.T) {
	t.Parallel()
	classes, reasons := 0, 0
	for kind, values := range constantsOf(t, "../meta/class.go") {
		for _, value := range values {
			switch kind {
			case "Class":
				classes++
				if _, ok := problemOfClass[meta.Class(value)]; !ok {
					t.Errorf("class %q leads to no problem", value)
				}
			case "Reason":
				reasons++
				if _, ok := problemOfReason[meta.Reason(value)]; !ok {
					t.Errorf("reason %q leads to no problem", value)
				}
			}
		}
	}
	if classes != len(problemOfClass) || reasons != len(problemOfReason) {
		t.Errorf("%d classes and %d reasons; the maps have %d and %d", classes, reasons, len(problemOfClass), len(problemOfReason))
	}
}

func TestEveryProblemHasAMessageAnActionAndAnActor(t *testing.T) {
	t.Parallel()
	codes := constantsOf(t, "../models/problem.go")["ProblemCode"]
	if len(codes) == 0 || len(codes) != len(explanations) {
		t.Errorf("%d codes, %d explanations", len(codes), len(explanations))
	}
	for _, code := range codes {
		if e := explanations[models.ProblemCode(code)]; e.message == "" || e.action == "" || e.actor == "" {
			t.Errorf("%s: %+v", code, e)
		}
	}
}

// constantsOf reads the string constants of a file by their type.
func constantsOf(t *testing.T, path string) map[string][]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	constants := map[string][]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		kind, isNamed := spec.Type.(*ast.Ident)
		literal, isLiteral := spec.Values[0].(*ast.BasicLit)
		if !isNamed || !isLiteral {
			return true
		}
		value, err := strconv.Unquote(literal.Value)
		if err == nil {
			constants[kind.Name] = append(constants[kind.Name], value)
		}
		return true
	})
	return constants
}
