package onboarding

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/models"
	"capiconnect/onboarding/failpoint"
)

const (
	// unsentTries is how often an exchange that never reached Meta is tried, within the code's short life.
	unsentTries = 3
	unsentPause = 300 * time.Millisecond
	// storeLimit is how long the database may take for a token before the spool gets it.
	storeLimit = 5 * time.Second
	// keepLimit is how long a token is held on to that neither of the two takes, and keepPause lies between the tries.
	keepLimit = 30 * time.Second
	keepPause = 500 * time.Millisecond
)

// exchange sends the code, once, and stores the token before anything else happens.
func (s *Service) exchange(ctx context.Context, o *models.Onboarding, attempt *models.Attempt, in CompleteInput) {
	ctx, end := step(ctx, "exchange", aboutOnboarding(o.ID))
	defer end()
	failpoint.Hit("exchange.before_send")
	grant, err := s.exchangeOnce(ctx, in)
	if err == nil {
		failpoint.Hit("exchange.after_response")
		err = s.keep(ctx, attempt, grant.Token)
	} else {
		err = s.exchangeFailed(ctx, o, err)
	}
	if err != nil { // what happened is not written down: the lease will run out and say so
		s.Log.ErrorContext(ctx, "exchange not recorded", "onboarding", o.ID, "error", err)
	}
}

// exchangeOnce repeats only what never left this machine.
func (s *Service) exchangeOnce(ctx context.Context, in CompleteInput) (grant meta.Grant, err error) {
	for try := 1; ; try++ {
		grant, err = s.Meta.ExchangeCode(ctx, in.Code, in.RedirectURI)
		var failure *meta.Error
		if err == nil || !errors.As(err, &failure) || failure.Class != meta.NotSent || try == unsentTries {
			return grant, err
		}
		time.Sleep(unsentPause)
	}
}

// keep seals the token and stores it. Where the database does not take it, it goes into the spool at once, since it exists nowhere
// else, and from there into the database as soon as that is back. While neither takes it, one of them may be mended.
func (s *Service) keep(ctx context.Context, attempt *models.Attempt, token meta.Token) error {
	ctx, end := step(ctx, "keep token", aboutOnboarding(attempt.OnboardingID))
	defer end()
	answered := time.Now()
	credential, err := s.sealed(token)
	if err != nil {
		return err
	}
	credential.OnboardingID, credential.Origin = &attempt.OnboardingID, models.FromExchange
	g := grantInHand{AttemptID: attempt.ID, Credential: *credential}
	stored, err := s.storeOrSpool(ctx, g)
	for err != nil && !isNotNeeded(err) && time.Since(answered) < keepLimit {
		s.Log.ErrorContext(ctx, "a token is in memory only", "onboarding", attempt.OnboardingID, "error", err)
		time.Sleep(keepPause)
		stored, err = s.storeOrSpool(ctx, g)
	}
	if stored && s.OnKept != nil {
		s.OnKept(time.Since(answered))
	}
	return err
}

func (s *Service) storeOrSpool(ctx context.Context, g grantInHand) (stored bool, err error) {
	err = s.storeWithin(ctx, g)
	if err == nil || isNotNeeded(err) {
		failpoint.Hit("exchange.after_commit")
		return err == nil, err
	}
	s.Log.ErrorContext(ctx, "the database did not take a token; it goes into the spool", "onboarding", g.Credential.OnboardingID, "error", err)
	if unspooled := s.spool.write(s.Sealer, g); unspooled != nil {
		return false, errors.Join(err, unspooled)
	}
	return false, nil
}

// storeWithin is store for a database that may be reachable and silent.
func (s *Service) storeWithin(ctx context.Context, g grantInHand) error {
	ctx, cancel := context.WithTimeout(ctx, storeLimit)
	defer cancel()
	return s.store(ctx, g)
}

// isNotNeeded says whether a token came too late: the client has connected with another code since, or the onboarding was erased.
func isNotNeeded(err error) bool {
	return errors.Is(err, errTakesNone) || errors.Is(err, models.ErrNotFound)
}

// sealed makes a credential of a token that has just been given.
func (s *Service) sealed(token meta.Token) (*models.Credential, error) {
	credential := &models.Credential{
		ID: models.NewID(), State: models.CredentialPending, GrantedAt: s.Now(), Fingerprint: s.index.hmac("token", token.Reveal()),
	}
	var err error
	credential.Ciphertext, err = s.Sealer.Seal([]byte(token.Reveal()), credentialRow(credential))
	return credential, err
}

// grantInHand is a sealed token that Meta has given and the database does not have yet.
type grantInHand struct {
	AttemptID  uuid.UUID
	Credential models.Credential
}

// A token may come so late that its onboarding has been given another code meanwhile. That may end without a token.
var (
	errTakesNone     = errors.New("the onboarding takes no token any more")
	errOtherUnderWay = errors.New("the onboarding is exchanging another code")
)

// store keeps the token and lets the onboarding go on, even if it had been given up.
func (s *Service) store(ctx context.Context, g grantInHand) error {
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		o, err := tx.LockOnboarding(*g.Credential.OnboardingID)
		if err != nil {
			return err
		}
		if err := takesToken(tx, o, g.AttemptID); err != nil {
			return err
		}
		return s.storeToken(ctx, tx, o, g)
	})
	if err != nil && s.isKept(ctx, g) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("storing the token: %w", err)
	}
	return nil
}

// takesToken goes by where the onboarding stands: which code was its last does not say which of them have given a token.
func takesToken(tx *models.Tx, o *models.Onboarding, attemptID uuid.UUID) error {
	wasConnected := o.BusinessID != nil && (o.Status == models.OnboardingFailed || o.Status == models.OnboardingCancelled)
	if _, err := next(o.Status, tokenStored); err != nil || wasConnected {
		return errTakesNone
	}
	if o.Status != models.OnboardingExchanging {
		return nil
	}
	latest, err := tx.LatestAttempt(o.ID)
	if err == nil && latest.ID != attemptID {
		err = errOtherUnderWay
	}
	return err
}

func (s *Service) storeToken(ctx context.Context, tx *models.Tx, o *models.Onboarding, g grantInHand) error {
	if err := tx.StoreCredential(&g.Credential); err != nil {
		return err
	}
	if err := tx.AttemptStored(g.AttemptID); err != nil {
		return err
	}
	if err := s.nextStep(tx, o, models.StepIdentify, nil); err != nil {
		return err
	}
	o.Problem = models.Problem{}
	if err := s.move(ctx, tx, o, tokenStored); err != nil {
		return err
	}
	return s.enqueue(ctx, tx, identifyJob{OnboardingID: o.ID})
}

// isKept finds out whether a commit whose answer was lost did happen.
func (s *Service) isKept(ctx context.Context, g grantInHand) bool {
	_, err := s.Store.Credential(ctx, g.Credential.ID)
	return err == nil
}

func (s *Service) exchangeFailed(ctx context.Context, o *models.Onboarding, cause error) error {
	var failure *meta.Error
	if errors.As(cause, &failure) && (failure.Class == meta.NoAnswer || failure.Class == meta.InvalidAnswer) {
		lost := metaProblem(cause, s.Now())
		*lost.Code = models.ProblemExchangeOutcomeUnknown
		return s.end(ctx, o, answerLost, lost)
	}
	if isAppRejected(cause) {
		s.rejectSecret(ctx)
	}
	return s.end(ctx, o, refused, metaProblem(cause, s.Now()))
}

// attemptOutcomes says what the end of an onboarding means for the code that was under way.
var attemptOutcomes = map[trigger]models.AttemptOutcome{
	answerLost: models.AttemptUnknown, workInterrupted: models.AttemptUnknown, refused: models.AttemptRefused,
}

// end lets an onboarding end without a connection, for a reason that it names.
func (s *Service) end(ctx context.Context, o *models.Onboarding, by trigger, p models.Problem) error {
	s.Log.WarnContext(ctx, "onboarding ended without a connection", "onboarding", o.ID, "problem", *p.Code)
	return s.Store.InTx(ctx, func(tx *models.Tx) error { return s.endIn(ctx, tx, o, by, p) })
}

func (s *Service) endIn(ctx context.Context, tx *models.Tx, o *models.Onboarding, by trigger, p models.Problem) error {
	o.Problem = p
	if err := s.move(ctx, tx, o, by); err != nil {
		return err
	}
	if err := tx.EndAttempt(o.ID, attemptOutcomes[by]); err != nil {
		return err
	}
	if err := tx.EndStep(o.ID, models.StepFailed, nil, s.Now()); err != nil {
		return err
	}
	if o.Status == models.OnboardingOutcomeUnknown && o.ExternalID != nil {
		if err := s.enqueue(ctx, tx, recoverJob{OnboardingID: o.ID}); err != nil {
			return err
		}
	}
	return tx.WipePendingCredential(o.ID, s.Now())
}
