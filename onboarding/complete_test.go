package onboarding_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
)

func TestACodeBecomesABusinessWithItsDatasets(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		metaID        string
		owned, shared int
		problem       models.ProblemCode
	}{
		"a few":       {coffee, 3, 0, ""},
		"many pages":  {retail, 1250, 3, ""},
		"shared only": {florist, 0, 2, ""},
		"none":        {empty, 0, 0, models.ProblemNoDatasets},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			business := b.connect(test.metaID)
			if business.Status != models.Connected || business.MetaID != test.metaID || business.Name == nil || business.LastSyncedAt == nil {
				t.Errorf("got %+v", business)
			}
			if got := code(business.Problem); got != test.problem {
				t.Errorf("problem %q", got)
			}
			for relation, want := range map[models.DatasetRelation]int{models.Owned: test.owned, models.Shared: test.shared} {
				if relation == models.Shared && test.metaID == florist {
					want = sharedOf(b.sandbox, florist)
				}
				if got := b.count("SELECT count(*) FROM business_datasets WHERE business_id = $1 AND relation = $2", business.ID, relation); got != want {
					t.Errorf("%s: %d datasets, want %d", relation, got, want)
				}
			}
			if b.count("SELECT count(*) FROM datasets WHERE name IS NULL") != 0 {
				t.Error("a dataset came without its name")
			}
			wantSteps := []models.StepKind{models.StepReceive, models.StepExchange, models.StepIdentify, models.StepSync}
			if diff := cmp.Diff(wantSteps, b.stepsThatSucceeded()); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
		})
	}
}

func sharedOf(sandbox *metasandbox.Sandbox, metaID string) int {
	for _, business := range sandbox.Businesses() {
		if business.ID == metaID {
			return business.Shared
		}
	}
	return -1
}

func (b *bundle) stepsThatSucceeded() []models.StepKind {
	b.t.Helper()
	page, err := b.store.Onboardings(b.t.Context(), nil, models.Paging{})
	if err != nil {
		b.t.Fatal(err)
	}
	id := page.Edges[0].Node.ID
	steps, err := b.store.StepsOfOnboardings(b.t.Context(), []uuid.UUID{id})
	if err != nil {
		b.t.Fatal(err)
	}
	var kinds []models.StepKind
	for _, step := range steps[id] {
		if step.Status == models.StepSucceeded {
			kinds = append(kinds, step.Kind)
		}
	}
	return kinds
}

func code(p models.Problem) models.ProblemCode {
	if p.Code == nil {
		return ""
	}
	return *p.Code
}

// A double click, two tabs or a proxy that replays must not send a code twice: Meta may revoke the token of a code that comes again.
func TestOneCodeIsExchangedOnceHoweverOftenItIsGiven(t *testing.T) {
	t.Parallel()
	b := setup(t)
	replica := b.start(b.config)
	given := b.code(metasandbox.CodeRequest{BusinessID: coffee})
	const callers = 100
	answers := make([]*models.Onboarding, callers)
	var all sync.WaitGroup
	for i := range callers {
		service := b.Service
		if i%2 == 1 {
			service = replica
		}
		all.Go(func() {
			o, err := service.Complete(b.staff(), onboarding.CompleteInput{Code: given})
			if err != nil {
				t.Error(err)
				return
			}
			answers[i] = o
		})
	}
	all.Wait()
	for _, o := range answers {
		if o == nil || o.ID != answers[0].ID || o.Status != models.OnboardingCompleted {
			t.Fatalf("answers differ: %+v, %+v", answers[0], o)
		}
	}
	if got := b.calls("exchange"); got != 1 {
		t.Errorf("%d exchanges", got)
	}
	for table, want := range map[string]int{"onboardings": 1, "attempts": 1, "businesses": 1, "credentials": 1} {
		if got := b.count("SELECT count(*) FROM " + table); got != want {
			t.Errorf("%d %s", got, table)
		}
	}
}

func TestWhatMetaRefusesEndsWithANameAndASentence(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(*bundle) onboarding.CompleteInput
		status  models.OnboardingStatus
		problem models.ProblemCode
		error   onboarding.ErrorCode
	}{
		"unknown code": {
			func(*bundle) onboarding.CompleteInput { return onboarding.CompleteInput{Code: "AQDnonsense"} },
			models.OnboardingFailed, models.ProblemCodeInvalid, onboarding.CodeRefused,
		},
		"expired code": {
			func(b *bundle) onboarding.CompleteInput {
				in := onboarding.CompleteInput{Code: b.code(metasandbox.CodeRequest{BusinessID: coffee})}
				b.clock.advance(31 * time.Second)
				return in
			},
			models.OnboardingFailed, models.ProblemCodeExpired, onboarding.CodeRefused,
		},
		"code used elsewhere": {
			func(b *bundle) onboarding.CompleteInput {
				in := onboarding.CompleteInput{Code: b.code(metasandbox.CodeRequest{BusinessID: coffee})}
				if _, err := b.config.Meta.ExchangeCode(b.t.Context(), in.Code, ""); err != nil {
					b.t.Fatal(err)
				}
				return in
			},
			models.OnboardingFailed, models.ProblemCodeUsed, onboarding.CodeRefused,
		},
		"other redirect URI": {
			func(b *bundle) onboarding.CompleteInput {
				return onboarding.CompleteInput{Code: b.code(metasandbox.CodeRequest{BusinessID: coffee}), RedirectURI: "https://other.example.com/"}
			},
			models.OnboardingFailed, models.ProblemRedirectURIMismatch, onboarding.OnboardingFailed,
		},
		"wrong app secret": {
			func(b *bundle) onboarding.CompleteInput {
				b.sandbox.RotateSecret("another secret")
				return onboarding.CompleteInput{Code: b.code(metasandbox.CodeRequest{BusinessID: coffee})}
			},
			models.OnboardingFailed, models.ProblemAppSecretRejected, onboarding.OnboardingFailed,
		},
		"a person's token": {
			func(b *bundle) onboarding.CompleteInput {
				return onboarding.CompleteInput{Code: b.code(metasandbox.CodeRequest{BusinessID: coffee, TokenType: metasandbox.User})}
			},
			models.OnboardingFailed, models.ProblemWrongTokenType, onboarding.OnboardingFailed,
		},
		"HTML instead of an answer": {withFault(metasandbox.Fault{Endpoint: "exchange", Kind: "html"}), models.OnboardingOutcomeUnknown, models.ProblemExchangeOutcomeUnknown, onboarding.OutcomeUnknown},
		"an answer lost":            {withFault(metasandbox.Fault{Endpoint: "exchange", Kind: "reset_after"}), models.OnboardingOutcomeUnknown, models.ProblemExchangeOutcomeUnknown, onboarding.OutcomeUnknown},
		"an answer cut":             {withFault(metasandbox.Fault{Endpoint: "exchange", Kind: "truncated"}), models.OnboardingOutcomeUnknown, models.ProblemExchangeOutcomeUnknown, onboarding.OutcomeUnknown},
		"no answer":                 {withFault(metasandbox.Fault{Endpoint: "exchange", Kind: "hang"}), models.OnboardingOutcomeUnknown, models.ProblemExchangeOutcomeUnknown, onboarding.OutcomeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			o, err := b.Complete(b.staff(), test.prepare(b))
			var told *onboarding.Error
			if !errors.As(err, &told) || told.Code != test.error || o == nil {
				t.Fatalf("got %+v, %v", o, err)
			}
			if o.Status != test.status || code(o.Problem) != test.problem {
				t.Errorf("got %s, %s", o.Status, code(o.Problem))
			}
			if explained := onboarding.Explain(o.Problem); explained.Message == "" || explained.Action == "" {
				t.Errorf("not explained: %+v", explained)
			}
			if b.count("SELECT count(*) FROM businesses") != 0 || b.count("SELECT count(*) FROM credentials WHERE ciphertext IS NOT NULL") != 0 {
				t.Error("something of the failed onboarding was kept")
			}
			if got := b.calls("exchange"); got > 2 {
				t.Errorf("%d exchanges", got)
			}
		})
	}
}

func withFault(fault metasandbox.Fault) func(*bundle) onboarding.CompleteInput {
	return func(b *bundle) onboarding.CompleteInput {
		b.sandbox.Fail(fault)
		return onboarding.CompleteInput{Code: b.code(metasandbox.CodeRequest{BusinessID: coffee})}
	}
}

// A person's token that nobody will use must not stay alive at Meta.
func TestAPersonsTokenIsGivenBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, _ = b.Complete(b.staff(), onboarding.CompleteInput{Code: b.code(metasandbox.CodeRequest{BusinessID: coffee, TokenType: metasandbox.User})})
	if alive := b.liveTokens(); alive != 0 {
		t.Errorf("%d tokens are alive", alive)
	}
}

func TestANewCodeSettlesAnUnknownOutcome(t *testing.T) {
	t.Parallel()
	b := setup(t)
	o := b.create(onboarding.CreateInput{})
	b.sandbox.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "reset_after", Times: 1})
	lost, err := b.Complete(b.holder(o), onboarding.CompleteInput{Code: b.code(metasandbox.CodeRequest{BusinessID: coffee})})
	if err == nil || lost.Status != models.OnboardingOutcomeUnknown {
		t.Fatalf("got %+v, %v", lost, err)
	}
	settled, err := b.Complete(b.holder(o), onboarding.CompleteInput{Code: b.code(metasandbox.CodeRequest{BusinessID: coffee})})
	if err != nil || settled.ID != o.ID || settled.Status != models.OnboardingCompleted || settled.Problem.Code != nil {
		t.Errorf("got %+v, %v", settled, err)
	}
}

func TestWhatAnOnboardingDoesNotTakeIsNotSentToMeta(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(b *bundle, o *models.Onboarding) (context.Context, onboarding.CompleteInput)
		want    onboarding.ErrorCode
	}{
		"a code of blanks": {func(b *bundle, o *models.Onboarding) (context.Context, onboarding.CompleteInput) {
			return b.holder(o), onboarding.CompleteInput{Code: "a b"}
		}, onboarding.InvalidInput},
		"no code": {func(b *bundle, o *models.Onboarding) (context.Context, onboarding.CompleteInput) {
			return b.holder(o), onboarding.CompleteInput{}
		}, onboarding.InvalidInput},
		"a redirect URI that is none": {func(b *bundle, o *models.Onboarding) (context.Context, onboarding.CompleteInput) {
			return b.holder(o), onboarding.CompleteInput{Code: "x", RedirectURI: "javascript:alert(1)"}
		}, onboarding.InvalidInput},
		"another onboarding than the token's": {func(b *bundle, o *models.Onboarding) (context.Context, onboarding.CompleteInput) {
			other := b.create(onboarding.CreateInput{})
			return b.holder(o), onboarding.CompleteInput{Code: "x", OnboardingID: &other.ID}
		}, onboarding.NotFound},
		"an onboarding that does not exist": {func(b *bundle, o *models.Onboarding) (context.Context, onboarding.CompleteInput) {
			id := models.NewID()
			return b.staff(), onboarding.CompleteInput{Code: "x", OnboardingID: &id}
		}, onboarding.NotFound},
		"an onboarding whose time is over": {func(b *bundle, o *models.Onboarding) (context.Context, onboarding.CompleteInput) {
			b.clock.advance(31 * time.Minute)
			return b.holder(o), onboarding.CompleteInput{Code: "x"}
		}, onboarding.TimeOver},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			ctx, in := test.prepare(b, b.create(onboarding.CreateInput{}))
			o, err := b.Complete(ctx, in)
			var told *onboarding.Error
			if !errors.As(err, &told) || told.Code != test.want || o != nil {
				t.Errorf("got %+v, %v", o, err)
			}
			if calls := b.sandbox.Journal().Calls; len(calls) != 0 {
				t.Errorf("Meta was called: %v", calls)
			}
		})
	}
}

// Who holds a token could otherwise make us burn through Meta's error budget with guesses.
func TestAnOnboardingHasFiveTries(t *testing.T) {
	t.Parallel()
	b := setup(t)
	o := b.create(onboarding.CreateInput{})
	var told *onboarding.Error
	for n := range 8 {
		_, err := b.Complete(b.holder(o), onboarding.CompleteInput{Code: "guess" + string(rune('0'+n))})
		if !errors.As(err, &told) {
			t.Fatalf("got %v", err)
		}
	}
	if told.Code != onboarding.TooManyTries || b.calls("exchange") != 5 {
		t.Errorf("got %v after %d exchanges", told, b.calls("exchange"))
	}
}

// An attacker who caught another client's code, or wants a victim to take the attacker's, must not get it through with a token of
// their own once it has been used, nor learn whose it was.
func TestACodeBelongsToTheOnboardingItWasGivenTo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	mine, theirs := b.create(onboarding.CreateInput{}), b.create(onboarding.CreateInput{})
	given := onboarding.CompleteInput{Code: b.code(metasandbox.CodeRequest{BusinessID: coffee})}
	if _, err := b.Complete(b.holder(mine), given); err != nil {
		t.Fatal(err)
	}
	o, err := b.Complete(b.holder(theirs), given)
	var told *onboarding.Error
	if !errors.As(err, &told) || told.Code != onboarding.CodeRefused || o != nil {
		t.Errorf("got %+v, %v", o, err)
	}
	again, err := b.Complete(b.holder(mine), given)
	if err != nil || again.ID != mine.ID || b.calls("exchange") != 1 {
		t.Errorf("again: %+v, %v after %d exchanges", again, err, b.calls("exchange"))
	}
	fresh := onboarding.CompleteInput{Code: b.code(metasandbox.CodeRequest{BusinessID: coffee})}
	if _, err := b.Complete(b.holder(mine), fresh); !errors.As(err, &told) || told.Code != onboarding.Closed {
		t.Errorf("a second success: %v", err)
	}
}

// Whoever revokes for one client must not cut off another, and nobody may take over a business by connecting it again.
func TestABusinessOfAnotherExternalIDIsAConflict(t *testing.T) {
	t.Parallel()
	b := setup(t)
	complete := func(externalID string) (*models.Onboarding, error) {
		o := b.create(onboarding.CreateInput{ExternalID: &externalID})
		return b.Complete(b.holder(o), onboarding.CompleteInput{Code: b.code(metasandbox.CodeRequest{BusinessID: coffee})})
	}
	first, err := complete("client-a")
	if err != nil {
		t.Fatal(err)
	}
	before := b.business(*first.BusinessID)
	second, err := complete("client-b")
	if err == nil || second.Status != models.OnboardingFailed || code(second.Problem) != models.ProblemExternalIDConflict || second.BusinessID != nil {
		t.Errorf("got %+v, %v", second, err)
	}
	if diff := cmp.Diff(before, b.business(before.ID)); diff != "" {
		t.Errorf("the first client's business changed:\n%s", diff)
	}
	if b.calls("revoke") != 0 {
		t.Error("a token was revoked that both share")
	}
	if again, err := complete("client-a"); err != nil || *again.BusinessID != before.ID {
		t.Errorf("reconnecting: %+v, %v", again, err)
	}
	if live := b.count("SELECT count(*) FROM credentials WHERE state = 'LIVE'"); live != 1 {
		t.Errorf("%d live credentials", live)
	}
}

// The browser may be closed at any moment; the grant must not be lost with it.
func TestACallerThatLeavesDoesNotLoseTheGrant(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ctx, leave := context.WithCancel(b.staff())
	b.sandbox.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "slow", DelayMillis: 300, Times: 1})
	given := onboarding.CompleteInput{Code: b.code(metasandbox.CodeRequest{BusinessID: coffee})}
	claimed := make(chan struct{})
	go func() {
		defer close(claimed)
		_, _ = b.Complete(ctx, given)
	}()
	waitFor(t, func() bool { return b.count("SELECT count(*) FROM attempts") == 1 })
	leave()
	<-claimed
	o, err := b.Complete(b.staff(), given)
	if err != nil || o.Status != models.OnboardingCompleted || b.calls("exchange") != 1 {
		t.Errorf("got %+v, %v after %d exchanges", o, err, b.calls("exchange"))
	}
}

// waitFor polls for what another goroutine is about to do.
func waitFor(t *testing.T, happened func() bool) {
	t.Helper()
	deadline := time.After(threshold)
	for !happened() {
		select {
		case <-deadline:
			t.Fatal("it did not happen")
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func TestTroubleThatPassesIsTriedAgainFromTheStoredToken(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]metasandbox.Fault{
		"identity unanswered":       {Endpoint: "me", Kind: "html", Times: 1},
		"datasets throttled":        {Endpoint: "owned_pixels", Kind: "throttle", RegainMinutes: 5, Times: 1},
		"the twelfth page is lost":  {Endpoint: "owned_pixels", Kind: "truncated", After: 11, Times: 1},
		"an endless list of pages":  {Endpoint: "owned_pixels", Kind: "repeat_cursor", Times: 2},
		"an answer that is too big": {Endpoint: "client_pixels", Kind: "oversized", Times: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.sandbox.Fail(fault)
			waiting, err := b.Complete(b.staff(), onboarding.CompleteInput{Code: b.code(metasandbox.CodeRequest{BusinessID: retail})})
			if err != nil || waiting.Status.IsTerminal() || waiting.Problem.RetryAt == nil {
				t.Fatalf("got %+v, %v", waiting, err)
			}
			if got := b.count("SELECT count(*) FROM business_datasets"); got != 0 {
				t.Errorf("%d datasets of a list that was not read to its end", got)
			}
			b.clock.advance(waiting.Problem.RetryAt.Sub(b.clock.Now()) + time.Second)
			background(t, b.Run)
			waitFor(t, func() bool {
				o, err := b.store.Onboarding(t.Context(), waiting.ID)
				return err == nil && o.Status == models.OnboardingCompleted && o.Problem.Code == nil
			})
			if got := b.count("SELECT count(*) FROM business_datasets"); got != 1253 || b.calls("exchange") != 1 {
				t.Errorf("%d datasets after %d exchanges", got, b.calls("exchange"))
			}
			if status := b.count("SELECT count(*) FROM businesses WHERE status = 'CONNECTED' AND problem_code IS NULL"); status != 1 {
				t.Error("the business still has a problem")
			}
		})
	}
}

func TestWhatNobodyFinishesGetsAName(t *testing.T) {
	t.Parallel()
	b := setup(t)
	open, exchanging := b.create(onboarding.CreateInput{}), b.create(onboarding.CreateInput{})
	lease := b.clock.Now().Add(time.Minute)
	exchanging.Status, exchanging.LeaseUntil = models.OnboardingExchanging, &lease // a program that died in the middle
	if err := b.store.InTx(t.Context(), func(tx *models.Tx) error { return tx.UpdateOnboarding(exchanging) }); err != nil {
		t.Fatal(err)
	}
	b.clock.advance(31 * time.Minute)
	background(t, b.Run)
	for id, want := range map[uuid.UUID]models.OnboardingStatus{open.ID: models.OnboardingExpired, exchanging.ID: models.OnboardingOutcomeUnknown} {
		waitFor(t, func() bool {
			o, err := b.store.Onboarding(t.Context(), id)
			return err == nil && o.Status == want && o.Problem.Code != nil
		})
	}
	if b.calls("exchange") != 0 {
		t.Error("an exchange was repeated")
	}
}

func TestMissingPermissionsAreNamed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	o, err := b.Complete(b.staff(), onboarding.CompleteInput{Code: b.code(metasandbox.CodeRequest{BusinessID: coffee, Permissions: []string{"ads_read"}})})
	if err != nil {
		t.Fatal(err)
	}
	business := b.business(*o.BusinessID)
	if business.Status != models.Degraded || code(business.Problem) != models.ProblemPermissionsMissing {
		t.Errorf("got %s, %s", business.Status, code(business.Problem))
	}
	grants, err := b.store.GrantsOfBusinesses(t.Context(), []uuid.UUID{business.ID})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]models.GrantState{}
	for _, grant := range grants[business.ID] {
		got[grant.Permission] = grant.State
	}
	want := map[string]models.GrantState{"ads_read": models.Granted, "business_management": models.Denied}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("grants (-want +got):\n%s", diff)
	}
}

func TestAnotherKeysetIsRefusedAtTheStart(t *testing.T) {
	t.Parallel()
	b := setup(t)
	other := b.config
	other.Sealer = newSealer(t)
	if _, err := onboarding.New(t.Context(), other); err == nil {
		t.Error("the program started with a keyset that opens nothing")
	}
	b.start(b.config)
}

func TestCreateChecksItsInputAndKeepsItsPromise(t *testing.T) {
	t.Parallel()
	b := setup(t)
	long, minutes := string(make([]rune, 201)), 0
	blank, origin, key := "", "https://app.example.com/path", "key"
	for name, in := range map[string]onboarding.CreateInput{
		"externalId":       {ExternalID: &long},
		"empty externalId": {ExternalID: &blank},
		"label":            {Labels: []string{""}},
		"origin":           {AllowedOrigin: &origin},
		"minutes":          {ExpiresInMinutes: &minutes},
		"configuration":    {LoginConfigurationID: &uuid.Max},
	} {
		var told *onboarding.Error
		if _, _, err := b.Create(b.staff(), in); !errors.As(err, &told) || told.Code != onboarding.InvalidInput || told.Field == nil {
			t.Errorf("%s: got %v", name, err)
		}
	}
	first, token, err := b.Create(b.staff(), onboarding.CreateInput{IdempotencyKey: &key, Labels: []string{"b", "a", "b"}})
	if err != nil || token == nil || !cmp.Equal(first.Labels, models.Strings{"a", "b"}) {
		t.Fatalf("got %+v, %v", first, err)
	}
	again, none, err := b.Create(b.staff(), onboarding.CreateInput{IdempotencyKey: &key, Labels: []string{"b", "a", "b"}})
	if err != nil || none != nil || again.ID != first.ID {
		t.Errorf("again: %+v, %v", again, err)
	}
	var told *onboarding.Error
	if _, _, err := b.Create(b.staff(), onboarding.CreateInput{IdempotencyKey: &key}); !errors.As(err, &told) || told.Code != onboarding.IdempotencyMismatch {
		t.Errorf("other input: %v", err)
	}
}
