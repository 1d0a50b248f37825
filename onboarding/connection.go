package onboarding

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"capiconnect/models"
)

// mayBeUsed says whether the token of a business whose connection stands so may be used for anything but its end.
func mayBeUsed(status models.ConnectionStatus) bool {
	return status == models.Connected || status == models.Degraded
}

// connected reads a business whose token may be used.
func (s *Service) connected(ctx context.Context, id uuid.UUID) (*models.Business, error) {
	b, err := s.Store.Business(ctx, id)
	return ifConnected(b, err)
}

// lockConnected is connected for a change.
func lockConnected(tx *models.Tx, id uuid.UUID) (*models.Business, error) {
	b, err := tx.LockBusiness(id)
	return ifConnected(b, err)
}

// lockSame is lockConnected for what follows from an answer about the token that b had when it was read; ErrStale when another one has
// taken its place.
func lockSame(tx *models.Tx, b *models.Business) (*models.Business, error) {
	locked, err := lockConnected(tx, b.ID)
	if err == nil && locked.Epoch != b.Epoch {
		err = models.ErrStale
	}
	return locked, err
}

func ifConnected(b *models.Business, err error) (*models.Business, error) {
	switch {
	case errors.Is(err, models.ErrNotFound):
		return nil, errNoBusiness
	case err != nil:
		return nil, err
	case !mayBeUsed(b.Status):
		return nil, errNotConnected
	}
	return b, nil
}

// waitForBusiness reads a business until done says so, at most answerWithin, and returns it as it is then. It keeps the job that is to
// bring that about from waiting for its time.
func (s *Service) waitForBusiness(ctx context.Context, id uuid.UUID, job river.JobArgs, done func(*models.Business) bool) (*models.Business, error) {
	limited, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	changed, stop := s.Changes.Watch(id)
	defer stop()
	for {
		b, err := s.Store.Business(context.WithoutCancel(ctx), id)
		if errors.Is(err, models.ErrNotFound) {
			return nil, errNoBusiness
		}
		if err != nil || done(b) {
			return b, err
		}
		select {
		case <-changed:
		case <-time.After(time.Second): // in case the listening connection is away, or the job had just ended its turn
			s.nudge(limited, job)
		case <-limited.Done():
			return b, ctx.Err()
		}
	}
}

// actError says in the caller's words why an act on a connection failed.
func actError(b *models.Business) error {
	explained := Explain(b.Problem)
	if explained == nil {
		return errNotConnected
	}
	code := MetaRefused
	switch {
	case !mayBeUsed(b.Status):
		code = NotConnected
	case explained.RetryAt != nil:
		code = MetaUnavailable
	}
	return &Error{Code: code, Message: explained.text()}
}

// planned names the problem that cause is for a connected business, and when what failed is tried again, if that can help. Whatever keeps
// Meta from telling the datasets, what it means for people is that they are not read.
func (s *Service) planned(b *models.Business, cause error) models.Problem {
	p := problemOf(cause, s.Now())
	switch *p.Code {
	case models.ProblemMetaUnavailable, models.ProblemMetaAnswerInvalid, models.ProblemMetaRefused:
		p.Code = nonZero(models.ProblemSyncFailing)
	}
	if !mayPass(cause) {
		p.RetryAt = nil
		return p
	}
	lasted := time.Duration(0)
	if b.Problem.Since != nil && b.Problem.RetryAt != nil {
		lasted = s.Now().Sub(*b.Problem.Since)
	}
	p.RetryAt = s.nextTry(p.RetryAt, lasted)
	return p
}

// worsen lets the status of a connected business follow from what went wrong with its token. Only Meta's word that the token is
// dead, or a token that cannot be read, calls for the client; anything else leaves the connection in place.
func (s *Service) worsen(ctx context.Context, tx *models.Tx, b *models.Business, cause error, p models.Problem) error {
	status := models.Degraded
	if isDead(cause) || isUnreadable(cause) || isDeadTokenProblem(p) {
		status = models.NeedsReconnect
	}
	if status == models.NeedsReconnect {
		if err := s.askAboutLeases(ctx, tx, b.ID); err != nil {
			return err
		}
	}
	return s.changeBusiness(ctx, tx, b, "business: status changed", func() {
		b.Status, b.Problem = status, sinceFirst(b.Problem, p)
		if p.RetryAt == nil {
			b.SyncRequestedAt = nil
		}
	})
}

// connectionFailed is worsen for what Meta said of the token that b had when it was read; ErrStale when that has been replaced or has
// ended since.
func (s *Service) connectionFailed(ctx context.Context, b *models.Business, cause error) (locked *models.Business, err error) {
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		locked, err = tx.LockBusiness(b.ID)
		switch {
		case errors.Is(err, models.ErrNotFound), err == nil && locked.Epoch != b.Epoch:
			return models.ErrStale
		case err != nil, !mayBeUsed(locked.Status):
			return err
		}
		return s.worsen(ctx, tx, locked, cause, s.planned(locked, cause))
	})
	return locked, err
}

// dropToken ends what is known to be dead: the token of b, which the caller has locked, is wiped, and what is just being read with it is
// not kept any more. Whether the tokens that others were given are dead too, Meta is asked.
func (s *Service) dropToken(ctx context.Context, tx *models.Tx, b *models.Business, action string, p models.Problem) error {
	if err := tx.WipeGrant(b.ID, s.Now()); err != nil {
		return err
	}
	if err := s.askAboutLeases(ctx, tx, b.ID); err != nil {
		return err
	}
	return s.changeBusiness(ctx, tx, b, action, func() {
		b.Status, b.Problem = models.NeedsReconnect, sinceFirst(b.Problem, p)
		b.Epoch++
		b.TokenExpiresAt, b.SyncRequestedAt = nil, nil
	})
}

func isDeadTokenProblem(p models.Problem) bool {
	switch *p.Code {
	case models.ProblemTokenExpired, models.ProblemTokenRevoked, models.ProblemAppUninstalled:
		return true
	}
	return false
}

func hasProblem(b *models.Business, code models.ProblemCode) bool {
	return b.Problem.Code != nil && *b.Problem.Code == code
}

// changeBusiness writes a change of a business with its audit row. What is just being read goes with a connection that ends.
func (s *Service) changeBusiness(ctx context.Context, tx *models.Tx, b *models.Business, action string, change func()) error {
	from, before := b.Status, statusAndProblem(string(b.Status), b.Problem)
	change()
	if err := mayFollow(from, b.Status); err != nil {
		return err
	}
	if err := tx.UpdateBusiness(b); err != nil {
		return err
	}
	if !mayBeUsed(b.Status) {
		if err := tx.SupersedeSync(b.ID, s.Now()); err != nil {
			return err
		}
	}
	return tx.Audit(s.auditOf(ctx, action, "business", b.ID, before, statusAndProblem(string(b.Status), b.Problem)))
}
