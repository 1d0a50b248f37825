package onboarding

import (
	"testing"

	"capiconnect/models"
)

var statuses = []models.OnboardingStatus{
	models.OnboardingOpen, models.OnboardingExchanging, models.OnboardingIdentifying, models.OnboardingSyncing,
	models.OnboardingCompleted, models.OnboardingFailed, models.OnboardingOutcomeUnknown, models.OnboardingExpired,
}

var events = []event{codeReceived, tokenStored, answerLost, refused, businessKnown, datasetsRead, timeOver, workInterrupted}

// Every pair of status and event is decided here; what is not listed cannot happen.
func TestNextIsTotal(t *testing.T) {
	t.Parallel()
	allowed := map[models.OnboardingStatus]map[event]models.OnboardingStatus{
		"OPEN":            {codeReceived: "EXCHANGING", timeOver: "EXPIRED"},
		"EXCHANGING":      {tokenStored: "IDENTIFYING", refused: "FAILED", answerLost: "OUTCOME_UNKNOWN", workInterrupted: "OUTCOME_UNKNOWN"},
		"IDENTIFYING":     {businessKnown: "SYNCING", refused: "FAILED"},
		"SYNCING":         {datasetsRead: "COMPLETED", refused: "FAILED"},
		"FAILED":          {codeReceived: "EXCHANGING"},
		"OUTCOME_UNKNOWN": {codeReceived: "EXCHANGING"},
	}
	for _, status := range statuses {
		if _, known := transitions[status]; !known {
			t.Errorf("%s is not in the table", status)
		}
		for _, e := range events {
			to, err := next(status, e)
			want, ok := allowed[status][e]
			if to != want || (err == nil) != ok {
				t.Errorf("%s, %s: got %q, %v", status, e, to, err)
			}
		}
	}
}

func TestNothingLeavesSuccessOrExpiry(t *testing.T) {
	t.Parallel()
	for _, status := range []models.OnboardingStatus{models.OnboardingCompleted, models.OnboardingExpired} {
		for _, e := range events {
			if to, err := next(status, e); err == nil {
				t.Errorf("%s leads from %s to %s", e, status, to)
			}
		}
	}
}

func TestEveryProblemIsExplained(t *testing.T) {
	t.Parallel()
	codes := map[models.ProblemCode]bool{}
	for _, code := range problemOfReason {
		codes[code] = true
	}
	for _, code := range problemOfClass {
		codes[code] = true
	}
	for code := range codes {
		if _, ok := explanations[code]; !ok {
			t.Errorf("%s has no explanation", code)
		}
	}
	for code, e := range explanations {
		if e.message == "" || e.action == "" || e.actor == "" {
			t.Errorf("%s: %+v", code, e)
		}
	}
}
