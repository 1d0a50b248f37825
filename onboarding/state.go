package onboarding

import (
	"fmt"

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
	models.OnboardingOutcomeUnknown: {codeReceived: models.OnboardingExchanging},
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
