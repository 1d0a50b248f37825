package onboarding

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/models"
)

const (
	maxPurpose = 200
	// leasesAnHour is how often an API key may ask for tokens. A backend needs one for each dataset, every two months.
	leasesAnHour = 60
	// leasesADataset bounds what has to be ended at Meta, one by one, with a connection.
	leasesADataset = 10
	// leasePermission is what a leased token may do: the permission that lets an app send web events.
	// Source: https://developers.facebook.com/docs/permissions#ads_read
	leasePermission = "ads_read"
	// everyTokens is a permission that tokens have whatever was asked for. It reaches nothing of a business.
	everyTokens = "public_profile"
)

var (
	errLeasesOff     = &Error{Code: TokenLeasesOff, Message: "This installation does not lease tokens. An administrator can switch that on with TOKEN_LEASES=on."}
	errOnlyKeysLease = &Error{Code: NotFound, Message: "Only API keys lease tokens."}
	errLeaseRate     = &Error{Code: TooManyLeases, Message: fmt.Sprintf("This API key has asked for %d tokens within the hour. Keep those that you have: each works for 60 days.", leasesAnHour)}
	errManyLeases    = &Error{Code: TooManyLeases, Message: fmt.Sprintf("There are %d leases of this dataset already. End those that nobody needs.", leasesADataset)}
	errLeasedTooWide = &Error{Code: MetaRefused, Message: "Meta did not narrow the token down to the dataset, so it was not handed out. Have the events sent through this installation's own token instead, or ask Meta's support."}
)

// LeaseInput says a token for which dataset is wanted, and what for.
type LeaseInput struct {
	BusinessID uuid.UUID
	DatasetID  uuid.UUID
	Purpose    string
}

// LeasedToken is a lease with its token, which is told here and nowhere else.
type LeasedToken struct {
	*models.TokenLease
	Token string
}

// LeaseToken has Meta make a token that can do nothing but read one dataset and send events to it, and hands it to the API key that
// calls. Where Meta does not make such a narrow one, nothing is handed out.
func (s *Service) LeaseToken(ctx context.Context, in LeaseInput) (*LeasedToken, error) {
	in.Purpose = strings.TrimSpace(in.Purpose)
	switch {
	case actorOf(ctx).Kind != models.ActorAPIKey:
		return nil, errOnlyKeysLease
	case !s.TokenLeases:
		return nil, errLeasesOff
	case !fits(in.Purpose, maxPurpose):
		return nil, invalid("purpose", fmt.Sprintf("A purpose has 1 to %d characters.", maxPurpose))
	}
	return answer(ctx, s, func(ctx context.Context) (*LeasedToken, error) { return s.leaseToken(ctx, in) })
}

func (s *Service) leaseToken(ctx context.Context, in LeaseInput) (*LeasedToken, error) {
	b, err := s.connected(ctx, in.BusinessID)
	if err != nil {
		return nil, err
	}
	own, err := s.usableTokenOf(ctx, b)
	if err != nil {
		return nil, err
	}
	l, err := s.intendToLease(ctx, in)
	if err != nil {
		return nil, err
	}
	ctx = meta.WithBusiness(ctx, b.MetaID)
	token, err := s.Meta.DatasetToken(ctx, own, b.MetaID, l.DatasetMetaID, leasePermission)
	if err == nil {
		err = s.grantLease(ctx, b, l, token)
	}
	if err != nil {
		return nil, s.leaseFailed(ctx, b, l, own, token, err)
	}
	return &LeasedToken{l, token.Reveal()}, nil
}

// intendToLease notes who wants which token what for, before Meta is asked.
func (s *Service) intendToLease(ctx context.Context, in LeaseInput) (l *models.TokenLease, err error) {
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		dataset, err := s.leasable(ctx, tx, in)
		if err != nil {
			return err
		}
		l = &models.TokenLease{
			ID: models.NewID(), BusinessID: in.BusinessID, DatasetID: &dataset.ID, DatasetMetaID: dataset.MetaID,
			APIKeyID: actorOf(ctx).ID, LeasedBy: actorOf(ctx).Name, Purpose: in.Purpose, RequestedAt: s.Now(),
		}
		if err := tx.CreateTokenLease(l); err != nil {
			return err
		}
		return tx.Audit(s.auditOf(ctx, "token lease: requested", "token lease", l.ID, nil,
			models.JSON{"business": in.BusinessID, "dataset": dataset.MetaID, "purpose": in.Purpose}))
	})
	return l, err
}

// leasable is the dataset of which the caller may lease a token now.
func (s *Service) leasable(ctx context.Context, tx *models.Tx, in LeaseInput) (*models.Dataset, error) {
	b, err := lockConnected(tx, in.BusinessID)
	if err != nil {
		return nil, err
	}
	if err := checkListed(tx, b, in.DatasetID); err != nil {
		return nil, err
	}
	if err := mayUse(b, in.DatasetID); err != nil {
		return nil, err
	}
	dataset, err := tx.Dataset(in.DatasetID)
	if err != nil {
		return nil, err
	}
	return dataset, s.checkLeaseLimits(ctx, tx, b, dataset)
}

// checkLeaseLimits counts while the key is locked, so that requests at the same time cannot pass together.
func (s *Service) checkLeaseLimits(ctx context.Context, tx *models.Tx, b *models.Business, dataset *models.Dataset) error {
	key, err := tx.LockAPIKey(actorOf(ctx).ID)
	if err != nil {
		return err
	}
	recent, err := tx.CountTokenLeasesSince(key.ID, s.Now().Add(-time.Hour))
	if err != nil {
		return err
	}
	open, err := tx.CountOpenTokenLeases(b.ID, dataset.MetaID)
	switch {
	case err != nil:
		return err
	case recent >= leasesAnHour:
		return errLeaseRate
	case open >= leasesADataset:
		return errManyLeases
	}
	return nil
}

// grantLease keeps a token that Meta has made, once Meta has said that it reaches no more than it should. Only then may it be handed out.
func (s *Service) grantLease(ctx context.Context, b *models.Business, l *models.TokenLease, token meta.Token) error {
	info, err := s.checkToken(ctx, token)
	if err != nil {
		return err
	}
	if !isNarrow(info, l.DatasetMetaID) {
		return errLeasedTooWide
	}
	credential, err := s.sealed(token)
	if err != nil {
		return err
	}
	credential.BusinessID, credential.State, credential.Origin = &b.ID, models.CredentialLeased, models.FromLease
	credential.MetaUserID, credential.ExpiresAt = nonZero(info.UserID), &info.ExpiresAt
	now := s.Now()
	granted := *l
	granted.CredentialID, granted.GrantedAt, granted.ExpiresAt = &credential.ID, &now, &info.ExpiresAt
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		if _, err := lockSame(tx, b); err != nil {
			return err
		}
		if err := tx.StoreCredential(credential); err != nil {
			return err
		}
		if err := tx.UpdateTokenLease(&granted); err != nil {
			return err
		}
		return tx.Audit(s.auditOf(ctx, "token lease: granted", "token lease", l.ID, nil, models.JSON{"business": b.ID, "expiresAt": info.ExpiresAt}))
	})
	if err == nil {
		*l = granted
	}
	return err
}

// isNarrow says whether Meta tells of a token that it reaches one dataset, may do nothing else, and ends. What Meta does not tell does not
// count as so.
func isNarrow(info meta.TokenInfo, datasetMetaID string) bool {
	other := func(permission string) bool { return permission != leasePermission && permission != everyTokens }
	limited := slices.ContainsFunc(info.GranularScopes, func(g meta.GranularScope) bool {
		return g.Scope == leasePermission && slices.Equal(g.TargetIDs, []string{datasetMetaID})
	})
	return limited && !info.ExpiresAt.IsZero() && !slices.ContainsFunc(info.Scopes, other)
}

// leaseFailed writes down that nothing was handed out, and has Meta end what it made all the same; unless that is the business's own token
// once more.
func (s *Service) leaseFailed(ctx context.Context, b *models.Business, l *models.TokenLease, own, made meta.Token, cause error) error {
	s.Log.WarnContext(ctx, "leasing a token", "business", b.ID, "lease", l.ID, "error", cause)
	if !made.IsZero() && made.Reveal() != own.Reveal() {
		if _, err := s.Meta.RevokeToken(ctx, made); err != nil {
			s.Log.ErrorContext(ctx, "a token that nobody was given lives on until it expires or its connection ends", "business", b.ID, "lease", l.ID, "error", err)
		}
	}
	l.End(models.LeaseNotGranted, false, s.Now())
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.UpdateTokenLease(l); err != nil {
			return err
		}
		return tx.Audit(s.auditOf(ctx, "token lease: not granted", "token lease", l.ID, nil, models.JSON{"business": b.ID}))
	})
	if err != nil {
		return err
	}
	if isDead(cause) {
		if _, err := s.connectionFailed(ctx, b, cause); err != nil && !errors.Is(err, models.ErrStale) {
			return err
		}
	}
	return s.leaseError(cause)
}

// leaseError says in the caller's words why no token was handed out.
func (s *Service) leaseError(cause error) error {
	var told *Error
	switch {
	case errors.As(cause, &told):
		return told
	case errors.Is(cause, models.ErrStale):
		return errBusy
	case mayPass(cause):
		return refusal(MetaUnavailable, problemOf(cause, s.Now()))
	case isTold(cause):
		return refusal(MetaRefused, problemOf(cause, s.Now()))
	}
	return cause
}
