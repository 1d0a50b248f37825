package onboarding_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

func TestAnUninstallThatMetaConfirmsDropsTheToken(t *testing.T) {
	t.Parallel()
	for name, tell := range map[string]func(*testing.T, *onboardingtest.Bundle, *models.Business){
		"webhook": func(t *testing.T, b *onboardingtest.Bundle, connected *models.Business) {
			report(t, b, "uninstall", connected.MetaID, b.Clock.Now())
		},
		"deauthorize callback": func(t *testing.T, b *onboardingtest.Bundle, _ *models.Business) {
			if err := b.ReceiveDeauthorization(t.Context(), signedRequest(b.Sandbox.AppSecret(), requestOf(userOf(t, b), b.Clock.Now()))); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			connected := b.Connect(onboardingtest.Coffee)
			other := b.Connect(onboardingtest.Florist)
			b.Sandbox.Uninstall(connected.MetaID)
			if _, err := b.Store.Pool().Exec(t.Context(), "UPDATE credentials SET meta_user_id = '77' WHERE business_id = $1", other.ID); err != nil {
				t.Fatal(err)
			}
			tell(t, b, connected)
			processed(t, b)
			now := b.Business(connected.ID)
			if now.Status != models.NeedsReconnect || code(now.Problem) != models.ProblemAppUninstalled || now.Epoch <= connected.Epoch {
				t.Errorf("got %+v", now)
			}
			if b.Count("SELECT count(*) FROM credentials WHERE business_id = $1 AND ciphertext IS NOT NULL", connected.ID) != 0 {
				t.Error("the token is still stored")
			}
			if b.Business(other.ID).Status != models.Connected {
				t.Error("another business lost its connection")
			}
			if b.Count("SELECT count(*) FROM audit_events WHERE subject_id = $1 AND action = 'business: app removed at Meta'", connected.ID) != 1 {
				t.Error("the audit does not know")
			}
		})
	}
}

// The report is only a hint: what Meta says when it is asked decides.
func TestAnUninstallThatMetaContradictsChangesNothing(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Pass(time.Minute)
	report(t, b, "uninstall", connected.MetaID, b.Clock.Now())
	outcomes(t, b, "UNINSTALL CONTRADICTED")
	if now := b.Business(connected.ID); now.Status != models.Connected || now.Epoch != connected.Epoch {
		t.Errorf("got %+v", now)
	}
	waitFor(t, func() bool { return b.Business(connected.ID).LastCheckedAt.After(*connected.LastCheckedAt) })
}

func TestAnUninstallBeforeThePresentGrantIsOld(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	asked := b.Calls("debug_token")
	report(t, b, "uninstall", connected.MetaID, b.Clock.Now().Add(-time.Minute))
	outcomes(t, b, "UNINSTALL OLD")
	if b.Business(connected.ID).Status != models.Connected || b.Calls("debug_token") != asked {
		t.Error("an old report had an effect")
	}
}

// As long as nobody knows whether the token is dead, it is neither used up nor thrown away.
func TestAnUninstallWaitsForMetasWord(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Sandbox.Uninstall(connected.MetaID)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "debug_token", Kind: "html"})
	asked := b.Calls("debug_token")
	report(t, b, "uninstall", connected.MetaID, b.Clock.Now())
	waitFor(t, func() bool { return b.Calls("debug_token") > asked })
	if b.Count("SELECT count(*) FROM credentials WHERE state = 'LIVE'") != 1 || b.Count("SELECT count(*) FROM meta_events WHERE outcome IS NULL") != 1 {
		t.Fatal("it was decided without an answer")
	}
	b.Sandbox.ClearFaults()
	waitFor(t, func() bool {
		b.Pass(time.Minute)
		return b.Business(connected.ID).Status == models.NeedsReconnect
	})
	outcomes(t, b, "UNINSTALL APPLIED")
}

func TestMetasWordIsAskedForLessAndLessOften(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "debug_token", Kind: "html"})
	report(t, b, "uninstall", connected.MetaID, b.Clock.Now())
	if waited := pauses(t, b, "event", len(doubling)); !slices.Equal(waited, doubling) {
		t.Errorf("waited %v", waited)
	}
}

func TestAnUpdateReadsTheDatasetsAgain(t *testing.T) {
	t.Parallel()
	for _, field := range []string{"update", "install"} {
		t.Run(field, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			connected := b.Connect(onboardingtest.Coffee)
			if _, err := b.Sandbox.AddDataset(connected.MetaID, "just added"); err != nil {
				t.Fatal(err)
			}
			b.Code(metasandbox.CodeRequest{BusinessID: connected.MetaID}) // the client ticks all there is
			report(t, b, field, connected.MetaID, b.Clock.Now().Add(-time.Second))
			processed(t, b)
			b.Pass(time.Minute)
			report(t, b, field, connected.MetaID, b.Clock.Now())
			waitFor(t, func() bool { return b.Count("SELECT count(*) FROM datasets WHERE name = 'just added'") == 1 })
			if b.Count("SELECT count(*) FROM sync_runs") != 2 {
				t.Error("a change before the grant made for a sync")
			}
		})
	}
}

func TestARevocationUnderWayIsNotDisturbed(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "*", Kind: "html"})
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool {
		return b.Count("SELECT count(*) FROM river_job WHERE kind = 'revoke' AND state = 'scheduled'") == 1
	})
	b.Sandbox.ClearFaults()
	b.Sandbox.Uninstall(connected.MetaID)
	report(t, b, "update", connected.MetaID, b.Clock.Now())
	report(t, b, "uninstall", connected.MetaID, b.Clock.Now())
	waitFor(t, func() bool { return b.Business(connected.ID).Status == models.Disconnected })
	if b.Count("SELECT count(*) FROM revocations WHERE verified AND outcome IN ('REVOKED', 'ALREADY_INVALID')") != 1 {
		t.Error("there is no receipt")
	}
	processed(t, b)
}

func TestReportsAboutStrangersChangeNothing(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	report(t, b, "update", "4711", b.Clock.Now())
	report(t, b, "uninstall", "4711", b.Clock.Now())
	if err := b.ReceiveDeauthorization(t.Context(), signedRequest(b.Sandbox.AppSecret(), requestOf("0", b.Clock.Now()))); err != nil {
		t.Fatal(err)
	}
	outcomes(t, b, "DEAUTHORIZE UNKNOWN_BUSINESS, UNINSTALL UNKNOWN_BUSINESS, UPDATE UNKNOWN_BUSINESS")
	if b.Count("SELECT count(*) FROM businesses") != 0 || b.Count("SELECT count(*) FROM orphan_grants") != 0 {
		t.Error("somebody appeared")
	}
}

// What was read with a token must not be written once the client has removed the app, wherever the sync just is.
func TestAnUninstallInTheMiddleOfASyncLetsNothingMoreBeWritten(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Retail)
	before := b.Count("SELECT count(*) FROM business_datasets")
	if _, err := b.Sandbox.AddDataset(connected.MetaID, "too late"); err != nil {
		t.Fatal(err)
	}
	b.Code(metasandbox.CodeRequest{BusinessID: connected.MetaID}) // the client ticks all there is
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "slow", DelayMillis: 700})
	b.Pass(time.Minute)
	report(t, b, "update", connected.MetaID, b.Clock.Now())
	waitFor(t, func() bool {
		return b.Count("SELECT count(*) FROM sync_runs WHERE outcome = 'RUNNING' AND pages > 0") == 1
	})
	b.Sandbox.Uninstall(connected.MetaID)
	report(t, b, "uninstall", connected.MetaID, b.Clock.Now())
	waitFor(t, func() bool { return b.Business(connected.ID).Status == models.NeedsReconnect })
	pages := b.Count("SELECT coalesce(sum(pages), 0) FROM sync_runs")
	waitFor(t, func() bool {
		return b.Count("SELECT count(*) FROM river_job WHERE kind = 'sync' AND state = 'running'") == 0
	})
	if now := b.Count("SELECT coalesce(sum(pages), 0) FROM sync_runs"); now != pages {
		t.Errorf("%d pages were kept after the end, %d before", now, pages)
	}
	if b.Count("SELECT count(*) FROM datasets WHERE name = 'too late'") != 0 || b.Count("SELECT count(*) FROM business_datasets") != before {
		t.Error("datasets were written after the end")
	}
	if now := b.Business(connected.ID); now.Status != models.NeedsReconnect || code(now.Problem) != models.ProblemAppUninstalled {
		t.Errorf("got %s, %s", now.Status, code(now.Problem))
	}
}

// However the reports of a client who cannot make up its mind arrive, what is known in the end is what is true at Meta.
func TestShuffledReportsEndInTheTruth(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 3))
			b := onboardingtest.Setup(t)
			connected := b.Connect(onboardingtest.Coffee)
			type told struct {
				field string
				at    time.Time
			}
			var reports []told
			installed := true
			for range 4 + random.IntN(3) {
				b.Pass(10 * time.Minute)
				field := "uninstall"
				if installed {
					b.Sandbox.Uninstall(connected.MetaID)
				} else {
					field = "install"
					b.Code(metasandbox.CodeRequest{BusinessID: connected.MetaID}) // which never arrives here
				}
				installed = !installed
				reports = append(reports, told{field, b.Clock.Now()})
			}
			b.Pass(10 * time.Minute)
			random.Shuffle(len(reports), func(i, j int) { reports[i], reports[j] = reports[j], reports[i] })
			for _, r := range append(reports, reports...) {
				report(t, b, r.field, connected.MetaID, r.at)
				processed(t, b)
			}
			want := 0
			if installed {
				want = 1
			}
			waitFor(t, func() bool { return b.Count("SELECT count(*) FROM orphan_grants WHERE outcome IS NULL") == want })
			waitFor(t, func() bool { return b.Count("SELECT count(*) FROM credentials WHERE state = 'LIVE'") == 0 })
			if now := b.Business(connected.ID); now.Status != models.NeedsReconnect {
				t.Errorf("got %s", now.Status)
			}
		})
	}
}

// The webhook of an ordinary onboarding is often here before its code.
func TestAGrantWhoseCodeIsOnItsWayIsNoOrphan(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	given := b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})
	report(t, b, "install", onboardingtest.Coffee, b.Clock.Now())
	waitFor(t, func() bool {
		return b.Count("SELECT count(*) FROM river_job WHERE kind = 'event' AND state = 'scheduled'") == 1
	})
	b.Clock.Advance(20 * time.Second)
	if _, err := b.Complete(b.Staff(), onboarding.CompleteInput{Code: given}); err != nil {
		t.Fatal(err)
	}
	b.Pass(3 * time.Minute)
	outcomes(t, b, "INSTALL OLD")
	if b.Count("SELECT count(*) FROM orphan_grants") != 0 {
		t.Error("an orphan was found")
	}
}
