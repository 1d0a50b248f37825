package onboarding

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"capiconnect/models"
)

var statuses = []models.OnboardingStatus{
	models.OnboardingOpen, models.OnboardingExchanging, models.OnboardingIdentifying, models.OnboardingSyncing,
	models.OnboardingCompleted, models.OnboardingFailed, models.OnboardingOutcomeUnknown, models.OnboardingExpired,
	models.OnboardingCancelled,
}

var triggers = []trigger{
	codeReceived, tokenStored, answerLost, refused, businessKnown, datasetsRead, timeOver, workInterrupted, takenBack, timeAdded, linkReplaced,
}

// Every pair of status and trigger is decided here; what is not listed cannot happen.
func TestNextIsTotal(t *testing.T) {
	t.Parallel()
	allowed := map[models.OnboardingStatus]map[trigger]models.OnboardingStatus{
		"OPEN":            {codeReceived: "EXCHANGING", timeOver: "EXPIRED", takenBack: "CANCELLED", timeAdded: "OPEN", linkReplaced: "OPEN"},
		"EXCHANGING":      {tokenStored: "IDENTIFYING", refused: "FAILED", answerLost: "OUTCOME_UNKNOWN", workInterrupted: "OUTCOME_UNKNOWN"},
		"IDENTIFYING":     {businessKnown: "SYNCING", refused: "FAILED"},
		"SYNCING":         {datasetsRead: "COMPLETED", refused: "FAILED"},
		"FAILED":          {codeReceived: "EXCHANGING", tokenStored: "IDENTIFYING", takenBack: "CANCELLED", timeAdded: "FAILED", linkReplaced: "FAILED"},
		"OUTCOME_UNKNOWN": {codeReceived: "EXCHANGING", tokenStored: "IDENTIFYING", takenBack: "CANCELLED", timeAdded: "OUTCOME_UNKNOWN", linkReplaced: "OUTCOME_UNKNOWN"},
		"EXPIRED":         {takenBack: "CANCELLED", timeAdded: "OPEN", linkReplaced: "OPEN"},
		"CANCELLED":       {tokenStored: "IDENTIFYING"},
	}
	for _, status := range statuses {
		if _, known := transitions[status]; !known {
			t.Errorf("%s is not in the table", status)
		}
		for _, e := range triggers {
			to, err := next(status, e)
			want, ok := allowed[status][e]
			if to != want || (err == nil) != ok {
				t.Errorf("%s, %s: got %q, %v", status, e, to, err)
			}
		}
	}
}

// However triggers come, an onboarding is somewhere that has a name, takes an exchange only after a code, and never leaves success.
func TestAnySequenceOfTriggersKeepsTheRules(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		status, codes, exchanges := models.OnboardingOpen, 0, 0
		for _, e := range rapid.SliceOf(rapid.SampledFrom(triggers)).Draw(t, "triggers") {
			to, err := next(status, e)
			if err != nil {
				continue
			}
			if _, known := transitions[to]; !known {
				t.Fatalf("%s leads from %s to %q, which is nowhere", e, status, to)
			}
			if status == models.OnboardingCompleted {
				t.Fatalf("%s leads out of %s", e, status)
			}
			if e == codeReceived {
				codes++
			}
			if to == models.OnboardingExchanging {
				exchanges++
			}
			status = to
		}
		if exchanges > codes {
			t.Fatalf("%d exchanges of %d codes", exchanges, codes)
		}
	})
}

var connectionStatuses = []models.ConnectionStatus{
	models.Connected, models.Degraded, models.NeedsReconnect, models.Revoking, models.RevokeStuck, models.Disconnected,
}

func TestTheTableOfConnectionsIsTotal(t *testing.T) {
	t.Parallel()
	for _, from := range connectionStatuses {
		if _, known := connections[from]; !known {
			t.Errorf("%s is not in the table", from)
		}
		for _, to := range connectionStatuses {
			ending := from == models.Revoking || from == models.RevokeStuck || from == models.Disconnected
			used := to == models.Connected || to == models.Degraded || to == models.NeedsReconnect
			if err := mayFollow(from, to); ending && used && err == nil {
				t.Errorf("without a new grant, %s became %s", from, to)
			}
			if to == models.Disconnected && from != models.Revoking && from != models.RevokeStuck && mayFollow(from, to) == nil {
				t.Errorf("%s became %s although nobody asked Meta to end it", from, to)
			}
		}
	}
}

// What has ended is left by those who may, and by a grant of the client alone.
func TestNothingLeavesAnEndByItself(t *testing.T) {
	t.Parallel()
	leave := map[models.OnboardingStatus][]trigger{
		models.OnboardingCompleted: nil,
		models.OnboardingExpired:   {takenBack, timeAdded, linkReplaced},
		models.OnboardingCancelled: {tokenStored},
	}
	for status, by := range leave {
		for _, e := range triggers {
			if to, err := next(status, e); err == nil && !slices.Contains(by, e) {
				t.Errorf("%s leads from %s to %s", e, status, to)
			}
		}
	}
}

// A code under way is never lost to somebody who changes the invitation meanwhile.
func TestNobodyChangesTheInvitationOfACodeUnderWay(t *testing.T) {
	t.Parallel()
	for _, status := range []models.OnboardingStatus{models.OnboardingExchanging, models.OnboardingIdentifying, models.OnboardingSyncing} {
		for _, e := range []trigger{takenBack, timeAdded, linkReplaced} {
			if to, err := next(status, e); err == nil {
				t.Errorf("%s leads from %s to %s", e, status, to)
			}
		}
	}
}
