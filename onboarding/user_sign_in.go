package onboarding

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"capiconnect/models"
)

var (
	errNoSecondFactor = &Error{Code: NotSetUp, Message: "This member of staff has no second factor.", Field: []string{"input", "userId"}}
	errNotLinked      = &Error{Code: NotSetUp, Message: "This member of staff is linked to nobody at an OpenID provider.", Field: []string{"input", "userId"}}
)

// SignOutUser ends every session of a member of staff, on whatever device.
func (a *Access) SignOutUser(ctx context.Context, userID uuid.UUID) (*models.User, error) {
	return a.changeUser(ctx, userID, func(tx *models.Tx, user *models.User) error {
		return errors.Join(tx.EndSessions(user.ID), tx.Audit(a.auditOf(ctx, "user: signed out everywhere", user, nil, nil)))
	})
}

// RemoveSecondFactor is for somebody who has lost it. They are signed out, the password or a one-time link alone signs them in, and they
// can set up another one. Whoever still has theirs turns it off with a code of it.
func (a *Access) RemoveSecondFactor(ctx context.Context, userID uuid.UUID) (*models.User, error) {
	return a.changeOther(ctx, userID, func(tx *models.Tx, user *models.User) error {
		if user.SecondFactorSince == nil {
			return errNoSecondFactor
		}
		user.SecondFactorSince = nil
		return errors.Join(tx.RemoveSecondFactor(user.ID), tx.EndSessions(user.ID),
			tx.Audit(a.auditOf(ctx, "user: second factor removed", user, nil, nil)))
	})
}

// UnlinkSingleSignOn undoes what the first single sign-on has kept, and signs a member of staff out, who may have been somebody else. The
// next person with their e-mail address at the provider is linked.
func (a *Access) UnlinkSingleSignOn(ctx context.Context, userID uuid.UUID) (*models.User, error) {
	return a.changeOther(ctx, userID, func(tx *models.Tx, user *models.User) error {
		err := tx.UnlinkIdentities(user.ID)
		if errors.Is(err, models.ErrNotFound) {
			return errNotLinked
		}
		return errors.Join(err, tx.EndSessions(user.ID), tx.Audit(a.auditOf(ctx, "user: single sign-on unlinked", user, nil, nil)))
	})
}
