package onboarding

import (
	"context"
	"errors"
	"fmt"
	"time"

	"capiconnect/meta"
	"capiconnect/models"
)

const (
	// secretEvery is how often Meta is asked whether it takes the app id and secret, and mendedEvery how often while it does not.
	secretEvery = time.Hour
	mendedEvery = time.Minute
)

// isAppRejected says whether Meta rejected the app's own id or secret.
func isAppRejected(err error) bool {
	var failure *meta.Error
	return errors.As(err, &failure) && (failure.Reason == meta.AppSecretRejected || failure.Reason == meta.AppIDRejected)
}

// mayExchange refuses a code that would be wasted: Meta rejects the app's secret, wants no calls, or the token could not be kept.
// A code that is refused here is as good as before.
func (s *Service) mayExchange(ctx context.Context) error {
	if err := s.spool.hasRoom(); err != nil {
		s.Log.ErrorContext(ctx, "no code is taken", "error", err)
		return fmt.Errorf("%w: %w", models.ErrUnavailable, err)
	}
	since, err := s.Store.SecretRejectedSince(ctx, s.Meta.Fingerprint())
	if err != nil {
		return err
	}
	if !since.IsZero() {
		return refusal(MetaRefused, problem(models.ProblemAppSecretRejected, since))
	}
	if until := s.Throttle.Admit(ctx, ""); until.After(s.Now()) {
		return refusal(MetaUnavailable, problem(models.ProblemThrottled, s.Now()))
	}
	return nil
}

// refusal tells a problem to a caller.
func refusal(code ErrorCode, p models.Problem) *Error {
	return &Error{Code: code, Message: Explain(p).text()}
}

// rejectSecret keeps every replica with this secret from sending more codes with it.
func (s *Service) rejectSecret(ctx context.Context) {
	s.Log.ErrorContext(ctx, "Meta rejects the app id or secret: no code is taken until META_APP_ID and META_APP_SECRET are right")
	err := s.noteSecret(ctx, "app secret: rejected by Meta", func(tx *models.Tx) (bool, error) {
		return tx.RejectSecret(s.Meta.Fingerprint(), s.Now())
	})
	if err != nil {
		s.Log.ErrorContext(ctx, "storing that Meta rejects the app secret", "error", err)
	}
}

// acceptSecret lets codes be sent again.
func (s *Service) acceptSecret(ctx context.Context) error {
	s.Log.InfoContext(ctx, "Meta takes the app secret again")
	return s.noteSecret(ctx, "app secret: taken by Meta again", func(tx *models.Tx) (bool, error) {
		return tx.AcceptSecret(s.Meta.Fingerprint())
	})
}

// noteSecret notes what Meta says about the app secret, once for all replicas, and not in the name of the client whose code met it.
func (s *Service) noteSecret(ctx context.Context, action string, note func(*models.Tx) (isNew bool, err error)) error {
	return s.Store.InTx(ctx, func(tx *models.Tx) error {
		isNew, err := note(tx)
		if err != nil || !isNew {
			return err
		}
		return tx.Audit(s.auditOf(WithActor(ctx, System()), action, "login configuration", s.Login.ID(), nil, nil))
	})
}

// watchSecret finds out, before a client's code has to, whether Meta takes the app id and secret, and when it does again.
func (s *Service) watchSecret(ctx context.Context) {
	var asked time.Time
	every(ctx, mendedEvery, func() {
		rejected, err := s.Store.SecretRejectedSince(ctx, s.Meta.Fingerprint())
		if err != nil || rejected.IsZero() && time.Since(asked) < secretEvery {
			return
		}
		asked = time.Now()
		if err := s.trySecret(ctx, !rejected.IsZero()); err != nil && ctx.Err() == nil {
			s.Log.WarnContext(ctx, "asking Meta whether it takes the app secret", "error", err)
		}
	})
}

func (s *Service) trySecret(ctx context.Context, wasRejected bool) error {
	_, err := s.Meta.AppToken(ctx)
	switch {
	case isAppRejected(err):
		s.rejectSecret(ctx)
		return nil
	case err != nil || !wasRejected:
		return err
	}
	return s.acceptSecret(ctx)
}
