package onboarding

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/onboarding/failpoint"
)

const (
	maxCode        = 2048
	maxRedirectURI = 2048
)

// CompleteInput is a code and where it came from.
type CompleteInput struct {
	Code         string
	OnboardingID *uuid.UUID // implied by an onboarding token; without it, others start a new onboarding
	RedirectURI  string     // of a code from the redirect dialog
}

// Complete turns a code into a connected business. Of any number of calls with one code, one exchanges it; all get the same
// onboarding, once it has ended or answerWithin is over. An *Error with an onboarding says why that ended without a connection; one
// without says why the code was not taken.
//
// The work does not end with ctx: a client that leaves in the middle does not lose the grant.
func (s *Service) Complete(ctx context.Context, in CompleteInput) (*models.Onboarding, error) {
	o, err := s.Accept(ctx, in)
	if err != nil {
		return nil, err
	}
	o, err = s.settled(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	return o, outcome(o)
}

// Accept is Complete for those who do not wait for what comes of the code: its exchange has begun. An *Error says why it was not taken.
func (s *Service) Accept(ctx context.Context, in CompleteInput) (*models.Onboarding, error) {
	if err := checkComplete(in); err != nil {
		return nil, err
	}
	codeHMAC := s.index.hmac("code", s.Login.AppID+"|"+in.Code)
	attempt := &models.Attempt{ID: models.NewID(), CodeHMAC: codeHMAC, RedirectURI: nonZero(in.RedirectURI), Outcome: models.AttemptPending}
	o, err := s.claim(ctx, in, attempt)
	if errors.Is(err, errCodeGiven) {
		return s.claimedBefore(ctx, in, codeHMAC)
	}
	if err != nil {
		return nil, err
	}
	claimed := *o
	s.inBackground(ctx, func(ctx context.Context) {
		defer s.keepLease(ctx, &claimed)()
		s.exchange(ctx, &claimed, attempt, in)
	})
	return o, nil
}

// outcome is why an onboarding ended without a connection; nil unless it did.
func outcome(o *models.Onboarding) error {
	if o.Status == models.OnboardingCancelled {
		return errCancelled
	}
	if o.Status != models.OnboardingFailed && o.Status != models.OnboardingOutcomeUnknown {
		return nil
	}
	explained := ExplainOnboarding(o)
	failed := &Error{Code: OnboardingFailed, Message: explained.text()}
	switch explained.Code {
	case models.ProblemMetaUnavailable, models.ProblemThrottled:
		failed.Code = MetaUnavailable
	case models.ProblemExchangeOutcomeUnknown:
		failed.Code = OutcomeUnknown
	case models.ProblemCodeInvalid, models.ProblemCodeExpired, models.ProblemCodeUsed:
		failed.Code, failed.Field = CodeRefused, []string{"input", "code"}
	}
	return failed
}

func checkComplete(in CompleteInput) error {
	if in.Code == "" || len(in.Code) > maxCode || !isPrintable(in.Code) {
		return invalid("code", fmt.Sprintf("A code has 1 to %d printable characters, exactly as Meta gave them.", maxCode))
	}
	if in.RedirectURI != "" {
		u, err := url.Parse(in.RedirectURI)
		if err != nil || len(in.RedirectURI) > maxRedirectURI || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			return invalid("redirectUri", "A redirect URI is an absolute http or https URL. For a code of FB.login, leave it out.")
		}
	}
	return nil
}

func isPrintable(text string) bool {
	for _, r := range text {
		if r <= ' ' || r > '~' {
			return false
		}
	}
	return true
}

// errCodeGiven means that the code was given before, to whichever onboarding.
var errCodeGiven = errors.New("code given before")

// claim makes the code the onboarding's, in one transaction with everything that depends on it.
func (s *Service) claim(ctx context.Context, in CompleteInput, attempt *models.Attempt) (*models.Onboarding, error) {
	ctx, end := step(ctx, "claim code")
	defer end()
	o, err := s.onboardingToComplete(ctx, in)
	if err != nil {
		return nil, err
	}
	now, obstacle := s.Now(), s.mayExchange(ctx) // outside of the transaction, which must not wait for another connection
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		if meant(ctx, in.OnboardingID) == nil {
			if err := tx.CreateOnboarding(o); err != nil {
				return err
			}
		}
		attempt.OnboardingID, attempt.CreatedAt = o.ID, now
		claimed, err := tx.ClaimCode(attempt)
		switch {
		case err != nil:
			return err
		case !claimed:
			return errCodeGiven
		}
		if err := cmp.Or(mayTakeCode(o, now), obstacle); err != nil {
			return err // and the code, whose claim is undone, is still good
		}
		return s.startExchange(ctx, tx, o, now)
	})
	if errors.Is(err, models.ErrStale) {
		return nil, errBusy
	}
	return o, err
}

func (s *Service) startExchange(ctx context.Context, tx *models.Tx, o *models.Onboarding, now time.Time) error {
	worker := models.NewID()
	o.TriesLeft--
	o.Problem, o.StoppedBusinessID, o.Retries, o.LeaseOwner = models.Problem{}, nil, 0, &worker
	if err := s.move(ctx, tx, o, codeReceived); err != nil {
		return err
	}
	if err := tx.StartStep(o.ID, models.StepReceive, now); err != nil {
		return err
	}
	failpoint.Hit("submit.before_commit")
	return s.nextStep(tx, o, models.StepExchange, nil)
}

// nextStep ends the running step well and begins another.
func (s *Service) nextStep(tx *models.Tx, o *models.Onboarding, kind models.StepKind, detail *string) error {
	if err := tx.EndStep(o.ID, models.StepSucceeded, detail, s.Now()); err != nil {
		return err
	}
	return tx.StartStep(o.ID, kind, s.Now())
}

// mayTakeCode is asked after the code has been claimed, so that a code given twice is answered as such whatever else is true.
func mayTakeCode(o *models.Onboarding, now time.Time) error {
	switch {
	case o.Status == models.OnboardingCompleted:
		return &Error{Code: Closed, Message: "This onboarding has already succeeded. Start a new one to connect again."}
	case o.Status == models.OnboardingCancelled:
		return errCancelled
	case o.Status == models.OnboardingExpired || !now.Before(o.ExpiresAt):
		return &Error{Code: TimeOver, Message: "The time of this onboarding is over. Start a new one."}
	case !o.Status.IsTerminal() && o.Status != models.OnboardingOpen:
		return errBusy
	case o.TriesLeft == 0:
		return &Error{Code: TooManyTries, Message: "This onboarding has used up its tries. Start a new one."}
	}
	return nil
}

func (s *Service) onboardingToComplete(ctx context.Context, in CompleteInput) (*models.Onboarding, error) {
	if meant(ctx, in.OnboardingID) == nil {
		return s.newOnboarding(ctx), nil
	}
	return s.onboardingMeant(ctx, in.OnboardingID)
}

// onboardingMeant reads the onboarding that the caller means. The holder of an onboarding token can mean no other than its own, and that only
// for as long as it has no newer link.
func (s *Service) onboardingMeant(ctx context.Context, named *uuid.UUID) (*models.Onboarding, error) {
	id, own := meant(ctx, named), actorOf(ctx).OnboardingID
	if id == nil || own != uuid.Nil && own != *id {
		return nil, errNoOnboarding
	}
	o, err := s.Store.Onboarding(ctx, *id)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return nil, errNoOnboarding
	case err == nil && own != uuid.Nil && o.Link != actorOf(ctx).Link:
		return nil, errReplaced
	}
	return o, err
}

// meant is the onboarding that the caller names, else the token's own; nil when there is neither.
func meant(ctx context.Context, named *uuid.UUID) *uuid.UUID {
	if named == nil {
		return nonZero(actorOf(ctx).OnboardingID)
	}
	return named
}

// claimedBefore finds the onboarding that a code was given to. Somebody who means another one learns nothing about it.
func (s *Service) claimedBefore(ctx context.Context, in CompleteInput, codeHMAC []byte) (*models.Onboarding, error) {
	o, err := s.Store.OnboardingByCode(ctx, codeHMAC)
	if err != nil {
		return nil, fmt.Errorf("looking up the code: %w", err)
	}
	if id := meant(ctx, in.OnboardingID); id != nil && *id != o.ID {
		return nil, &Error{Code: CodeRefused, Message: "This code was used before. Press Connect again.", Field: []string{"input", "code"}}
	}
	return o, nil
}

// settled waits until the onboarding has ended, or found out that it must wait for Meta, at most answerWithin.
func (s *Service) settled(ctx context.Context, id uuid.UUID) (*models.Onboarding, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	changed, stop := s.Changes.Watch(id)
	defer stop()
	for {
		o, err := s.Store.Onboarding(context.WithoutCancel(ctx), id)
		if err != nil || o.Status.IsTerminal() || o.Problem.Code != nil {
			return o, err
		}
		select {
		case <-changed:
		case <-time.After(time.Second): // in case the listening connection is away
		case <-ctx.Done():
			return o, nil
		}
	}
}
