package onboarding

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
)

// errNoChange means that an onboarding is already as it is to be.
var errNoChange = errors.New("nothing to change")

// renew carries out a change of an onboarding from outside, unless a code is under way for it: what comes of that must not be lost. What change
// returns is told in the audit.
func (s *Service) renew(ctx context.Context, id uuid.UUID, by trigger, change func(*models.Tx, *models.Onboarding) (models.JSON, error)) (o *models.Onboarding, err error) {
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		if o, err = tx.LockOnboarding(id); err != nil {
			return err
		}
		told, err := change(tx, o)
		if err != nil {
			return err
		}
		if _, err := next(o.Status, by); err != nil {
			return notRenewable(o.Status)
		}
		return s.moveWith(ctx, tx, o, by, told)
	})
	switch {
	case errors.Is(err, models.ErrNotFound):
		return nil, errNoOnboarding
	case err != nil && !errors.Is(err, errNoChange):
		return nil, err
	}
	return o, nil
}

// notRenewable says to people why an onboarding stays as it is.
func notRenewable(status models.OnboardingStatus) *Error {
	switch status {
	case models.OnboardingCancelled:
		return errCancelled
	case models.OnboardingCompleted:
		return &Error{Code: Closed, Message: "This onboarding has already succeeded. Its business can be disconnected, or connected again with a new one."}
	}
	return &Error{Code: Busy, Message: "The client has granted access, and the connection is being made. Look again in a minute; it can be ended by disconnecting the business."}
}

// Cancel takes an onboarding back for good. What the client has granted before is not taken back with it: a token of an earlier code that
// turns up is stored, since a grant that nobody holds could not be ended either. Cancelling again changes nothing.
func (s *Service) Cancel(ctx context.Context, id uuid.UUID, reason *string) (*models.Onboarding, error) {
	if err := checkReason(reason); err != nil {
		return nil, err
	}
	return s.renew(ctx, id, takenBack, func(_ *models.Tx, o *models.Onboarding) (models.JSON, error) {
		if o.Status == models.OnboardingCancelled {
			return nil, errNoChange
		}
		o.Problem, o.StoppedBusinessID = problem(models.ProblemOnboardingCancelled, s.Now()), nil
		o.ExpiresAt = earlier(o.ExpiresAt, s.Now()) // a token that turns up must not open it for other codes
		if reason == nil {
			return nil, nil
		}
		return models.JSON{"reason": *reason}, nil
	})
}

// Extend lets an onboarding last for so long from now on, unless it lasts longer already.
func (s *Service) Extend(ctx context.Context, id uuid.UUID, expiresInMinutes int) (*models.Onboarding, error) {
	if err := checkRenewal(&expiresInMinutes, nil); err != nil {
		return nil, err
	}
	return s.renew(ctx, id, timeAdded, func(_ *models.Tx, o *models.Onboarding) (models.JSON, error) {
		return reopen(o, latest(o.ExpiresAt, s.Now().Add(minutes(expiresInMinutes)))), nil
	})
}

// ResendInput says which onboarding gets a new link, and how long that works.
type ResendInput struct {
	OnboardingID     uuid.UUID
	ExpiresInMinutes *int
	IdempotencyKey   *string
}

// Resend gives an onboarding a new token in place of the one before, which is dead at once. It is shown here and nowhere else. Repeated with the
// same idempotency key, it returns the onboarding and no token.
func (s *Service) Resend(ctx context.Context, in ResendInput) (*models.Onboarding, *string, error) {
	if err := checkRenewal(in.ExpiresInMinutes, in.IdempotencyKey); err != nil {
		return nil, nil, err
	}
	before := &models.ReplacedLink{
		ID: models.NewID(), OnboardingID: in.OnboardingID, ReplacedAt: s.Now(), ReplacedBy: actorOf(ctx).key(),
		IdempotencyKey: in.IdempotencyKey, IdempotencyHash: digestFor(in.IdempotencyKey, in),
	}
	secret, hash := models.NewBearer(TokenPrefix)
	o, err := s.renew(ctx, in.OnboardingID, linkReplaced, func(tx *models.Tx, o *models.Onboarding) (models.JSON, error) {
		before.TokenHash = o.TokenHash
		if err := tx.KeepReplacedLink(before); err != nil {
			return nil, err
		}
		o.TokenHash, o.Link = hash, o.Link+1
		return reopen(o, s.endOfLink(o, in.ExpiresInMinutes)), nil
	})
	if errors.Is(err, models.ErrExists) && in.IdempotencyKey != nil {
		o, err := s.resentBefore(ctx, before)
		return o, nil, err
	}
	if err != nil {
		return nil, nil, err
	}
	return o, &secret, nil
}

// endOfLink is until when a new link works; without a wish, for as long as the one before would have, if that is not too short to be used.
func (s *Service) endOfLink(o *models.Onboarding, expiresInMinutes *int) time.Time {
	if expiresInMinutes != nil {
		return s.Now().Add(minutes(*expiresInMinutes))
	}
	return latest(o.ExpiresAt, s.Now().Add(defaultExpiry))
}

func (s *Service) resentBefore(ctx context.Context, now *models.ReplacedLink) (*models.Onboarding, error) {
	before, err := s.Store.ReplacedLinkByIdempotencyKey(ctx, now.ReplacedBy, *now.IdempotencyKey)
	if err != nil {
		return nil, fmt.Errorf("looking up the idempotency key: %w", err)
	}
	if err := sameInput(before.IdempotencyHash, now.IdempotencyHash); err != nil {
		return nil, err
	}
	return s.Store.Onboarding(ctx, before.OnboardingID)
}

// reopen lets an onboarding take codes until a time, as if it had been given none, and tells of it.
func reopen(o *models.Onboarding, until time.Time) models.JSON {
	o.ExpiresAt, o.TriesLeft = until, tries
	if o.Status == models.OnboardingExpired {
		o.Problem = models.Problem{}
	}
	return models.JSON{"expiresAt": until}
}

// checkRenewal holds how long a token is to work, and the key of the call, to one rule for all that give it out.
func checkRenewal(expiresInMinutes *int, idempotencyKey *string) error {
	longest := int(maxExpiry / time.Minute)
	return firstFault([]fault{
		{expiresInMinutes != nil && (*expiresInMinutes < 1 || *expiresInMinutes > longest), "expiresInMinutes", fmt.Sprintf("An onboarding lasts 1 to %d minutes.", longest)},
		{idempotencyKey != nil && !fits(*idempotencyKey, maxIdempotencyKey), "idempotencyKey", fmt.Sprintf("An idempotency key has 1 to %d characters.", maxIdempotencyKey)},
	})
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }
