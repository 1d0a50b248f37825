package onboarding_test

import (
	"testing"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/onboarding/onboardingtest"
)

// Somebody who can write to the database gives the token of one client to another. Neither is used; both have to reconnect, which
// mends it.
func TestSwappedTokensAreNeverUsed(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	swapped := []uuid.UUID{b.Connect(onboardingtest.Coffee).ID, b.Connect(onboardingtest.Florist).ID}
	untouched := b.Connect(onboardingtest.Empty)
	if _, err := b.Store.Pool().Exec(t.Context(), `UPDATE credentials c SET ciphertext = o.ciphertext FROM credentials o
		WHERE c.business_id = ANY ($1) AND o.business_id = ANY ($1) AND c.id <> o.id`, swapped); err != nil {
		t.Fatal(err)
	}
	before := usedTokens(b)
	_, _ = b.Sync(b.Staff(), swapped[0]) // which answers with an error as well
	_, _ = b.Check(b.Staff(), swapped[1])
	for _, id := range swapped {
		if business := b.Business(id); business.Status != models.NeedsReconnect || code(business.Problem) != models.ProblemCredentialUnreadable {
			t.Errorf("%s is %s, problem %s", business.MetaID, business.Status, code(business.Problem))
		}
	}
	if after := usedTokens(b); after != before {
		t.Errorf("tokens were used %d times", after-before)
	}
	if _, err := b.Check(b.Staff(), untouched.ID); err != nil || b.Business(untouched.ID).Status != models.Connected {
		t.Errorf("the client beside them: %v", err)
	}
	for _, metaID := range []string{onboardingtest.Coffee, onboardingtest.Florist} {
		if again := b.Connect(metaID); again.Status != models.Connected {
			t.Errorf("after connecting again %s is %s", metaID, again.Status)
		}
	}
}

// usedTokens is how many calls were made with any client's token.
func usedTokens(b *onboardingtest.Bundle) (calls int) {
	for _, token := range b.Sandbox.Journal().Tokens {
		calls += token.Calls
	}
	return calls
}
