package onboarding_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

func TestACodeBecomesABusinessWithItsDatasets(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		metaID        string
		owned, shared int
		problem       models.ProblemCode
	}{
		"a few":       {onboardingtest.Coffee, 3, 0, ""},
		"many pages":  {onboardingtest.Retail, 1250, 3, ""},
		"shared only": {onboardingtest.Florist, 0, 2, ""},
		"none":        {onboardingtest.Empty, 0, 0, models.ProblemNoDatasets},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			business := b.Connect(test.metaID)
			if business.Status != models.Connected || business.MetaID != test.metaID || business.Name == nil || business.LastSyncedAt == nil {
				t.Errorf("got %+v", business)
			}
			if got := code(business.Problem); got != test.problem {
				t.Errorf("problem %q", got)
			}
			for relation, want := range map[models.DatasetRelation]int{models.Owned: test.owned, models.Shared: test.shared} {
				if relation == models.Shared && test.metaID == onboardingtest.Florist {
					want = sharedOf(b.Sandbox, onboardingtest.Florist)
				}
				if got := b.Count("SELECT count(*) FROM business_datasets WHERE business_id = $1 AND relation = $2", business.ID, relation); got != want {
					t.Errorf("%s: %d datasets, want %d", relation, got, want)
				}
			}
			if b.Count("SELECT count(*) FROM datasets WHERE name IS NULL") != 0 {
				t.Error("a dataset came without its name")
			}
			wantSteps := []models.StepKind{models.StepReceive, models.StepExchange, models.StepIdentify, models.StepSync}
			if diff := cmp.Diff(wantSteps, stepsThatSucceeded(t, b)); diff != "" {
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

func stepsThatSucceeded(t *testing.T, b *onboardingtest.Bundle) []models.StepKind {
	t.Helper()
	page, err := b.Store.Onboardings(context.Background(), nil, models.Paging{})
	if err != nil {
		t.Fatal(err)
	}
	id := page.Edges[0].Node.ID
	steps, err := b.Store.StepsOfOnboardings(context.Background(), []uuid.UUID{id})
	if err != nil {
		t.Fatal(err)
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
	b := onboardingtest.Setup(t)
	replica := b.Start(b.Config)
	given := b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})
	const callers = 100
	answers := make([]*models.Onboarding, callers)
	var all sync.WaitGroup
	for i := range callers {
		service := b.Service
		if i%2 == 1 {
			service = replica
		}
		all.Go(func() {
			o, err := service.Complete(b.Staff(), onboarding.CompleteInput{Code: given})
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
	if got := b.Calls("exchange"); got != 1 {
		t.Errorf("%d exchanges", got)
	}
	for table, want := range map[string]int{"onboardings": 1, "attempts": 1, "businesses": 1, "credentials": 1} {
		if got := b.Count("SELECT count(*) FROM " + table); got != want {
			t.Errorf("%d %s", got, table)
		}
	}
}

func TestWhatMetaRefusesEndsWithANameAndASentence(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(*onboardingtest.Bundle) onboarding.CompleteInput
		status  models.OnboardingStatus
		problem models.ProblemCode
		error   onboarding.ErrorCode
	}{
		"unknown code": {
			func(*onboardingtest.Bundle) onboarding.CompleteInput {
				return onboarding.CompleteInput{Code: "AQDnonsense"}
			},
			models.OnboardingFailed, models.ProblemCodeInvalid, onboarding.CodeRefused,
		},
		"expired code": {
			func(b *onboardingtest.Bundle) onboarding.CompleteInput {
				in := onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
				b.Clock.Advance(31 * time.Second)
				return in
			},
			models.OnboardingFailed, models.ProblemCodeExpired, onboarding.CodeRefused,
		},
		"code used elsewhere": {
			func(b *onboardingtest.Bundle) onboarding.CompleteInput {
				in := onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
				if _, err := b.Config.Meta.ExchangeCode(context.Background(), in.Code, ""); err != nil {
					panic(err)
				}
				return in
			},
			models.OnboardingFailed, models.ProblemCodeUsed, onboarding.CodeRefused,
		},
		"other redirect URI": {
			func(b *onboardingtest.Bundle) onboarding.CompleteInput {
				return onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee}), RedirectURI: "https://other.example.com/"}
			},
			models.OnboardingFailed, models.ProblemRedirectURIMismatch, onboarding.OnboardingFailed,
		},
		"wrong app secret": {
			withFault(metasandbox.Fault{Endpoint: "exchange", Kind: "error", Code: 1, Status: 400, Message: "Error validating client secret."}),
			models.OnboardingFailed, models.ProblemAppSecretRejected, onboarding.OnboardingFailed,
		},
		"a person's token": {
			func(b *onboardingtest.Bundle) onboarding.CompleteInput {
				return onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee, TokenType: metasandbox.User})}
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
			b := onboardingtest.Setup(t)
			o, err := b.Complete(b.Staff(), test.prepare(b))
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
			if b.Count("SELECT count(*) FROM businesses") != 0 || b.Count("SELECT count(*) FROM credentials WHERE ciphertext IS NOT NULL") != 0 {
				t.Error("something of the failed onboarding was kept")
			}
			if got := b.Calls("exchange"); got > 2 {
				t.Errorf("%d exchanges", got)
			}
		})
	}
}

func withFault(fault metasandbox.Fault) func(*onboardingtest.Bundle) onboarding.CompleteInput {
	return func(b *onboardingtest.Bundle) onboarding.CompleteInput {
		b.Sandbox.Fail(fault)
		return onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
	}
}

// A person's token that nobody will use must not stay alive at Meta.
func TestAPersonsTokenIsGivenBack(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	_, _ = b.Complete(b.Staff(), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee, TokenType: metasandbox.User})})
	if alive := b.LiveTokens(); alive != 0 {
		t.Errorf("%d tokens are alive", alive)
	}
}

func TestANewCodeSettlesAnUnknownOutcome(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	o := b.Invite(onboarding.CreateInput{})
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "reset_after", Times: 1})
	lost, err := b.Complete(b.Holder(o), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})})
	if err == nil || lost.Status != models.OnboardingOutcomeUnknown {
		t.Fatalf("got %+v, %v", lost, err)
	}
	settled, err := b.Complete(b.Holder(o), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})})
	if err != nil || settled.ID != o.ID || settled.Status != models.OnboardingCompleted || settled.Problem.Code != nil {
		t.Errorf("got %+v, %v", settled, err)
	}
}

func TestWhatAnOnboardingDoesNotTakeIsNotSentToMeta(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(b *onboardingtest.Bundle, o *models.Onboarding) (context.Context, onboarding.CompleteInput)
		want    onboarding.ErrorCode
	}{
		"a code of blanks": {func(b *onboardingtest.Bundle, o *models.Onboarding) (context.Context, onboarding.CompleteInput) {
			return b.Holder(o), onboarding.CompleteInput{Code: "a b"}
		}, onboarding.InvalidInput},
		"no code": {func(b *onboardingtest.Bundle, o *models.Onboarding) (context.Context, onboarding.CompleteInput) {
			return b.Holder(o), onboarding.CompleteInput{}
		}, onboarding.InvalidInput},
		"a redirect URI that is none": {func(b *onboardingtest.Bundle, o *models.Onboarding) (context.Context, onboarding.CompleteInput) {
			return b.Holder(o), onboarding.CompleteInput{Code: "x", RedirectURI: "javascript:alert(1)"}
		}, onboarding.InvalidInput},
		"another onboarding than the token's": {func(b *onboardingtest.Bundle, o *models.Onboarding) (context.Context, onboarding.CompleteInput) {
			other := b.Invite(onboarding.CreateInput{})
			return b.Holder(o), onboarding.CompleteInput{Code: "x", OnboardingID: &other.ID}
		}, onboarding.NotFound},
		"an onboarding that does not exist": {func(b *onboardingtest.Bundle, o *models.Onboarding) (context.Context, onboarding.CompleteInput) {
			id := models.NewID()
			return b.Staff(), onboarding.CompleteInput{Code: "x", OnboardingID: &id}
		}, onboarding.NotFound},
		"an onboarding whose time is over": {func(b *onboardingtest.Bundle, o *models.Onboarding) (context.Context, onboarding.CompleteInput) {
			b.Clock.Advance(31 * time.Minute)
			return b.Holder(o), onboarding.CompleteInput{Code: "x"}
		}, onboarding.TimeOver},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			ctx, in := test.prepare(b, b.Invite(onboarding.CreateInput{}))
			o, err := b.Complete(ctx, in)
			var told *onboarding.Error
			if !errors.As(err, &told) || told.Code != test.want || o != nil {
				t.Errorf("got %+v, %v", o, err)
			}
			calls := b.Sandbox.Journal().Calls
			delete(calls, "app_token")            // what every start asks: whether Meta takes the app's secret,
			delete(calls, "connected_businesses") // and who has the app installed
			if len(calls) != 0 {
				t.Errorf("Meta was called: %v", calls)
			}
		})
	}
}

// Several people of one client may press at once; each grant replaces the one before, and every onboarding must still end.
func TestManyOnboardingsOfOneBusinessAtOnceAllEnd(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "slow", DelayMillis: 150}) // so that they get in each other's way
	var all sync.WaitGroup
	for range 8 {
		given := onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
		all.Go(func() {
			if o, err := b.Complete(b.Staff(), given); err != nil || o.Status != models.OnboardingCompleted {
				t.Errorf("got %+v, %v", o, err)
			}
		})
	}
	all.Wait()
	if live := b.Count("SELECT count(*) FROM credentials WHERE state = 'LIVE'"); live != 1 || b.Count("SELECT count(*) FROM business_datasets") != 3 {
		t.Errorf("%d live credentials", live)
	}
}

// An answer of Meta's that lacks a field is no proof that a token is a person's; taking it back could end a connection that works.
func TestATokenIsNotTakenBackOnAPoorAnswer(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "me", Kind: "error", Code: 100, Status: 400, Message: "(#100) Tried accessing nonexisting field (client_business_id)", Times: 1})
	o, err := b.Complete(b.Staff(), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})})
	if err == nil || code(o.Problem) != models.ProblemWrongTokenType {
		t.Fatalf("got %+v, %v", o, err)
	}
	if b.Calls("revoke") != 0 {
		t.Error("the token was revoked")
	}
	if checked, err := b.Check(b.Staff(), connected.ID); err != nil || checked.Status != models.Connected {
		t.Errorf("the connection that worked: %+v, %v", checked, err)
	}
}

// The code is spent, so nobody will try again by themselves; saying so would leave the client waiting for ever.
func TestTroubleDuringTheExchangeAsksForAnotherPress(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "error", Code: 2, Status: 500, Times: 1})
	o, err := b.Complete(b.Staff(), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})})
	var told *onboarding.Error
	if !errors.As(err, &told) || told.Code != onboarding.MetaUnavailable || strings.Contains(told.Message, "by itself") {
		t.Errorf("got %v", err)
	}
	if explained := onboarding.ExplainOnboarding(o); explained.Retryable || explained.Actor != onboarding.Client {
		t.Errorf("got %+v", explained)
	}
}

// Who holds a token could otherwise make us burn through Meta's error budget with guesses.
func TestAnOnboardingHasFiveTries(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	o := b.Invite(onboarding.CreateInput{})
	var told *onboarding.Error
	for n := range 8 {
		_, err := b.Complete(b.Holder(o), onboarding.CompleteInput{Code: "guess" + string(rune('0'+n))})
		if !errors.As(err, &told) {
			t.Fatalf("got %v", err)
		}
	}
	if told.Code != onboarding.TooManyTries || b.Calls("exchange") != 5 {
		t.Errorf("got %v after %d exchanges", told, b.Calls("exchange"))
	}
}

// An attacker who caught another client's code, or wants a victim to take the attacker's, must not get it through with a token of
// their own once it has been used, nor learn whose it was.
func TestACodeBelongsToTheOnboardingItWasGivenTo(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	mine, theirs := b.Invite(onboarding.CreateInput{}), b.Invite(onboarding.CreateInput{})
	given := onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
	if _, err := b.Complete(b.Holder(mine), given); err != nil {
		t.Fatal(err)
	}
	o, err := b.Complete(b.Holder(theirs), given)
	var told *onboarding.Error
	if !errors.As(err, &told) || told.Code != onboarding.CodeRefused || o != nil {
		t.Errorf("got %+v, %v", o, err)
	}
	again, err := b.Complete(b.Holder(mine), given)
	if err != nil || again.ID != mine.ID || b.Calls("exchange") != 1 {
		t.Errorf("again: %+v, %v after %d exchanges", again, err, b.Calls("exchange"))
	}
	fresh := onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
	if _, err := b.Complete(b.Holder(mine), fresh); !errors.As(err, &told) || told.Code != onboarding.Closed {
		t.Errorf("a second success: %v", err)
	}
}

// Whoever revokes for one client must not cut off another, and nobody may take over a business by connecting it again.
func TestABusinessOfAnotherExternalIDIsAConflict(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	complete := func(externalID string) (*models.Onboarding, error) {
		o := b.Invite(onboarding.CreateInput{ExternalID: &externalID})
		return b.Complete(b.Holder(o), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})})
	}
	first, err := complete("client-a")
	if err != nil {
		t.Fatal(err)
	}
	before := b.Business(*first.BusinessID)
	second, err := complete("client-b")
	if err == nil || second.Status != models.OnboardingFailed || code(second.Problem) != models.ProblemExternalIDConflict || second.BusinessID != nil {
		t.Errorf("got %+v, %v", second, err)
	}
	if diff := cmp.Diff(before, b.Business(before.ID)); diff != "" {
		t.Errorf("the first client's business changed:\n%s", diff)
	}
	if b.Calls("revoke") != 0 {
		t.Error("a token was revoked that both share")
	}
	if again, err := complete("client-a"); err != nil || *again.BusinessID != before.ID {
		t.Errorf("reconnecting: %+v, %v", again, err)
	}
	if live := b.Count("SELECT count(*) FROM credentials WHERE state = 'LIVE'"); live != 1 {
		t.Errorf("%d live credentials", live)
	}
}

// The browser may be closed at any moment; the grant must not be lost with it.
func TestACallerThatLeavesDoesNotLoseTheGrant(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	ctx, leave := context.WithCancel(b.Staff())
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "slow", DelayMillis: 300, Times: 1})
	given := onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
	claimed := make(chan struct{})
	go func() {
		defer close(claimed)
		_, _ = b.Complete(ctx, given)
	}()
	waitFor(t, func() bool { return b.Count("SELECT count(*) FROM attempts") == 1 })
	leave()
	<-claimed
	o, err := b.Complete(b.Staff(), given)
	if err != nil || o.Status != models.OnboardingCompleted || b.Calls("exchange") != 1 {
		t.Errorf("got %+v, %v after %d exchanges", o, err, b.Calls("exchange"))
	}
}

// waitFor polls for what another goroutine is about to do.
// waitFor allows for a queue whose last leader ended in the middle of being elected: another leads up to 21 s later.
func waitFor(t *testing.T, happened func() bool) {
	t.Helper()
	deadline := time.After(30 * time.Second)
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
			b := onboardingtest.Setup(t)
			b.Sandbox.Fail(fault)
			waiting, err := b.Complete(b.Staff(), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Retail})})
			if err != nil || waiting.Status.IsTerminal() || waiting.Problem.RetryAt == nil {
				t.Fatalf("got %+v, %v", waiting, err)
			}
			b.Pass(waiting.Problem.RetryAt.Sub(b.Clock.Now()) + time.Second)
			waitFor(t, func() bool {
				o, err := b.Store.Onboarding(t.Context(), waiting.ID)
				return err == nil && o.Status == models.OnboardingCompleted && o.Problem.Code == nil
			})
			if got := b.Count("SELECT count(*) FROM business_datasets"); got != 1253 || b.Calls("exchange") != 1 {
				t.Errorf("%d datasets after %d exchanges", got, b.Calls("exchange"))
			}
			if status := b.Count("SELECT count(*) FROM businesses WHERE status = 'CONNECTED' AND problem_code IS NULL"); status != 1 {
				t.Error("the business still has a problem")
			}
		})
	}
}

// A colleague may press Check while the first sync is still reading; that must not leave the onboarding hanging.
func TestAChangeInTheMiddleOfASyncDoesNotLeaveItHanging(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "slow", DelayMillis: 1000, Times: 1})
	ended := make(chan *models.Onboarding)
	go func() {
		o, _ := b.Complete(b.Staff(), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})})
		ended <- o
	}()
	waitFor(t, func() bool { return b.Calls("owned_pixels") == 1 })
	var id uuid.UUID
	if err := b.Store.Pool().QueryRow(t.Context(), "SELECT id FROM businesses").Scan(&id); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Check(b.Staff(), id); err != nil {
		t.Fatal(err)
	}
	if o := <-ended; o == nil || o.Status != models.OnboardingCompleted {
		t.Errorf("got %+v", o)
	}
	if b.Calls("owned_pixels") != 1 {
		t.Errorf("%d reads: a check changes nothing about a list that is being read", b.Calls("owned_pixels"))
	}
}

func TestWhatNobodyFinishesGetsAName(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	open, exchanging := b.Invite(onboarding.CreateInput{}), b.Invite(onboarding.CreateInput{})
	lease := b.Clock.Now().Add(time.Minute)
	exchanging.Status, exchanging.LeaseUntil = models.OnboardingExchanging, &lease // a program that died in the middle
	if err := b.Store.InTx(t.Context(), func(tx *models.Tx) error { return tx.UpdateOnboarding(exchanging) }); err != nil {
		t.Fatal(err)
	}
	b.Clock.Advance(31 * time.Minute)
	b.Hurry("tend")
	for id, want := range map[uuid.UUID]models.OnboardingStatus{open.ID: models.OnboardingExpired, exchanging.ID: models.OnboardingOutcomeUnknown} {
		waitFor(t, func() bool {
			o, err := b.Store.Onboarding(t.Context(), id)
			return err == nil && o.Status == want && o.Problem.Code != nil
		})
	}
	if b.Calls("exchange") != 0 {
		t.Error("an exchange was repeated")
	}
}

func TestMissingPermissionsAreNamed(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	o, err := b.Complete(b.Staff(), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee, Permissions: []string{"ads_read"}})})
	if err != nil {
		t.Fatal(err)
	}
	business := b.Business(*o.BusinessID)
	if business.Status != models.Degraded || code(business.Problem) != models.ProblemPermissionsMissing {
		t.Errorf("got %s, %s", business.Status, code(business.Problem))
	}
	grants, err := b.Store.GrantsOfBusinesses(t.Context(), []uuid.UUID{business.ID})
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
	b := onboardingtest.Setup(t)
	other := b.Config
	other.Sealer = onboardingtest.NewSealer(t)
	if _, err := onboarding.New(t.Context(), other); err == nil {
		t.Error("the program started with a keyset that opens nothing")
	}
	b.Start(b.Config)
}

func TestCreateChecksItsInputAndKeepsItsPromise(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
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
		if _, _, err := b.Create(b.Staff(), in); !errors.As(err, &told) || told.Code != onboarding.InvalidInput || told.Field == nil {
			t.Errorf("%s: got %v", name, err)
		}
	}
	first, token, err := b.Create(b.Staff(), onboarding.CreateInput{IdempotencyKey: &key, Labels: []string{"b", "a", "b"}})
	if err != nil || token == nil || !cmp.Equal(first.Labels, models.Strings{"a", "b"}) {
		t.Fatalf("got %+v, %v", first, err)
	}
	again, none, err := b.Create(b.Staff(), onboarding.CreateInput{IdempotencyKey: &key, Labels: []string{"b", "a", "b"}})
	if err != nil || none != nil || again.ID != first.ID {
		t.Errorf("again: %+v, %v", again, err)
	}
	var told *onboarding.Error
	if _, _, err := b.Create(b.Staff(), onboarding.CreateInput{IdempotencyKey: &key}); !errors.As(err, &told) || told.Code != onboarding.IdempotencyMismatch {
		t.Errorf("other input: %v", err)
	}
}
