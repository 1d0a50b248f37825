package onboarding_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

const longestMinutes = 10080

// renewals are the ways to change an onboarding from outside.
func renewals(b *onboardingtest.Bundle) map[string]func(id uuid.UUID) (*models.Onboarding, error) {
	return map[string]func(uuid.UUID) (*models.Onboarding, error){
		"cancel": func(id uuid.UUID) (*models.Onboarding, error) { return b.Cancel(b.Staff(), id, nil) },
		"extend": func(id uuid.UUID) (*models.Onboarding, error) { return b.Extend(b.Staff(), id, longestMinutes) },
		"resend": func(id uuid.UUID) (*models.Onboarding, error) {
			o, token, err := b.Resend(b.Staff(), onboarding.ResendInput{OnboardingID: id})
			if (token == nil) != (err != nil) {
				panic(fmt.Sprintf("a token and an error, or neither: %v", err))
			}
			return o, err
		},
	}
}

// standing puts an onboarding where it is in a status.
func standing(t *testing.T, b *onboardingtest.Bundle, o *models.Onboarding, status models.OnboardingStatus, business *models.Business) {
	t.Helper()
	execute(t, b, `UPDATE onboardings SET status = $2, fence = fence + 1,
		problem_code = CASE WHEN $2 IN ('FAILED', 'OUTCOME_UNKNOWN', 'EXPIRED', 'CANCELLED') THEN 'INTERRUPTED' END,
		problem_since = CASE WHEN $2 IN ('FAILED', 'OUTCOME_UNKNOWN', 'EXPIRED', 'CANCELLED') THEN created_at END,
		lease_until = CASE WHEN $2 = 'EXCHANGING' THEN expires_at END,
		business_id = CASE WHEN $2 IN ('SYNCING', 'COMPLETED') THEN $3::uuid END,
		completed_at = CASE WHEN $2 = 'COMPLETED' THEN created_at END WHERE id = $1`, o.ID, string(status), business.ID)
}

func TestAnInvitationChangesByWhereItsOnboardingStands(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	business := b.Connect(onboardingtest.Coffee)
	for status, want := range map[models.OnboardingStatus]map[string]string{
		models.OnboardingOpen:           {"cancel": "CANCELLED", "extend": "OPEN", "resend": "OPEN"},
		models.OnboardingExchanging:     {"cancel": "BUSY", "extend": "BUSY", "resend": "BUSY"},
		models.OnboardingIdentifying:    {"cancel": "BUSY", "extend": "BUSY", "resend": "BUSY"},
		models.OnboardingSyncing:        {"cancel": "BUSY", "extend": "BUSY", "resend": "BUSY"},
		models.OnboardingCompleted:      {"cancel": "ONBOARDING_CLOSED", "extend": "ONBOARDING_CLOSED", "resend": "ONBOARDING_CLOSED"},
		models.OnboardingFailed:         {"cancel": "CANCELLED", "extend": "FAILED", "resend": "FAILED"},
		models.OnboardingOutcomeUnknown: {"cancel": "CANCELLED", "extend": "OUTCOME_UNKNOWN", "resend": "OUTCOME_UNKNOWN"},
		models.OnboardingExpired:        {"cancel": "CANCELLED", "extend": "OPEN", "resend": "OPEN"},
		models.OnboardingCancelled:      {"cancel": "CANCELLED", "extend": "ONBOARDING_CANCELLED", "resend": "ONBOARDING_CANCELLED"},
	} {
		for name, change := range renewals(b) {
			o := b.Invite(onboarding.CreateInput{})
			standing(t, b, o, status, business)
			before, changed := text(t, b, "SELECT o::text FROM onboardings o WHERE id = '"+o.ID.String()+"'"), ""
			now, err := change(o.ID)
			if err == nil {
				changed = string(now.Status)
			} else {
				changed = string(errorCode(err))
			}
			if changed != want[name] {
				t.Errorf("%s, %s: %s, %v; want %s", status, name, changed, err, want[name])
			}
			if after := text(t, b, "SELECT o::text FROM onboardings o WHERE id = '"+o.ID.String()+"'"); err != nil && after != before {
				t.Errorf("%s, %s was refused and yet changed it", status, name)
			}
		}
	}
	for name, change := range renewals(b) {
		if _, err := change(models.NewID()); errorCode(err) != onboarding.NotFound {
			t.Errorf("%s of none: %v", name, err)
		}
	}
}

func TestACancelledOnboardingTakesNoCode(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	o, why := b.Invite(onboarding.CreateInput{}), "sent to the wrong client"
	cancelled, err := b.Cancel(b.Staff(), o.ID, &why)
	if err != nil || cancelled.Status != models.OnboardingCancelled || code(cancelled.Problem) != models.ProblemOnboardingCancelled || b.ConnectURL(cancelled) != nil {
		t.Fatalf("got %+v, %v", cancelled, err)
	}
	b.Clock.Advance(time.Minute)
	again, err := b.Cancel(b.Staff(), o.ID, nil)
	if err != nil || !again.ExpiresAt.Equal(cancelled.ExpiresAt) || b.Count("SELECT count(*) FROM audit_events WHERE action = 'onboarding: cancelled'") != 1 {
		t.Errorf("once more: %+v, %v", again, err)
	}
	if b.Count("SELECT count(*) FROM audit_events WHERE action = 'onboarding: cancelled' AND after->>'reason' = $1 AND after->>'status' = 'CANCELLED'", why) != 1 {
		t.Error("the audit does not say why")
	}
	given := onboarding.CompleteInput{OnboardingID: &o.ID, Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
	for name, ctx := range map[string]context.Context{"staff": b.Staff(), "its holder": b.Holder(o)} {
		if _, err := b.Complete(ctx, given); errorCode(err) != onboarding.Cancelled || b.Calls("exchange") != 0 {
			t.Errorf("%s: %v, %d exchanges", name, err, b.Calls("exchange"))
		}
		if _, err := b.LeaveForDialog(ctx, &o.ID); errorCode(err) != onboarding.Cancelled {
			t.Errorf("%s was let go to the dialog: %v", name, err)
		}
	}
	tooLong := string(make([]byte, 501))
	if _, err := b.Cancel(b.Staff(), o.ID, &tooLong); errorCode(err) != onboarding.InvalidInput {
		t.Errorf("a reason that is too long: %v", err)
	}
}

// Staff cancel in the very moment in which the client gives its code: one of the two wins, and no token is given that nobody holds.
func TestOfACancelAndACodeAtOnceOneWins(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	wins := map[string]int{}
	for range 20 {
		o, exchanged := b.Invite(onboarding.CreateInput{}), b.Calls("exchange")
		given := onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
		var both sync.WaitGroup
		var refused, left error
		both.Go(func() { _, refused = b.Complete(b.Holder(o), given) })
		both.Go(func() { _, left = b.Cancel(b.Staff(), o.ID, nil) })
		both.Wait()
		now, err := b.Store.Onboarding(t.Context(), o.ID)
		if err != nil {
			t.Fatal(err)
		}
		sent := b.Calls("exchange") - exchanged
		switch {
		case refused == nil && (errorCode(left) == onboarding.Busy || errorCode(left) == onboarding.Closed) && now.Status == models.OnboardingCompleted && sent == 1:
			wins["code"]++
		case left == nil && (errorCode(refused) == onboarding.Busy || errorCode(refused) == onboarding.Cancelled) && now.Status == models.OnboardingCancelled && sent == 0:
			wins["cancel"]++
		default:
			t.Fatalf("code: %v, cancel: %v, %d sent, now %s", refused, left, sent, now.Status)
		}
	}
	if held := b.Count("SELECT count(*) FROM credentials WHERE state = 'LIVE'"); wins["code"] > 0 && held != 1 || b.LiveTokens() > held {
		t.Errorf("%d tokens are alive, %d are held, after %v", b.LiveTokens(), held, wins)
	}
	t.Log(wins)
}

// The client has granted access, and Meta takes its time to say so.
func TestACodeUnderWayIsNotCancelled(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	o := b.Invite(onboarding.CreateInput{})
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "slow", DelayMillis: 1000, Times: 1})
	given := onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
	var done *models.Onboarding
	var refused error
	var client sync.WaitGroup
	client.Go(func() { done, refused = b.Complete(b.Holder(o), given) })
	waitFor(t, func() bool { return b.Calls("exchange") == 1 })
	for name, change := range renewals(b) {
		if _, err := change(o.ID); errorCode(err) != onboarding.Busy {
			t.Errorf("%s: %v", name, err)
		}
	}
	client.Wait()
	if refused != nil || done.Status != models.OnboardingCompleted {
		t.Errorf("the client was told %+v, %v", done, refused)
	}
}

// Its replica is away with a token in its spool, the lease runs out, and staff cancel. The client has granted access, so somebody has to hold
// the token; but nobody can give a further code.
func TestATokenOfBeforeTheCancelIsNotLost(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare string
		want    models.OnboardingStatus
		further onboarding.ErrorCode
	}{
		"taken":   {"SELECT 1", models.OnboardingCompleted, onboarding.Closed},
		"no good": {"UPDATE onboardings SET only_business_id = gen_random_uuid()", models.OnboardingFailed, onboarding.TimeOver},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			_, heal := spooled(t, b)
			execute(t, b, test.prepare)
			if err := b.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			other := b.Config
			other.DataDir = t.TempDir()
			replica := b.Start(other)
			b.Clock.Advance(time.Minute)
			b.Hurry("tend")
			waitFor(t, func() bool { return b.Count("SELECT count(*) FROM onboardings WHERE status = 'OUTCOME_UNKNOWN'") == 1 })
			id := uuid.MustParse(text(t, b, "SELECT id::text FROM onboardings"))
			if _, err := replica.Cancel(b.Staff(), id, nil); err != nil {
				t.Fatal(err)
			}
			heal()
			b.Start(b.Config)
			waitFor(t, func() bool {
				return b.Count("SELECT count(*) FROM onboardings WHERE status = $1", string(test.want)) == 1 && len(spoolFiles(b)) == 0
			})
			given := onboarding.CompleteInput{OnboardingID: &id, Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
			if _, err := replica.Complete(b.Staff(), given); errorCode(err) != test.further || b.Calls("exchange") != 1 {
				t.Errorf("a further code: %v, %d exchanges", err, b.Calls("exchange"))
			}
		})
	}
}

func TestAnExtensionLastsAsLongAsItSaysAndNoLonger(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	long := longestMinutes
	o := b.Invite(onboarding.CreateInput{ExpiresInMinutes: &long})
	b.Clock.Advance(time.Hour)
	for _, minutes := range []int{1, longestMinutes - 61, longestMinutes} {
		now, err := b.Extend(b.Staff(), o.ID, minutes)
		if err != nil {
			t.Fatal(err)
		}
		most := b.Clock.Now().Add(longestMinutes * time.Minute)
		if now.ExpiresAt.Before(o.ExpiresAt) || now.ExpiresAt.After(most) || minutes == longestMinutes && !now.ExpiresAt.Equal(most) {
			t.Errorf("by %d minutes from %s to %s", minutes, o.ExpiresAt, now.ExpiresAt)
		}
	}
	for _, minutes := range []int{-1, 0, longestMinutes + 1} {
		if _, err := b.Extend(b.Staff(), o.ID, minutes); errorCode(err) != onboarding.InvalidInput {
			t.Errorf("by %d minutes: %v", minutes, err)
		}
	}
}

// Its client came too late, or failed too often. The link that it has opens the way once more.
func TestAnExtendedOnboardingTakesCodesAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		end  func(t *testing.T, b *onboardingtest.Bundle, o *models.Onboarding)
		want onboarding.ErrorCode
	}{
		"expired": {func(t *testing.T, b *onboardingtest.Bundle, o *models.Onboarding) {
			b.Clock.Advance(31 * time.Minute)
			b.Hurry("tend")
			waitFor(t, func() bool { return b.Count("SELECT count(*) FROM onboardings WHERE status = 'EXPIRED'") == 1 })
		}, onboarding.TimeOver},
		"tried too often": {func(_ *testing.T, b *onboardingtest.Bundle, o *models.Onboarding) {
			for range 5 {
				_, _ = b.Complete(b.Holder(o), onboarding.CompleteInput{Code: models.NewID().String()})
			}
		}, onboarding.TooManyTries},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			o := b.Invite(onboarding.CreateInput{})
			test.end(t, b, o)
			given := onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
			if _, err := b.Complete(b.Holder(o), given); errorCode(err) != test.want {
				t.Fatalf("before: %v", err)
			}
			extended, err := b.Extend(b.Staff(), o.ID, 5)
			if err != nil || b.ConnectURL(extended) == nil {
				t.Fatalf("got %+v, %v", extended, err)
			}
			if done, err := b.Complete(b.Holder(o), given); err != nil || done.Status != models.OnboardingCompleted {
				t.Errorf("after: %+v, %v", done, err)
			}
		})
	}
}

func TestANewLinkEndsTheOneBefore(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	o := b.Invite(onboarding.CreateInput{})
	resent, token, err := b.Resend(b.Staff(), onboarding.ResendInput{OnboardingID: o.ID})
	if err != nil || token == nil || resent.ID != o.ID || string(resent.TokenHash) == string(o.TokenHash) || string(models.HashBearer(*token)) != string(resent.TokenHash) {
		t.Fatalf("got %+v, %v", resent, err)
	}
	if !resent.ExpiresAt.Equal(o.ExpiresAt) {
		t.Errorf("it lasts until %s, and not until %s as before", resent.ExpiresAt, o.ExpiresAt)
	}
	given := onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}
	for name, use := range map[string]func() error{
		"a code":     func() error { _, err := b.Complete(b.Holder(o), given); return err },
		"the dialog": func() error { _, err := b.LeaveForDialog(b.Holder(o), nil); return err },
		"the way back": func() error {
			return b.ReturnWithoutCode(b.Holder(o), o.ID, true)
		},
		"a report": func() error {
			_, err := b.ReportSteps(b.Holder(o), onboarding.ReportInput{Steps: []models.StepKind{models.StepPageOpened}})
			return err
		},
	} {
		if err := use(); errorCode(err) != onboarding.Replaced {
			t.Errorf("%s of the holder of the old link: %v", name, err)
		}
	}
	if b.Calls("exchange") != 0 || len(stepsOf(t, b, o.ID)) != 0 {
		t.Error("the old link still does something")
	}
	if replaced, err := b.Store.OnboardingOfReplacedLink(t.Context(), o.TokenHash); err != nil || replaced.ID != o.ID {
		t.Errorf("nobody remembers the old link: %v", err)
	}
	if done, err := b.Complete(b.Holder(resent), given); err != nil || done.Status != models.OnboardingCompleted {
		t.Errorf("with the new link: %+v, %v", done, err)
	}
}

func TestANewLinkLastsAsLongAsItSays(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	day := 24 * 60
	o := b.Invite(onboarding.CreateInput{ExpiresInMinutes: &day})
	five, none, far := 5, 0, longestMinutes+1
	for _, test := range []struct {
		minutes *int
		want    time.Duration
	}{{nil, 24 * time.Hour}, {&five, 5 * time.Minute}, {nil, 30 * time.Minute}} {
		resent, _, err := b.Resend(b.Staff(), onboarding.ResendInput{OnboardingID: o.ID, ExpiresInMinutes: test.minutes})
		if err != nil || !resent.ExpiresAt.Equal(b.Clock.Now().Add(test.want)) {
			t.Errorf("until %s, %v; it is %s, want %s more", resent.ExpiresAt, err, b.Clock.Now(), test.want)
		}
	}
	for _, minutes := range []*int{&none, &far} {
		if _, _, err := b.Resend(b.Staff(), onboarding.ResendInput{OnboardingID: o.ID, ExpiresInMinutes: minutes}); errorCode(err) != onboarding.InvalidInput {
			t.Errorf("%d minutes: %v", *minutes, err)
		}
	}
}

// A backend that has not heard the answer asks again. However often and however much at once, the link is replaced once.
func TestARepeatedResendReplacesNothing(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	o, other, key := b.Invite(onboarding.CreateInput{}), b.Invite(onboarding.CreateInput{}), "again"
	in := onboarding.ResendInput{OnboardingID: o.ID, IdempotencyKey: &key}
	tokens := make(chan string, 8)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			resent, token, err := b.Resend(b.Staff(), in)
			if err != nil || resent.ID != o.ID || resent.Link != 2 {
				t.Errorf("got %+v, %v", resent, err)
			}
			if token != nil {
				tokens <- *token
			}
		})
	}
	all.Wait()
	if len(tokens) != 1 || b.Count("SELECT count(*) FROM replaced_links") != 1 {
		t.Fatalf("%d tokens were given out", len(tokens))
	}
	for name, different := range map[string]onboarding.ResendInput{
		"another onboarding": {OnboardingID: other.ID, IdempotencyKey: &key},
		"another time":       {OnboardingID: o.ID, IdempotencyKey: &key, ExpiresInMinutes: new(int)},
	} {
		if different.ExpiresInMinutes != nil {
			*different.ExpiresInMinutes = 7
		}
		if _, _, err := b.Resend(b.Staff(), different); errorCode(err) != onboarding.IdempotencyMismatch {
			t.Errorf("%s under the same key: %v", name, err)
		}
	}
	if _, err := b.Cancel(b.Staff(), o.ID, nil); err != nil {
		t.Fatal(err)
	}
	if now, token, err := b.Resend(b.Staff(), in); err != nil || token != nil || now.Status != models.OnboardingCancelled {
		t.Errorf("once more, long after: %+v, %v", now, err)
	}
}
