package onboarding

import (
	"fmt"
	"slices"

	"capiconnect/models"
)

// trigger is something that moves an onboarding on.
type trigger string

const (
	codeReceived    trigger = "code received"
	tokenStored     trigger = "token stored"
	answerLost      trigger = "answer lost"
	refused         trigger = "refused"
	businessKnown   trigger = "business known"
	datasetsRead    trigger = "datasets read"
	timeOver        trigger = "time over"
	workInterrupted trigger = "work interrupted"
	takenBack       trigger = "cancelled"
	timeAdded       trigger = "extended"
	linkReplaced    trigger = "link replaced"
)

var transitions = map[models.OnboardingStatus]map[trigger]models.OnboardingStatus{
	models.OnboardingOpen: {
		codeReceived: models.OnboardingExchanging, timeOver: models.OnboardingExpired,
		takenBack: models.OnboardingCancelled, timeAdded: models.OnboardingOpen, linkReplaced: models.OnboardingOpen,
	},
	models.OnboardingExchanging: {
		tokenStored: models.OnboardingIdentifying, refused: models.OnboardingFailed,
		answerLost: models.OnboardingOutcomeUnknown, workInterrupted: models.OnboardingOutcomeUnknown,
	},
	models.OnboardingIdentifying: {businessKnown: models.OnboardingSyncing, refused: models.OnboardingFailed},
	models.OnboardingSyncing:     {datasetsRead: models.OnboardingCompleted, refused: models.OnboardingFailed},
	models.OnboardingCompleted:   {},
	models.OnboardingFailed: {
		codeReceived: models.OnboardingExchanging, tokenStored: models.OnboardingIdentifying,
		takenBack: models.OnboardingCancelled, timeAdded: models.OnboardingFailed, linkReplaced: models.OnboardingFailed,
	},
	models.OnboardingOutcomeUnknown: {
		codeReceived: models.OnboardingExchanging, tokenStored: models.OnboardingIdentifying,
		takenBack: models.OnboardingCancelled, timeAdded: models.OnboardingOutcomeUnknown, linkReplaced: models.OnboardingOutcomeUnknown,
	},
	models.OnboardingExpired: {
		takenBack: models.OnboardingCancelled, timeAdded: models.OnboardingOpen, linkReplaced: models.OnboardingOpen,
	},
	models.OnboardingCancelled: {tokenStored: models.OnboardingIdentifying},
}

// next says where a trigger takes an onboarding; an error when it cannot happen there.
func next(status models.OnboardingStatus, by trigger) (models.OnboardingStatus, error) {
	to, ok := transitions[status][by]
	if !ok {
		return "", fmt.Errorf("%q cannot happen to an onboarding that is %s", by, status)
	}
	return to, nil
}

// connections says which status of a business's connection may follow which. One that stays is a change of its problem or its dates.
var connections = map[models.ConnectionStatus][]models.ConnectionStatus{
	models.Connected:      {models.Connected, models.Degraded, models.NeedsReconnect, models.Revoking},
	models.Degraded:       {models.Connected, models.Degraded, models.NeedsReconnect, models.Revoking},
	models.NeedsReconnect: {models.Connected, models.Degraded, models.NeedsReconnect, models.Revoking},
	models.Revoking:       {models.Revoking, models.RevokeStuck, models.Disconnected},
	models.RevokeStuck:    {models.RevokeStuck, models.Disconnected},
	models.Disconnected:   {},
}

// mayFollow says whether a connection may go from one status to another while nobody gives a new grant: only that revives one that
// has ended or is ending.
func mayFollow(from, to models.ConnectionStatus) error {
	if !slices.Contains(connections[from], to) {
		return fmt.Errorf("a connection that is %s cannot become %s", from, to)
	}
	return nil
}
