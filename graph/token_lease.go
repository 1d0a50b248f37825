package graph

import (
	"context"

	"capiconnect/graph/generated"
	"capiconnect/models"
	"capiconnect/onboarding"
)

// leasePayload shows the token of a lease, once.
func leasePayload(leased *onboarding.LeasedToken, userErrors []onboarding.Error) *generated.LeaseTokenPayload {
	if leased == nil {
		return &generated.LeaseTokenPayload{UserErrors: userErrors}
	}
	return &generated.LeaseTokenPayload{
		TokenLease: leased.TokenLease, Token: &leased.Token, DatasetMetaID: &leased.DatasetMetaID, ExpiresAt: leased.ExpiresAt, UserErrors: userErrors,
	}
}

func (r *Resolver) datasetOf(ctx context.Context, l *models.TokenLease) (*models.Dataset, error) {
	if l.DatasetID == nil {
		return nil, nil
	}
	return loadersFrom(ctx).datasets.Load(ctx, *l.DatasetID)
}
