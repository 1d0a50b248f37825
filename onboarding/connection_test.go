package onboarding_test

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

func TestRevokingEndsWithProof(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	reason := "client left"
	business, receipt, err := b.Revoke(b.Staff(), connected.ID, &reason)
	if err != nil {
		t.Fatal(err)
	}
	if business.Status != models.Disconnected || receipt.Outcome != models.Revoked || !receipt.Verified || receipt.EndedAt == nil ||
		receipt.RequestedBy != "op@example.com" || len(receipt.FBTraceIDs) == 0 {
		t.Errorf("got %+v, %+v", business, receipt)
	}
	if alive := b.LiveTokens(); alive != 0 {
		t.Errorf("%d tokens are alive at Meta", alive)
	}
	if b.Count("SELECT count(*) FROM credentials WHERE ciphertext IS NOT NULL") != 0 {
		t.Error("the token is still stored")
	}
	if b.Count("SELECT count(*) FROM business_datasets") != 3 {
		t.Error("the datasets are gone, though nothing was erased")
	}
	var told *onboarding.Error
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); !errors.As(err, &told) || told.Code != onboarding.NotConnected {
		t.Errorf("again: %v", err)
	}
}

func TestRevokingWhatMetaHasEndedIsNoFailure(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Sandbox.Uninstall(onboardingtest.Coffee)
	business, receipt, err := b.Revoke(b.Staff(), connected.ID, nil)
	if err != nil || business.Status != models.Disconnected || receipt.Outcome != models.AlreadyInvalid || !receipt.Verified {
		t.Errorf("got %+v, %+v, %v", business, receipt, err)
	}
}

// "Disconnected" must never be said on our own word.
func TestRevokingWithoutProofStaysPendingAndGoesOn(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]metasandbox.Fault{
		"Meta is down":           {Endpoint: "*", Kind: "html"},
		"the revocation is lost": {Endpoint: "revoke", Kind: "reset"},
		"the proof is missing":   {Endpoint: "debug_token", Kind: "empty"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			connected := b.Connect(onboardingtest.Coffee)
			b.Sandbox.Fail(fault)
			business, receipt, err := b.Revoke(b.Staff(), connected.ID, nil)
			if err != nil || business.Status != models.Revoking || receipt.Outcome != models.RevocationWaiting || receipt.Verified {
				t.Fatalf("got %+v, %+v, %v", business, receipt, err)
			}
			if code(business.Problem) != models.ProblemRevocationPending {
				t.Errorf("problem %s", code(business.Problem))
			}
			if b.Count("SELECT count(*) FROM credentials WHERE state = 'LIVE'") != 1 {
				t.Error("the token was wiped without proof")
			}
			before := b.Calls("owned_pixels")
			if _, err := b.Sync(b.Staff(), connected.ID); err == nil || b.Calls("owned_pixels") != before {
				t.Error("the token was used after its end was asked for")
			}
			b.Sandbox.ClearFaults()
			business, ended, err := b.Revoke(b.Staff(), connected.ID, nil)
			if err != nil || business.Status != models.Disconnected || ended.ID != receipt.ID || !ended.Verified {
				t.Errorf("again: %+v, %+v, %v", business, ended, err)
			}
		})
	}
}

func TestAnUnreadableTokenIsNotATokenThatIsGone(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	if _, err := b.Store.Pool().Exec(t.Context(), "UPDATE credentials SET ciphertext = ciphertext || '\\x00'"); err != nil {
		t.Fatal(err)
	}
	business, receipt, err := b.Revoke(b.Staff(), connected.ID, nil)
	if err != nil || business.Status != models.Revoking || code(business.Problem) != models.ProblemCredentialUnreadable || receipt.Verified {
		t.Errorf("got %+v, %+v, %v", business, receipt, err)
	}
}

// What cannot be read cannot be revoked; the client's next grant must still get through, and the receipt must not claim a proof.
func TestANewGrantSupersedesARevocationThatCannotGoOn(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	if _, err := b.Store.Pool().Exec(t.Context(), "UPDATE credentials SET ciphertext = ciphertext || '\\x00'"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	again := b.Connect(onboardingtest.Coffee)
	if again.ID != connected.ID || again.Status != models.Connected {
		t.Errorf("got %+v", again)
	}
	if b.Count("SELECT count(*) FROM revocations WHERE outcome = 'REMOVED_HERE_ONLY' AND NOT verified") != 1 {
		t.Error("the receipt does not say that nothing was proven")
	}
}

func TestTheReceiptRemembersThatMetaAccepted(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "debug_token", Kind: "html", Times: 1})
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	if _, receipt, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil || receipt.Outcome != models.Revoked {
		t.Errorf("got %+v, %v", receipt, err)
	}
}

// What is wrong with a token that the client has replaced meanwhile must not cost the one that works, for which nobody would look again.
func TestACheckOfTheTokenBeforeSaysNothingAboutTheNextOne(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	execute(t, b, "UPDATE credentials SET ciphertext = ciphertext || '\\x00'")
	commit := meanwhile(t, b, "UPDATE businesses SET epoch = epoch + 1, fence = fence + 1",
		"UPDATE credentials SET ciphertext = substring(ciphertext FROM 1 FOR length(ciphertext) - 1)")
	answer := make(chan error)
	go func() {
		_, err := b.Check(b.Staff(), connected.ID)
		answer <- err
	}()
	waitFor(t, func() bool { return isWaitingForALock(b) })
	commit()
	if err := <-answer; err != nil {
		t.Error(err)
	}
	if now := b.Business(connected.ID); now.Status != models.Connected || now.Problem.Code != nil {
		t.Errorf("got %s, %s", now.Status, code(now.Problem))
	}
}

func TestAProblemThatGoesOnKeepsItsBeginning(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Empty)
	b.Clock.Advance(time.Hour)
	later, err := b.Sync(b.Staff(), connected.ID)
	if err != nil || !later.Problem.Since.Equal(*connected.Problem.Since) || later.LastSyncedAt.Equal(*connected.LastSyncedAt) {
		t.Errorf("since %v, was %v, %v", later.Problem.Since, connected.Problem.Since, err)
	}
}

// Whether permissions are missing is the grant's to say, not that of whichever call failed last.
func TestPermissionsAreMissingAsLongAsTheGrantLacksThem(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "error", Code: 200, Status: 403, Times: 1})
	_, _ = b.Sync(b.Staff(), connected.ID)
	if healed, err := b.Sync(b.Staff(), connected.ID); err != nil || healed.Status != models.Connected {
		t.Errorf("a refusal that passed: %+v, %v", healed, err)
	}
	b.Sandbox.WithdrawPermission(onboardingtest.Coffee, "ads_read")
	if _, err := b.Check(b.Staff(), connected.ID); err != nil {
		t.Fatal(err)
	}
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "throttle", RegainMinutes: 1, Times: 1})
	_, _ = b.Sync(b.Staff(), connected.ID)
	b.Clock.Advance(2 * time.Minute)
	if _, err := b.Sync(b.Staff(), connected.ID); err != nil {
		t.Fatal(err)
	}
	if now := b.Business(connected.ID); code(now.Problem) != models.ProblemPermissionsMissing {
		t.Errorf("forgotten: %+v", now)
	}
}

// An error of the database says nothing about the client's connection.
func TestTheDatabasesTroubleChangesNobodysStatus(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	failOn(t, b, "dataset_changes", "XX000")
	if _, err := b.Sandbox.AddDataset(onboardingtest.Coffee, "New shop"); err != nil {
		t.Fatal(err)
	}
	b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee}) // the client ticks it
	ctx, cancel := context.WithTimeout(b.Staff(), 2*time.Second)
	defer cancel()
	if _, err := b.Sync(ctx, connected.ID); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if now := b.Business(connected.ID); now.Status != models.Connected || now.Problem.Code != nil {
		t.Errorf("got %+v", now)
	}
}

func TestTheDatabasesTroubleDoesNotCostATokenThatIsStored(t *testing.T) {
	t.Parallel()
	for _, sqlState := range []string{"40P01", "53100", "XX000"} {
		t.Run(sqlState, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			heal := failOn(t, b, "businesses", sqlState)
			ctx, cancel := context.WithTimeout(b.Staff(), 3*time.Second)
			defer cancel()
			o, err := b.Complete(ctx, onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})})
			if err != nil || o.Status != models.OnboardingIdentifying {
				t.Fatalf("got %+v, %v", o, err)
			}
			heal()
			b.Pass(2 * time.Minute)
			waitFor(t, func() bool {
				o, err := b.Store.Onboarding(t.Context(), o.ID)
				return err == nil && o.Status == models.OnboardingCompleted
			})
		})
	}
}

// failOn makes every INSERT into table fail, until the function that it returns is called.
func failOn(t *testing.T, b *onboardingtest.Bundle, table, sqlState string) (heal func()) {
	t.Helper()
	execute := func(statement string) {
		if _, err := b.Store.Pool().Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	execute("CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'fault' USING ERRCODE = '" + sqlState + "'; END $$")
	execute("CREATE TRIGGER fail BEFORE INSERT ON " + table + " FOR EACH STATEMENT EXECUTE FUNCTION fail()")
	return func() { execute("DROP TRIGGER fail ON " + table) }
}

func TestANameOfAnyLengthIsStored(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	random := make([]byte, 5000)
	_, _ = rand.Read(random)
	if _, err := b.Sandbox.AddDataset(onboardingtest.Coffee, hex.EncodeToString(random)); err != nil {
		t.Fatal(err)
	}
	b.Connect(onboardingtest.Coffee)
	if got := b.Count("SELECT count(*) FROM business_datasets"); got != 4 {
		t.Errorf("%d datasets", got)
	}
}

// A grant that waited must not bring back what was disconnected meanwhile; "disconnected" would be a lie a minute later.
func TestAGrantThatWaitedDoesNotUndoADisconnection(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Clock.Advance(time.Second) // the sandbox's token is another one then
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "me", Kind: "html", Times: 1})
	waiting, err := b.Complete(b.Staff(), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee, ExpiresInDays: 60})})
	if err != nil || waiting.Status != models.OnboardingIdentifying {
		t.Fatalf("got %+v, %v", waiting, err)
	}
	b.Clock.Advance(time.Second)
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	b.Pass(2 * time.Minute)
	waitFor(t, func() bool {
		o, err := b.Store.Onboarding(t.Context(), waiting.ID)
		return err == nil && o.Status == models.OnboardingFailed
	})
	if now := b.Business(connected.ID); now.Status != models.Disconnected {
		t.Errorf("the business is %s again", now.Status)
	}
	if b.Count("SELECT count(*) FROM credentials WHERE ciphertext IS NOT NULL") != 0 || b.LiveTokens() != 0 {
		t.Error("a token is left over")
	}
}

func TestASecondRevocationGetsTheReceiptOfTheFirst(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	_, first, err := b.Revoke(b.Staff(), connected.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	business, again, err := b.Revoke(b.Staff(), connected.ID, nil)
	var told *onboarding.Error
	if !errors.As(err, &told) || told.Code != onboarding.NotConnected || business.ID != connected.ID || again.ID != first.ID {
		t.Errorf("got %+v, %+v, %v", business, again, err)
	}
}

func TestSyncFollowsMeta(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	if _, err := b.Sandbox.AddDataset(onboardingtest.Coffee, "New shop"); err != nil {
		t.Fatal(err)
	}
	b.Connect(onboardingtest.Coffee) // a grant is a snapshot: the client grants again
	business, err := b.Sync(b.Staff(), connected.ID)
	if err != nil || business.Status != models.Connected {
		t.Fatalf("got %+v, %v", business, err)
	}
	if got := b.Count("SELECT count(*) FROM business_datasets"); got != 4 {
		t.Errorf("%d datasets", got)
	}
}

func TestOnlyMetasWordChangesAConnection(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(*onboardingtest.Bundle)
		status  models.ConnectionStatus
		problem models.ProblemCode
		error   onboarding.ErrorCode
	}{
		"uninstalled": {func(b *onboardingtest.Bundle) { b.Sandbox.Uninstall(onboardingtest.Coffee) }, models.NeedsReconnect, models.ProblemAppUninstalled, onboarding.NotConnected},
		"throttled": {func(b *onboardingtest.Bundle) {
			b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "throttle", RegainMinutes: 7})
		}, models.Degraded, models.ProblemThrottled, onboarding.MetaUnavailable},
		"Meta down": {func(b *onboardingtest.Bundle) {
			b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "html"})
		}, models.Degraded, models.ProblemSyncFailing, onboarding.MetaUnavailable},
		"permission withdrawn": {func(b *onboardingtest.Bundle) {
			b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "error", Code: 200, Status: 403})
		}, models.Degraded, models.ProblemPermissionsMissing, onboarding.MetaRefused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			connected := b.Connect(onboardingtest.Coffee)
			test.prepare(b)
			business, err := b.Sync(b.Staff(), connected.ID)
			var told *onboarding.Error
			if !errors.As(err, &told) || told.Code != test.error {
				t.Fatalf("got %v", err)
			}
			if business.Status != test.status || code(business.Problem) != test.problem {
				t.Errorf("got %s, %s", business.Status, code(business.Problem))
			}
			if b.Count("SELECT count(*) FROM business_datasets") != 3 {
				t.Error("datasets were removed on the word of a list that was not read")
			}
		})
	}
}

func TestCheckAsksMeta(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	if business, err := b.Check(b.Staff(), connected.ID); err != nil || business.Status != models.Connected || business.LastCheckedAt == nil {
		t.Errorf("got %+v, %v", business, err)
	}

	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "debug_token", Kind: "html", Times: 1})
	var told *onboarding.Error
	if _, err := b.Check(b.Staff(), connected.ID); !errors.As(err, &told) || told.Code != onboarding.MetaUnavailable {
		t.Errorf("while Meta is down: %v", err)
	}
	if now := b.Business(connected.ID); now.Status != models.Connected {
		t.Errorf("Meta being down changed the status to %s", now.Status)
	}

	b.Sandbox.WithdrawPermission(onboardingtest.Coffee, "business_management")
	if business, err := b.Check(b.Staff(), connected.ID); err != nil || code(business.Problem) != models.ProblemPermissionsMissing {
		t.Errorf("after a permission was withdrawn: %+v, %v", business, err)
	}

	b.Sandbox.Uninstall(onboardingtest.Coffee)
	business, err := b.Check(b.Staff(), connected.ID)
	if err != nil || business.Status != models.NeedsReconnect || code(business.Problem) != models.ProblemAppUninstalled {
		t.Errorf("after the app was removed: %+v, %v", business, err)
	}
	if again := b.Connect(onboardingtest.Coffee); again.Status != models.Connected || again.ID != connected.ID {
		t.Errorf("reconnected: %+v", again)
	}
}

func TestEraseLeavesNothingButTheAudit(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	var told *onboarding.Error
	if _, err := b.Erase(b.Staff(), connected.ID, nil); !errors.As(err, &told) || told.Code != onboarding.StillConnected {
		t.Fatalf("while connected: %v", err)
	}
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	if erased, err := b.Erase(b.Staff(), connected.ID, nil); err != nil || *erased != connected.ID {
		t.Fatalf("got %v, %v", erased, err)
	}
	for _, table := range []string{"businesses", "datasets", "business_datasets", "credentials", "onboardings", "attempts", "onboarding_steps", "permission_grants", "revocations"} {
		if got := b.Count("SELECT count(*) FROM " + table); got != 0 {
			t.Errorf("%d %s are left", got, table)
		}
	}
	if b.Count("SELECT count(*) FROM audit_events WHERE action = 'business: erased'") != 1 {
		t.Error("the audit does not tell")
	}
}

func TestWhatDoesNotExistIsSaid(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	id := uuid.New()
	for name, act := range map[string]func() error{
		"sync":   func() error { _, err := b.Sync(b.Staff(), id); return err },
		"check":  func() error { _, err := b.Check(b.Staff(), id); return err },
		"revoke": func() error { _, _, err := b.Revoke(b.Staff(), id, nil); return err },
		"erase":  func() error { _, err := b.Erase(b.Staff(), id, nil); return err },
	} {
		var told *onboarding.Error
		if err := act(); !errors.As(err, &told) || told.Code != onboarding.NotFound {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// Every transition has its audit row, with who made it.
func TestEveryChangeIsAudited(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	for _, action := range []string{
		"onboarding: code received", "onboarding: token stored", "onboarding: business known", "onboarding: datasets read",
		"business: connected", "business: datasets read", "business: revocation requested", "business: disconnected",
	} {
		if got := b.Count("SELECT count(*) FROM audit_events WHERE action = $1 AND actor_name = 'op@example.com'", action); got != 1 {
			t.Errorf("%q: %d rows", action, got)
		}
	}
}
