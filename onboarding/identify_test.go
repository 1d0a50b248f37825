package onboarding_test

import (
	"testing"
	"time"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// waitingGrant is a grant of client-a for one dataset alone, whose token is stored while Meta does not tell whose it is.
func waitingGrant(t *testing.T, b *onboardingtest.Bundle) *models.Onboarding {
	t.Helper()
	dataset, err := b.Sandbox.AddDataset(onboardingtest.Coffee, "One of four")
	if err != nil {
		t.Fatal(err)
	}
	externalID := "client-a"
	o := b.Invite(onboarding.CreateInput{ExternalID: &externalID, Labels: []string{"north"}})
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "me", Kind: "html", Times: 1})
	given := b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee, DatasetIDs: []string{dataset}})
	waiting, err := b.Complete(b.Holder(o), onboarding.CompleteInput{Code: given})
	if err != nil || waiting.Status != models.OnboardingIdentifying || waiting.Problem.RetryAt == nil {
		t.Fatalf("got %+v, %v", waiting, err)
	}
	b.Clock.Advance(time.Second)
	return waiting
}

// carriedOn lets time go by until an onboarding has ended.
func carriedOn(t *testing.T, b *onboardingtest.Bundle, o *models.Onboarding) *models.Onboarding {
	t.Helper()
	b.Pass(2 * time.Minute)
	var now *models.Onboarding
	waitFor(t, func() (ended bool) {
		var err error
		now, err = b.Store.Onboarding(t.Context(), o.ID)
		return err == nil && now.Status.IsTerminal()
	})
	return now
}

func text(t *testing.T, b *onboardingtest.Bundle, query string) (text string) {
	t.Helper()
	if err := b.Store.Pool().QueryRow(t.Context(), query).Scan(&text); err != nil {
		t.Fatal(err)
	}
	return text
}

// The client has pressed again and ticked more while its first grant waited for Meta: what it granted last holds.
func TestAnOlderGrantDoesNotReplaceAYoungerOne(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	waiting := waitingGrant(t, b)
	connected := b.Connect(onboardingtest.Coffee)
	const live = "SELECT id FROM credentials WHERE state = 'LIVE'"
	const granted = "SELECT string_agg(concat_ws(' ', permission, state, dataset_meta_ids), ', ' ORDER BY permission) FROM permission_grants"
	liveBefore, grantedBefore := text(t, b, live), text(t, b, granted)

	o := carriedOn(t, b, waiting)
	if o.Status != models.OnboardingCompleted || *o.BusinessID != connected.ID {
		t.Errorf("the older grant's onboarding: %+v", o)
	}
	if liveAfter, grantedAfter := text(t, b, live), text(t, b, granted); liveAfter != liveBefore || grantedAfter != grantedBefore {
		t.Errorf("live: %s, then %s\ngranted: %s,\nthen %s", liveBefore, liveAfter, grantedBefore, grantedAfter)
	}
	if b.Count("SELECT count(*) FROM credentials WHERE ciphertext IS NOT NULL") != 1 {
		t.Error("the older token is still stored")
	}
	if b.LiveTokens() != 2 || b.Calls("revoke") != 0 {
		t.Errorf("%d tokens are alive, %d were revoked", b.LiveTokens(), b.Calls("revoke"))
	}
	now := b.Business(connected.ID)
	if now.Epoch != connected.Epoch || now.ExternalID == nil || *now.ExternalID != "client-a" || len(now.Labels) != 1 {
		t.Errorf("got %+v", now)
	}
	if b.Count("SELECT count(*) FROM audit_events WHERE action = 'business: older grant set aside'") != 1 {
		t.Error("the audit does not know")
	}
}

// A younger grant whose token has died meanwhile is no reason to throw a token away that works.
func TestAnOlderGrantReplacesAYoungerOneThatIsDead(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	waiting := waitingGrant(t, b)
	connected := b.Connect(onboardingtest.Coffee)
	b.Sandbox.RevokeToken(b.Sandbox.IssuedTokens()[1].Token)
	if now, err := b.Check(b.Staff(), connected.ID); err != nil || now.Status != models.NeedsReconnect {
		t.Fatalf("got %+v, %v", now, err)
	}
	if o := carriedOn(t, b, waiting); o.Status != models.OnboardingCompleted {
		t.Errorf("got %+v", o)
	}
	if b.Business(connected.ID).Status != models.Connected || b.Count("SELECT count(*) FROM credentials WHERE state = 'LIVE' AND onboarding_id = $1", waiting.ID) != 1 {
		t.Errorf("got %+v", b.Business(connected.ID))
	}
}

// Somebody has asked for the end of the connection since the client gave this grant: it does not bring the connection back.
func TestAGrantThatWaitedDoesNotSupersedeALaterRevocation(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	waiting := waitingGrant(t, b)
	execute(t, b, "UPDATE credentials SET ciphertext = ciphertext || '\\x00' WHERE state = 'LIVE'")
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	if o := carriedOn(t, b, waiting); o.Status != models.OnboardingFailed || code(o.Problem) != models.ProblemInterrupted {
		t.Errorf("got %+v", o)
	}
	if now := b.Business(connected.ID); now.Status != models.Revoking {
		t.Errorf("got %+v", now)
	}
	if b.Count("SELECT count(*) FROM revocations WHERE outcome = 'PENDING'") != 1 {
		t.Error("the revocation was given up")
	}
}
