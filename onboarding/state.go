package onboarding

import (
	"fmt"
	"slices"

	"capiconnect/models"
)

// event is something that moves an onboarding on.
type event string

const (
	codeReceived    event = "code received"
	tokenStored     event = "token stored"
	answerLost      event = "answer lost"
	refused         event = "refused"
	businessKnown   event = "business known"
	datasetsRead    event = "datasets read"
	timeOver        event = "time over"
	workInterrupted event = "work interrupted"
)

var transitions = map[models.OnboardingStatus]map[event]models.OnboardingStatus{
	models.OnboardingOpen:           {codeReceived: models.OnboardingExchanging, timeOver: models.OnboardingExpired},
	models.OnboardingExchanging:     {tokenStored: models.OnboardingIdentifying, refused: models.OnboardingFailed, answerLost: models.OnboardingOutcomeUnknown, workInterrupted: models.OnboardingOutcomeUnknown},
	models.OnboardingIdentifying:    {businessKnown: models.OnboardingSyncing, refused: models.OnboardingFailed},
	models.OnboardingSyncing:        {datasetsRead: models.OnboardingCompleted, refused: models.OnboardingFailed},
	models.OnboardingCompleted:      {},
	models.OnboardingFailed:         {codeReceived: models.OnboardingExchanging},
	models.OnboardingOutcomeUnknown: {codeReceived: models.OnboardingExchanging, tokenStored: models.OnboardingIdentifying},
	models.OnboardingExpired:        {},
}

// next says where an event takes an onboarding; an error when the event cannot happen there.
func next(status models.OnboardingStatus, e event) (models.OnboardingStatus, error) {
	to, ok := transitions[status][e]
	if !ok {
		return "", fmt.Errorf("%q cannot happen to an onboarding that is %s", e, status)
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
