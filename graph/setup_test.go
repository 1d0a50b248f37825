package graph_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capiconnect/graph"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

type setupAnswer struct {
	Setup struct {
		CheckedAt string
		Checks    []struct {
			Code, Title, State, Found string
			Fix                       *struct {
				By, Action   string
				URL, Setting *string
			}
		}
	}
}

const setupDocument = `query ($fresh: Boolean) { setup(fresh: $fresh) { checkedAt checks { code title state found fix { by action url setting } } } }`

// The query makes the doctor's own checks: every one of them, in its order.
func TestSetupTellsEveryCheck(t *testing.T) {
	t.Parallel()
	a := setup(t)
	var got setupAnswer
	a.get(viewer, &got, setupDocument, map[string]any{"fresh": true})
	states := map[string]string{}
	for _, check := range got.Setup.Checks {
		states[check.Code] = check.State
		if check.Title == "" || check.Found == "" || check.State == "FAILED" && check.Fix == nil {
			t.Errorf("%+v", check)
		}
	}
	want := map[string]string{
		"APP_CREDENTIALS": "OK", "GRAPH_VERSION": "OK", "LOGIN_CONFIGURATION": "UNKNOWN", "SDK_LOGIN": "UNKNOWN", "PUBLIC_ADDRESS": "FAILED", "WEBHOOK_ADDRESS": "UNKNOWN",
		"WEBHOOK_SUBSCRIPTION": "FAILED", "CALLBACKS": "UNKNOWN", "DATABASE": "OK", "JOBS": "OK", "KEYSET": "OK", "CLOCK": "OK",
	}
	delete(states, "JOBS") // none may have been done yet
	delete(want, "JOBS")
	if diff := cmp.Diff(want, states); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSetupTellsWhatTheAppDashboardHasToBeGiven(t *testing.T) {
	t.Parallel()
	a := setup(t)
	got := a.ask(viewer, `{ setup { sdkDomains redirectUris webhookUrl webhookFields isVerifyTokenSet deauthorizeUrl dataDeletionUrl configurationsPage
		loginConfiguration { configId } } }`, nil)
	for _, want := range []string{
		`"sdkDomains":["http://127.0.0.1:1"]`,
		`"redirectUris":["http://127.0.0.1:1/oauth/callback","http://127.0.0.1:1/connect","http://127.0.0.1:1/admin/connect"]`,
		`"webhookUrl":"http://127.0.0.1:1/meta/webhook"`,
		`"webhookFields":["business_integration_install","business_integration_uninstall","business_integration_update"]`,
		`"isVerifyTokenSet":true`,
		`"deauthorizeUrl":"http://127.0.0.1:1/meta/deauthorize","dataDeletionUrl":"http://127.0.0.1:1/meta/data-deletion"`,
		`/business-login/configurations/"`,
	} {
		if !strings.Contains(string(got.Data), want) {
			t.Errorf("no %s in %s, %v", want, got.Data, got.Errors)
		}
	}
	if strings.Contains(string(got.Data), "verify-me") {
		t.Error("the verify token is shown")
	}
}

func TestSettingsTellWhatIsInForce(t *testing.T) {
	t.Parallel()
	a := setup(t, func(c *graph.Config) {
		c.ProgramVersion = "v1.2.3"
		c.Environment = []graph.Setting{{Name: "OIDC_CLIENT_SECRET", Description: "…", IsConfidential: true, IsSet: true}}
	})
	a.Connect(onboardingtest.Coffee)
	var got struct {
		Settings struct {
			ProgramVersion string
			Environment    []struct {
				Name  string
				IsSet bool
				Value *string
			}
			Retention []struct {
				What string
				Days int
			}
			EncryptionKeys []struct {
				KeyID, State       string
				Sealed, Unreadable int
			}
			LoginConfigurations []struct{ ConfigID string }
		}
	}
	a.get(viewer, &got, `{ settings { programVersion environment { name isSet value } retention { what days }
		encryptionKeys { keyId state sealed unreadable } loginConfigurations { configId } } }`, nil)
	s := got.Settings
	if s.ProgramVersion != "v1.2.3" || len(s.Environment) != 1 || !s.Environment[0].IsSet || s.Environment[0].Value != nil {
		t.Errorf("got %+v", s)
	}
	if len(s.Retention) != len(onboarding.Retentions()) || s.Retention[0].What != string(models.ExpiringHolds) || s.Retention[len(s.Retention)-1].Days != 400 {
		t.Errorf("retention: %+v", s.Retention)
	}
	if keys := s.EncryptionKeys; len(keys) != 1 || keys[0].State != "PRIMARY" || keys[0].Sealed != 2 || keys[0].KeyID == "" { // the credential and the installation's own key
		t.Errorf("keys: %+v", keys)
	}
	if len(s.LoginConfigurations) != 1 || s.LoginConfigurations[0].ConfigID != a.Sandbox.ConfigID() {
		t.Errorf("login configurations: %+v", s.LoginConfigurations)
	}
}
