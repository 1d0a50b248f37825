package onboarding

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"capiconnect/meta"
	"capiconnect/models"
)

// identity is what Meta says of a fresh token: whose it is and what it grants.
type identity struct {
	user     meta.SystemUser
	info     meta.TokenInfo
	business meta.Business
}

// identify learns which business gave the stored token and connects that business.
func (s *Service) identify(ctx context.Context, o *models.Onboarding) error {
	credential, err := s.Store.PendingCredential(ctx, o.ID)
	if err != nil {
		return fmt.Errorf("reading the stored token: %w", err)
	}
	token, err := s.open(credential)
	if err != nil {
		return s.stepFailed(ctx, o, err)
	}
	who, err := s.askIdentity(ctx, token)
	if err == nil {
		err = s.Store.InTx(ctx, func(tx *models.Tx) error { return s.connect(ctx, tx, o, credential, who) })
	}
	if err != nil {
		s.giveBack(ctx, token, err)
		return s.stepFailed(ctx, o, err)
	}
	return nil
}

// giveBack ends a token that we asked for by mistake: a person's, which nobody here will ever use or be able to revoke.
func (s *Service) giveBack(ctx context.Context, token meta.Token, cause error) {
	if *problemOf(cause, s.Now()).Code != models.ProblemWrongTokenType {
		return
	}
	if _, err := s.Meta.RevokeToken(ctx, token); err != nil {
		s.Log.WarnContext(ctx, "revoking a person's token", "error", err)
	}
}

// askIdentity refuses any token that is not a business integration system user's of this app. The business's id comes from Meta
// alone, never from a caller.
func (s *Service) askIdentity(ctx context.Context, token meta.Token) (who identity, err error) {
	both, bothCtx := errgroup.WithContext(ctx)
	both.Go(func() (err error) {
		who.info, err = s.checkToken(bothCtx, token)
		return err
	})
	both.Go(func() (err error) {
		who.user, err = s.Meta.Me(bothCtx, token)
		return err
	})
	if err := both.Wait(); err != nil {
		return identity{}, err
	}
	who.business, err = s.Meta.Business(ctx, token, who.user.ClientBusinessID)
	if err != nil && (mayPass(err) || isDead(err)) {
		return identity{}, err
	}
	return who, nil // a business that does not tell its name is connected without one
}

func (s *Service) checkToken(ctx context.Context, token meta.Token) (meta.TokenInfo, error) {
	info, err := s.Meta.DebugToken(ctx, token)
	switch {
	case err != nil:
		return info, err
	case !info.Valid:
		return info, &knownProblem{deadTokenProblem(info)}
	case info.AppID != s.Login.AppID:
		return info, &knownProblem{models.ProblemWrongApp}
	case info.Type != meta.TokenSystemUser:
		return info, &knownProblem{models.ProblemWrongTokenType}
	}
	return info, nil
}

func deadTokenProblem(info meta.TokenInfo) models.ProblemCode {
	if info.Err != nil {
		return problemCode(info.Err)
	}
	return models.ProblemTokenRevoked
}

// connect makes the credential the live one of its business, in one transaction with everything that follows from it.
func (s *Service) connect(ctx context.Context, tx *models.Tx, o *models.Onboarding, credential *models.Credential, who identity) error {
	b, err := s.businessToConnect(tx, who.user.ClientBusinessID)
	if err != nil {
		return err
	}
	if err := mayConnect(b, o); err != nil {
		return err
	}
	before := b.Status
	s.fillBusiness(b, o, who)
	save := tx.UpdateBusiness
	if before == "" {
		save = tx.CreateBusiness
	}
	if err := save(b); err != nil {
		return err
	}
	if err := s.putLive(tx, b, credential, who); err != nil {
		return err
	}
	if err := tx.Audit(s.event(ctx, "business: connected", "business", b.ID, models.JSON{"status": before}, statusAndProblem(string(b.Status), b.Problem))); err != nil {
		return err
	}
	o.BusinessID, o.Problem = &b.ID, models.Problem{}
	if err := s.nextStep(tx, o, models.StepSync, b.Name); err != nil {
		return err
	}
	return s.move(ctx, tx, o, businessKnown)
}

func (s *Service) businessToConnect(tx *models.Tx, metaID string) (*models.Business, error) {
	b, err := tx.LockBusinessByMetaID(metaID)
	if errors.Is(err, models.ErrNotFound) {
		return &models.Business{ID: models.NewID(), MetaID: metaID, CreatedAt: s.Now()}, nil
	}
	return b, err
}

// mayConnect keeps one client of the partner from taking over another one's business, and a new grant from being undone by a
// revocation that is under way, since both have the same system user.
func mayConnect(b *models.Business, o *models.Onboarding) error {
	isOther := b.ExternalID != nil && o.ExternalID != nil && *b.ExternalID != *o.ExternalID
	switch {
	case isOther && b.Status != models.Disconnected:
		return &knownProblem{models.ProblemExternalIDConflict}
	case b.Status == models.Revoking || b.Status == models.RevokeStuck:
		return &knownProblem{models.ProblemRevocationPending}
	}
	return nil
}

func (s *Service) fillBusiness(b *models.Business, o *models.Onboarding, who identity) {
	now := s.Now()
	b.Status, b.Problem = models.Connected, models.Problem{}
	if missing := s.missingPermissions(who.info); len(missing) > 0 {
		b.Status, b.Problem = models.Degraded, problem(models.ProblemPermissionsMissing, now)
	}
	if who.business.Name != "" {
		b.Name = &who.business.Name
	}
	if o.ExternalID != nil {
		b.ExternalID = o.ExternalID
	}
	b.Labels = sortedLabels(append(b.Labels, o.Labels...))
	b.ConnectedAt, b.DisconnectedAt, b.LastCheckedAt = now, nil, &now
	b.TokenExpiresAt = nonZeroTime(who.info.ExpiresAt)
}

func (s *Service) putLive(tx *models.Tx, b *models.Business, credential *models.Credential, who identity) error {
	if err := tx.WipeCredentials(b.ID, s.Now()); err != nil {
		return err
	}
	live := *credential
	live.BusinessID, live.MetaUserID, live.ExpiresAt = &b.ID, &who.user.ID, b.TokenExpiresAt
	if err := tx.GoLive(&live); err != nil {
		return err
	}
	return tx.ReplaceGrants(b.ID, s.grants(b.ID, who.info))
}
