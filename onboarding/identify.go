package onboarding

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"capiconnect/meta"
	"capiconnect/models"
	"capiconnect/onboarding/failpoint"
)

// identity is what Meta says of a fresh token: whose it is and what it grants.
type identity struct {
	user     meta.SystemUser
	info     meta.TokenInfo
	business meta.Business
}

// identify learns which business gave the stored token and connects that business.
func (s *Service) identify(ctx context.Context, o *models.Onboarding) error {
	ctx, end := step(ctx, "identify", aboutOnboarding(o.ID))
	defer end()
	credential, err := s.Store.PendingCredential(ctx, o.ID)
	if errors.Is(err, models.ErrNotFound) {
		return s.stepFailed(ctx, o, &knownProblem{models.ProblemInterrupted}) // wiped with what it had been given for
	}
	if err != nil {
		return fmt.Errorf("reading the stored token: %w", err)
	}
	token, err := s.open(ctx, credential)
	if err != nil {
		return s.stepFailed(ctx, o, err)
	}
	who, err := s.askIdentity(ctx, token)
	if err == nil {
		failpoint.Hit("identify.after_answer")
		err = s.Store.InTx(ctx, func(tx *models.Tx) error { return s.connect(ctx, tx, o, credential, who) })
	}
	if err != nil {
		s.giveBack(ctx, token, err)
		return s.stepFailed(ctx, o, err)
	}
	failpoint.Hit("identify.after_commit")
	return nil
}

// giveBack ends a token that nobody here will ever use or be able to revoke: a person's, or one whose business was disconnected while
// it waited. A field that is missing from an answer of Meta's is no reason: the token may be that of a connection that works.
func (s *Service) giveBack(ctx context.Context, token meta.Token, cause error) {
	if !errors.Is(cause, errOutlived) && !s.isPersons(ctx, token, cause) {
		return
	}
	if _, err := s.Meta.RevokeToken(ctx, token); err != nil {
		s.Log.WarnContext(ctx, "revoking a token that is not wanted", "error", err)
	}
}

func (s *Service) isPersons(ctx context.Context, token meta.Token, cause error) bool {
	if !isTold(cause) || *problemOf(cause, s.Now()).Code != models.ProblemWrongTokenType {
		return false
	}
	info, err := s.Meta.DebugToken(ctx, token)
	return err == nil && info.Type != "" && info.Type != meta.TokenSystemUser
}

// askIdentity refuses any token that is not a business integration system user's of this app. The business's id comes from Meta
// alone, never from a caller.
func (s *Service) askIdentity(ctx context.Context, token meta.Token) (who identity, err error) {
	both, bothCtx := errgroup.WithContext(ctx)
	both.Go(contained(func() (err error) {
		who.info, err = s.checkToken(bothCtx, token)
		return err
	}))
	both.Go(contained(func() (err error) {
		who.user, err = s.Meta.Me(bothCtx, token)
		return err
	}))
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
	case info.AppID != "" && info.AppID != s.Login.AppID:
		return info, &knownProblem{models.ProblemWrongApp}
	case info.Type != "" && info.Type != meta.TokenSystemUser: // where Meta does not say, the client_business_id decides
		return info, &knownProblem{models.ProblemWrongTokenType}
	}
	return info, nil
}

// deadTokenProblem says why a token is not valid. That it is not, Meta has said, whatever else its error is about.
func deadTokenProblem(info meta.TokenInfo) models.ProblemCode {
	if info.Err != nil && info.Err.Class == meta.Auth {
		return problemCode(info.Err)
	}
	return models.ProblemTokenRevoked
}

// connect gives the onboarding its business, in one transaction with everything that follows from it.
func (s *Service) connect(ctx context.Context, tx *models.Tx, o *models.Onboarding, credential *models.Credential, who identity) error {
	b, err := s.businessToConnect(tx, who.user.ClientBusinessID)
	if err != nil {
		return err
	}
	if err := cmp.Or(mayGive(b, o), mayConnect(b, o, credential)); err != nil {
		return err
	}
	outdone, err := isOutdone(tx, b, credential)
	switch {
	case err != nil:
		return err
	case outdone:
		err = s.setAside(ctx, tx, b, o)
	default:
		err = s.takeOver(ctx, tx, b, o, credential, who)
	}
	if err != nil {
		return err
	}
	o.BusinessID, o.Problem = &b.ID, models.Problem{}
	if err := s.nextStep(tx, o, models.StepSync, b.Name); err != nil {
		return err
	}
	if err := s.move(ctx, tx, o, businessKnown); err != nil {
		return err
	}
	failpoint.Hit("identify.before_commit")
	if err := s.enqueue(ctx, tx, syncJob{BusinessID: b.ID}); err != nil {
		return err
	}
	return finishJob(ctx, tx)
}

// isOutdone says whether the client has given a younger grant while this one waited, by which the connection works.
func isOutdone(tx *models.Tx, b *models.Business, credential *models.Credential) (bool, error) {
	if !mayBeUsed(b.Status) {
		return false, nil
	}
	return tx.HasYoungerGrant(b.ID, credential.GrantedAt)
}

// setAside lets an onboarding go on with the connection that there is: what the client granted last holds. The token is not revoked
// at Meta, since that of the connection is the same system user's.
func (s *Service) setAside(ctx context.Context, tx *models.Tx, b *models.Business, o *models.Onboarding) error {
	if err := tx.WipePendingCredential(o.ID, s.Now()); err != nil {
		return err
	}
	return s.changeBusiness(ctx, tx, b, "business: older grant set aside", func() { assign(b, o) })
}

// takeOver makes the credential the live one of its business.
func (s *Service) takeOver(ctx context.Context, tx *models.Tx, b *models.Business, o *models.Onboarding, credential *models.Credential, who identity) error {
	before, granted := b.Status, b.ConnectedAt
	if err := s.supersedeRevocation(tx, b, credential); err != nil {
		return err
	}
	assign(b, o)
	s.fillBusiness(b, who)
	save := tx.UpdateBusiness
	if before == "" {
		save = tx.CreateBusiness
	}
	if err := save(b); err != nil {
		return err
	}
	if before != "" {
		if err := s.noteReconnection(tx, b, granted, who); err != nil {
			return err
		}
	}
	if err := s.putLive(tx, b, credential, who); err != nil {
		return err
	}
	if err := tx.EndOrphanGrant(b.MetaID, models.OrphanConnected, s.Now()); err != nil {
		return err
	}
	return tx.Audit(s.auditOf(ctx, "business: connected", "business", b.ID, models.JSON{"status": before}, statusAndProblem(string(b.Status), b.Problem)))
}

func (s *Service) businessToConnect(tx *models.Tx, metaID string) (*models.Business, error) {
	b, err := tx.LockBusinessByMetaID(metaID)
	if errors.Is(err, models.ErrNotFound) {
		return &models.Business{ID: models.NewID(), MetaID: metaID, CreatedAt: s.Now()}, nil
	}
	return b, err
}

// mayConnect keeps one client of the partner from taking over another one's business, and a new grant from being undone by a
// revocation that is under way, since both have the same system user. Nor does a grant that waited bring back what was disconnected
// meanwhile. A revocation that cannot go on, because the token cannot be read, stands in nobody's way.
func mayConnect(b *models.Business, o *models.Onboarding, credential *models.Credential) error {
	switch {
	case b.DisconnectedAt != nil && b.DisconnectedAt.After(credential.GrantedAt):
		return errOutlived
	case isForAnother(b, o) && b.Status != models.Disconnected:
		return &stopped{models.ProblemExternalIDConflict, b.ID}
	case isRevoking(b) && !hasProblem(b, models.ProblemCredentialUnreadable):
		return &knownProblem{models.ProblemRevocationPending}
	}
	return nil
}

// errOutlived means that a business was disconnected, or was to be, after the grant that is only now being identified.
var errOutlived = &knownProblem{models.ProblemInterrupted}

func isForAnother(b *models.Business, o *models.Onboarding) bool {
	return b.ExternalID != nil && o.ExternalID != nil && *b.ExternalID != *o.ExternalID
}

func isRevoking(b *models.Business) bool {
	return b.Status == models.Revoking || b.Status == models.RevokeStuck
}

// assign notes whose business it is for the partner.
func assign(b *models.Business, o *models.Onboarding) {
	labels := append(slices.Clone(b.Labels), o.Labels...)
	if isForAnother(b, o) {
		labels = o.Labels
	}
	b.Labels = sortedLabels(labels)
	b.Labels = b.Labels[:min(len(b.Labels), maxLabels)]
	if o.ExternalID != nil {
		b.ExternalID = o.ExternalID
	}
	b.OneDataset = b.OneDataset || o.OneDataset
}

func (s *Service) fillBusiness(b *models.Business, who identity) {
	now := s.Now()
	if who.business.Name != "" {
		b.Name = &who.business.Name
	}
	b.Status, b.Problem = models.Connected, models.Problem{}
	if len(s.missingPermissions(who.info)) > 0 {
		b.Status, b.Problem = models.Degraded, problem(models.ProblemPermissionsMissing, now)
	}
	b.ConnectedAt, b.DisconnectedAt, b.LastCheckedAt = now, nil, &now
	b.TokenExpiresAt = nonZeroTime(who.info.ExpiresAt)
	b.SyncRequestedAt = &now
	b.Epoch++
}

// supersedeRevocation ends a revocation that a new grant has made pointless; Meta never proved it.
func (s *Service) supersedeRevocation(tx *models.Tx, b *models.Business, credential *models.Credential) error {
	pending, err := tx.PendingRevocation(b.ID)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return nil
	case err != nil:
		return err
	case pending.RequestedAt.After(credential.GrantedAt):
		return errOutlived
	}
	now := s.Now()
	pending.Outcome, pending.EndedAt, pending.NextAttemptAt = models.RemovedHereOnly, &now, nil
	return tx.UpdateRevocation(pending)
}

func (s *Service) putLive(tx *models.Tx, b *models.Business, credential *models.Credential, who identity) error {
	if err := tx.WipeGrant(b.ID, s.Now()); err != nil {
		return err
	}
	live := *credential
	live.BusinessID, live.MetaUserID, live.ExpiresAt = &b.ID, &who.user.ID, b.TokenExpiresAt
	if err := tx.GoLive(&live); err != nil {
		return err
	}
	return tx.ReplaceGrants(b.ID, s.grants(b, who.info))
}
